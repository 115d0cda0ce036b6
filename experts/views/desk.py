"""An expert's own profile at the desk: where it stands, writing, sending, withdrawing, deleting."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibitors.views.guards import desk_view
from experts import forms, presenter, queries
from experts.domain import details as expert_details
from experts.domain import portrait
from experts.domain import profile as profiles
from experts.enums import CONSENT_VERSION, ProfileState, ReviewState
from experts.models import ExpertProfile
from experts.views.guards import own_profile_or_404
from portal.kernel import clock, errors, pagination
from portal.media.domain.kept import Keeper
from portal.pages import shell

PAGE_SIZE = 30
CAN_EDIT = frozenset({ReviewState.WRITING, ReviewState.RETURNED, ReviewState.APPROVED})


def _crumbs(request: HttpRequest, *, below: bool = False) -> None:
    shell.add_breadcrumbs(request, (_("Your desk"), reverse("exhibitors:desk")))
    if below:
        shell.add_breadcrumbs(request, (_("My expert profile"), reverse("experts:mine")))


def _context(request: HttpRequest, profile: ExpertProfile) -> dict[str, Any]:
    proposed = expert_details.from_json(profile.proposal)
    is_unsent = profile.review in {ReviewState.WRITING, ReviewState.RETURNED}
    page = pagination.paginate(queries.requests_to(profile), number=request.GET.get("page"), size=PAGE_SIZE)
    return {
        "page_title": _("My expert profile"),
        "profile": profile,
        "proposed": proposed,
        "rows": presenter.proposal_rows(proposed),
        "missing": [sentence for _field, sentence in expert_details.missing(proposed)],
        "can_edit": profile.review in CAN_EDIT,
        "can_submit": is_unsent and profile.state != ProfileState.BLOCKED,
        "has_photo": bool(profile.portrait_id or profile.proposed_portrait_id),
        "public_url": queries.profile_url(profile),
        "consent_version": CONSENT_VERSION,
        "page": page,
        "query": request.GET,
    }


@desk_view
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show where the profile stands and what was asked; people without one read what it is about."""
    profile = queries.own_profile(request.user)
    _crumbs(request)
    if profile is None:
        return render(request, "experts/desk/join.html", {"page_title": _("Join as an expert")})
    context = _context(request, profile) | {"form": forms.ConsentForm()}
    return render(request, "experts/desk/mine.html", context)


@transaction.atomic
def _save(request: HttpRequest, form: forms.ProfileForm) -> None:
    now, typed = clock.now(), form.cleaned_data
    saved = profiles.save(by=request.user, details=form.details(), now=now, seen_at=typed["seen_at"])
    if typed["photo_file"]:
        portrait.propose(profile=saved, file=typed["photo_file"], by=request.user, now=now)
    elif typed.get("remove_photo"):
        portrait.remove(profile=saved, by=request.user, now=now)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Write the profile; it is kept as a proposal until an officer approves it."""
    profile = queries.own_profile(request.user)
    if profile is not None and profile.review not in CAN_EDIT:
        messages.info(request, _("An officer is reading it. Take it back first, then change it."))
        return redirect("experts:mine")
    form = forms.ProfileForm(
        request.POST or None,
        request.FILES or None,
        profile=profile,
        keeper=Keeper(subject="expert", by=request.user),
        name=request.user.full_name,  # type: ignore[union-attr]  # signed in
    )
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form)
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            form.forget_uploads()
            messages.success(
                request, _("Your words are kept. Nobody sees them before you send them and an officer has read them.")
            )
            return redirect("experts:mine")
    form.keep_uploads()
    _crumbs(request, below=True)
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": _("Write your expert profile"),
        "cancel_url": reverse("experts:mine"),
        "has_photo": "remove_photo" in form.fields,
    }
    return render(request, "experts/desk/edit.html", context)


@desk_view
@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """Send the words for review, with the consent to show them."""
    profile = own_profile_or_404(request)
    form = forms.ConsentForm(request.POST)
    form.is_valid()
    try:
        profiles.submit(
            profile=profile, by=request.user, consents=bool(form.cleaned_data.get("consents")), now=clock.now()
        )
    except errors.DomainError as error:
        forms.add_domain_error(form, error)
        _crumbs(request)
        context = _context(request, profile) | {"form": form, "form_has_errors": True}
        return render(request, "experts/desk/mine.html", context)
    messages.success(request, _("An officer will read your profile and answer by mail."))
    return redirect("experts:mine")


@desk_view
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take the words back from review."""
    try:
        profiles.take_back(profile=own_profile_or_404(request), by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    return redirect("experts:mine")


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask once, then hide the profile at once."""
    profile = own_profile_or_404(request)
    if request.method == "POST":
        try:
            profiles.withdraw(profile=profile, by=request.user, now=clock.now())
        except errors.DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your profile is no longer shown."))
        return redirect("experts:mine")
    _crumbs(request, below=True)
    context = {"page_title": _("Withdraw your profile"), "cancel_url": reverse("experts:mine")}
    return render(request, "experts/desk/withdraw.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask once, then delete the profile, its photo and every message to it."""
    profile = own_profile_or_404(request)
    if request.method == "POST":
        profiles.erase(profile=profile, by=request.user, now=clock.now())
        messages.success(request, _("Your expert profile and the messages to it are deleted."))
        return redirect("exhibitors:desk")
    _crumbs(request, below=True)
    context = {"page_title": _("Delete your expert profile"), "cancel_url": reverse("experts:mine")}
    return render(request, "experts/desk/erase.html", context)
