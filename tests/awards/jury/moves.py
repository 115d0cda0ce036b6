"""What the people of a jury do in random histories: each move is tried in the plain model and in the domain alike."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from awards.editions.enums import EditionState
from awards.editions.rules import EditionRules
from awards.enums import PhaseKind
from awards.jury.domain import jurors
from awards.jury.enums import JurorState
from awards.ledger import queries as ledger
from awards.marking.enums import MarkState
from awards.models import AwardEdition, Juror, MarkSheet, Nomination
from portal.accounts.models import User
from tests.awards import histories
from tests.awards.editions.plain import SECRETARY
from tests.awards.jury import plain
from tests.factories import jury as make

TABLES: Final = (
    *(f"awards_{name}" for name in ("juror", "conflict", "assignment", "marksheet", "mark", "nomination")),
    *(f"awards_{name}" for name in ("ledgerentry", "ledgerchain", "dossiermember")),
    "kernel_secrettoken",
)
PEOPLE: Final = ("an", "bình", "chi", "dung", "giang", "hà", "khánh")
MOST: Final = 9
STRANGER: Final = "người lạ"
DOSSIERS: Final = ("eligible", "eligible", "eligible", "submitted")


@dataclass
class World:
    """An edition with its rules, dossiers, and people who could judge."""

    key: UUID
    rules: EditionRules
    people: dict[str, User]
    dossiers: list[Nomination]

    @property
    def scoring_ends(self) -> datetime:
        """The first moment that is too late for a sheet."""
        phase = self.rules.phase(PhaseKind.SCORING)
        assert phase is not None
        return phase.ends


class SeatMoves(histories.History):
    """Asks people, lets them answer and leave, and has others take their place."""

    tables = TABLES
    world: ClassVar[World]
    model: plain.Jury

    def set_up(self) -> None:
        """Put some of a jury there, who accepted and declared everything; the last of them are reserves."""
        self.key, self.people, self.dossiers = self.world.key, self.world.people, self.world.dossiers
        stage = self.chance.choice(["open", "screening", "scoring", "scoring"])
        self.jury = self.model = plain.Jury(stage, list(DOSSIERS), self.around.now, self.world.scoring_ends)
        self.rows: list[Juror] = []
        self.links: list[tuple[str, int]] = []
        self.points: dict[tuple[str, str], Any] = {}
        self.read = 0
        self.put(stage)
        # With two only who are none, reserves are drawn often enough, whatever the seeds.
        others = self.chance.choice([2, 4])
        for number in range(self.chance.randint(2, 6)):
            self.sit(PEOPLE[number], is_reserve=number >= others)
        if stage == "scoring" and self.chance.random() < 0.5:
            self.come_back()

    def sit(self, who: str, *, is_reserve: bool = False, state: str = "accepted") -> Juror:
        """Put somebody there who accepted and declared everything."""
        row = make.make_juror(self.key, self.people[who], is_reserve=is_reserve, state=JurorState(state))
        self.rows.append(row)
        seat = plain.Seat(who, row.expires_at, is_reserve, state, took=True, is_bound=True, is_through=True)
        self.jury.seats.append(seat)
        return row

    def come_back(self) -> None:
        """Put somebody there who had left after a sheet was handed in, and serves again on another seat."""
        who, now = PEOPLE[-1], self.around.now
        left = self.sit(who, state="released")
        self.sit(who)
        given = make.give(left, self.dossiers[0])
        MarkSheet.objects.create(assignment=given, state=MarkState.SUBMITTED, saved_at=now, submitted_at=now)
        self.jury.given.append(plain.Given((len(self.rows) - 2, 0), "confirmed", "submitted"))
        self.points[self.dossiers[0].alias, left.alias] = True

    def compare_end(self) -> None:
        """The log holds."""
        assert ledger.verify(self.key) is None

    def sent(self) -> list[tuple[str, str]]:
        """By the accounts to which the addresses belong."""
        names = {user.email: name for name, user in self.people.items()}
        return [(kind, names[email]) for kind, email in self.around.mails]

    def put(self, stage: str) -> None:
        AwardEdition.objects.filter(award_key=self.key).update(state=EditionState(stage))

    def believe(self, now: histories.Rows) -> None:
        """Look at what was drawn, and take it over; everybody who was given something is told so once."""
        known = {row["id"] for row in self.before["awards_assignment"]}
        added = [self.pair(row) for row in now["awards_assignment"] if row["id"] not in known]
        assert self.jury.wanting is not None or not added
        wrong = self.jury.what_is_wrong_with(added)
        assert not wrong, (self.doing, wrong, added)
        self.jury.wanting = None
        if added:
            self.jury.log += ["assignment"] * (1 + len(added))
        self.jury.mails += [("jury_assigned", self.jury.seats[seat].who) for seat in {seat for seat, _its in added}]
        self.taken.update(drawn=len(added), reserves=sum(self.jury.seats[seat].is_reserve for seat, _its in added))

    def pair(self, row: histories.Row) -> plain.Pair:
        seats, dossiers = ([one.pk for one in rows] for rows in (self.rows, self.dossiers))
        return seats.index(row["juror_id"]), dossiers.index(row["nomination_id"])

    def acts(self, who: str) -> dict[str, Any]:
        return {"by": self.people[who], "now": self.around.now}

    def desk(self) -> str:
        return SECRETARY if self.often() else STRANGER

    def who(self, number: int) -> str:
        """Mostly whose seat it is."""
        return self.jury.seats[number].who if self.often() else self.chance.choice([SECRETARY, STRANGER])

    def pick(self, *states: str) -> int:
        """Return some seat, mostly one in some states."""
        numbers = range(len(self.rows))
        return self.one_of([one for one in numbers if self.jury.seats[one].state in states], numbers)

    def pick_silent(self) -> int:
        """Return some seat, mostly one of somebody who has not declared everything yet."""
        silent = [
            number for number, seat in enumerate(self.jury.seats) if seat.state == "accepted" and not seat.is_through
        ]
        return self.one_of(silent, range(len(self.rows)))

    def pick_pair(self) -> plain.Pair:
        """Return a seat and a dossier, mostly one that it judges."""
        held = [one.pair for one in self.jury.live()]
        return self.one_of(held, [(self.pick("accepted"), self.chance.randrange(len(DOSSIERS)))])

    def invite(self) -> None:
        gone = [seat.who for seat in self.jury.seats if seat.state == "released"]
        name = self.one_of(gone if self.chance.random() < 0.5 else PEOPLE, PEOPLE)
        reserve = not self.often()
        who = self.desk()
        seat = plain.Seat(name, self.around.now + timedelta(seconds=1) + plain.INVITED_FOR, reserve)
        email, full_name = self.people[name].email, self.people[name].full_name
        if len(self.rows) >= MOST:
            raise histories.Idle
        made = self.attempt(
            lambda: self.jury.invite(seat, who),
            lambda: jurors.invite(
                award_key=self.key, email=email, full_name=full_name, is_reserve=reserve, **self.acts(who)
            ),
        )
        if made is not None:
            self.rows.append(made)
            self.links.append((self.around.secrets[0], len(self.rows) - 1))

    def remind(self) -> None:
        who = self.desk()
        number = self.pick("invited", "accepted")
        seat = self.jury.seats[number]
        made = self.attempt(
            lambda: self.jury.remind(seat, who), lambda: jurors.remind(juror=self.rows[number], **self.acts(who))
        )
        if made is not None and seat.state == "invited":
            self.links.append((self.around.secrets[0], number))

    def answer(self) -> None:
        answer = self.chance.choice(["yes", "yes", "yes", "no"])
        link = self.one_of([one for one in self.links if self.jury.seats[one[1]].state == "invited"], self.links)
        secret, number = link
        seat = self.jury.seats[number]
        is_last = [one for one in self.links if one[1] == number][-1] == link
        asked = jurors.asked_by(secret=secret, now=self.around.now)
        assert (asked is not None) == (is_last and seat.state == "invited" and self.around.now < seat.until)
        row = self.rows[number]
        if answer == "no":
            self.attempt(lambda: self.jury.decline(number), lambda: jurors.decline(juror=row, now=self.around.now))
            return
        who = self.who(number)
        self.attempt(lambda: self.jury.accept(number, who), lambda: jurors.accept(juror=row, **self.acts(who)))

    def release(self) -> None:
        who = self.desk()
        says_why = self.often()
        number, reason = self.pick("invited", "accepted"), "Đi công tác." if says_why else ""
        self.attempt(
            lambda: self.jury.release(number, who, reason),
            lambda: jurors.release(juror=self.rows[number], reason=reason, **self.acts(who)),
        )

    def replace(self) -> None:
        """Mostly by a reserve."""
        who = self.desk()
        says_why = self.often()
        number, reason = self.pick("invited", "accepted"), "Ốm." if says_why else ""
        reserves = [one for one, seat in enumerate(self.jury.seats) if seat.is_reserve and seat.state == "accepted"]
        reserve = self.one_of(reserves, range(len(self.rows)))
        self.attempt(
            lambda: self.jury.replace(number, reserve, who, reason),
            lambda: jurors.replace_by_reserve(
                juror=self.rows[number], reserve=self.rows[reserve], reason=reason, **self.acts(who)
            ),
        )

    def chair(self) -> None:
        who = self.desk()
        number = self.pick("invited", "accepted")
        self.attempt(
            lambda: self.jury.chair(number, who),
            lambda: jurors.set_chair(juror=self.rows[number], **self.acts(who)),
        )
