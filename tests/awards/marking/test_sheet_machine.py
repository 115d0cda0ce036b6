"""Random histories of two jurors' sheets for one dossier, in every state of assignment and edition, against a plain model."""

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import pytest
from django.db import transaction
from wagtail.models import Site

from awards.editions.enums import EditionState
from awards.jury.domain import giving
from awards.jury.enums import AssignmentState
from awards.ledger import domain as ledger_domain
from awards.ledger import queries as ledger
from awards.ledger import recompute
from awards.marking import gate
from awards.marking.domain import sheets
from awards.marking.enums import MarkState
from awards.models import Assignment, AwardEdition, AwardPage, MarkSheet
from portal.kernel import clock, errors
from portal.operations import db_clock
from tests.factories import awards as factory
from tests.factories import jury
from tests.factories import marking as make

pytestmark = pytest.mark.django_db
RUNS: Final = 200
STEPS: Final = 30
MOST: Final = 10
EDITIONS: Final = (EditionState.SCREENING, EditionState.SCORING, EditionState.DELIBERATION)


@dataclass
class Seat:
    """What somebody with pencil and paper knows of one juror's sheet."""

    assignment: AssignmentState = AssignmentState.GIVEN
    sheet: MarkState | None = None
    points: dict[str, int | None] = field(default_factory=dict)
    counts: dict[str, int] | None = None
    """The points that the log has now."""


@dataclass
class Model:
    """Edition, clock and both seats."""

    edition: EditionState = EditionState.SCORING
    is_over: bool = False
    seats: dict[int, Seat] = field(default_factory=dict)

    def may_write(self, seat: Seat) -> bool:
        return (
            seat.assignment is AssignmentState.CONFIRMED and self.edition is EditionState.SCORING and not self.is_over
        )


