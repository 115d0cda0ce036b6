"""What happens next, from counts alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from awards.dashboard import tasks
from awards.dashboard.tasks import Actor, Counts, Place, Urgency
from awards.editions.enums import PHASE_OF, EditionState
from awards.enums import PhaseKind
from portal.kernel import clock
from tests.awards.dashboard.rules import RULES

NOW = clock.now()
QUIET = Counts(jurors=7, has_chair=True, meetings=1, has_shortlist=True, has_decision=True, is_released=True)


def _due(state: EditionState, counts: Counts, moment: str = "inside") -> tuple[tasks.Task, ...]:
    phase = RULES.phase(PHASE_OF[state])
    assert phase is not None
    now = {"inside": phase.starts, "soon": phase.ends - timedelta(days=2), "over": phase.ends}[moment]
    return tasks.due(state=state, rules=RULES, counts=counts, now=now)


@pytest.mark.parametrize(
    ("state", "counts", "who", "where"),
    [
        (EditionState.OPEN, {"drafts": 2}, Actor.ENTRANTS, Place.EDITION),
        (EditionState.OPEN, {"invited": 1}, Actor.JURORS, Place.JURY),
        (EditionState.SCREENING, {"submitted": 3}, Actor.SECRETARIAT, Place.SCREENING),
        (EditionState.SCREENING, {"curing": 1}, Actor.ENTRANTS, Place.SCREENING),
        (EditionState.SCREENING, {"undeclared": 1}, Actor.JURORS, Place.JURY),
        (EditionState.SCREENING, {"has_chair": False}, Actor.SECRETARIAT, Place.JURY),
        (EditionState.SCREENING, {"jurors": 2}, Actor.SECRETARIAT, Place.JURY),
        (EditionState.SCREENING, {"short_of_jurors": 1}, Actor.SECRETARIAT, Place.JURY),
        (EditionState.SCORING, {"sheets_due": 9, "sheets_in": 4}, Actor.JURORS, Place.MARKING),
        (EditionState.DELIBERATION, {"meetings": 0}, Actor.SECRETARIAT, Place.MEETINGS),
        (EditionState.DELIBERATION, {"open_meetings": 1}, Actor.COUNCIL, Place.MEETINGS),
        (EditionState.PUBLIC_COMMENT, {"objections": 1}, Actor.SECRETARIAT, Place.OBJECTIONS),
        (EditionState.PUBLIC_COMMENT, {"alarms": 1}, Actor.SECRETARIAT, Place.VOTING),
        (EditionState.DECIDED, {"appeals": 1, "appeals_without_officer": 1}, Actor.SECRETARIAT, Place.APPEALS),
        (EditionState.DECIDED, {"is_reopened": True}, Actor.SECRETARIAT, Place.DECISION),
        (EditionState.DECIDED, {"appeals": 1}, Actor.OFFICER, Place.APPEALS),
        (EditionState.DECIDED, {"without_certificate": 2}, Actor.SECRETARIAT, Place.CERTIFICATES),
        (EditionState.DECIDED, {"is_released": False}, Actor.SECRETARIAT, Place.FEEDBACK),
    ],
)
def test_each_gap_is_one_task_of_somebody(
    state: EditionState, counts: dict[str, int], who: Actor, where: Place
) -> None:
    (task,) = _due(state, replace(QUIET, **counts))
    assert (task.who, task.where) == (who, where)
    assert "%" not in task.words
    assert not _due(state, QUIET)


def test_what_is_late_stands_first_and_says_since_when() -> None:
    counts = replace(QUIET, submitted=2, curing=1)
    assert {task.urgency for task in _due(EditionState.SCREENING, counts)} == {Urgency.CALM}
    assert {task.urgency for task in _due(EditionState.SCREENING, counts, "soon")} == {Urgency.SOON}
    late = _due(EditionState.SCREENING, counts, "over")
    phase = RULES.phase(PhaseKind.SCREENING)
    assert phase is not None
    assert all(task.is_late for task in late)
    assert late[0].last_day == clock.local(phase.ends - timedelta(seconds=1)).date()


def test_the_next_step_is_offered_when_nothing_is_left_and_the_phase_is_over() -> None:
    (task,) = _due(EditionState.SCORING, replace(QUIET, sheets_due=9, sheets_in=9), "over")
    assert task.who is Actor.SECRETARIAT
    assert str(EditionState.DELIBERATION.label) in task.words
    assert not _due(EditionState.SCORING, replace(QUIET, sheets_due=9, sheets_in=9))


def test_after_the_comments_tally_and_decision_are_due() -> None:
    counts = replace(QUIET, has_decision=False, tally_due=True)
    assert {task.where for task in _due(EditionState.PUBLIC_COMMENT, counts, "over")} == {Place.VOTING, Place.DECISION}


@pytest.mark.parametrize("state", [EditionState.DRAFT, EditionState.CLOSED, EditionState.CANCELLED])
def test_nobody_must_act_before_and_after(state: EditionState) -> None:
    assert not tasks.due(state=state, rules=RULES, counts=Counts(drafts=1, submitted=1, appeals=1), now=NOW)
