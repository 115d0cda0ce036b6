"""A nomination from submission to decision."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from awards import enums, permissions
from awards.models import AwardPage, Nomination, NominationLog
from portal.kernel import errors, text
from portal.kernel.languages import Language


def _programme(award_key: UUID) -> AwardPage:
    award: AwardPage | None = AwardPage.objects.filter(
        translation_key=award_key, locale__language_code=Language.VIETNAMESE, live=True
    ).first()
    if award is None:
        raise errors.DomainError(_("This award programme is not open."))
    return award


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

    Raises DomainError when the programme is not public, has no such category, states no legal basis, or holds the same
    nomination already.
    """
    award = _programme(award_key)
    if not award.legal_basis.strip():
        raise errors.DomainError(_("A call cannot open before the programme states its legal basis."))
    if not award.categories.filter(code=category_code).exists():
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
    """Bring a nomination to another state and return it.

    Raises NotAllowedError for people outside the secretariat, IllegalMoveError for a move that the table does not hold,
    and DomainError when a refusal or revocation states no reason, a winner no prize, or anybody else one.
    """
    if not permissions.can_manage_nominations(by):
        raise errors.NotAllowedError
    locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
    source = enums.NominationState(locked.state)
    enums.MOVES.check(source, to)
    words = text.paragraphs(reason)
    if to in enums.STATES_WITH_REASON and not words:
        raise errors.DomainError(_("Please state the reason."), field="reason")
    if to is enums.NominationState.WINNER:
        if honour is None:
            raise errors.DomainError(_("Please choose the prize."), field="honour")
        locked.honour = honour
    elif honour is not None:
        raise errors.DomainError(_("Only winners get a prize."), field="honour")
    locked.state = to
    locked.save(update_fields=["state", "honour"])
    NominationLog.objects.create(nomination=locked, at=now, by=by, from_state=source, to_state=to, reason=words)
    return locked
