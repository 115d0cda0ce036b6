"""Who was at which session: noted, undone, frozen; by the list, by the code on the screen; compared with a plain model."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from registration import errors
from registration.course_enums import CAME, NOTED, AttendanceSource, AttendanceState
from registration.courses import CertificateTerms, CourseFacts
from registration.domain import (
    certificates,
    course_attendance,
    links,
    registrations,
    rotating,
    steps,
    trainer_links,
)
from registration.models import (
    Certificate,
    PlaceKind,
    Registration,
    SessionAttendance,
    SessionAttendanceLog,
)
from tests.factories import courses as make
from tests.factories.registration import NOON, make_organiser

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Iterator[CourseFacts]:
    facts = make.facts()
    with make.known(facts):
        yield facts


@pytest.fixture
def kind(course: CourseFacts) -> PlaceKind:
    return make.place_kind(course)


@pytest.fixture
def trainee(kind: PlaceKind) -> Registration:
    return make.trainee(kind, full_name="Đỗ Thị Hoà", email="hoa@example.org")


def at(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def state(registration: Registration, course: CourseFacts, number: int = 0) -> str:
    return course_attendance.state_of(registration=registration, session=course.sessions[number].key)


def note(registration: Registration, course: CourseFacts, value: str, by: Any, number: int = 0) -> uuid.UUID | None:
    return course_attendance.note(
        registration=registration,
        session=course.sessions[number].key,
        state=AttendanceState(value),
        by=by,
        now=make.during(course, number),
    )


def test_noting_is_logged_and_the_same_again_is_nothing(
    course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    assert note(trainee, course, "present", organiser) is not None
    assert note(trainee, course, "present", organiser) is None
    note(trainee, course, "late", organiser)
    steps = SessionAttendanceLog.objects.values_list("from_state", "to_state", "source", "by")
    assert list(steps) == [
        ("not-noted", "present", "list", organiser.pk),
        ("present", "late", "list", organiser.pk),
    ]


def test_back_to_nothing_only_by_undoing(course: CourseFacts, trainee: Registration, organiser: User) -> None:
    batch = note(trainee, course, "absent", organiser)
    with pytest.raises(IllegalMoveError):
        note(trainee, course, "not-noted", organiser)
    assert batch is not None
    assert course_attendance.undo(batch=batch, by=organiser, now=NOON) == 1
    assert state(trainee, course) == AttendanceState.NOT_NOTED
    with pytest.raises(DomainError):
        course_attendance.undo(batch=batch, by=organiser, now=NOON)


def test_session_cannot_be_noted_long_before_it_but_excused(
    course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    session = course.sessions[1]
    early = session.starts - course_attendance.OPENS_BEFORE - timedelta(seconds=1)
    arguments: dict[str, Any] = {"registration": trainee, "session": session.key, "by": organiser}
    with pytest.raises(DomainError):
        course_attendance.note(**arguments, state=AttendanceState.PRESENT, now=early)
    with pytest.raises(DomainError):
        course_attendance.note_all_present(subject=course.key, session=session.key, by=organiser, now=early)
    course_attendance.note(**arguments, state=AttendanceState.EXCUSED, now=early)
    course_attendance.note(**arguments, state=AttendanceState.PRESENT, now=early + timedelta(seconds=1))


def test_foreign_sessions_people_and_keepers_are_refused(
    course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    stranger = User.objects.create_user("nguoi-la@example.org")
    with pytest.raises(NotAllowedError):
        note(trainee, course, "present", stranger)
    arguments: dict[str, Any] = {"state": AttendanceState.PRESENT, "by": organiser, "now": NOON}
    with pytest.raises(DomainError):
        course_attendance.note(registration=trainee, session=uuid.uuid4(), **arguments)
    registrations.cancel(registration=trainee, by=organiser, now=NOON)
    with pytest.raises(IllegalMoveError):
        note(trainee, course, "present", organiser)
    assert not SessionAttendance.objects.exists()


def test_everybody_else_is_present_and_undone_together(
    course: CourseFacts, kind: PlaceKind, trainee: Registration, organiser: User
) -> None:
    others = [make.trainee(kind) for _number in range(3)]
    note(trainee, course, "absent", organiser)
    session = course.sessions[0].key
    batch, count = course_attendance.note_all_present(subject=course.key, session=session, by=organiser, now=NOON)
    assert count == 3
    assert [state(row, course) for row in (trainee, *others)] == ["absent", "present", "present", "present"]
    note(others[0], course, "late", organiser)
    assert course_attendance.undo(batch=batch, by=organiser, now=NOON) == 2
    assert [state(row, course) for row in (trainee, *others)] == ["absent", "late", "not-noted", "not-noted"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE registration_sessionattendance SET state = 'asleep'",
        "UPDATE registration_sessionattendance SET source = 'rumour'",
        "UPDATE registration_sessionattendancelog SET to_state = from_state",
        """INSERT INTO registration_sessionattendance (registration_id, session, state, source, at)
        SELECT registration_id, session, state, source, at FROM registration_sessionattendance""",
    ],
)
def test_the_database_refuses_what_makes_no_sense(
    course: CourseFacts, trainee: Registration, organiser: User, change: str
) -> None:
    note(trainee, course, "present", organiser)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


class TestCode:
    """The code on the trainer's screen."""

    def test_lives_two_slots_and_one_ahead(self, course: CourseFacts) -> None:
        where: dict[str, Any] = {"subject": course.key, "session": course.sessions[0].key}
        begun = NOON.replace(second=0)
        code = rotating.code(**where, now=begun)
        valid = {
            seconds: rotating.is_valid(**where, typed=code, now=begun + timedelta(seconds=seconds))
            for seconds in (-31, -30, 0, 29, 59, 60, 3600)
        }
        assert valid == {-31: False, -30: True, 0: True, 29: True, 59: True, 60: False, 3600: False}
        assert rotating.is_valid(**where, typed=f" {code[:4].lower()}-{code[4:]} ", now=begun)
        assert not rotating.is_valid(subject=course.key, session=course.sessions[1].key, typed=code, now=begun)
        assert not rotating.is_valid(subject=uuid.uuid4(), session=course.sessions[0].key, typed=code, now=begun)
        assert not rotating.is_valid(**where, typed="", now=begun)

    def test_next_code_comes_within_thirty_seconds(self) -> None:
        left = {rotating.seconds_left(NOON + timedelta(seconds=second)) for second in range(60)}
        assert left == set(range(1, 31))

    def test_notes_present_then_late_then_nothing(
        self, course: CourseFacts, kind: PlaceKind, trainee: Registration
    ) -> None:
        session = course.sessions[0]
        moments = [session.starts, session.starts + course_attendance.LATE_AFTER]
        people = [trainee, make.trainee(kind), make.trainee(kind)]
        for person, now in zip(people[:2], moments, strict=True):
            code = rotating.code(subject=course.key, session=session.key, now=now)
            course_attendance.come_by_code(registration=person, session=session.key, typed=code, now=now)
        over = session.ends + course_attendance.CODE_CLOSES_AFTER
        code = rotating.code(subject=course.key, session=session.key, now=over)
        with pytest.raises(DomainError):
            course_attendance.come_by_code(registration=people[2], session=session.key, typed=code, now=over)
        assert [state(person, course) for person in people] == ["present", "late", "not-noted"]
        assert SessionAttendance.objects.filter(source=AttendanceSource.CODE).count() == 2

    def test_never_overrules_the_trainer(self, course: CourseFacts, trainee: Registration, organiser: User) -> None:
        note(trainee, course, "absent", organiser)
        now = make.during(course)
        code = rotating.code(subject=course.key, session=course.sessions[0].key, now=now)
        with pytest.raises(DomainError, match=r"Giảng viên|trainer"):
            course_attendance.come_by_code(registration=trainee, session=course.sessions[0].key, typed=code, now=now)
        assert state(trainee, course) == AttendanceState.ABSENT

    def test_old_code_is_refused_with_a_sentence(self, course: CourseFacts, trainee: Registration) -> None:
        now = make.during(course)
        code = rotating.code(subject=course.key, session=course.sessions[0].key, now=now)
        with pytest.raises(errors.CodeOverError):
            course_attendance.come_by_code(
                registration=trainee,
                session=course.sessions[0].key,
                typed=code,
                now=now + timedelta(seconds=61),
            )

    def test_scanned_page_serves_one_person_for_five_minutes(
        self, course: CourseFacts, kind: PlaceKind, trainee: Registration
    ) -> None:
        now = make.during(course)
        where: dict[str, Any] = {"subject": course.key, "session": course.sessions[0].key}
        signed = rotating.issue_ticket(**where, typed=rotating.code(**where, now=now), now=now)
        late = now + rotating.TICKET_LIFETIME + timedelta(seconds=1)
        with pytest.raises(errors.CodeOverError):
            course_attendance.come_by_ticket(registration=trainee, signed=signed, now=late)
        with pytest.raises(errors.CodeOverError):
            course_attendance.come_by_ticket(registration=trainee, signed="forged", now=now)
        for _time in range(2):
            course_attendance.come_by_ticket(registration=trainee, signed=signed, now=now)
        with pytest.raises(DomainError):
            course_attendance.come_by_ticket(registration=make.trainee(kind), signed=signed, now=now)
        assert SessionAttendance.objects.count() == 1


