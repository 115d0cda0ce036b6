"""Asking to join an organisation, and answering who asks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exhibitors import forms, permissions
from exhibitors.domain import join_request as joining
from exhibitors.enums import MemberRole
from exhibitors.models import JoinRequest, Organisation
from exhibitors.models.joining import name_by_code
from exhibitors.views.guards import check_connection, desk_view, membership_or_404, require
from portal.kernel import clock, errors
from portal.pages import shell


def _asked(request: HttpRequest, organisation_name: str) -> HttpResponse:
    """Say the same the first time and every other: the name is that by which the person asked now, not an earlier time."""
    messages.success(
        request,
        _("Your request to join %(name)s is with its owners. Their answer comes by mail and stands here.")
        % {"name": organisation_name},
    )
    return redirect("exhibitors:desk")


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def join_by_code(request: HttpRequest) -> HttpResponse:
    """Ask the owners of the organisation that has a tax code; nothing of the organisation is shown."""
    form = forms.JoinByCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check_connection(request)
            found = joining.find_by_code(form.cleaned_data["tax_code"])
            joining.ask_to_join(
                organisation=found,
                by=request.user,
                by_name=False,
                note=form.cleaned_data["note"],
                now=clock.now(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            return _asked(request, name_by_code(found))
    shell.add_breadcrumbs(request, (_("Your desk"), shell.Shell(request).account_url))
    context: dict[str, Any] = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": _("Ask to join an organisation"),
    }
    return render(request, "exhibitors/join.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def join_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the owners of a public organisation; hidden ones are not found."""
    organisation = get_object_or_404(Organisation.objects.public(), slug=slug)
    form = forms.JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            check_connection(request)
            joining.ask_to_join(
                organisation=organisation,
                by=request.user,
                by_name=True,
                note=form.cleaned_data["note"],
                now=clock.now(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            return _asked(request, organisation.display_name)
    shell.add_breadcrumbs(request, (_("Your desk"), shell.Shell(request).account_url))
    context: dict[str, Any] = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "organisation": organisation,
        "page_title": _("Ask to join %(name)s") % {"name": organisation.display_name},
    }
    return render(request, "exhibitors/join.html", context)


@desk_view
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own request back."""
    found = get_object_or_404(JoinRequest, pk=pk, user=request.user)
    try:
        joining.withdraw_request(request=found, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your request is withdrawn."))
    return redirect("exhibitors:desk")


@desk_view
@require_POST
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a person in, or say no; owners only."""
    own = membership_or_404(request, slug)
    require(permissions.can_manage_members(own))
    found = get_object_or_404(JoinRequest.objects.select_related("user"), pk=pk, organisation=own.organisation)
    try:
        if request.POST.get("answer") == "accept":
            _accept(request, own.organisation, found)
        elif request.POST.get("answer") == "decline":
            joining.decline_request(request=found, by=request.user, now=clock.now())
            messages.info(request, _("The request of %(name)s is declined.") % {"name": found.user})
        else:
            raise Http404
    except errors.DomainError as error:
        messages.error(request, str(error))
    return redirect(reverse("exhibitors:members", args=[slug]))


def _accept(request: HttpRequest, organisation: Organisation, found: JoinRequest) -> None:
    form = forms.RoleForm(request.POST)
    if not form.is_valid():
        raise errors.DomainError(_("Choose a role from the list."))
    joining.accept_request(request=found, role=MemberRole(form.cleaned_data["role"]), by=request.user, now=clock.now())
    messages.success(
        request,
        _("%(name)s now works for %(organisation)s.") % {"name": found.user, "organisation": organisation.display_name},
    )
