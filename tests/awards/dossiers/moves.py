"""What the people of dossiers do in random histories: each move is tried in the plain model and in the domain alike."""

from datetime import timedelta
from typing import Any, ClassVar, Final

from awards.domain import nominations
from awards.dossiers.domain import asking, handing_in, writing
from awards.ledger import queries as ledger
from awards.ledger import recompute
from awards.models import DossierMember, Nomination
from awards.screening.domain import cures
from tests.awards import histories
from tests.awards.dossiers import beginnings, plain
from tests.awards.dossiers.beginnings import CO_AUTHOR
from tests.awards.editions.plain import SECRETARY

LEADS: Final = ("an", "bình")
STRANGER: Final = "người lạ"
MOST: Final = 6
STALE: Final = 0.4
TABLES: Final = (
    *(f"awards_{name}" for name in ("nomination", "nominationlog", "dossiermember", "dossieranswer", "curerequest")),
    *(f"awards_{name}" for name in ("screeningcheck", "awardedition", "editionstep", "editionamendment")),
    *(f"awards_{name}" for name in ("ledgerentry", "ledgerchain", "ledgerhead")),
    "kernel_secrettoken",
)


class EntrantMoves(histories.History):
    """Begins and writes dossiers, asks people and answers for them."""

    tables = TABLES
    world: ClassVar[beginnings.World]
    model: plain.Room

    def set_up(self) -> None:
        self.key, self.people = self.world.key, self.world.people
        begun = beginnings.make(self.chance.choice(beginnings.STAGES), self.world)
        self.room = self.model = begun.room
        self.rows, self.links, self.keys, self.category = begun.rows, begun.links, begun.keys, begun.category
        self.seen = dict.fromkeys([(one.pk, part) for one in self.rows for part in ("", *begun.keys)], begun.room.now)
        self.around.now = self.room.now

    def compare_end(self) -> None:
        """The log holds, and names those who take part: nobody else, and all of them."""
        assert ledger.verify(self.key) is None
        said = recompute.told_by(list(ledger.entries(self.key)), with_votes=False)
        named = {name for category in said.values() for name in category["dossiers"]}
        states = dict(Nomination.objects.exclude(alias="").values_list("alias", "state"))
        assert named == {alias for alias, state in states.items() if state in plain.RUNNING}

    def sent(self) -> list[tuple[str, str]]:
        """Who hears of the shortlist, is the council's own matter."""
        return [told for told in self.around.mails if told[0].startswith("dossier_")]

    def who(self, number: int) -> str:
        """Mostly who is responsible."""
        lead = self.room.dossiers[number].lead or STRANGER
        return lead if self.often() else self.chance.choice([CO_AUTHOR, CO_AUTHOR, STRANGER])

    def desk(self) -> str:
        return SECRETARY if self.often() else STRANGER

    def pick(self, *states: str) -> tuple[int, plain.Dossier, Nomination]:
        """Return some dossier, mostly one in some states."""
        numbers = range(len(self.rows))
        number = self.one_of([one for one in numbers if self.room.dossiers[one].state in states], numbers)
        return number, self.room.dossiers[number], self.rows[number]

    def pick_link(self) -> tuple[str, int, plain.Person]:
        return self.one_of([link for link in self.links if link[2].state == "invited"], self.links)

    def make_room(self) -> None:
        """Let there not be so many dossiers that little happens to each."""
        if len(self.rows) >= MOST:
            raise histories.Idle

    def acts(self, who: str) -> dict[str, Any]:
        return {"by": self.people[who], "now": self.around.now}

    def basics(self, dossier: plain.Dossier, title: str, category: str = "") -> writing.Basics:
        return writing.Basics(
            category_code=category or self.category,
            title=title,
            nominee_name=beginnings.NAME,
            summary=beginnings.SUMMARY,
            nominee_email=dossier.nominee_email,
        )

    def start(self) -> None:
        self.make_room()
        title = self.chance.choice(beginnings.TITLES)
        lead = self.chance.choice(LEADS)
        nominee = self.chance.choice(["", "", beginnings.NOMINEE, CO_AUTHOR, "own"])
        known = self.often()
        emails_of = {"own": self.people[lead].email, CO_AUTHOR: self.people[CO_AUTHOR].email}
        dossier = plain.Dossier(title, lead, emails_of.get(nominee, nominee), answers=dict.fromkeys(self.keys, ""))
        basics = self.basics(dossier, title, "" if known else "khong-co")
        made = self.attempt(
            lambda: self.room.start(dossier, self.people[lead].email, known=known),
            lambda: writing.start_dossier(award_key=self.key, basics=basics, **self.acts(lead)),
        )
        self.keep(made)

    def keep(self, made: Nomination | None) -> None:
        if made is not None:
            self.rows.append(made)
            self.seen |= {(made.pk, part): self.around.now for part in ("", *self.keys)}

    def nominate(self) -> None:
        self.make_room()
        title = self.chance.choice(beginnings.TITLES)
        dossier = plain.Dossier(title, "")
        values: dict[str, Any] = {"category_code": self.category, "title": title, "nominee_name": beginnings.NAME}
        made = self.attempt(
            lambda: self.room.nominate(dossier),
            lambda: nominations.submit_nomination(award_key=self.key, **values, **self.acts(SECRETARY)),
        )
        self.keep(made)

    def save_title(self) -> None:
        title = self.chance.choice(beginnings.TITLES)
        stale = self.chance.random() < STALE
        number, dossier, row = self.pick("draft", "needs-changes")
        who, former = self.who(number), dossier.title
        seen = self.seen[row.pk, ""] - timedelta(days=stale)
        own = self.people[who].email
        made = self.attempt(
            lambda: self.room.save_title(dossier, title, who, own, stale=stale),
            lambda: writing.save_basics(
                nomination=row, basics=self.basics(dossier, title), seen_at=seen, **self.acts(who)
            ),
        )
        if made is not None and title != former:
            self.seen[row.pk, ""] = self.around.now

    def save_answer(self) -> None:
        number, _dossier, _row = self.pick("draft", "needs-changes")
        key = self.chance.choice([*self.keys, *self.keys, "khong-co"])
        words = self.chance.choice(["Có số liệu.", "Có thêm số liệu.", "Đã đo lại.", ""])
        self.answer_with(number, key, words, self.who(number), stale=self.chance.random() < STALE)

    def answer_with(self, number: int, key: str, words: str, who: str, *, stale: bool) -> None:
        dossier, row = self.room.dossiers[number], self.rows[number]
        former = dossier.answers.get(key)
        seen = self.seen.get((row.pk, key), self.around.now) - timedelta(days=stale)
        made = self.attempt(
            lambda: self.room.save_answer(dossier, key, words, who, stale=stale),
            lambda: writing.save_answer(nomination=row, key=key, words=words, seen_at=seen, **self.acts(who)),
        )
        if made is not None and words != former:
            self.seen[row.pk, key] = self.around.now

    def invite(self) -> None:
        whom = self.chance.choice([CO_AUTHOR, CO_AUTHOR, STRANGER, "ai đó"])
        number, dossier, row = self.pick("draft")
        who = self.who(number)
        email = self.people[whom].email if whom in self.people else whom
        made = self.attempt(
            lambda: self.room.invite(dossier, email, who),
            lambda: asking.invite_co_author(nomination=row, email=email, **self.acts(who)),
        )
        if made is not None:
            self.links.append((self.around.secrets[0], number, dossier.people[-1]))

    def answer(self) -> None:
        answer = self.chance.choice(["yes", "yes", "no"])
        right = self.often()
        agrees = self.often()
        secret, number, person = self.pick_link()
        dossier = self.room.dossiers[number]
        member = asking.asked_by(secret=secret)
        assert (member is not None) == self.room.opens(person, self.around.now)
        if member is None:
            return
        if answer == "no":
            self.attempt(
                lambda: self.room.decline(dossier, person), lambda: asking.decline(member=member, now=self.around.now)
            )
            return
        owners = {user.email: name for name, user in self.people.items()}
        who = owners.get(person.email, "") if right else LEADS[0]
        by = self.people.get(who)
        consent = "Tôi đồng ý." if agrees else ""
        self.attempt(
            lambda: self.room.accept(dossier, person, who, by.email if by is not None else "", consent),
            lambda: asking.accept(member=member, by=by, consent=consent),
        )

    def let_go(self) -> None:
        _secret, number, person = self.pick_link()
        dossier, row = self.room.dossiers[number], self.rows[number]
        who = self.chance.choice([self.who(number), CO_AUTHOR])
        pk = DossierMember.objects.filter(nomination=row, email=person.email, role=person.role).latest("pk").pk
        latest = [one for one in dossier.people if (one.email, one.role) == (person.email, person.role)][-1]
        self.attempt(
            lambda: self.room.let_go(dossier, latest, who),
            lambda: asking.remove_co_author(nomination=row, pk=pk, **self.acts(who)),
        )

    def submit(self) -> None:
        whole = self.often()
        number, dossier, row = self.pick("draft")
        who = self.who(number)
        if whole and dossier.state == "draft":
            for key, words in dossier.answers.items():
                if not words:
                    self.answer_with(number, key, "Có số liệu.", who, stale=False)
        made = self.attempt(
            lambda: self.room.submit(dossier, who),
            lambda: handing_in.submit_dossier(nomination=row, by=self.people[who]),
        )
        if made is not None and dossier.state == "awaiting":
            self.links.append((self.around.secrets[0], number, dossier.people[-1]))

    def withdraw(self) -> None:
        number, dossier, row = self.pick("draft", "submitted", "needs-changes")
        who = self.who(number)
        self.attempt(
            lambda: self.room.withdraw(dossier, who),
            lambda: handing_in.withdraw_dossier(nomination=row, **self.acts(who)),
        )

    def take_up_again(self) -> None:
        number, dossier, row = self.pick("awaiting")
        who = self.who(number)
        self.attempt(
            lambda: self.room.take_up(dossier, who),
            lambda: handing_in.take_up_again(nomination=row, **self.acts(who)),
        )

    def answer_cure(self) -> None:
        number, dossier, row = self.pick("needs-changes")
        who = self.who(number)
        self.attempt(
            lambda: self.room.answer_cure(dossier, who),
            lambda: cures.answer_cure(nomination=row, by=self.people[who]),
        )
