"""Objections of the public to the shortlist: they count once their address is confirmed, and every one gets an answer."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from awards.deliberation import emails
from awards.deliberation.domain import common
from awards.deliberation.enums import CASE_MOVES, CASE_OPEN, CaseState
from awards.domain import aliases, publication
from awards.editions.enums import EditionState
from awards.enums import NominationState
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.models import AwardEdition, Decision, Nomination, Objection, Shortlist
from portal.kernel import errors, text, tokens
from portal.kernel.languages import Language

PURPOSE: Final = "awards.objection"
VALID_FOR: Final = timedelta(days=3)
MOST_OF_ADDRESS: Final = 5
"""Of one address to one edition: whoever has more to say puts it into one."""
LONGEST_TEXT: Final = 5000
RESULTS: Final = frozenset({CaseState.UPHELD, CaseState.REJECTED, CaseState.WITHDRAWN})
REMOVALS: Final = frozenset({NominationState.NOT_SELECTED, NominationState.INELIGIBLE})


def open_shortlist(award_key: UUID, now: datetime) -> Shortlist | None:
    """Return the shortlist of an edition while objections are taken, else None: until before ``comment_until``."""
    if not AwardEdition.objects.filter(award_key=award_key, state=EditionState.PUBLIC_COMMENT).exists():
        return None
    return Shortlist.objects.filter(award_key=award_key, comment_until__gt=now).first()


@transaction.atomic
def file_objection(
    *,
    award_key: UUID,
    nomination: Nomination | None,
    full_name: str,
    email: str,
    words: str,
    language: Language,
    now: datetime,
) -> Objection:
    """Keep an objection and send its address the link that makes it count; return it.

    ``now`` is the database's clock: what is sent before the end is in time. Raises DomainError where no objections are taken, or with
    the field; LimitReachedError for too many of one address.
    """
    common.locked(award_key)
    if open_shortlist(award_key, now) is None:
        raise errors.DomainError(_("The time for objections is over."))
    said, name, address = text.paragraphs(words), text.line(full_name), email.strip().lower()
    if not name:
        raise errors.DomainError(_("Write your full name."), field="full_name")
    if not said:
        raise errors.DomainError(_("Write what you object to, and why."), field="text")
    is_finalist = nomination is None or (
        nomination.award_key == award_key and nomination.state == NominationState.FINALIST
    )
    if not is_finalist:
        raise errors.DomainError(_("Choose a finalist of this edition."), field="nomination")
    own = Objection.objects.filter(award_key=award_key)
    own.filter(confirmed_at=None, received_at__lte=now - VALID_FOR).delete()
    _require_room(award_key, address)
    objection = Objection.objects.create(
        award_key=award_key,
        nomination=nomination,
        full_name=name,
        email=address,
        language=language,
        text=said[:LONGEST_TEXT],
        received_at=now,
    )
    secret = tokens.issue(purpose=PURPOSE, subject=str(objection.pk), now=now, expires_at=now + VALID_FOR)
    emails.objection_confirm(objection=objection, secret=secret)
    return objection


def _require_room(award_key: UUID, address: str) -> None:
    """Only what was confirmed counts: whoever types a foreign address does not bar what its owner writes."""
    counted = Objection.objects.filter(award_key=award_key, email=address, confirmed_at__isnull=False)
    if counted.count() >= MOST_OF_ADDRESS:
        raise errors.LimitReachedError(_("There are several objections from this address already; they are examined."))


def by_secret(*, secret: str, now: datetime) -> Objection | None:
    """Return the objection that a mailed link confirms; None for unknown and expired links."""
    subject = tokens.subject_of(purpose=PURPOSE, secret=secret, now=now)
    if subject is None:
        return None
    return Objection.objects.select_related("nomination").filter(pk=int(subject)).first()


@transaction.atomic
def confirm_objection(*, objection: Objection, now: datetime) -> Objection:
    """Let an objection count and send the receipt; return it. The second use of a link changes nothing.

    What was sent in time may be confirmed after the end of the clock, as long as nothing is decided: DomainError afterwards.
    """
    edition, _rules = common.locked(objection.award_key)
    found = Objection.objects.select_for_update(of=("self",)).select_related("nomination").get(pk=objection.pk)
    if found.confirmed_at is not None:
        return found
    is_decided = Decision.objects.filter(award_key=found.award_key).exists()
    if edition.state != EditionState.PUBLIC_COMMENT or is_decided:
        raise errors.DomainError(_("The edition is decided; this objection came too late."))
    _require_room(found.award_key, found.email)
    found.confirmed_at = now
    found.save(update_fields=["confirmed_at"])
    emails.objection_received(objection=found)
    return found


def _managed(objection: Objection, by: Any) -> Objection:
    common.managed(objection.award_key, by)
    found = Objection.objects.select_for_update(of=("self",)).select_related("nomination").get(pk=objection.pk)
    if found.confirmed_at is None:
        raise errors.IllegalMoveError
    return found


@transaction.atomic
def take_up(*, objection: Objection, by: Any, now: datetime) -> Objection:  # noqa: ARG001 -- every act knows its moment
    """Begin to examine a confirmed objection, and return it."""
    found = _managed(objection, by)
    CASE_MOVES.check(CaseState(found.state), CaseState.HANDLING)
    found.state, found.handled_by = CaseState.HANDLING, by
    found.save(update_fields=["state", "handled_by"])
    return found


@transaction.atomic
def answer(
    *,
    objection: Objection,
    result: CaseState,
    words: str,
    by: Any,
    now: datetime,
    remove_to: NominationState | None = None,
) -> Objection:
    """Answer an objection by mail and return it; where it is upheld, its finalist may lose the place on the shortlist.

    ``remove_to`` is "not selected", or "not eligible", which takes the dossier out of the contest and its page down. Raises
    DomainError with the field without words, for a removal that does not follow from an objection to a finalist, or for
    "withdrawn" before anybody examined it.
    """
    found = _managed(objection, by)
    if result not in RESULTS:
        raise errors.IllegalMoveError
    CASE_MOVES.check(CaseState(found.state), result)
    said = text.paragraphs(words)
    if not said:
        raise errors.DomainError(_("Write the answer; it is sent by mail."), field="answer")
    if remove_to is not None and (
        result is not CaseState.UPHELD
        or remove_to not in REMOVALS
        or found.nomination is None
        or found.nomination.state != NominationState.FINALIST
    ):
        raise errors.DomainError(
            _("Only a finalist against whom an objection is upheld loses the place."), field="remove_to"
        )
    found.state, found.answer, found.answered_at, found.handled_by = result, said, now, by
    found.save(update_fields=["state", "answer", "answered_at", "handled_by"])
    acts: list[ledger.Act] = []
    body: dict[str, Any] = {"code": str(found.public_id), "result": str(result)}
    if found.nomination is not None:
        named = {"category": found.nomination.category_code, "dossier": aliases.of_dossier(found.nomination)}
        body |= named
        if remove_to is not None:
            body["moved"] = str(remove_to)
            publication.decide_nomination(nomination=found.nomination, to=remove_to, by=by, now=now, reason=said)
            if remove_to is NominationState.INELIGIBLE:
                acts.append((LedgerKind.SCREENING, {**named, "result": "fail"}))
    emails.objection_answered(objection=found)
    ledger.append_all(award_key=found.award_key, acts=[*acts, (LedgerKind.OBJECTION, body)], now=now)
    return found


def unanswered(award_key: UUID) -> int:
    """Return how many confirmed objections wait for their answer."""
    return Objection.objects.filter(award_key=award_key, state__in=CASE_OPEN, confirmed_at__isnull=False).count()