class Run:
    """One history."""

    def __init__(self, page: AwardPage, given: list[Assignment], chance: random.Random, now: Any) -> None:
        self.key, self.chance = page.translation_key, chance
        self.given = {one.pk: one for one in given}
        self.rules = make.rules_of(self.key)
        self.keys = [criterion.key for criterion in self.rules.criteria]
        self.model = Model(seats={one.pk: Seat() for one in given})
        self.ends, self.now = make.ends_of(self.key), now

    def at(self) -> Any:
        return self.ends if self.model.is_over else self.now

    def step(self) -> None:
        self.now += timedelta(microseconds=1)
        acts = (self.save, self.save, self.save, self.hand_in, self.hand_in, self.take_back, self.confirm, self.confirm)
        rare = (self.void, self.go, self.let_time_pass)
        act = self.chance.choice(rare if self.chance.random() < 0.15 else acts)
        pk = self.chance.choice(list(self.given))
        act(self.given[pk], self.model.seats[pk])

    def _try(self, act: Callable[[], Any], *, may: bool) -> bool:
        try:
            with transaction.atomic():
                act()
        except errors.DomainError:
            assert not may
            return False
        assert may
        return True

    def save(self, given: Assignment, seat: Seat) -> None:
        choices = [None, 0, MOST, MOST + 1] if self.chance.random() < 0.2 else [0, 7, MOST]
        points = {key: self.chance.choice(choices) for key in self.keys}
        may = self.model.may_write(seat) and seat.sheet in {None, MarkState.DRAFT} and MOST + 1 not in points.values()
        if self._try(lambda: self._save(given, points), may=may):
            seat.sheet, seat.points = MarkState.DRAFT, points

    def _save(self, given: Assignment, points: dict[str, int | None]) -> MarkSheet:
        stored = MarkSheet.objects.filter(assignment=given).first()
        return sheets.save_draft(
            assignment=given,
            words=sheets.Words(points=points),
            by=given.juror.user,
            now=self.now,
            seen_at=stored.saved_at if stored is not None else None,
        )

    def hand_in(self, given: Assignment, seat: Seat) -> None:
        stored = MarkSheet.objects.filter(assignment=given).first()
        seen_at = stored.saved_at if stored is not None else None
        is_whole = bool(seat.points) and None not in seat.points.values()
        may = self.model.may_write(seat) and seat.sheet is MarkState.DRAFT and is_whole
        if self._try(lambda: sheets.hand_in(assignment=given, by=given.juror.user, seen_at=seen_at), may=may):
            seat.sheet, seat.counts = MarkState.SUBMITTED, {key: number or 0 for key, number in seat.points.items()}

    def take_back(self, given: Assignment, seat: Seat) -> None:
        may = self.model.may_write(seat) and seat.sheet is MarkState.SUBMITTED
        if self._try(lambda: sheets.take_back(assignment=given, by=given.juror.user), may=may):
            seat.sheet, seat.counts = MarkState.DRAFT, None

    def confirm(self, given: Assignment, seat: Seat) -> None:
        if seat.assignment is AssignmentState.GIVEN:
            Assignment.objects.filter(pk=given.pk).update(state=AssignmentState.CONFIRMED, confirmed_at=self.now)
            seat.assignment = AssignmentState.CONFIRMED

    def void(self, given: Assignment, seat: Seat) -> None:
        if seat.assignment is AssignmentState.VOID:
            return
        fresh = Assignment.objects.select_related("juror", "nomination").get(pk=given.pk)
        ledger_domain.append_all(award_key=self.key, acts=giving.take_back(fresh, by=None, now=self.now), now=self.now)
        seat.counts = None
        seat.assignment = AssignmentState.VOID
        seat.sheet = MarkState.VOID if seat.sheet is not None else None

    def go(self, _given: Assignment, _seat: Seat) -> None:
        self.model.edition = self.chance.choice([*EDITIONS, EditionState.SCORING])
        AwardEdition.objects.filter(award_key=self.key).update(state=self.model.edition)

    def let_time_pass(self, _given: Assignment, _seat: Seat) -> None:
        self.model.is_over = self.chance.random() < 0.3

    def check(self) -> None:
        stored = dict(MarkSheet.objects.values_list("assignment_id", "state"))
        assert stored == {pk: seat.sheet for pk, seat in self.model.seats.items() if seat.sheet is not None}

    def check_gate(self) -> None:
        lacking = {
            given.juror.full_name
            for pk, given in self.given.items()
            if self.model.seats[pk].assignment is not AssignmentState.VOID
            and self.model.seats[pk].sheet is not MarkState.SUBMITTED
        }
        said = "".join(gate.missing(self.key, self.rules))
        assert {given.juror.full_name for given in self.given.values() if given.juror.full_name in said} == lacking

    def check_log(self) -> None:
        """The log counts what was handed in last, whatever happened before, and nothing of a juror who lost the dossier."""
        told = recompute.told_by(list(ledger.entries(self.key)), with_votes=False)
        found = {row["juror"]: row["points"] for category in told.values() for row in category["sheets"]}
        assert found == {
            self.given[pk].juror.alias: seat.counts for pk, seat in self.model.seats.items() if seat.counts is not None
        }


def test_any_history_agrees_with_the_plain_model(
    site: Site, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    page = make.make_scoring(site, factory.make_secretary(site))
    dossier = make.make_dossier(page)
    people = [jury.make_juror(page.translation_key, full_name=f"Trần Thứ {name}") for name in ("Nhất", "Hai")]
    given = [jury.give(person, dossier, confirmed=False) for person in people]
    taken, ends = 0, dict.fromkeys(MarkState, 0)
    for seed in range(RUNS):
        with transaction.atomic():
            run = Run(page, given, random.Random(seed), clock.now())
            monkeypatch.setattr(db_clock, "now", run.at)
            for step in range(STEPS):
                run.step()
                run.check()
                if step % 5 == 0:
                    run.check_gate()
                taken += 1
            run.check_log()
            for seat in run.model.seats.values():
                if seat.sheet is not None:
                    ends[seat.sheet] += 1
            transaction.set_rollback(True)
    record_property("steps", taken)
    sys.stdout.write(f"{RUNS} runs, {taken} steps\n")
    assert taken == RUNS * STEPS
    assert min(ends.values()) > RUNS / 10, ends
