"""The secretariat's pages: certificates of an edition, and taking a prize back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from awards.editions import desks
from awards.enums import NominationState
from awards.honours import forms, printed, printing, queries
from awards.honours.domain import certificates, revoking
from awards.honours.enums import CertificateState
from awards.honours.views import checking
from awards.models import AwardCertificate, AwardEdition, Nomination
from portal.kernel import clock, errors
from portal.pdf import documents, drawn
from portal.ui import forms as ui_forms
from portal.ui import views as ui_views


def _list_url(award_key: UUID) -> str:
    return reverse("awards-certificates", args=[award_key])


def certificate_list(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show the certificates of an edition and who waits for one; issue all that are missing."""
    desk = desks.desk_or_404(request, award_key)
    form = forms.IssueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = certificates.issue_all(award_key=award_key, by=request.user, now=clock.now())
        except errors.DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Certificates issued: %(number)d. The winners get them by mail.") % {"number": len(made)}
            )
            return HttpResponseRedirect(_list_url(award_key))
    context = {
        "desk": desk,
        "form": form,
        "certificates": queries.certificates_of(award_key),
        "waiting": certificates.waiting(award_key),
        "decision": certificates.decision_of(award_key),
    }
    head = desks.header(_("Certificates"), desk, icon="doc-full-inverse")
    return render(request, "awards/honours/admin/certificates.html", {**context, **head})


def _own(award_key: UUID, pk: int) -> AwardCertificate:
    rows = AwardCertificate.objects.select_related("nomination", "decision")
    return get_object_or_404(rows, pk=pk, nomination__award_key=award_key)


@require_safe
def download(request: HttpRequest, award_key: UUID, pk: int) -> HttpResponse:
    """Hand out a certificate as PDF; one that is no longer valid is kept as a record, not handed out."""
    desks.desk_or_404(request, award_key)
    found = _own(award_key, pk)
    if found.state != CertificateState.VALID:
        raise Http404
    try:
        return checking.file(request, found)
    except drawn.DrawnTooOftenError:
        return ui_views.too_many_requests(request)


@require_safe
def preview(request: HttpRequest, award_key: UUID, pk: int) -> HttpResponse:
    """Draw what a winner's certificate would be, marked as a preview and with a code that leads nowhere."""
    desks.desk_or_404(request, award_key)
    nomination = get_object_or_404(
        Nomination.objects.select_related("organisation"), pk=pk, award_key=award_key, state=NominationState.WINNER
    )
    decision = certificates.decision_of(award_key)
    edition = get_object_or_404(AwardEdition, award_key=award_key)
    if decision is None:
        raise Http404
    shown = AwardCertificate(
        nomination=nomination,
        decision=decision,
        number=0,
        code=printing.PREVIEW_CODE,
        recipient=nomination.nominee_name,
        facts=printed.facts(nomination, decision, printed.sources(edition)),
        issued_at=clock.now(),
    )
    try:
        pdf = documents.draw(printing.sheet(shown, is_preview=True))
    except documents.NotDrawnError as error:
        documents.log_failure(error, of=f"award certificate preview {nomination.pk}")
        return ui_views.file_unavailable(request)
    return documents.response(pdf=pdf, name="xem-truoc.pdf")


def _act(
    request: HttpRequest,
    *,
    form: ui_forms.Form,
    act: Callable[[], Any],
    done: str,
    target: str,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Do what a filled-in form asks and lead on; what the domain refuses stands beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except errors.DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(target)
    return render(request, template, {"form": form, **context})


def _valid_or_404(award_key: UUID, pk: int) -> AwardCertificate:
    found = _own(award_key, pk)
    if found.state != CertificateState.VALID:
        raise Http404
    return found


def replace(request: HttpRequest, award_key: UUID, pk: int) -> HttpResponse:
    """Ask for the corrected name and the reason, and issue a certificate in the place of the old one."""
    desk, found = desks.desk_or_404(request, award_key), _valid_or_404(award_key, pk)
    form = forms.ReplaceForm(request.POST if request.method == "POST" else None, initial={"recipient": found.recipient})
    title = _("Replace a certificate")
    return _act(
        request,
        form=form,
        act=lambda: certificates.replace(
            certificate=found,
            recipient=form.cleaned_data["recipient"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=clock.now(),
        ),
        done=_("The certificate is replaced; the people of the dossier get the new one by mail."),
        target=_list_url(award_key),
        template="awards/honours/admin/act.html",
        context={
            "desk": desk,
            "about": (found.recipient, found.code),
            "words": _("The old certificate stays on record as replaced. The winner's page gets the new name too."),
            "cancel_url": _list_url(award_key),
            "submit_text": title,
            **desks.header(title, desk, (_("Certificates"), _list_url(award_key)), icon="edit"),
        },
    )


def revoke(request: HttpRequest, award_key: UUID, pk: int) -> HttpResponse:
    """Ask for the reason, and declare a certificate invalid while the prize stays."""
    desk, found = desks.desk_or_404(request, award_key), _valid_or_404(award_key, pk)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    title = _("Declare a certificate invalid")
    return _act(
        request,
        form=form,
        act=lambda: certificates.revoke(
            certificate=found, reason=form.cleaned_data["reason"], by=request.user, now=clock.now()
        ),
        done=_("The certificate is revoked. Its public page says so and why; the people of the dossier get a mail."),
        target=_list_url(award_key),
        template="awards/honours/admin/act.html",
        context={
            "desk": desk,
            "about": (found.recipient, found.code),
            "words": _("Only this paper becomes invalid; the prize stays. To take the prize back, revoke the award."),
            "cancel_url": _list_url(award_key),
            "submit_text": title,
            **desks.header(title, desk, (_("Certificates"), _list_url(award_key)), icon="cross"),
        },
    )


def revoke_award(request: HttpRequest, award_key: UUID, pk: int) -> HttpResponse:
    """Ask for the decision and the reason, and take a prize back with everything that hangs on it."""
    desk = desks.desk_or_404(request, award_key)
    nomination = get_object_or_404(Nomination, pk=pk, award_key=award_key, state=NominationState.WINNER)
    form = forms.RevokeAwardForm(request.POST if request.method == "POST" else None)
    nominations = reverse("wagtailsnippets_awards_nomination:list")
    title = _("Revoke the award")
    return _act(
        request,
        form=form,
        act=lambda: revoking.revoke_award(
            nomination=nomination,
            number=form.cleaned_data["number"],
            decided_on=form.cleaned_data["decided_on"],
            reason=form.cleaned_data["reason"],
            reason_en=form.cleaned_data["reason_en"],
            by=request.user,
            now=clock.now(),
        ),
        done=_("The award is revoked. Its page, the hall of honour and the certificate say so."),
        target=nominations,
        template="awards/honours/admin/act.html",
        context={
            "desk": desk,
            "about": (nomination.nominee_name, nomination.title),
            "words": _(
                "The prize stays on record and is named as revoked, with date and reason. This cannot be taken back."
            ),
            "cancel_url": nominations,
            "submit_text": title,
            **desks.header(title, desk, icon="cross"),
        },
    )
