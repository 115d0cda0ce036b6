"""What somebody with pencil and paper knows of the dossiers of one edition: who is refused what, and how things stand after a move.

A move is a method: it raises ``Refused``, or changes what is known and notes the mails and entries of the log that follow.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from awards.dossiers.domain.handing_in import IncompleteError
from awards.screening.domain.cures import due_after
from portal.kernel import errors
from tests.awards.editions.plain import SECRETARY, Edition, Refused, refuse_if

FORBIDDEN: Final = errors.NotAllowedError
ILLEGAL: Final = errors.IllegalMoveError
LINK_LIVES: Final = timedelta(days=14)
UNSENT: Final = {"draft", "awaiting"}
UNCOUNTED: Final = {*UNSENT, "withdrawn"}
ELIGIBILITY: Final = "Tổ chức và cá nhân trong tỉnh."
FIRST_RULE: Final = f"eligibility-{hashlib.sha256(ELIGIBILITY.encode()).hexdigest()[:12]}"
"""The one line of who can take part, and the key of the rule that it makes: what is said of it stays with its words."""
RUNNING: Final = {"eligible", "finalist", "not-selected", "winner", "revoked"}
"""What the log says takes part."""
MOVES: Final = {
    ("submitted", "needs-changes"),
    ("submitted", "eligible"),
    ("submitted", "ineligible"),
    ("needs-changes", "submitted"),
    ("eligible", "finalist"),
    ("eligible", "not-selected"),
    ("finalist", "winner"),
    ("finalist", "not-selected"),
    ("finalist", "ineligible"),
    ("winner", "revoked"),
    *((state, "withdrawn") for state in ("submitted", "needs-changes", "eligible", "finalist")),
}
LOGGED: Final = {"eligible": "screening", "ineligible": "screening", "withdrawn": "withdrawal"}


@dataclass
class Person:
    """Somebody of a dossier; ``who`` is the account."""

    email: str
    role: str
    state: str = "invited"
    until: datetime | None = None
    who: str = ""


@dataclass
class Cure:
    """The one request to complete a dossier."""

    parts: set[str]
    due: datetime
    end: str = ""


@dataclass
class Dossier:
    """One dossier."""

    title: str
    lead: str
    nominee_email: str = ""
    state: str = "draft"
    handed_in: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    cure: Cure | None = None
    checks: dict[tuple[int, str], str] = field(default_factory=dict)
    steps: list[tuple[str, str]] = field(default_factory=list)
    judged: bool = False
    scored: bool = False

    def writers(self) -> list[Person]:
        return [one for one in self.people if one.role != "nominee" and one.state == "accepted"]

    def is_writer(self, who: str) -> bool:
        return any(one.who == who for one in self.writers())

    def everybody(self) -> list[str]:
        writing = {one.who for one in self.writers()}
        nominees = [one for one in self.people if one.role == "nominee" and one.state == "accepted"]
        return [one.email for one in (*self.writers(), *(one for one in nominees if one.who not in writing))]

    @property
    def request(self) -> Cure | None:
        return self.cure if self.state == "needs-changes" and self.cure is not None and not self.cure.end else None

    @property
    def round(self) -> int:
        return 2 if self.cure is not None and self.cure.end else 1

    @property
    def rules(self) -> list[str]:
        return [FIRST_RULE, *(["consent"] if self.nominee_email else []), "category"]

    @property
    def outcomes(self) -> dict[str, str]:
        return {key: outcome for (number, key), outcome in self.checks.items() if number == self.round}

    def go(self, to: str) -> None:
        self.steps.append((self.state, to))
        self.state = to

    def end_links(self, role: str = "") -> None:
        for one in self.people:
            if one.state == "invited" and role in {"", one.role}:
                one.state = "removed"


@dataclass
class Room:
    """The dossiers of an edition, in the order in which they were begun."""

    edition: Edition
    now: datetime
    dossiers: list[Dossier] = field(default_factory=list)
    mails: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, kind: str, people: list[str]) -> None:
        self.mails += [(f"dossier_{kind}", email) for email in people]

    def is_taken(self, dossier: Dossier, title: str) -> bool:
        others = (one for one in self.dossiers if one is not dossier and one.state not in UNCOUNTED)
        return any(one.title == title for one in others)

    def _takes(self) -> None:
        refuse_if(not self.edition.takes(self.now))

    def _open_part(self, dossier: Dossier, part: str, who: str) -> None:
        request = dossier.request
        asked = dossier.state == "draft" or (request is not None and part in request.parts)
        refuse_if(not (dossier.is_writer(who) and asked), FORBIDDEN)
        if request is None:
            self._takes()
        refuse_if(request is not None and self.now >= request.due)

    def start(self, dossier: Dossier, email: str, *, known: bool) -> None:
        self._takes()
        refuse_if(not known, field="category_code")
        refuse_if(dossier.nominee_email == email, field="nominee_email")
        dossier.people.append(Person(email, "lead", "accepted", who=dossier.lead))
        dossier.steps.append(("", "draft"))
        self.dossiers.append(dossier)

    def nominate(self, dossier: Dossier) -> None:
        """The secretariat's own way, without people."""
        self._takes()
        refuse_if(self.is_taken(dossier, dossier.title), field="title")
        dossier.state, dossier.handed_in = "submitted", True
        dossier.steps.append(("", "submitted"))
        self.dossiers.append(dossier)

    def save_title(self, dossier: Dossier, title: str, who: str, own: str, *, stale: bool) -> None:
        self._open_part(dossier, "basics", who)
        refuse_if(dossier.nominee_email == own, field="nominee_email")
        if title == dossier.title:
            return
        refuse_if(stale, errors.StaleError)
        refuse_if(dossier.state not in UNCOUNTED and self.is_taken(dossier, title), field="title")
        dossier.title = title

    def save_answer(self, dossier: Dossier, key: str, words: str, who: str, *, stale: bool) -> None:
        self._open_part(dossier, f"answer:{key}", who)
        refuse_if(key not in dossier.answers)
        refuse_if(dossier.answers[key] != words and stale, errors.StaleError)
        dossier.answers[key] = words

    def invite(self, dossier: Dossier, email: str, who: str) -> None:
        refuse_if(dossier.lead != who or dossier.state != "draft", FORBIDDEN)
        refuse_if("@" not in email, field="email")
        live = [one.email for one in dossier.people if one.role != "nominee" and one.state in {"invited", "accepted"}]
        refuse_if(email in live, field="email")
        dossier.people.append(Person(email, "co-author", until=self.now + LINK_LIVES))
        self.tell("co_author", [email])

    @staticmethod
    def opens(person: Person, now: datetime) -> bool:
        """Whether a link still asks."""
        return person.state == "invited" and person.until is not None and now < person.until

    def accept(self, dossier: Dossier, person: Person, who: str, own: str, consent: str) -> None:
        """``who`` answers, whose own address is ``own``."""
        refuse_if(not self.edition.is_frozen)
        self._takes()
        known = who if own == person.email else ""
        if person.role == "co-author":
            refuse_if(not known, FORBIDDEN)
            person.state, person.who = "accepted", known
            return
        refuse_if(not consent, field="agree")
        refuse_if(self.is_taken(dossier, dossier.title), field="title")
        person.state, person.who = "accepted", known
        self._take_in(dossier)

    def decline(self, dossier: Dossier, person: Person) -> None:
        person.state = "declined"
        if person.role == "nominee" and dossier.state == "awaiting":
            dossier.go("draft")
            self.tell("declined", [one.email for one in dossier.writers()])

    def let_go(self, dossier: Dossier, person: Person, who: str) -> None:
        own = next((one for one in dossier.writers() if one.who == who), None)
        refuse_if(person.role != "co-author" or own is None or (own.role != "lead" and own is not person), FORBIDDEN)
        if person.state in {"invited", "accepted"}:
            person.state = "removed"

    def _take_in(self, dossier: Dossier) -> None:
        dossier.handed_in = True
        dossier.go("submitted")
        self.tell("received", dossier.everybody())

    def submit(self, dossier: Dossier, who: str) -> None:
        refuse_if(not self.edition.is_frozen)
        refuse_if(dossier.lead != who, FORBIDDEN)
        self._takes()
        refuse_if(dossier.state != "draft", ILLEGAL)
        refuse_if(not all(dossier.answers.values()), IncompleteError)
        if dossier.nominee_email:
            dossier.go("awaiting")
            dossier.people.append(Person(dossier.nominee_email, "nominee", until=self.edition.ends("call")))
            self.tell("nominee", [dossier.nominee_email])
            return
        refuse_if(self.is_taken(dossier, dossier.title), field="title")
        self._take_in(dossier)

    def withdraw(self, dossier: Dossier, who: str) -> None:
        states = {*UNSENT, "submitted", "needs-changes", "eligible"}
        refuse_if(dossier.lead != who or dossier.state not in states, FORBIDDEN)
        refuse_if(dossier.handed_in and self.edition.is_decided, field="to")
        dossier.end_links()
        dossier.go("withdrawn")
        if dossier.handed_in:
            self.tell("withdrawn", [one.email for one in dossier.writers()])
            self.edition.log.append("withdrawal")

    def take_up(self, dossier: Dossier, who: str) -> None:
        refuse_if(dossier.lead != who, FORBIDDEN)
        refuse_if(dossier.state != "awaiting", ILLEGAL)
        dossier.end_links("nominee")
        dossier.go("draft")

    def _screening(self, who: str) -> None:
        refuse_if(who != SECRETARY, FORBIDDEN)
        refuse_if(self.edition.state != "screening")

    def check(self, dossier: Dossier, key: str, outcome: str, who: str, note: str) -> None:
        self._screening(who)
        refuse_if(dossier.state != "submitted", ILLEGAL)
        refuse_if(key not in dossier.rules, field="key")
        refuse_if(outcome != "pass" and not note, field="note")
        dossier.checks[dossier.round, key] = outcome

    def conclude(self, dossier: Dossier, to: str, who: str, reason: str) -> None:
        self._screening(who)
        said = dossier.outcomes
        if to == "eligible":
            refuse_if(any(said.get(key) != "pass" for key in dossier.rules), field="to")
        else:
            refuse_if("fail" not in said.values(), field="to")
            refuse_if(not reason, field="reason")
        self.decide(dossier, to, who, reason, with_prize=False)
        self.tell("screened", dossier.everybody())

    def ask_cure(self, dossier: Dossier, parts: set[str], words: str, who: str) -> None:
        self._screening(who)
        refuse_if(dossier.state != "submitted", ILLEGAL)
        refuse_if(dossier.cure is not None, field="to")
        refuse_if({"fail", "unclear"}.isdisjoint(dossier.outcomes.values()), field="to")
        refuse_if(not dossier.people, field="to")
        refuse_if(not parts or "answer:nothing" in parts, field="parts")
        refuse_if(not words, field="words")
        dossier.cure = Cure(parts, due_after(self.now, self.edition.cure_days))
        dossier.go("needs-changes")
        self.tell("cure_asked", dossier.everybody())

    def answer_cure(self, dossier: Dossier, who: str) -> None:
        refuse_if(dossier.lead != who, FORBIDDEN)
        request = dossier.request
        if request is None:
            raise Refused(ILLEGAL)
        refuse_if(self.now >= request.due)
        refuse_if(not all(dossier.answers.values()), IncompleteError)
        request.end = "answered"
        dossier.go("submitted")
        self.tell("cure_answered", dossier.everybody())

    def lapse(self) -> int:
        due = [one for one in self.dossiers if one.request is not None and one.request.due <= self.now]
        for dossier in due:
            if dossier.cure is not None:
                dossier.cure.end = "lapsed"
            dossier.go("submitted")
            self.tell("cure_lapsed", dossier.everybody())
        return len(due)

    def decide(self, dossier: Dossier, to: str, who: str, reason: str, *, with_prize: bool) -> None:
        """The secretariat's own move, in whatever state the edition is."""
        refuse_if(who != SECRETARY, FORBIDDEN)
        refuse_if((dossier.state, to) not in MOVES, ILLEGAL)
        refuse_if(to in {"ineligible", "revoked", "needs-changes"} and not reason, field="reason")
        if dossier.people:
            is_asked = dossier.cure is not None and not dossier.cure.end
            refuse_if(to == "needs-changes" and not is_asked, field="to")
            refuse_if(dossier.state == "needs-changes" and to == "submitted" and is_asked, field="to")
        refuse_if((to == "winner") != with_prize, field="honour")
        refuse_if(to in LOGGED and self.edition.is_decided, field="to")
        dossier.go(to)
        if to == "withdrawn":
            dossier.end_links()
        if to in LOGGED:
            self.edition.log.append(LOGGED[to])

    def move_edition(self, to: str, who: str, reason: str) -> None:
        """The edition's own refusals, with what its dossiers keep it from."""
        states = {one.state for one in self.dossiers}
        eligible = [one for one in self.dossiers if one.state == "eligible"]
        sheets = [one for one in self.dossiers if one.judged and one.state in RUNNING - {"revoked"}]
        waits = {
            "screening": bool(states & {"submitted", "needs-changes"}) or not all(one.judged for one in eligible),
            "scoring": not all(one.scored for one in sheets),
            "public-comment": not self.edition.is_decided and bool(states & (RUNNING - {"revoked"})),
        }
        source = self.edition.state
        self.edition.move(to, who, reason, self.now, is_kept=waits.get(source, False))
        if (source, to) == ("deliberation", "public-comment"):
            for number in self.edition.shortlist:
                if self.dossiers[number].state == "eligible":
                    self.dossiers[number].go("finalist")
