"""What a gate says to a ticket: one small rule, told the same way by the portal and by the script on the phone.

``tests/registration/gate_cases.json`` is the table by which both are tested; ``static/registration/gate_rules.js`` is the twin.
"""

from dataclasses import dataclass

from registration.enums import Direction, GateDirection, Reading, ScanResult

DAY_SECONDS = 86_400
DAY_SHIFT = 7 * 3600
"""Việt Nam keeps +07 the whole year."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one gate. ``kinds`` None lets every kind in; ``windows`` are pairs of seconds since 1970, the end not included."""

    direction: GateDirection
    kinds: frozenset[str] | None
    windows: tuple[tuple[int, int], ...]
    reentry: bool
    unlisted: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """What a gate knows of a ticket on its list: its kind of place, whether it is good, and what it did here today.

    ``in_session`` is False where the gate is the door of a session in which the ticket has no place.
    """

    kind: str
    is_valid: bool
    is_inside: bool = False
    has_entered: bool = False
    in_session: bool = True


def day_of(seconds: float) -> int:
    """Return the number of the day in Việt Nam that an instant (seconds since 1970) falls on; who is inside counts by day."""
    return int((seconds + DAY_SHIFT) // DAY_SECONDS)


def verdict(
    *, rules: Rules, reading: Reading, holder: Holder | None, direction: Direction, at: float, online: bool
) -> ScanResult:
    """Return what the gate says; ``holder`` None means that no ticket on the list has this code.

    Nobody is kept inside: whoever has a ticket of this event may leave at a gate that leads out.
    """
    if reading == Reading.UNREADABLE:
        return ScanResult.UNKNOWN
    if reading == Reading.FOREIGN:
        return ScanResult.FOREIGN_EVENT
    if reading == Reading.FORGED:
        return ScanResult.FORGED
    if rules.direction not in (GateDirection.BOTH, direction):
        return ScanResult.WRONG_GATE
    if holder is None:
        trusted = reading == Reading.GENUINE and rules.unlisted and not online
        return ScanResult.ADMITTED if trusted else ScanResult.UNKNOWN
    return ScanResult.ADMITTED if direction == Direction.EXIT else _entry(rules, holder, at)


def _entry(rules: Rules, holder: Holder, at: float) -> ScanResult:
    if not holder.is_valid:
        return ScanResult.NOT_VALID
    if rules.kinds is not None and holder.kind not in rules.kinds:
        return ScanResult.WRONG_GATE
    if not holder.in_session:
        return ScanResult.NO_SESSION_PLACE
    if rules.windows and not any(opens <= at < closes for opens, closes in rules.windows):
        return ScanResult.WRONG_DAY
    used = holder.is_inside if rules.reentry else holder.has_entered
    return ScanResult.ALREADY_INSIDE if used else ScanResult.ADMITTED
