"""Random histories of a council's meetings, motions and objections, compared with a plain model after every step."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from django.db import transaction
from wagtail.models import Site

from awards.deliberation import minutes
from awards.deliberation.domain import meetings, motions, objections
from awards.deliberation.enums import CaseState, Choice, MotionKind
from awards.editions.enums import EditionState
from awards.ledger import queries as ledger
from awards.models import Conflict, Meeting, Motion, MotionVote, Objection, Shortlist
from portal.kernel import errors
from portal.kernel.languages import Language
from portal.mail import domain as mail
from tests import worlds
from tests.factories import deliberation as make
from tests.factories.deliberation import Council
from tests.factories.dossiers import PDF

pytestmark = pytest.mark.django_db
RUNS: Final = 200
STEPS: Final = 30
QUORUM: Final = 3
SITTING: Final = (EditionState.DELIBERATION, EditionState.PUBLIC_COMMENT)


@dataclass
class Model:
    """What a council's meetings and objections are, told without the domain."""

    state: EditionState = EditionState.DELIBERATION
    meetings: list[str] = field(default_factory=list)
    present: list[set[int]] = field(default_factory=list)
    motion: tuple[int, set[int]] | None = None
    votes: dict[int, tuple[Choice, bool]] = field(default_factory=dict)
    conflicts: set[tuple[int, int]] = field(default_factory=set)
    cases: list[str] = field(default_factory=list)
    log: int = 0

    @property
    def open_one(self) -> int | None:
        return self.meetings.index("open") if "open" in self.meetings else None

    def free(self, meeting: int, named: set[int]) -> set[int]:
        out = {juror for juror, dossier in self.conflicts if dossier in named}
        return self.present[meeting] - out


