"""A nomination from submission to decision."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from awards import enums, permissions
from awards.domain import logbook
from awards.dossiers.domain import asking
from awards.editions.enums import EditionState
from awards.editions.rules import from_json
from awards.models import AwardEdition, AwardPage, CureRequest, Nomination, NominationLog
from portal.kernel import errors, text
from portal.kernel.languages import Language


def _programme(award_key: UUID) -> AwardPage:
    award: AwardPage | None = AwardPage.objects.filter(
        translation_key=award_key, locale__language_code=Language.VIETNAMESE, live=True
    ).first()
    if award is None:
        raise errors.DomainError(_("This award programme is not open."))
    return award


def _open_categories(award: AwardPage, now: datetime) -> set[str]:
    """Return the categories that take nominations now: by the frozen rules, or by a page from before there were such.

    The edition is locked until the transaction ends: it is neither amended nor moved in between.
    """
    edition = AwardEdition.objects.select_for_update().filter(award_key=award.translation_key).first()
    if edition is None:
        raise errors.DomainError(_("The call is not open now."))
    if edition.precedes_records and edition.state == EditionState.DRAFT:
        return set(award.categories.values_list("code", flat=True))
    rules = from_json(edition.rules) if edition.rules else None
    call = rules.phase(enums.PhaseKind.CALL) if rules is not None else None
    if rules is None or edition.state != EditionState.OPEN or call is None or not call.holds(now):
        raise errors.DomainError(_("The call is not open now."))
    return {category.code for category in rules.categories}


@transaction.atomic
def submit_nomination(
    *,
    award_key: UUID,
    category_code: str,
    title: str,
    nominee_name: str,
    by: Any,
    now: datetime,
    organisation: Any = None,
    technology_key: UUID | None = None,
    summary: str = "",
    title_en: str = "",
    summary_en: str = "",
) -> Nomination:
    """Record and return a nomination in state submitted.

    Raises DomainError when the programme is not public, has no such category, states no legal basis, its call is not open, or
    it holds the same nomination already.
    """
    award = _programme(award_key)
    if not award.legal_basis.strip():
        raise errors.DomainError(_("A call cannot open before the programme states its legal basis."))
    if category_code not in _open_categories(award, now):
        raise errors.DomainError(_("The programme has no such category."), field="category_code")
    try:
        with transaction.atomic():
            nomination = Nomination.objects.create(
                award_key=award_key,
                category_code=category_code,
                title=title,
                title_en=title_en,
                nominee_name=nominee_name,
                organisation=organisation,
                technology_key=technology_key,
                summary=summary,
                summary_en=summary_en,
                nominated_by=by,
                state=enums.NominationState.SUBMITTED,
                created_at=now,
                submitted_at=now,
            )
            NominationLog.objects.create(nomination=nomination, at=now, by=by, to_state=enums.NominationState.SUBMITTED)
    except IntegrityError:
        raise errors.DomainError(_("This was nominated in this category already."), field="title") from None
    return nomination


@transaction.atomic
def move_nomination(
    *,
    nomination: Nomination,
    to: enums.NominationState,
    by: Any,
    now: datetime,
    reason: str = "",
    honour: enums.Honour | None = None,
) -> Nomination:
    """Bring a nomination to another state and return it; where rules are frozen, what counts for the result goes into the log.

    Raises NotAllowedError for people outside the secretariat, IllegalMoveError for a move that the table does not hold,
    and DomainError when a refusal or revocation states no reason, a winner no prize, or anybody else one; when changes are asked of
    a dossier whose people wrote it here without saying which; and when it is taken up while its people still have time for them.
    """
    if not permissions.can_manage_edition(by, nomination.award_key):
        raise errors.NotAllowedError
    # The edition first, like every act that decides: many moves in one transaction would else wait for each other.
    edition = AwardEdition.objects.select_for_update().filter(award_key=nomination.award_key).first()
    locked = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    source = enums.NominationState(locked.state)
    if source in enums.UNSENT_STATES:
        raise errors.IllegalMoveError
    enums.MOVES.check(source, to)
    words = text.paragraphs(reason)
    if to in enums.STATES_WITH_REASON and not words:
        raise errors.DomainError(_("Please state the reason."), field="reason")
    _check_changes(locked, source, to)
    if to is enums.NominationState.WINNER:
        if honour is None:
            raise errors.DomainError(_("Please choose the prize."), field="honour")
        locked.honour = honour
    elif honour is not None:
        raise errors.DomainError(_("Only winners get a prize."), field="honour")
    locked.state = to
    locked.save(update_fields=["state", "honour"])
    if to is enums.NominationState.WITHDRAWN:
        # Nobody joins what was taken back, whoever took it back.
        asking.take_back(nomination=locked, now=now)
    NominationLog.objects.create(nomination=locked, at=now, by=by, from_state=source, to_state=to, reason=words)
    logbook.note(nomination=locked, edition=edition, now=now)
    return locked


@transaction.atomic
def redecide_nomination(
    *, nomination: Nomination, honour: enums.Honour | None, by: Any, now: datetime, reason: str
) -> Nomination:
    """Give a decided nomination the prize, or none, that a replacing decision gives it, and return it; the same again changes nothing.

    The caller holds the edition and has an open rehearing of it. Raises NotAllowedError for people outside the secretariat, and
    IllegalMoveError for a nomination that the first decision did not decide, or whose prize was revoked.
    """
    if not permissions.can_manage_edition(by, nomination.award_key):
        raise errors.NotAllowedError
    locked = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    source = enums.NominationState(locked.state)
    to = enums.NominationState.WINNER if honour is not None else enums.NominationState.NOT_SELECTED
    if (source, locked.honour) == (to, honour or ""):
        return locked
    enums.REDECIDED_MOVES.check(source, to)
    locked.state, locked.honour = to, honour or ""
    locked.save(update_fields=["state", "honour"])
    NominationLog.objects.create(nomination=locked, at=now, by=by, from_state=source, to_state=to, reason=reason)
    return locked


def _check_changes(nomination: Nomination, source: enums.NominationState, to: enums.NominationState) -> None:
    """Refuse to ask for changes that can be made nowhere, and to end a request before its time."""
    needs_changes = enums.NominationState.NEEDS_CHANGES
    if needs_changes not in {source, to} or not nomination.members.exists():
        return
    is_running = CureRequest.objects.filter(
        nomination=nomination, answered_at__isnull=True, lapsed_at__isnull=True
    ).exists()
    if to is needs_changes and not is_running:
        # Without a request that names the parts, its people have no page on which they could answer.
        words = _(
            "Ask for changes on the page of its check: there it is said which parts may be changed, and until when."
        )
        raise errors.DomainError(words, field="to")
    if to is enums.NominationState.SUBMITTED and is_running:
        words = _(
            "Its people still have time to complete it. It comes back by itself when they hand it in, or the time is over."
        )
        raise errors.DomainError(words, field="to")
