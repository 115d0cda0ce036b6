"""An edition from its open call to its end, step by step."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from awards import permissions
from awards.editions import stepping
from awards.editions.domain import recording
from awards.editions.domain.opening import locked_edition, open_edition
from awards.editions.enums import MOVES, PHASE_OF, EditionState
from awards.editions.rules import EditionRules, from_json
from awards.enums import PhaseKind
from awards.models import AwardEdition, AwardPage, EditionStep
from events.domain import calendar
from portal.kernel import clock, errors, formats, text


def earliest(rules: EditionRules, to: EditionState) -> datetime | None:
    """Return the first moment at which a state may begin: that of its phase; a decided edition closes after its appeals."""
    if to is EditionState.CLOSED:
        appeal = rules.phase(PhaseKind.APPEAL)
        return appeal.ends if appeal else None
    phase = rules.phase(PHASE_OF[to]) if to in PHASE_OF else None
    return phase.starts if phase else None


@transaction.atomic
def move_edition(*, award_key: UUID, to: EditionState, by: Any, now: datetime, reason: str = "") -> AwardEdition:
    """Bring an edition to another state, log the step, publish the head of the log, and return it. Opening the call freezes the rules.

    Raises NotAllowedError for others than its secretaries, IllegalMoveError for a move that the table does not hold, and
    DomainError when its phase has not begun, something is missing before it (``stepping``), a cancellation states no reason,
    or the log does not hold.
    """
    if to is EditionState.OPEN:
        return open_edition(award_key=award_key, by=by, now=now)
    if not permissions.can_manage_edition(by, award_key):
        raise errors.NotAllowedError
    if not AwardPage.objects.filter(translation_key=award_key).exists():
        raise errors.DomainError(_("There is no such edition."))
    edition = locked_edition(award_key)
    source = EditionState(edition.state)
    MOVES.check(source, to)
    words = text.paragraphs(reason)
    if to is EditionState.CANCELLED:
        if not words:
            raise errors.DomainError(_("Please state the reason."), field="reason")
    elif (first := earliest(from_json(edition.rules or {}), to)) is not None and now < first:
        day = formats.short_date(clock.local(first).date())
        raise errors.DomainError(
            _("By the rules this begins on %(day)s. Amend the rules to begin earlier.") % {"day": day}, field="to"
        )
    if to is not EditionState.CANCELLED:
        rules = from_json(edition.rules or {})
        if faults := stepping.missing(source, award_key, rules):
            raise errors.DomainError(" ".join(faults), field="to")
        stepping.run(source, award_key, rules, by, now)
    edition.state = to
    edition.save(update_fields=["state"])
    EditionStep.objects.create(edition=edition, at=now, by=by, from_state=source, to_state=to, reason=words)
    if to is EditionState.CANCELLED:
        calendar.refresh_dated(groups=[award_key], now=now)
    recording.take_step(edition=edition, source=source, now=now)
    return edition