class Run:
    """One history; each step says beforehand whether it may be taken."""

    def __init__(self, council: Council, seed: int) -> None:
        self.council, self.chance, self.model = council, random.Random(seed), Model()
        self.now: datetime = council.now
        self.log_before = sum(1 for _entry in ledger.entries(council.key))
        self.rows: list[Meeting] = []
        self.cases: list[Objection] = []

    def attempt(self, may: bool, act: Any) -> Any:
        self.now += timedelta(seconds=1)
        try:
            with transaction.atomic():
                made = act()
        except errors.DomainError:
            assert not may, act
            return None
        assert may, act
        return made

    def step(self) -> None:
        choices = [
            self.plan,
            self.attend,
            self.open,
            self.open,
            self.put,
            self.put,
            self.vote,
            self.vote,
            self.vote,
            self.close_motion,
            self.close_meeting,
            self.conflict,
            self.move,
            self.object,
            self.handle,
        ]
        self.chance.choice(choices)()

    def acts(self) -> dict[str, Any]:
        return {"by": self.council.secretary, "now": self.now}

    def some_meeting(self) -> int | None:
        return self.chance.randrange(len(self.rows)) if self.rows else None

    def plan(self) -> None:
        may = self.model.state in (*SITTING, EditionState.SCORING)
        when = self.now + timedelta(days=1)
        made = self.attempt(
            may,
            lambda: meetings.plan_meeting(award_key=self.council.key, held_at=when, place="Phòng họp", **self.acts()),
        )
        if made is not None:
            self.rows.append(made)
            self.model.meetings.append("planned")
            self.model.present.append(set())

    def attend(self) -> None:
        place = self.some_meeting()
        if place is None:
            return
        here = {number for number in range(len(self.council.jurors)) if self.chance.random() < 0.85}
        people = {juror.pk: meetings.Presence(number in here) for number, juror in enumerate(self.council.jurors)}
        is_busy = self.model.motion is not None and self.model.open_one == place
        may = self.model.meetings[place] != "closed" and not is_busy
        row, secretary = self.rows[place], self.council.secretary
        self.attempt(may, lambda: meetings.note_attendance(meeting=row, people=people, by=secretary))
        if may:
            self.model.present[place] = here

    def open(self) -> None:
        place = self.some_meeting()
        if place is None:
            return
        model = self.model
        may = (
            model.state in SITTING
            and model.meetings[place] == "planned"
            and model.open_one is None
            and len(model.present[place]) >= QUORUM
        )
        row = self.rows[place]
        self.attempt(may, lambda: meetings.open_meeting(meeting=row, **self.acts()))
        if may:
            model.meetings[place] = "open"

    def put(self) -> None:
        place = self.some_meeting()
        if place is None:
            return
        model, dossiers = self.model, self.council.dossiers
        named = {number for number in range(len(dossiers)) if self.chance.random() < 0.4}
        may = (
            model.state in SITTING
            and model.meetings[place] == "open"
            and model.motion is None
            and len(model.present[place]) >= QUORUM
            and len(model.free(place, named)) >= 2
        )
        row = self.rows[place]
        self.attempt(
            may,
            lambda: motions.open_motion(
                meeting=row,
                kind=MotionKind.OTHER,
                words="Nhất trí?",
                nominations=[dossiers[number] for number in named],
                **self.acts(),
            ),
        )
        if may:
            model.motion, model.votes = (place, named), {}

    def vote(self) -> None:
        last = Motion.objects.select_related("meeting").order_by("-pk").first()
        if last is None:
            return
        model = self.model
        number = self.chance.randrange(len(self.council.jurors))
        juror, choice, on_paper = (
            self.council.jurors[number],
            self.chance.choice(list(Choice)),
            self.chance.random() < 0.4,
        )
        may = model.motion is not None and number in model.free(*model.motion)
        if number in model.votes:
            may = may and model.votes[number][1] == on_paper
        if on_paper:
            self.attempt(
                may, lambda: motions.record_ballot(motion=last, juror_id=juror.pk, choice=choice, **self.acts())
            )
        else:
            self.attempt(may, lambda: motions.cast_vote(motion=last, choice=choice, by=juror.user, now=self.now))
        if may:
            model.votes[number] = (choice, on_paper)

    def close_motion(self) -> None:
        last = Motion.objects.select_related("meeting").order_by("-pk").first()
        if last is None:
            return
        model, may = self.model, self.model.motion is not None
        if self.chance.random() < 0.2:
            self.attempt(may, lambda: motions.void_motion(motion=last, reason="Nhầm.", **self.acts()))
        else:
            closed = self.attempt(may, lambda: motions.close_motion(motion=last, reason="Đã bàn.", **self.acts()))
            if closed is not None and model.motion is not None:
                free = model.free(*model.motion)
                yes = sum(model.votes[number][0] == Choice.FOR for number in free & model.votes.keys())
                assert (closed.state == "carried", closed.entitled) == (yes > len(free) / 2, len(free))
        if may:
            model.motion, model.log = None, model.log + 1

    def close_meeting(self) -> None:
        place = self.some_meeting()
        if place is None:
            return
        model, row = self.model, self.rows[place]
        if model.meetings[place] == "planned" and self.chance.random() < 0.5:
            self.attempt(True, lambda: meetings.call_off(meeting=row, reason="Bão.", **self.acts()))
            model.meetings[place] = "closed"
            return
        may = model.meetings[place] == "open" and model.motion is None
        self.attempt(may, lambda: meetings.close_meeting(meeting=row, remarks="", **self.acts()))
        if may:
            model.meetings[place], model.log = "closed", model.log + 1

    def conflict(self) -> None:
        pair = (self.chance.randrange(len(self.council.jurors)), self.chance.randrange(len(self.council.dossiers)))
        if pair not in self.model.conflicts and len(self.model.conflicts) < 3:
            make.conflict(self.council.jurors[pair[0]], self.council.dossiers[pair[1]])
            self.model.conflicts.add(pair)

    def move(self) -> None:
        state = self.chance.choice([*SITTING, *SITTING, EditionState.SCORING])
        self.council.set_state(state)
        self.model.state = state

    def object(self) -> None:
        may = self.model.state == EditionState.PUBLIC_COMMENT
        made = self.attempt(
            may,
            lambda: objections.file_objection(
                award_key=self.council.key,
                nomination=None,
                full_name="Phạm Dân",
                email=f"dan{len(self.cases)}@example.org",
                words="Sai.",
                language=Language.VIETNAMESE,
                now=self.now,
            ),
        )
        if made is not None:
            self.cases.append(made)
            self.model.cases.append("sent")

    def handle(self) -> None:
        if not self.cases:
            return
        place = self.chance.randrange(len(self.cases))
        case, stands = self.cases[place], self.model.cases[place]
        move = self.chance.choice(["confirm", "take up", "answer"])
        if move == "confirm":
            may = stands != "sent" or self.model.state == EditionState.PUBLIC_COMMENT
            self.attempt(may, lambda: objections.confirm_objection(objection=case, now=self.now))
            if may and stands == "sent":
                self.model.cases[place] = "received"
        elif move == "take up":
            may = stands == "received"
            self.attempt(may, lambda: objections.take_up(objection=case, **self.acts()))
            if may:
                self.model.cases[place] = "handling"
        else:
            result = self.chance.choice([CaseState.UPHELD, CaseState.REJECTED])
            may = stands == "handling"
            self.attempt(may, lambda: objections.answer(objection=case, result=result, words="Đã xem.", **self.acts()))
            if may:
                self.model.cases[place], self.model.log = result.value, self.model.log + 1

    def check(self) -> None:
        model = self.model
        states = [row.state for row in Meeting.objects.filter(award_key=self.council.key).order_by("number")]
        assert states == model.meetings
        votes = MotionVote.objects.filter(motion__state="open").count()
        assert votes == (len(model.votes) if model.motion is not None else 0)
        waiting = sum(case in {"received", "handling"} for case in model.cases)
        assert objections.unanswered(self.council.key) == waiting

    def check_log(self) -> None:
        assert ledger.verify(self.council.key) is None
        assert sum(1 for _entry in ledger.entries(self.council.key)) - self.log_before == self.model.log


@worlds.standing
def council(site: Site) -> Council:
    found = make.make_council(site, jurors=4)
    Shortlist.objects.create(award_key=found.key, published_at=found.now, comment_until=found.now + timedelta(days=20))
    return found


def test_random_histories_keep_to_the_model(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "queue", lambda **_mail: None)
    monkeypatch.setattr(minutes, "draw", lambda _meeting: PDF)
    steps = 0
    for seed in range(RUNS):
        with transaction.atomic():
            run = Run(council, seed)
            council.set_state(EditionState.DELIBERATION)
            for _step in range(STEPS):
                run.step()
                run.check()
                steps += 1
            run.check_log()
            transaction.set_rollback(True)
    assert steps == RUNS * STEPS
    assert not Conflict.objects.exists()
