"""What somebody with pencil and paper knows of one edition: its state, its timetable, and what its log has to say."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from awards.editions.domain.opening import NotReadyError
from portal.kernel import clock, errors

SECRETARY: Final = "thư ký"
ORDER: Final = ("draft", "open", "screening", "scoring", "deliberation", "public-comment", "decided", "closed")
PHASE_OF: Final = {**{state: state for state in ORDER[2:6]}, "open": "call", "decided": "decision"}
DAY: Final = timedelta(days=1)
Phases = dict[str, tuple[datetime, datetime]]
"""First moment and first moment after, by kind."""


class Refused(Exception):  # noqa: N818 -- no error of the model
    """A move is not taken: what the domain raises, and for which field."""

    def __init__(self, error: type[errors.DomainError] = errors.DomainError, field: str | None = None) -> None:
        super().__init__(error.__name__, field)
        self.error, self.field = error, field


def refuse_if(
    doubtful: bool, error: type[errors.DomainError] = errors.DomainError, *, field: str | None = None
) -> None:
    """Refuse where something is so."""
    if doubtful:
        raise Refused(error, field)


@dataclass
class Edition:
    """One edition."""

    state: str
    phases: Phases
    cure_days: int
    appeal_days: int
    is_frozen: bool = True
    decided_at: datetime | None = None
    shortlist: list[int] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    amendments: int = 0

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    def starts(self, kind: str) -> datetime:
        return self.phases[kind][0]

    def ends(self, kind: str) -> datetime:
        return self.phases[kind][1]

    def takes(self, now: datetime) -> bool:
        return self.state == "open" and self.starts("call") <= now < self.ends("call")

    def _earliest(self, to: str) -> datetime:
        return self.ends("appeal") if to == "closed" else self.starts(PHASE_OF[to])

    def _appeals_until(self) -> datetime:
        if self.decided_at is None:
            return self.ends("appeal")
        day = clock.local(self.decided_at).date() + timedelta(days=self.appeal_days + 1)
        return max(clock.at(day), self.ends("appeal"))

    def move(self, to: str, who: str, reason: str, now: datetime, *, is_kept: bool) -> None:
        """``is_kept`` says that something is missing before the edition may leave its state."""
        refuse_if(who != SECRETARY, errors.NotAllowedError)
        place = ORDER.index(self.state) if self.state in ORDER else len(ORDER)
        follows = ORDER[place + 1] if place + 1 < len(ORDER) else ""
        may_cancel = place <= ORDER.index("public-comment")
        refuse_if(to != follows and not (to == "cancelled" and may_cancel), errors.IllegalMoveError)
        if to == "cancelled":
            refuse_if(not reason, field="reason")
        elif to == "open":
            refuse_if(any(ends <= now for _starts, ends in self.phases.values()), NotReadyError)
            self.is_frozen = True
        else:
            refuse_if(now < self._earliest(to), field="to")
            refuse_if(is_kept, field="to")
            refuse_if(to == "closed" and self.is_decided and now < self._appeals_until(), field="to")
        self.log.append({"open": "opening", "cancelled": "cancellation"}.get(to, "step"))
        self.steps.append((self.state, to))
        self.state = to

    def _changed(self, change: str, days: int, now: datetime) -> tuple[Phases, int]:
        phases = dict(self.phases)
        if change == "cut":
            phases["call"] = (self.starts("call"), now.replace(microsecond=0) + timedelta(hours=days))
        elif change == "extend":
            phases["call"] = (self.starts("call"), self.ends("call") + days * DAY)
        elif change == "postpone":
            for kind, moments in self.phases.items():
                starts, ends = (moment if moment <= now else moment + days * DAY for moment in moments)
                phases[kind] = (starts, ends)
        return phases, days if change == "cure" else self.cure_days

    def paths(self, change: str, days: int, now: datetime) -> dict[str, object]:
        """Return what a change of one of a few kinds writes into the rules, as the domain is told it."""
        phases, cure_days = self._changed(change, days, now)
        wanted: dict[str, object] = {}
        if change == "procedure":
            wanted["procedure.vi"] = f"Lần thứ {self.amendments + 1}."
        if cure_days != self.cure_days:
            wanted["cure_days"] = cure_days
        for kind, moments in phases.items():
            for name, new, old in zip(("starts", "ends"), moments, self.phases[kind], strict=True):
                if new != old:
                    wanted[f"phases.{kind}.{name}"] = clock.local(new).isoformat(timespec="seconds")
        return wanted

    def amend(self, change: str, days: int, who: str, says: tuple[str, str], now: datetime) -> None:
        """``says`` are reason and legal basis."""
        refuse_if(who != SECRETARY, errors.NotAllowedError)
        refuse_if(not self.is_frozen or self.state in {"closed", "cancelled"})
        phases, cure_days = self._changed(change, days, now)
        refuse_if(not self.paths(change, days, now))
        refuse_if(not says[0], field="reason")
        refuse_if(not says[1], field="legal_basis_of_change")
        if change in {"cut", "extend"}:
            refuse_if(self.ends("call") <= now, field="phases.call.ends")
        if change == "procedure":
            began = self.state in ORDER[3:7] or now >= self.starts("scoring")
            refuse_if(began, field="procedure.vi")
        is_past = any(ends <= now < self.ends(kind) for kind, (_starts, ends) in phases.items())
        refuse_if(is_past or _is_faulty(phases, cure_days), NotReadyError)
        self.phases, self.cure_days, self.amendments = phases, cure_days, self.amendments + 1
        self.log.append("amendment")


def _is_faulty(phases: Phases, cure_days: int) -> bool:
    in_order = [phases[kind] for kind in ("call", *ORDER[2:6], "decision", "appeal")]
    overlaps = any(later[0] < former[1] for former, later in pairwise(in_order))
    starts, ends = phases["screening"]
    return overlaps or cure_days < 1 or ends - starts < cure_days * DAY
