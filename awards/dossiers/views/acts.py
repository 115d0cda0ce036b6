"""Handing in, taking back, asking people, and the page that a mailed link opens."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from awards import permissions
from awards.dossiers import emails, forms, queries
from awards.dossiers.domain import asking, handing_in
from awards.dossiers.enums import MemberRole
from awards.dossiers.views.guards import dossier_or_404, own_view, place_or_404, require, show_way
from awards.enums import NominationState
from awards.models import DossierMember
from portal.kernel import clock, errors, languages
from portal.ui import forms as ui_forms


@own_view
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show all once more, then hand in; whether it is in time says the database's clock."""
    member = place_or_404(request, public_id)
    require(permissions.can_lead(member) and member.nomination.state == NominationState.DRAFT)
    found = dossier_or_404(member)
    form = forms.SubmitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            moved = handing_in.submit_dossier(nomination=found.nomination, by=request.user)
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            if moved.state == NominationState.AWAITING:
                messages.success(request, _("The nominee has a mail now. The dossier is handed in when they agree."))
            else:
                messages.success(request, _("The dossier is handed in. The receipt comes by mail."))
            return redirect("awards:dossier", public_id)
    show_way(request, found)
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": _("Ask the nominee, then hand in") if found.nomination.nominee_email else _("Hand in"),
        "dossier": found,
        "cancel_url": reverse("awards:dossier", args=[public_id]),
    }
    return render(request, "awards/dossiers/submit.html", context)


@own_view
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then take the dossier back for good."""
    member = place_or_404(request, public_id)
    require(permissions.can_withdraw(member))
    found = dossier_or_404(member)
    form = forms.WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            handing_in.withdraw_dossier(
                nomination=found.nomination, by=request.user, now=clock.now(), reason=form.cleaned_data["reason"]
            )
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            messages.success(request, _("The dossier is taken back."))
            return redirect("awards:dossiers")
    show_way(request, found)
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": _("Take the dossier back"),
        "dossier": found,
        "cancel_url": reverse("awards:dossier", args=[public_id]),
    }
    return render(request, "awards/dossiers/withdraw.html", context)


@own_view
@require_POST
def take_up(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make a dossier a draft again whose nominee has not answered."""
    member = place_or_404(request, public_id)
    require(permissions.can_lead(member))
    try:
        handing_in.take_up_again(nomination=member.nomination, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is a draft again. The link in the nominee's mail no longer works."))
    return redirect("awards:dossier", public_id)


@own_view
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List who works on a dossier; who is responsible asks more people while it is a draft."""
    member = place_or_404(request, public_id)
    found = dossier_or_404(member)
    can_ask = permissions.can_lead(member) and permissions.can_write(member)
    form = forms.CoAuthorForm(request.POST if request.method == "POST" else None) if can_ask else None
    if request.method == "POST":
        require(can_ask)
        if form is not None and form.is_valid():
            try:
                made = asking.invite_co_author(
                    nomination=found.nomination, email=form.cleaned_data["email"], by=request.user, now=clock.now()
                )
            except errors.DomainError as error:
                ui_forms.add_domain_error(form, error)
            else:
                messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": made.email})
                return redirect("awards:dossier-people", public_id)
    show_way(request, found)
    context = {
        "form": form,
        "form_has_errors": bool(form and form.errors),
        "page_title": _("People of the dossier"),
        "dossier": found,
        "member": member,
        "can_lead": permissions.can_lead(member),
    }
    return render(request, "awards/dossiers/people.html", context)


@own_view
@require_POST
def person_remove(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Let a co-author go, end an invitation, or leave."""
    member = place_or_404(request, public_id)
    try:
        asking.remove_co_author(nomination=member.nomination, pk=pk, by=request.user, now=clock.now())
    except errors.NotAllowedError:
        raise Http404 from None
    if member.pk == pk:
        messages.success(request, _("You no longer work on this dossier."))
        return redirect("awards:dossiers")
    messages.success(request, _("The person no longer works on this dossier."))
    return redirect("awards:dossier-people", public_id)


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what a mailed link asks about, and take the answer; a nominee needs no account, a co-author signs in."""
    found = asking.asked_by(secret=secret)
    dossier = queries.dossier(found.nomination) if found is not None else None
    if found is None or dossier is None:
        gone = {"page_title": _("This link is no longer open")}
        return render(request, "awards/dossiers/asked_gone.html", gone, status=404)
    is_nominee = found.role == MemberRole.NOMINEE
    words = asking.consent_words()
    form = forms.ConsentForm(request.POST if request.POST.get("answer") == "accept" else None, words=words)
    if request.method == "POST":
        answer = _answer(request, found, form, words, is_nominee=is_nominee)
        if answer is not None:
            return answer
    signed_in = request.user.is_authenticated
    context: dict[str, Any] = {
        "form": form if is_nominee else None,
        "form_has_errors": bool(form.errors),
        "page_title": _("You are nominated") if is_nominee else _("Write a dossier together"),
        "dossier": dossier,
        "edition": emails.edition_title(found.nomination.award_key, languages.current()),
        "asked": found,
        "is_nominee": is_nominee,
        "is_open": dossier.call.takes(clock.now()),
        "is_signed_in": signed_in,
        "is_addressed": signed_in and str(getattr(request.user, "email", "")).lower() == found.email,
    }
    return render(request, "awards/dossiers/asked.html", context)


def _answer(
    request: HttpRequest, found: DossierMember, form: Any, words: str, *, is_nominee: bool
) -> HttpResponse | None:
    """Keep the answer and return where to go; None where the page has to be shown again."""
    try:
        if request.POST.get("answer") == "decline":
            asking.decline(member=found, now=clock.now())
            return render(
                request, "awards/dossiers/asked_done.html", {"page_title": _("You declined"), "declined": True}
            )
        if request.POST.get("answer") != "accept":
            raise Http404
        if is_nominee and not form.is_valid():
            return None
        accepted = asking.accept(member=found, by=request.user, consent=words if is_nominee else "")
    except errors.DomainError as error:
        if is_nominee and form.is_bound:
            ui_forms.add_domain_error(form, error)
        else:
            messages.error(request, str(error))
        return None
    if is_nominee:
        context = {"page_title": _("You agreed, and the dossier is handed in"), "declined": False}
        return render(request, "awards/dossiers/asked_done.html", context)
    return redirect("awards:dossier", accepted.nomination.public_id)