class TestScanPage:
    """The page behind the code."""

    @pytest.fixture(autouse=True)
    def _open(self, site: Site, course: CourseFacts, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = make.during(course)
        at(monkeypatch, self.now)

    def url(self, course: CourseFacts) -> str:
        code = rotating.code(subject=course.key, session=course.sessions[0].key, now=self.now)
        return reverse("registration:scan", args=[course.key, course.sessions[0].key, code])

    def test_get_changes_nothing_and_the_button_notes(
        self, client: Client, course: CourseFacts, trainee: Registration
    ) -> None:
        page = client.get(self.url(course))
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert not SessionAttendance.objects.exists()
        ticket = page.context["form"]["ticket"].value()
        given = {"ticket": ticket, "reference": trainee.reference.lower(), "email": "HOA@example.org"}
        wrong = client.post(self.url(course), {**given, "email": "khac@example.org"})
        assert wrong.context["form"].non_field_errors()
        assert trainee.full_name not in wrong.content.decode()
        done = client.post(self.url(course), given)
        assert trainee.full_name in done.content.decode()
        assert state(trainee, course) == AttendanceState.PRESENT

    def test_replayed_address_is_refused(
        self, client: Client, course: CourseFacts, trainee: Registration, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = self.url(course)
        at(monkeypatch, self.now + timedelta(minutes=2))
        page = client.get(old)
        assert page.context["form"] is None
        assert page.context["refusal"]
        sent = client.post(old, {"ticket": "", "reference": trainee.reference, "email": trainee.email})
        assert sent.status_code == 200
        assert not SessionAttendance.objects.exists()

    def test_person_who_is_signed_in_types_nothing(
        self, client: Client, course: CourseFacts, trainee: Registration
    ) -> None:
        person = User.objects.create_user(trainee.email)
        client.force_login(person)
        assert client.get(self.url(course)).context["own"] is None
        EmailAddress.objects.create(user=person, email=trainee.email, verified=True, primary=True)
        page = client.get(self.url(course))
        assert page.context["own"] == trainee
        client.post(self.url(course), {"ticket": page.context["form"]["ticket"].value()})
        assert state(trainee, course) == AttendanceState.PRESENT

    def test_unknown_course_and_session_answer_404(self, client: Client, course: CourseFacts) -> None:
        session = course.sessions[0].key
        assert client.get(reverse("registration:scan", args=[uuid.uuid4(), session, "ABCD"])).status_code == 404
        assert client.get(reverse("registration:scan", args=[course.key, uuid.uuid4(), "ABCD"])).status_code == 404


class TestClassroom:
    """The trainer's pages."""

    @pytest.fixture(autouse=True)
    def _open(self, site: Site, course: CourseFacts, monkeypatch: pytest.MonkeyPatch) -> None:
        at(monkeypatch, make.during(course))

    def test_trainer_without_account_keeps_one_session(
        self, client: Client, course: CourseFacts, trainee: Registration, organiser: User
    ) -> None:
        session = course.sessions[0].key
        link, secret = trainer_links.give(
            subject=course.key, session=session, name="Cô Hà", by=organiser, now=clock.now()
        )
        url = reverse("registration:class-session", args=[secret, session])
        assert client.get(reverse("registration:class", args=[secret])).status_code == 200
        assert (
            client.get(reverse("registration:class-session", args=[secret, course.sessions[1].key])).status_code == 404
        )
        page = client.get(url, {"q": "do thi hoa"})
        assert [row["name"] for row in page.context["rows"]] == ["Đỗ Thị Hoà"]
        assert client.get(url, {"q": "khong co"}).context["rows"] == []
        client.post(url, {"registration": trainee.pk, "state": "present"})
        assert SessionAttendanceLog.objects.get().trainer == link
        trainer_links.withdraw(link=link, by=organiser, now=clock.now())
        assert client.get(url).status_code == 404
        assert client.post(url, {"everybody": "1"}).status_code == 404

    def test_link_ends_three_days_after_the_session(
        self, client: Client, course: CourseFacts, organiser: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _link, secret = trainer_links.give(
            subject=course.key, session=None, name="Cô Hà", by=organiser, now=clock.now()
        )
        url = reverse("registration:class", args=[secret])
        at(monkeypatch, course.ends + trainer_links.MARGIN - timedelta(seconds=1))
        assert client.get(url).status_code == 200
        at(monkeypatch, course.ends + trainer_links.MARGIN)
        assert client.get(url).status_code == 404

    def test_undo_button_takes_back_the_last_step(
        self, client: Client, course: CourseFacts, trainee: Registration, organiser: User
    ) -> None:
        client.force_login(organiser)
        url = reverse("registration:organiser-class-session", args=[course.key, course.sessions[0].key])
        page = client.post(url, {"everybody": "1"}, follow=True)
        assert state(trainee, course) == AttendanceState.PRESENT
        client.post(url, {"undo": str(page.context["undo"])})
        assert state(trainee, course) == AttendanceState.NOT_NOTED
        assert client.post(url, {"undo": "x"}).status_code == 404
        assert client.post(url, {"registration": "x", "state": "present"}).status_code == 404
        assert client.post(url, {"registration": trainee.pk, "state": "not-noted"}).status_code == 404

    def test_others_find_nothing(self, client: Client, course: CourseFacts) -> None:
        urls = [
            reverse("registration:organiser-class", args=[course.key]),
            reverse("registration:organiser-class-session", args=[course.key, course.sessions[0].key]),
            reverse("registration:organiser-class-code", args=[course.key, course.sessions[0].key]),
            reverse("registration:class", args=["x" * 43]),
        ]
        client.force_login(User.objects.create_user("nguoi-la@example.org"))
        assert {client.get(url).status_code for url in urls} == {404}

    def test_screen_shows_a_code_that_opens_the_page(
        self, client: Client, course: CourseFacts, organiser: User
    ) -> None:
        client.force_login(organiser)
        url = reverse("registration:organiser-class-code", args=[course.key, course.sessions[0].key])
        html = client.get(url).content.decode()
        code = rotating.code(subject=course.key, session=course.sessions[0].key, now=clock.now())
        assert f"{code[:4]}-{code[4:]}" in html
        assert '<noscript><meta http-equiv="refresh"' in html
        assert "<svg" in html

    def test_list_costs_the_same_with_one_and_with_thirty(
        self, client: Client, course: CourseFacts, kind: PlaceKind, organiser: User, django_assert_num_queries: Any
    ) -> None:
        client.force_login(organiser)
        names = ("organiser-class-session", "organiser-class")
        urls = [
            reverse(f"registration:{names[0]}", args=[course.key, course.sessions[0].key]),
            reverse(f"registration:{names[1]}", args=[course.key]),
        ]
        make.trainee(kind)
        counts = []
        for _round in range(2):
            for url in urls:
                client.get(url)
                with connection.execute_wrapper(_counter(counts)):
                    client.get(url)
                counts.append("end")
            for _number in range(29):
                make.trainee(kind)
        halves = len(counts) // 2
        assert counts[:halves] == counts[halves:]


def _counter(counts: list[str]) -> Any:
    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        counts.append("query")
        return execute(sql, params, many, context)

    return count


class TestTraineePage:
    """What trainees see of themselves."""

    def test_shows_sessions_and_takes_the_typed_code(
        self,
        client: Client,
        site: Site,
        course: CourseFacts,
        trainee: Registration,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        now = make.during(course)
        at(monkeypatch, now)
        url = reverse("registration:course", args=[links.issue_manage(registration=trainee, now=now)])
        page = client.get(url)
        assert "no-store" in page["Cache-Control"]
        assert [row[0] for row in page.context["rows"]] == [session.title for session in course.sessions]
        assert client.post(url, {"code": "AAAA"}).context["form"].errors
        code = rotating.code(subject=course.key, session=course.sessions[0].key, now=now)
        assert client.post(url, {"code": code}).status_code == 302
        assert state(trainee, course) == AttendanceState.PRESENT

    def test_foreign_and_unconfirmed_people_find_nothing(
        self, client: Client, site: Site, course: CourseFacts, trainee: Registration, organiser: User
    ) -> None:
        own = reverse("registration:own-course", args=[trainee.reference])
        assert client.get(own).status_code == 404
        client.force_login(User.objects.create_user("nguoi-la@example.org"))
        assert client.get(own).status_code == 404
        holder = User.objects.create_user(trainee.email)
        EmailAddress.objects.create(user=holder, email=trainee.email, verified=True, primary=True)
        client.force_login(holder)
        assert client.get(own).status_code == 200
        registrations.cancel(registration=trainee, by=organiser, now=clock.now())
        assert client.get(own).status_code == 404


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
    unsent = SimpleNamespace(enqueue=lambda *_arguments: None)
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
