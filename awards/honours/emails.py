"""Mails about certificates, and about a prize that was taken back, to the people of the dossier."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils import translation

from awards.dossiers.emails import edition_title
from awards.dossiers.enums import MemberState
from awards.honours import printing
from awards.honours.enums import CertificateState
from awards.models import AwardCertificate, AwardRevocation, DossierMember, Nomination
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pdf import documents

ISSUED: Final = "awards/emails/certificate"
CERTIFICATE_REVOKED: Final = "awards/emails/certificate_revoked"
REVOKED: Final = "awards/emails/award_revoked"


@dataclass(frozen=True, slots=True)
class _Recipient:
    address: str
    name: str
    language: Language


def _people(nomination: Nomination) -> Iterator[_Recipient]:
    """Yield everybody of the dossier once, the nominee without an account too; of an older nomination, who nominated."""
    told: set[str] = set()
    members = DossierMember.objects.filter(nomination=nomination, state=MemberState.ACCEPTED)
    for member in members.select_related("user").order_by("pk"):
        user = member.user
        if user is not None and not user.is_active:
            continue
        address = user.email if user is not None else member.email
        if address and address.lower() not in told:
            told.add(address.lower())
            name = user.get_full_name() if user is not None else nomination.nominee_name
            yield _Recipient(address, name, Language(user.language) if user is not None else Language.VIETNAMESE)
    by = nomination.nominated_by
    if not told and by is not None and by.is_active and by.email:
        yield _Recipient(by.email, by.get_full_name(), Language(by.language))


def _title(nomination: Nomination, language: Language) -> str:
    return (nomination.title_en if language is Language.ENGLISH else "") or nomination.title


def _url(name: str, language: Language, *args: Any) -> str:
    with translation.override(language):
        return mail.absolute_url(reverse(f"awards:{name}", args=args))


def certificate(*, certificate_id: int, told: str) -> int:
    """Queue the mails about a certificate in the state that is told of; return how many. One that has left the state has other mails."""
    row = (
        AwardCertificate.objects.select_related("nomination__nominated_by", "decision")
        .filter(pk=certificate_id)
        .first()
    )
    if row is None or row.state != told:
        return 0
    kind = ISSUED if row.state == CertificateState.VALID else CERTIFICATE_REVOKED
    attachments = _file(row) if row.state == CertificateState.VALID else []
    number = 0
    for person in _people(row.nomination):
        mail.queue(
            kind=kind,
            recipient=person.address,
            language=person.language,
            context={
                "recipient_name": person.name,
                "work": _title(row.nomination, person.language),
                "edition": row.facts["edition"][person.language.value],
                "prize": row.facts["prize"][person.language.value],
                "reason": row.reason,
                "is_replacement": row.replaces_id is not None,
                "file_is_missing": not attachments,
                "verify_url": _url("certificate", person.language, row.code),
            },
            attachments=attachments,
            about=row.nomination.award_key,
            once_for=f"certificate:{row.pk}:{row.state}:{person.address}",
        )
        number += 1
    return number


def _file(row: AwardCertificate) -> list[mail.Attachment]:
    """Return the certificate as a file; nothing where it cannot be drawn: the mail says where it is."""
    try:
        pdf = documents.draw(printing.sheet(row))
    except Exception as error:  # noqa: BLE001 -- whatever it is, the mail goes out
        documents.log_failure(error, of=f"award certificate {row.pk}")
        return []
    return [mail.Attachment(printing.file_name(row), pdf, "application/pdf")]


def revoked(*, revocation_id: int) -> int:
    """Queue the mails about a prize that was taken back; return how many."""
    row = AwardRevocation.objects.select_related("nomination__nominated_by").filter(pk=revocation_id).first()
    if row is None:
        return 0
    number = 0
    for person in _people(row.nomination):
        mail.queue(
            kind=REVOKED,
            recipient=person.address,
            language=person.language,
            context={
                "recipient_name": person.name,
                "work": _title(row.nomination, person.language),
                "edition": edition_title(row.nomination.award_key, person.language),
                "reason": (row.reason_en if person.language is Language.ENGLISH else "") or row.reason,
                "number": row.number,
                "decided_on": row.decided_on,
            },
            about=row.nomination.award_key,
            once_for=f"revocation:{row.pk}:{person.address}",
        )
        number += 1
    return number
