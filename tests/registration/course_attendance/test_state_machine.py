"""Random histories of attendance against a plain model."""

import uuid
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from portal.kernel.errors import DomainError, IllegalMoveError
from registration import errors
from registration.course_enums import CAME, NOTED, AttendanceState
from registration.courses import CertificateTerms
from registration.domain import (
    certificates,
    course_attendance,
    rotating,
    steps,
)
from registration.models import (
    Certificate,
    SessionAttendance,
    SessionAttendanceLog,
)
from tests.factories import courses as make
from tests.factories.registration import make_organiser

pytestmark = pytest.mark.django_db


@dataclass
class Model:
    """What is noted of whom, what can be undone, who has a certificate; all by position."""

    states: dict[tuple[int, int], str] = field(default_factory=dict)
    versions: dict[tuple[int, int], int] = field(default_factory=dict)
    batches: list[tuple[uuid.UUID, list[tuple[tuple[int, int], str, int]]]] = field(default_factory=list)
    certified: set[int] = field(default_factory=set)
    steps: int = 0

    def of(self, key: tuple[int, int]) -> str:
        return self.states.get(key, "not-noted")

    def write(self, key: tuple[int, int], value: str) -> tuple[tuple[int, int], str, int]:
        before = self.of(key)
        self.states[key] = value
        self.steps += 1
        self.versions[key] = self.steps
        return key, before, self.steps


PEOPLE, SESSIONS, NEEDED = 3, 3, 2


class AttendanceMachine(RuleBasedStateMachine):
    """Notes one and all, undoes, scans, issues and revokes, in any order."""

    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.course = make.facts(sessions=SESSIONS, terms=CertificateTerms(share=60))
        self.knowing = make.known(self.course)
        self.knowing.__enter__()
        kind = make.place_kind(self.course)
        self.rows = [make.trainee(kind) for _number in range(PEOPLE)]
        self.by = make_organiser()
        self.now = self.course.sessions[-1].starts
        self.model = Model()

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            self.knowing.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    @rule(
        person=st.integers(0, PEOPLE - 1),
        session=st.integers(0, SESSIONS - 1),
        value=st.sampled_from([state.value for state in NOTED]),
    )
    def note(self, person: int, session: int, value: str) -> None:
        def call() -> uuid.UUID | None:
            return course_attendance.note(
                registration=self.rows[person],
                session=self.course.sessions[session].key,
                state=AttendanceState(value),
                by=self.by,
                now=self.now,
            )

        if self.model.of((person, session)) == value:
            assert call() is None
        elif person in self.model.certified:
            with pytest.raises(errors.FrozenError):
                call()
        else:
            batch = call()
            assert batch is not None
            self.model.batches.append((batch, [self.model.write((person, session), value)]))

    @rule(session=st.integers(0, SESSIONS - 1))
    def everybody(self, session: int) -> None:
        batch, count = course_attendance.note_all_present(
            subject=self.course.key, session=self.course.sessions[session].key, by=self.by, now=self.now
        )
        chosen = [
            (person, session)
            for person in range(PEOPLE)
            if person not in self.model.certified and self.model.of((person, session)) == "not-noted"
        ]
        assert count == len(chosen)
        self.model.batches.append((batch, [self.model.write(key, "present") for key in chosen]))

    @rule(number=st.integers(0, 30))
    def undo(self, number: int) -> None:
        if not self.model.batches:
            return
        batch, steps = self.model.batches[number % len(self.model.batches)]
        due = [
            (key, before)
            for key, before, version in steps
            if self.model.versions[key] == version and key[0] not in self.model.certified
        ]
        if not due:
            with pytest.raises(DomainError):
                course_attendance.undo(batch=batch, by=self.by, now=self.now)
            return
        assert course_attendance.undo(batch=batch, by=self.by, now=self.now) == len(due)
        for key, before in due:
            self.model.write(key, before)

    @rule(person=st.integers(0, PEOPLE - 1))
    def scan(self, person: int) -> None:
        key = (person, SESSIONS - 1)
        session = self.course.sessions[-1].key
        code = rotating.code(subject=self.course.key, session=session, now=self.now)

        def call() -> SessionAttendance:
            return course_attendance.come_by_code(
                registration=self.rows[person], session=session, typed=code, now=self.now
            )

        before = self.model.of(key)
        if before in CAME:
            assert call().state == before
        elif before != "not-noted" or person in self.model.certified:
            with pytest.raises(DomainError):
                call()
        else:
            call()
            self.model.write(key, "present")

    @rule(person=st.integers(0, PEOPLE - 1))
    def issue(self, person: int) -> None:
        came = sum(self.model.of((person, session)) in CAME for session in range(SESSIONS))
        if person in self.model.certified or came < NEEDED:
            with pytest.raises((IllegalMoveError, errors.NotQualifiedError)):
                certificates.issue(registration=self.rows[person], by=self.by, now=self.now)
            return
        certificates.issue(registration=self.rows[person], by=self.by, now=self.now)
        self.model.certified.add(person)

    @rule(person=st.integers(0, PEOPLE - 1))
    def revoke(self, person: int) -> None:
        if person not in self.model.certified:
            return
        valid = Certificate.objects.get(registration=self.rows[person], state="issued")
        certificates.revoke(certificate=valid, by=self.by, now=self.now, why="Nhầm")
        self.model.certified.discard(person)

    @invariant()
    def rows_agree(self) -> None:
        if not hasattr(self, "model"):
            return
        found = {(row.registration_id, row.session): row.state for row in SessionAttendance.objects.all()}
        for person, row in enumerate(self.rows):
            for number, session in enumerate(self.course.sessions):
                assert found.get((row.pk, session.key), "not-noted") == self.model.of((person, number))
        assert SessionAttendanceLog.objects.count() == self.model.steps
        valid = set(Certificate.objects.filter(state="issued").values_list("registration_id", flat=True))
        assert valid == {self.rows[person].pk for person in self.model.certified}


def test_random_histories_agree_with_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    unsent = SimpleNamespace(enqueue=lambda *_arguments, **_named: None)
    for sender in (certificates, steps):
        monkeypatch.setattr(sender, "tasks", SimpleNamespace(send_certificate=unsent, send_notice=unsent))
    run_state_machine_as_test(
        AttendanceMachine,
        settings=settings(
            max_examples=200,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
