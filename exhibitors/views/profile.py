"""Editing what an organisation says of itself."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exhibitors import forms, permissions
from exhibitors.domain import logo, organisation
from exhibitors.models import Membership
from exhibitors.views.guards import check_connection, desk_view, membership_or_404, require
from portal.kernel import clock, errors
from portal.media.domain.kept import Keeper


@transaction.atomic
def _save(request: HttpRequest, membership: Membership, form: forms.OrganisationProfileForm) -> None:
    now, typed = clock.now(), form.cleaned_data
    # Whether a code is taken is told, so that codes must not be tried one after another.
    if "tax_code" in form.changed_data:
        check_connection(request)
    saved = organisation.update_organisation(
        organisation=membership.organisation,
        by=request.user,
        details=form.details(),
        now=now,
        seen_at=typed["seen_at"],
    )
    if typed["logo_file"]:
        logo.set_logo(organisation=saved, file=typed["logo_file"], by=request.user, now=now)
    elif typed.get("remove_logo"):
        logo.remove_logo(organisation=saved, by=request.user, now=now)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the profile; owners and editors only."""
    membership = membership_or_404(request, slug)
    require(permissions.can_edit(membership))
    form = forms.OrganisationProfileForm(
        request.POST or None,
        request.FILES or None,
        organisation=membership.organisation,
        keeper=Keeper(subject=f"organisation:{membership.organisation.pk}", by=request.user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, membership, form)
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            form.forget_uploads()
            messages.success(request, _("The profile is saved."))
            return redirect("exhibitors:desk")
    form.keep_uploads()
    context: dict[str, Any] = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": _("Profile of the organisation"),
        "organisation": membership.organisation,
        "membership": membership,
        "can_edit": True,
        "can_see_papers": True,
        "active_tab": "profile",
        "cancel_url": reverse("exhibitors:desk"),
    }
    return render(request, "exhibitors/profile_form.html", context)
