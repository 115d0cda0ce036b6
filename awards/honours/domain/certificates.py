"""Issuing, replacing and revoking the certificates of winners.

Locks: the edition first, then the certificate. Numbers are given out under the edition's lock, so that none is left out.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.domain import publication
from awards.editions.enums import RESULT_STATES, EditionState
from awards.enums import NominationState
from awards.honours import printed, tasks
from awards.honours.enums import CERTIFICATE_MOVES, CertificateState
from awards.models import AwardCertificate, AwardEdition, Decision, Nomination
from portal.kernel import errors, references, text
from portal.kernel.languages import Language
from portal.pdf import seals

CODE_GROUPS: Final = (4, 4, 4, 4)
"""Sixteen signs of 28 that are not taken for one another: nobody guesses one (77 bits)."""

LONGEST_NAME: Final = 200
"""As long as the dossier's nominee may be."""


class NotDecidedError(errors.DomainError):
    """There is no recorded decision on which a certificate could stand."""

    default_message = _("Certificates stand on a decision: record it and bring the edition to “Decided” first.")


def _require_secretary(by: Any, award_key: UUID) -> None:
    if not permissions.can_manage_edition(by, award_key):
        raise errors.NotAllowedError


def _locked_edition(award_key: UUID) -> AwardEdition:
    edition = AwardEdition.objects.select_for_update().filter(award_key=award_key).first()
    if edition is None or EditionState(edition.state) not in RESULT_STATES:
        raise NotDecidedError
    return edition


def decision_of(award_key: UUID) -> Decision | None:
    """Return the decision by which the result of an edition stands: the one recorded last."""
    return Decision.objects.filter(award_key=award_key).order_by("-recorded_at", "-pk").first()


def seal_of(certificate: AwardCertificate) -> str:
    """Return the digest of what a certificate says; any change of a word gives another."""
    return seals.seal(
        certificate.number,
        certificate.code,
        certificate.recipient,
        certificate.facts,
        certificate.issued_at.timestamp(),
    )


def is_intact(certificate: AwardCertificate) -> bool:
    """Return whether a certificate says what was sealed when it was issued."""
    return certificate.digest == seal_of(certificate)


def _issue(
    *,
    nomination: Nomination,
    decision: Decision,
    recipient: str,
    facts: dict[str, Any],
    by: Any,
    now: datetime,
    replaces: AwardCertificate | None = None,
) -> AwardCertificate:
    last = AwardCertificate.objects.filter(decision=decision).aggregate(last=Max("number"))["last"] or 0
    made = AwardCertificate(
        nomination=nomination,
        decision=decision,
        number=last + 1,
        code=references.make(groups=CODE_GROUPS),
        recipient=recipient,
        facts=facts,
        replaces=replaces,
        issued_at=now,
        issued_by=by,
    )
    made.digest = seal_of(made)
    made.save()
    tasks.send_certificate.enqueue(made.pk, CertificateState.VALID.value)
    return made


def waiting(award_key: UUID) -> list[Nomination]:
    """Return the winners of an edition who have no valid certificate, in the order in which they get their numbers."""
    held = AwardCertificate.objects.filter(state=CertificateState.VALID, nomination__award_key=award_key)
    winners = Nomination.objects.filter(award_key=award_key, state=NominationState.WINNER)
    rows = winners.exclude(pk__in=held.values("nomination")).select_related("organisation")
    return sorted(rows, key=printed.rank)


@transaction.atomic
def issue_all(*, award_key: UUID, by: Any, now: datetime) -> list[AwardCertificate]:
    """Give every winner of an edition who has none a certificate, mail it, and return the new ones; again without a new winner it gives none.

    Raises NotAllowedError for others than its secretaries, NotDecidedError before the edition is decided and its decision recorded.
    """
    _require_secretary(by, award_key)
    edition = _locked_edition(award_key)
    decision = decision_of(award_key)
    if decision is None:
        raise NotDecidedError
    sources = printed.sources(edition)
    return [
        _issue(
            nomination=nomination,
            decision=decision,
            recipient=nomination.nominee_name,
            facts=printed.facts(nomination, decision, sources),
            by=by,
            now=now,
        )
        for nomination in waiting(award_key)
    ]


