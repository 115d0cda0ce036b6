"""The printed certificate: one page in both languages, with a code that leads to its public page.

It must not look like a title or commendation of the State (Law 06/2022 on emulation and commendation): no national emblem or
motto, the word certificate and not "Bằng khen" or "Giấy khen", and a sentence that says what it is not.
"""

from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from awards.models import AwardCertificate
from portal.kernel import clock, formats
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pdf import codes
from portal.pdf.documents import Document

TEMPLATE: Final = "awards/certificate.typ"
PREVIEW_CODE: Final = "XXXX-XXXX-XXXX-XXXX"
"""No sign of it is in a real code's order: a preview leads nowhere."""


def number_of(certificate: AwardCertificate) -> str:
    """Return the number as it is printed: counted within its decision."""
    return f"{certificate.number:02d}"


def file_name(certificate: AwardCertificate) -> str:
    """Return the name of the file: without a name of a person."""
    return f"giay-chung-nhan-{certificate.code}.pdf"


def recipient_in(certificate: AwardCertificate, language: Language) -> str:
    """Return whom it names: an organisation by its English name in English, people as they write themselves."""
    english = certificate.facts.get("recipient_en", "") if language is Language.ENGLISH else ""
    return str(english or certificate.recipient)


def _words(certificate: AwardCertificate, language: Language, *, is_preview: bool) -> dict[str, Any]:
    told = certificate.facts
    with translation.override(language):
        decided_on = date.fromisoformat(told["decision"]["on"])
        organisation = told.get("organisation", {}).get(language.value, "")
        facts = [
            (_("Category"), told["category"][language.value]),
            (_("Organisation"), organisation),
            (
                _("Decision"),
                _("No. %(number)s of %(day)s, %(issuer)s")
                % {
                    "number": told["decision"]["number"],
                    "day": formats.document_date(decided_on),
                    "issuer": told["decision"]["issued_by"],
                },
            ),
            (_("Issued on"), formats.document_date(clock.local(certificate.issued_at).date())),
        ]
        return {
            "heading": pgettext("heading of a document", "Award certificate"),
            "organiser": told["organiser"][language.value],
            "certifies": _("This is to certify that"),
            "holder": recipient_in(certificate, language),
            "holds": pgettext("on a certificate", "holds"),
            "prize": told["prize"][language.value],
            "of": pgettext("on a certificate, before the name of an award", "of"),
            "edition": told["edition"][language.value],
            "for": pgettext("on a certificate, before what was honoured", "for"),
            "work": told["work"][language.value],
            "facts": [{"term": term, "value": value} for term, value in facts if value],
            "check": _("Whether this certificate is valid can be checked at"),
            "number": _("Number"),
            "code": _("Verification code"),
            "guard": _(
                "This paper certifies the prize of a contest. It is no emulation title and no commendation of the State."
            ),
            "preview": _("PREVIEW – not a certificate") if is_preview else "",
        }


def data_of(certificate: AwardCertificate, *, is_preview: bool = False) -> dict[str, Any]:
    """Return what the template prints."""
    with translation.override(Language.VIETNAMESE):
        name, args = ("certificates", []) if is_preview else ("certificate", [certificate.code])
        address = mail.absolute_url(reverse(f"awards:{name}", args=args))
    return {
        "number": number_of(certificate),
        "code": certificate.code,
        "address": address,
        "qr": codes.picture(address),
        "qr_words": f"QR: {address}",
        "vi": _words(certificate, Language.VIETNAMESE, is_preview=is_preview),
        "en": _words(certificate, Language.ENGLISH, is_preview=is_preview),
    }


def sheet(certificate: AwardCertificate, *, is_preview: bool = False) -> Document:
    """Return what the certificate is drawn from; the same certificate gives the same bytes for ever."""
    return Document(
        template=TEMPLATE,
        data=data_of(certificate, is_preview=is_preview),
        title=f"Giấy chứng nhận {number_of(certificate)} – {certificate.facts['edition'][Language.VIETNAMESE.value]}",
        language=Language.VIETNAMESE,
        moment=certificate.issued_at,
    )
