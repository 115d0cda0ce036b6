"""What happens to a mark sheet when its assignment is taken back; the room of the sheets may say it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from awards.marking.enums import MARK_MOVES, MarkState
from awards.models import Assignment, MarkSheet

Voider = Callable[[Assignment, Any, datetime], bool]
"""Gets the assignment, who takes it back, and when; makes its sheet void in the transaction of the jury, and returns whether it had
been handed in, so that the log has to say that it no longer counts."""


def void_sheet(assignment: Assignment, by: Any, now: datetime) -> bool:  # noqa: ARG001 -- a voider
    """Make a sheet void; return whether it had been handed in."""
    sheet = MarkSheet.objects.select_for_update(of=("self",)).filter(assignment=assignment).first()
    if sheet is None or sheet.state == MarkState.VOID:
        return False
    was_handed_in = sheet.state == MarkState.SUBMITTED
    MARK_MOVES.check(MarkState(sheet.state), MarkState.VOID)
    sheet.state = MarkState.VOID
    sheet.save(update_fields=["state"])
    return was_handed_in


_voiders: list[Voider] = [void_sheet]


def on_void(act: Voider) -> None:
    """Let another act void sheets instead of the one here; once, when the app is ready."""
    _voiders[:] = [act]


def run(assignment: Assignment, by: Any, now: datetime) -> bool:
    """Void the sheet of an assignment; return whether it had been handed in."""
    return _voiders[0](assignment, by, now)