def follow_decision(*, decision: Decision, by: Any, now: datetime) -> None:
    """Bring the certificates of an edition in line with the decision that replaces the one they stand on.

    Who keeps a prize, or gets another one, holds a new certificate, which stands on the new decision, in the place of the old; whoever
    has none any more holds one that is revoked. A winner who is new gets one with ``issue_all``. Mails about lost prizes are the
    caller's, who runs this in the transaction of the decision.
    """
    sources = printed.sources(_locked_edition(decision.award_key))
    with translation.override(Language.VIETNAMESE):
        reason = str(_("Decision %(number)s replaces the decision on which it stood.")) % {"number": decision.number}
    held = AwardCertificate.objects.filter(state=CertificateState.VALID, nomination__award_key=decision.award_key)
    for certificate in held.select_related("nomination__organisation").order_by("number"):
        nomination = certificate.nomination
        if nomination.state != NominationState.WINNER:
            revoke(certificate=certificate, by=by, now=now, reason=reason, tells=False)
            continue
        ended = _end(certificate=certificate, to=CertificateState.REPLACED, by=by, now=now, reason=reason)
        facts = printed.facts(nomination, decision, sources)
        if ended.recipient != nomination.nominee_name or "recipient_en" not in ended.facts:
            facts.pop("recipient_en", None)
        _issue(
            nomination=nomination,
            decision=decision,
            recipient=ended.recipient,
            facts=facts,
            by=by,
            now=now,
            replaces=ended,
        )


def _end(
    *, certificate: AwardCertificate, to: CertificateState, by: Any, now: datetime, reason: str
) -> AwardCertificate:
    award_key = certificate.nomination.award_key
    _require_secretary(by, award_key)
    words = text.paragraphs(reason)
    if not words:
        raise errors.DomainError(_("Please state the reason."), field="reason")
    AwardEdition.objects.select_for_update().filter(award_key=award_key).first()
    current = AwardCertificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    CERTIFICATE_MOVES.check(CertificateState(current.state), to)
    current.state, current.ended_at, current.reason = to, now, words
    current.save(update_fields=["state", "ended_at", "reason"])
    return current


@transaction.atomic
def replace(*, certificate: AwardCertificate, recipient: str, by: Any, now: datetime, reason: str) -> AwardCertificate:
    """Put a certificate with the corrected name in the place of one, correct the winner's page too, mail it, and return it.

    Everything else that is printed stays as it was; the page of the old one names the new one. Raises NotAllowedError,
    IllegalMoveError for one that is not valid, and DomainError on ``recipient`` for a name that is empty, too long or the
    same, on ``reason`` where there is none.
    """
    name = text.line(recipient)
    if not text.words(name):
        raise errors.DomainError(_("Enter the full name."), field="recipient")
    if len(name) > LONGEST_NAME:
        raise errors.DomainError(
            _("At most %(number)s characters fit here.") % {"number": LONGEST_NAME}, field="recipient"
        )
    if name == certificate.recipient:
        raise errors.DomainError(_("This is the name that the certificate has already."), field="recipient")
    ended = _end(certificate=certificate, to=CertificateState.REPLACED, by=by, now=now, reason=reason)
    nomination = Nomination.objects.select_for_update(of=("self",)).get(pk=ended.nomination_id)
    try:
        with transaction.atomic():
            nomination.nominee_name = name
            nomination.save(update_fields=["nominee_name"])
    except IntegrityError:
        raise errors.DomainError(_("This was nominated in this category already."), field="recipient") from None
    publication.publish_nomination(nomination=nomination, by=by)
    facts = {key: value for key, value in ended.facts.items() if key != "recipient_en"}
    return _issue(
        nomination=nomination,
        decision=ended.decision,
        recipient=name,
        facts=facts,
        by=by,
        now=now,
        replaces=ended,
    )


@transaction.atomic
def revoke(
    *, certificate: AwardCertificate, by: Any, now: datetime, reason: str, tells: bool = True
) -> AwardCertificate:
    """Declare a certificate invalid for a reason that its public page shows; the prize itself stays.

    ``tells`` is off where another mail says it already. Raises NotAllowedError, IllegalMoveError, and DomainError on ``reason``.
    """
    ended = _end(certificate=certificate, to=CertificateState.REVOKED, by=by, now=now, reason=reason)
    if tells:
        tasks.send_certificate.enqueue(ended.pk, CertificateState.REVOKED.value)
    return ended
