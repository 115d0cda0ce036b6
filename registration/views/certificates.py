"""Checking a certificate: whoever has it in hand learns whether it is valid, and no more than stands on it."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kernel import clock, formats, languages, limits
from portal.ui import views as ui_views
from registration.course_enums import CertificateState
from registration.course_forms import CheckCertificateForm
from registration.domain import certificates
from registration.models import Certificate
from registration.personal_data import ERASED_NAME
from registration.views.base import PersonalView


def _found(code: str) -> Certificate | None:
    """Return the certificate of a code; one whose holder was erased is not there any more."""
    return (
        Certificate.objects.select_related("replacement")
        .filter(code=code.upper())
        .exclude(holder_name=ERASED_NAME)
        .first()
    )


def _rows(certificate: Certificate) -> list[dict[str, str]]:
    language = languages.current().value
    facts = certificate.facts
    starts, ends = date.fromisoformat(facts["starts"]), date.fromisoformat(facts["ends"])
    hours = Decimal(facts["hours"])
    rows = [
        (_("Number"), certificate.number),
        (_("Holder"), certificate.holder_name),
        (_("Training course"), facts["title"][language]),
        (_("Time"), formats.date_range(starts, ends)),
        (_("Number of hours"), formats.number(hours, 0 if hours % 1 == 0 else 1)),
        (_("Issued by"), facts["issuer"][language]),
        (_("Issued on"), formats.short_date(clock.local(certificate.issued_at).date())),
    ]
    return [{"term": term, "value": value} for term, value in rows]


class CertificateView(PersonalView):
    """The public page of one certificate; never indexed, never cached."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Show it, or say with status 404 that there is none."""
        if not limits.connection_may_ask(request):
            return ui_views.too_many_requests(request)
        certificate = _found(code)
        if certificate is None:
            return self.page(
                request,
                "certificate_check",
                info=None,
                title=_("There is no such certificate"),
                status=404,
                form=CheckCertificateForm(),
                is_unknown=True,
                submit_text=_("Check"),
                action_url=reverse("registration:certificates"),
            )
        replacement = getattr(certificate, "replacement", None)
        return self.page(
            request,
            "certificate",
            info=None,
            title=_("Certificate %(number)s") % {"number": certificate.number},
            certificate=certificate,
            is_intact=certificates.is_intact(certificate),
            is_valid=certificate.state == CertificateState.ISSUED,
            ended_on=clock.local(certificate.ended_at).date() if certificate.ended_at else None,
            replacement=replacement,
            rows=_rows(certificate),
        )


class CheckCertificateView(PersonalView):
    """Asks for number and code of a certificate in hand."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self._page(request, CheckCertificateForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Go to the certificate's page; where number and code do not belong together, say so."""
        if not limits.secret_may_be_tried(request, "certificate"):
            return ui_views.too_many_requests(request)
        form = CheckCertificateForm(request.POST)
        if form.is_valid():
            certificate = _found(form.cleaned_data["code"])
            if certificate is not None and certificate.number == form.cleaned_data["number"]:
                return redirect("registration:certificate", code=certificate.code)
            form.add_error(
                None, _("There is no certificate with this number and this code. Compare both with the paper.")
            )
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: CheckCertificateForm) -> HttpResponse:
        return self.page(
            request,
            "certificate_check",
            info=None,
            title=_("Check a certificate"),
            form=form,
            form_has_errors=form.is_bound,
            submit_text=_("Check"),
            action_url=reverse("registration:certificates"),
        )
