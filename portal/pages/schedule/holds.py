"""May this be published now? Rooms register rules of their own, such as an embargo; the runner asks them all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Hold:
    """Why something must wait although its time has come; ``until`` None means until somebody changes it."""

    reason: "str | _StrPromise"
    until: datetime | None = None


HoldRule = Callable[[Any, datetime], Hold | None]
_RULES: list[HoldRule] = []


def register(rule: HoldRule) -> None:
    """Add a rule; it is given the object as it would be published, and the moment, and returns a Hold or None."""
    if rule not in _RULES:
        _RULES.append(rule)


def of(instance: Any, *, now: datetime) -> Hold | None:
    """Return the hold that lasts longest, or None where the object may be published."""
    found = [hold for rule in _RULES if (hold := rule(instance, now)) is not None]
    return max(found, key=lambda hold: (hold.until is None, hold.until or now), default=None)
