"""The printed certificate: one page in both languages, with a code that leads to its public page."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.kernel import clock, formats
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pdf import codes, documents
from portal.pdf.documents import Document
from registration.models import Certificate

TEMPLATE: Final = "registration/certificate.typ"


def _words(certificate: Certificate, language: Language) -> dict[str, Any]:
    with translation.override(language):
        facts = certificate.facts
        starts, ends = date.fromisoformat(facts["starts"]), date.fromisoformat(facts["ends"])
        hours = Decimal(facts["hours"])
        return {
            "heading": _("Certificate of training"),
            "certifies": _("This is to certify that"),
            "attended": _("has completed the training course"),
            "facts": [
                {"term": _("Time"), "value": formats.date_range(starts, ends)},
                {"term": _("Number of hours"), "value": formats.number(hours, 0 if hours % 1 == 0 else 1)},
                {"term": _("Issued by"), "value": facts["issuer"][language.value]},
                {"term": _("Issued on"), "value": formats.document_date(clock.local(certificate.issued_at).date())},
            ],
            "title": facts["title"][language.value],
            "check": _("Whether this certificate is valid can be checked at"),
            "number": _("Number"),
            "code": _("Verification code"),
        }


def data_of(certificate: Certificate) -> dict[str, Any]:
    """Return what the template prints."""
    with translation.override(Language.VIETNAMESE):
        address = mail.absolute_url(reverse("registration:certificate", args=[certificate.code]))
    return {
        "number": certificate.number,
        "code": certificate.code,
        "holder": certificate.holder_name,
        "address": address,
        "qr": codes.picture(address),
        "qr_words": f"QR: {address}",
        "site": mail.site_name(Language.VIETNAMESE),
        "vi": _words(certificate, Language.VIETNAMESE),
        "en": _words(certificate, Language.ENGLISH),
    }


def render(certificate: Certificate) -> bytes:
    """Return the certificate as PDF/UA; the same certificate gives the same words for ever."""
    return documents.draw(sheet(certificate))


def sheet(certificate: Certificate) -> Document:
    """Return what the certificate is drawn from."""
    return Document(
        template=TEMPLATE,
        data=data_of(certificate),
        title=f"Chứng nhận {certificate.number}",
        language=Language.VIETNAMESE,
        moment=certificate.issued_at,
    )
