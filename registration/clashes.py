"""Whether one person can be in all of these sessions; pure."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from itertools import combinations

from django.utils.translation import gettext as _

from registration import errors
from registration.subjects import SessionInfo


def clash(first: SessionInfo, second: SessionInfo) -> bool:
    """Return whether two sessions cannot both be visited.

    Times are half open: one that begins as the other ends is no clash, unless the rooms differ and the organiser gave a
    time to walk between them.
    """
    differ = bool(first.room and second.room and first.room != second.room)
    walk = timedelta(minutes=max(first.gap_minutes, second.gap_minutes) if differ else 0)
    return first.starts < second.ends + walk and second.starts < first.ends + walk


def pairs(sessions: Iterable[SessionInfo]) -> list[tuple[SessionInfo, SessionInfo]]:
    """Return every two that clash, the earlier first."""
    ordered = sorted(sessions, key=lambda session: (session.starts, session.ends, session.title))
    return [(first, second) for first, second in combinations(ordered, 2) if clash(first, second)]


def sentence(first: SessionInfo, second: SessionInfo) -> str:
    """Return what is wrong with two sessions that clash, in the active language."""
    if first.starts < second.ends and second.starts < first.ends:
        words = _("“%(first)s” and “%(second)s” take place at the same time. Choose one of them.")
    else:
        words = _("Between “%(first)s” and “%(second)s” there is not enough time to walk from one room to the other.")
    return words % {"first": first.title, "second": second.title}


def refuse_any(*, of: Collection[SessionInfo], among: Iterable[SessionInfo]) -> None:
    """Raise ClashError, which names both, for the first two that clash; one of them must be ``of`` these."""
    for first, second in pairs(among):
        if first in of or second in of:
            raise errors.ClashError(sentence(first, second), session=second.key)
