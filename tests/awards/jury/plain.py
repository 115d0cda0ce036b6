"""What somebody with pencil and paper knows of a jury: its seats, its conflicts, and who judges what.

Who gets a dossier is drawn; of a draw the model says only what must hold, and then believes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from awards.jury.domain.giving import ChangedError
from awards.marking.domain.sheets import IncompleteError
from portal.kernel import errors
from tests.awards.editions.plain import SECRETARY, Refused, refuse_if

FORBIDDEN: Final = errors.NotAllowedError
ILLEGAL: Final = errors.IllegalMoveError
COMPOSED: Final = {"open", "screening", "scoring"}
GIVING: Final = {"screening", "scoring"}
UNDECIDED: Final = {*COMPOSED, "deliberation"}
HANDED_IN: Final = {"submitted", "eligible"}
PER: Final = 3
INVITED_FOR: Final = timedelta(days=14)
Pair = tuple[int, int]
"""The numbers of a seat and a dossier."""


@dataclass
class Seat:
    """Somebody asked to judge; ``who`` owns the address, and ``took`` says whether the account stands beside it."""

    who: str
    until: datetime
    is_reserve: bool = False
    state: str = "invited"
    took: bool = False
    is_bound: bool = False
    is_through: bool = False
    is_chair: bool = False
    reminded: datetime | None = None

    @property
    def serves(self) -> bool:
        return self.state in {"invited", "accepted"}

    @property
    def is_ready(self) -> bool:
        return self.state == "accepted" and self.is_through


@dataclass
class Given:
    """A dossier given to a seat; ``sheet`` is "" before it was begun."""

    pair: Pair
    state: str = "given"
    sheet: str = ""
    is_whole: bool = False

    @property
    def is_live(self) -> bool:
        return self.state != "void"


@dataclass
class Jury:
    """The jury of an edition with its dossiers."""

    edition: str
    dossiers: list[str]
    now: datetime
    scoring_ends: datetime
    seats: list[Seat] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    conflicts: dict[Pair, str] = field(default_factory=dict)
    crews: set[tuple[str, int]] = field(default_factory=set)
    """Accounts of those who work on a dossier: they must never judge it."""
    mails: list[tuple[str, str]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    wanting: set[int] | None = None
    """The dossiers that the last move let be filled up; None where it drew nobody."""

    def live(self, *, seat: int | None = None, dossier: int | None = None) -> list[Given]:
        return [
            one for one in self.given if one.is_live and seat in {None, one.pair[0]} and dossier in {None, one.pair[1]}
        ]

    def holders(self, dossier: int) -> set[int]:
        return {one.pair[0] for one in self.live(dossier=dossier)}

    def load(self, seat: int) -> int:
        mine = [one.pair for one in self.live(seat=seat) if not self.barred(one.pair)]
        return sum(self.dossiers[dossier] == "eligible" for _seat, dossier in mine)

    def barred(self, pair: Pair) -> bool:
        """Whether a draw keeps a seat from a dossier: certain conflicts are looked for among those who serve."""
        return pair in self.conflicts or (self.seats[pair[0]].state == "accepted" and self.works_on(pair))

    def works_on(self, pair: Pair) -> bool:
        return (self.seats[pair[0]].who, pair[1]) in self.crews

    def judges(self, dossier: int) -> set[str]:
        """Who judges a dossier, by their accounts: nobody judges it from two seats."""
        return {self.seats[seat].who for seat in self.holders(dossier)}

    def _desk(self, who: str) -> None:
        refuse_if(who != SECRETARY, FORBIDDEN)

    def _in(self, states: set[str]) -> None:
        refuse_if(self.edition not in states)

    def _void(self, one: Given) -> None:
        if one.sheet == "submitted":
            self.log.append("void")
        one.state, one.sheet = "void", "void" if one.sheet else ""
        self.log.append("assignment")

    def _bar(self, pair: Pair, source: str) -> bool:
        """Note a conflict; return whether a dossier was taken away."""
        found = self.live(seat=pair[0], dossier=pair[1])
        self.conflicts[pair] = source
        self.log.append("conflict")
        for one in found:
            self._void(one)
        return bool(found)

    def _bar_certain(self, seats: Iterable[int], dossiers: Iterable[int]) -> set[int]:
        out = set()
        for pair in sorted((seat, dossier) for seat in seats for dossier in dossiers):
            if self.works_on(pair) and pair not in self.conflicts and self._bar(pair, "system"):
                out.add(pair[1])
        return out

    def _all_in(self) -> list[int]:
        return [number for number, state in enumerate(self.dossiers) if state in HANDED_IN]

    def _fill(self, dossiers: set[int]) -> None:
        if dossiers and self.edition in GIVING:
            self.wanting = {one for one in dossiers if self.dossiers[one] == "eligible"}

    def invite(self, seat: Seat, who: str) -> None:
        self._desk(who)
        self._in(COMPOSED)
        refuse_if(any(one.who == seat.who and one.serves for one in self.seats), field="email")
        self.seats.append(seat)
        self.mails.append(("jury_invited", seat.who))

    def remind(self, seat: Seat, who: str) -> None:
        self._desk(who)
        self._in(COMPOSED)
        refuse_if(not seat.serves, ILLEGAL)
        is_soon = seat.reminded is not None and self.now - seat.reminded < timedelta(hours=1)
        refuse_if(is_soon, errors.LimitReachedError)
        seat.reminded = self.now
        if seat.state == "invited":
            seat.until = self.now + INVITED_FOR
        self.mails.append(("jury_invited_again" if seat.state == "invited" else "jury_reminder", seat.who))

    def accept(self, number: int, who: str) -> None:
        self._in(COMPOSED)
        seat = self.seats[number]
        refuse_if(who != seat.who, FORBIDDEN)
        refuse_if(seat.state != "invited" or self.now >= seat.until, ILLEGAL)
        seat.state = "accepted"
        seat.took = True
        former = {one for one, other in enumerate(self.seats) if other.who == who and other.took and one != number}
        for one, dossier in list(self.conflicts):
            if one in former and (number, dossier) not in self.conflicts:
                self._bar((number, dossier), self.conflicts[one, dossier])
        self._bar_certain([number], self._all_in())

    def decline(self, number: int) -> None:
        self._in(COMPOSED)
        refuse_if(self.seats[number].state != "invited", ILLEGAL)
        self.seats[number].state, self.seats[number].is_chair = "declined", False

    def _own(self, number: int, who: str) -> Seat:
        seat = self.seats[number]
        refuse_if(who != seat.who or seat.state != "accepted", FORBIDDEN)
        return seat

    def bind(self, number: int, who: str, words: str) -> None:
        self._in(UNDECIDED)
        seat = self._own(number, who)
        refuse_if(not words, field="agree")
        seat.is_bound = True

    def look_through(self, number: int, dossiers: set[int], who: str) -> None:
        self._in(UNDECIDED)
        seat = self._own(number, who)
        refuse_if(not seat.is_bound, FORBIDDEN)
        self._bar_certain([number], self._all_in())
        out = {one for one in sorted(dossiers) if (number, one) not in self.conflicts and self._tell((number, one))}
        seat.is_through = True
        self._fill(out)

    def _tell(self, pair: Pair) -> bool:
        found = self.live(seat=pair[0], dossier=pair[1])
        is_late = any(one.sheet == "submitted" for one in found)
        return self._bar(pair, "late" if is_late else "on-dossier" if found else "at-start")

    def declare(self, pair: Pair, who: str, reason: str) -> None:
        self._in(UNDECIDED)
        seat = self.seats[pair[0]]
        is_own = who == seat.who and seat.state == "accepted"
        refuse_if(not is_own and who != SECRETARY, FORBIDDEN)
        refuse_if(not is_own and not reason, field="reason")
        if pair in self.conflicts:
            return
        was_given = self._tell(pair)
        if not is_own:
            self.conflicts[pair] = "secretariat"
        self._fill({pair[1]} if was_given else set())

    def confirm(self, pair: Pair, who: str) -> bool:
        """Return whether the dossier may be scored now."""
        self._in(GIVING)
        seat = self._own(pair[0], who)
        found = self.live(seat=pair[0], dossier=pair[1])
        refuse_if(not seat.is_ready or not found or self.dossiers[pair[1]] != "eligible", FORBIDDEN)
        if out := self._bar_certain([pair[0]], [pair[1]]):
            self._fill(out)
            return False
        found[0].state = "confirmed"
        return True

    def assign(self, who: str, *, saw_another: bool) -> None:
        self._desk(who)
        self._in(GIVING)
        refuse_if(saw_another, ChangedError)
        self._bar_certain([number for number, one in enumerate(self.seats) if one.state == "accepted"], self._all_in())
        self._fill(set(range(len(self.dossiers))))

    def _let_go(self, number: int, reason: str) -> set[int]:
        seat = self.seats[number]
        refuse_if(not reason, field="reason")
        refuse_if(not seat.serves, ILLEGAL)
        if seat.state == "accepted":
            self.mails.append(("jury_released", seat.who))
        seat.state, seat.is_chair = "released", False
        left = [one for one in self.live(seat=number) if one.sheet != "submitted"]
        for one in left:
            self._void(one)
        return {one.pair[1] for one in left}

    def release(self, number: int, who: str, reason: str) -> None:
        self._desk(who)
        self._in(COMPOSED)
        self._fill(self._let_go(number, reason))

    def replace(self, number: int, reserve: int, who: str, reason: str) -> None:
        self._desk(who)
        self._in(COMPOSED)
        seat = self.seats[reserve]
        refuse_if(reserve == number or not seat.is_reserve or seat.state != "accepted", field="reserve")
        left = self._let_go(number, reason)
        seat.is_reserve = False
        self._fill(left)

    def chair(self, number: int, who: str) -> None:
        self._desk(who)
        self._in(UNDECIDED)
        seat = self.seats[number]
        refuse_if(seat.is_reserve or not seat.serves)
        for one in self.seats:
            one.is_chair = one is seat

    def _may_write(self, pair: Pair, who: str) -> Given:
        seat = self.seats[pair[0]]
        found = [one for one in self.live(seat=pair[0], dossier=pair[1]) if one.state == "confirmed"]
        is_own = who == seat.who and seat.state == "accepted" and self.dossiers[pair[1]] == "eligible"
        if not is_own or not found:
            raise Refused(FORBIDDEN)
        refuse_if(self.edition != "scoring" or self.now >= self.scoring_ends)
        return found[0]

    def save(self, pair: Pair, who: str, *, whole: bool) -> None:
        one = self._may_write(pair, who)
        refuse_if(one.sheet == "submitted", ILLEGAL)
        one.sheet, one.is_whole = "draft", whole

    def hand_in(self, pair: Pair, who: str) -> None:
        one = self._may_write(pair, who)
        refuse_if(one.sheet == "submitted", ILLEGAL)
        refuse_if(not one.is_whole, IncompleteError)
        one.sheet = "submitted"
        self.log.append("score")

    def take_back(self, pair: Pair, who: str) -> None:
        one = self._may_write(pair, who)
        refuse_if(one.sheet != "submitted", ILLEGAL)
        one.sheet = "draft"
        self.log.append("void")

    def what_is_wrong_with(self, added: list[Pair]) -> list[str]:
        """Say what speaks against a draw that is to be believed; it becomes known."""
        wanting, wrong = self.wanting or set(), []
        before = {dossier: self.holders(dossier) for dossier in wanting}
        people = {dossier: self.judges(dossier) for dossier in wanting}
        self.given += [Given(pair) for pair in added]
        new: dict[int, set[int]] = {dossier: {seat for seat, its in added if its == dossier} for dossier in wanting}
        if not {dossier for _seat, dossier in added} <= wanting:
            wrong.append("something else was given")
        for dossier in wanting:
            free = {seat for seat, one in enumerate(self.seats) if one.is_ready and not self.barred((seat, dossier))}
            free = {seat for seat in free if self.seats[seat].who not in people[dossier]}
            has = sum(not self.barred((seat, dossier)) for seat in before[dossier])
            reserves = {seat for seat in free if self.seats[seat].is_reserve}
            if not new[dossier] <= free:
                wrong.append(f"{dossier}: given to somebody who may not judge it")
            if len(new[dossier]) != min(max(PER - has, 0), len(free)):
                wrong.append(f"{dossier}: too many or too few")
            if new[dossier] & reserves and not free - reserves <= new[dossier]:
                wrong.append(f"{dossier}: given to a reserve although others were free")
            for giver in new[dossier]:
                beside = {
                    one for one in free - new[dossier] if self.seats[one].is_reserve == self.seats[giver].is_reserve
                }
                if any(self.load(one) + 1 < self.load(giver) for one in beside):
                    wrong.append(f"{dossier}: given to somebody with more than others")
        return wrong
