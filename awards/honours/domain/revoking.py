"""Taking a prize back: its state, its page, its certificate, the log, and a mail, in one transaction."""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.domain import aliases, publication
from awards.enums import NominationState
from awards.honours import tasks
from awards.honours.domain import certificates
from awards.honours.enums import CertificateState
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.models import AwardCertificate, AwardEdition, AwardRevocation, Nomination
from portal.kernel import clock, errors, text

LONGEST_NUMBER: Final = 60


@transaction.atomic
def revoke_award(
    *,
    nomination: Nomination,
    number: str,
    decided_on: date | None,
    reason: str,
    by: Any,
    now: datetime,
    reason_en: str = "",
) -> AwardRevocation:
    """Take the prize of a winner back by a decision, and return the record with the reason that readers see.

    The page names it as revoked, with date and reason; a valid certificate is revoked with it; the edition's log gets the
    entry ``revocation``; the people of the dossier get a mail. Raises NotAllowedError for others than the edition's
    secretaries, IllegalMoveError for whoever is no winner, and DomainError on the field that is missing or wrong
    (``number``, ``decided_on``, ``reason``). Law 06/2022 and Decree 98/2023 cancel what was got by false records or a wrong
    procedure by a decision, so that there is none without its number and date.
    """
    if not permissions.can_manage_edition(by, nomination.award_key):
        raise errors.NotAllowedError
    words, code = text.paragraphs(reason), text.line(number)
    if not code or len(code) > LONGEST_NUMBER:
        raise errors.DomainError(
            _("Enter the number of the decision that takes the prize back, at most %(number)s characters.")
            % {"number": LONGEST_NUMBER},
            field="number",
        )
    if decided_on is None or decided_on > clock.local(now).date():
        raise errors.DomainError(_("Enter the day of the decision; it cannot be still to come."), field="decided_on")
    if not words:
        raise errors.DomainError(_("Please state the reason."), field="reason")
    edition = AwardEdition.objects.select_for_update().filter(award_key=nomination.award_key).first()
    moved = publication.decide_nomination(
        nomination=nomination, to=NominationState.REVOKED, by=by, now=now, reason=words
    )
    revocation = AwardRevocation.objects.create(
        nomination=moved,
        number=code,
        decided_on=decided_on,
        reason=words,
        reason_en=text.paragraphs(reason_en),
        recorded_at=now,
        recorded_by=by,
    )
    for held in AwardCertificate.objects.filter(nomination=moved, state=CertificateState.VALID):
        certificates.revoke(certificate=held, by=by, now=now, reason=words, tells=False)
    tasks.tell_revocation.enqueue(revocation.pk)
    if edition is not None and edition.is_frozen:
        body = {"category": moved.category_code, "dossier": aliases.of_dossier(moved)}
        ledger.append(award_key=moved.award_key, kind=LedgerKind.REVOCATION, body=body, now=now)
    return revocation
