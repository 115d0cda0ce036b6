"""Checking a certificate by its code, and a winner's own file."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from awards.dossiers.views.guards import own_view, place_or_404
from awards.honours import forms, printing, queries
from awards.honours.domain import certificates
from awards.honours.enums import CertificateState
from awards.models import AwardCertificate
from portal.kernel import clock, formats, languages, limits
from portal.kernel.languages import Language
from portal.pdf import documents, drawn
from portal.ui import views as ui_views


def _form_page(
    request: HttpRequest, form: forms.CheckCodeForm, *, is_unknown: bool = False, status: int = 200
) -> HttpResponse:
    title = _("There is no such certificate") if is_unknown else _("Check a certificate of an award")
    queries.show_way(request)
    context = {
        "page_title": title,
        "form": form,
        "form_has_errors": bool(form.errors),
        "is_unknown": is_unknown,
        "submit_text": _("Check"),
        "action_url": reverse("awards:certificates"),
    }
    return _closed(render(request, "awards/honours/check.html", context, status=status))


def _closed(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and lead to the page of its certificate."""
    if request.method != "POST":
        return _form_page(request, forms.CheckCodeForm())
    if not limits.secret_may_be_tried(request, "award certificate"):
        return ui_views.too_many_requests(request)
    form = forms.CheckCodeForm(request.POST)
    if form.is_valid():
        found = queries.certificate(form.cleaned_data["code"])
        if found is not None:
            return redirect("awards:certificate", found.code)
        form.add_error("code", _("There is no certificate with this code. Compare it with the paper."))
    return _form_page(request, form)


def _rows(certificate: AwardCertificate) -> list[dict[str, str]]:
    language = languages.current()
    told = certificate.facts
    decision = told["decision"]
    decided_on = formats.short_date(date.fromisoformat(decision["on"]))
    rows = [
        (_("Recipient"), printing.recipient_in(certificate, language)),
        (_("Organisation"), told.get("organisation", {}).get(language.value, "")),
        (_("Prize"), told["prize"][language.value]),
        (_("What was honoured"), told["work"][language.value]),
        (_("Category"), told["category"][language.value]),
        (_("Award"), told["edition"][language.value]),
        (_("Decision"), f"{decision['number']}, {decided_on}"),
        (_("Issuing authority"), decision["issued_by"]),
        (_("Number"), printing.number_of(certificate)),
        (_("Issued on"), formats.short_date(clock.local(certificate.issued_at).date())),
    ]
    # Who issued a decision is named in Vietnamese only; what is not translated says so.
    untold = {decision["issued_by"]} | {told[name]["vi"] for name in ("prize", "work", "category", "edition")}
    return [
        {"term": str(term), "value": value, "lang": Language.VIETNAMESE.value if value in untold else ""}
        for term, value in rows
        if value
    ]


@never_cache
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a certificate is valid, and what stands on it; an unknown code gets a clear sentence and status 404."""
    if not limits.connection_may_ask(request):
        return ui_views.too_many_requests(request)
    found = queries.certificate(code)
    if found is None:
        return _form_page(request, forms.CheckCodeForm(), is_unknown=True, status=404)
    revocation = getattr(found.nomination, "revocation", None)
    context: dict[str, Any] = {
        "page_title": _("Certificate of an award"),
        "certificate": found,
        "is_intact": certificates.is_intact(found),
        "is_valid": found.state == CertificateState.VALID,
        "is_revoked": found.state == CertificateState.REVOKED,
        "ended_on": clock.local(found.ended_at).date() if found.ended_at else None,
        "replacement": getattr(found, "replacement", None),
        "reason": queries.reason_in(revocation, found.reason),
        "revocation": revocation,
        "rows": _rows(found),
        "winner": queries.page_of(found.nomination_id),
    }
    queries.show_way(request, (_("Check a certificate of an award"), reverse("awards:certificates")))
    return _closed(render(request, "awards/honours/certificate.html", context))


def file(request: HttpRequest, certificate: AwardCertificate) -> HttpResponse:
    """Return a certificate as PDF; where it cannot be drawn, the house's page says so with status 503."""
    try:
        pdf = drawn.once(printing.sheet(certificate), key=f"award certificate {certificate.pk}")
    except documents.NotDrawnError as error:
        documents.log_failure(error, of=f"award certificate {certificate.pk}")
        return ui_views.file_unavailable(request)
    return documents.response(pdf=pdf, name=printing.file_name(certificate), as_attachment=True)


@own_view
@require_safe
def own(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hand the people of a winning dossier its valid certificate."""
    member = place_or_404(request, public_id)
    found = queries.valid_certificate(member.nomination_id)
    if found is None:
        raise Http404
    try:
        return file(request, found)
    except drawn.DrawnTooOftenError:
        return ui_views.too_many_requests(request)
