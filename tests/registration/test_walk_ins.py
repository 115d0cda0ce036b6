"""People without a ticket at the gate: what they are asked, with and without script, and at the door of a session."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError
from registration import errors, gate_answers
from registration.domain import walk_ins
from registration.enums import SessionPlaceState
from registration.models import Device, PlaceKind, Registration, SessionPlace
from registration.subjects import SessionInfo, SubjectInfo
from tests.factories import questions as made
from tests.factories.check_in import connect, make_gate
from tests.factories.registration import make_kind
from tests.registration.sessions import make_session
from tests.registration.test_check_in_views import ask, by_hand, send

pytestmark = pytest.mark.django_db

JOB = made.question("short_text", "Chức vụ", required=True)
HOBBY = made.question("long_text", "Góp ý")
PAPER = made.question("file", "Giấy giới thiệu", required=True)
RULES = made.question("consent", "Nội quy hội chợ", required=True)
ALLERGY = made.question(
    "choice",
    "Dị ứng",
    made.option("Lạc"),
    made.option("Không có"),
    required=True,
    only_if_question=made.LUNCH,
    only_if_option="Cơm chay",
)


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    cache.clear()


@pytest.fixture
def kind(fair: SubjectInfo) -> PlaceKind:
    return make_kind(subject=fair.key, capacity=None, party_maximum=5)


@pytest.fixture
def asked(kind: PlaceKind) -> None:
    made.publish(kind.subject, made.lunch(), JOB, HOBBY, PAPER, RULES, ALLERGY)


@pytest.fixture
def connected(fair: SubjectInfo, organiser: User) -> tuple[Device, str]:
    return connect(make_gate(subject=fair.key, by=organiser), by=organiser, now=clock.now() - timedelta(hours=1))


def come(device: Device, kind: PlaceKind, **fields: Any) -> walk_ins.WalkIn:
    values: dict[str, Any] = {
        "full_name": "Lê Văn Đến",
        "email": "den@example.org",
        "nonce": uuid.uuid4(),
        "consents": True,
    }
    return walk_ins.register(device=device, kind_code=kind.code, now=clock.now(), **(values | fields))


ANSWERS = {made.key_of("Chức vụ"): "Giám đốc", made.key_of("Nội quy hội chợ"): True}


@pytest.mark.usefixtures("asked")
def test_the_door_asks_what_must_be_answered_and_what_it_depends_on(kind: PlaceKind) -> None:
    told = gate_answers.walk_in_questions(kind.subject)
    assert [one["label"] for one in told] == [made.LUNCH, "Chức vụ", "Nội quy hội chợ", "Dị ứng"]
    assert [one["required"] for one in told] == [False, True, True, True]
    assert told[3]["condition"] == [made.key_of(made.LUNCH), [made.key_of("Cơm chay")]]


@pytest.mark.usefixtures("asked")
def test_required_answers_are_kept_with_the_version_in_force(connected: tuple[Device, str], kind: PlaceKind) -> None:
    with pytest.raises(errors.AnswersRefusedError) as refusal:
        come(connected[0], kind)
    assert set(refusal.value.refusals) == {made.field_of("Chức vụ"), made.field_of("Nội quy hội chợ")}
    assert not Registration.objects.exists()
    with pytest.raises(errors.AnswersRefusedError):
        come(connected[0], kind, given={**ANSWERS, made.key_of(made.LUNCH): made.key_of("Cơm chay")})
    row = come(connected[0], kind, given=ANSWERS).registration
    assert row.question_version is not None
    assert len(row.question_version.read()) == 6
    assert {answer.question: answer.value for answer in row.given_answers.all()} == ANSWERS


def test_nothing_is_kept_without_the_consent(connected: tuple[Device, str], kind: PlaceKind) -> None:
    with pytest.raises(DomainError) as refusal:
        come(connected[0], kind, consents=False)
    assert refusal.value.field == "consent"
    row = come(connected[0], kind).registration
    assert row.answers["consent"]["at"] == "door"


def test_at_the_door_of_a_session_one_gets_a_place_there(
    fair: SubjectInfo, organiser: User, kind: PlaceKind, programme: dict[uuid.UUID, list[SessionInfo]]
) -> None:
    talk = make_session(programme, fair.key, capacity=1)
    gate = make_gate(subject=fair.key, by=organiser, session=talk.session)
    door = connect(gate, by=organiser, now=clock.now() - timedelta(hours=1))[0]
    first = come(door, kind)
    assert [one.scan.result for one in first.outcomes] == ["admitted"]
    assert SessionPlace.objects.get().state == SessionPlaceState.HELD
    with pytest.raises(errors.SessionFullError):
        come(door, kind, email="khac@example.org")


@pytest.mark.usefixtures("asked")
def test_the_script_hears_which_field_is_to_blame(
    connected: tuple[Device, str], client: Client, kind: PlaceKind
) -> None:
    listed = json.loads(ask(client, "list", connected[1]).content)
    assert [one["kind"] for one in listed["walk_in_questions"]] == ["choice", "short_text", "consent", "choice"]
    body: dict[str, Any] = {
        "nonce": str(uuid.uuid4()),
        "kind": kind.code,
        "full_name": "Lê Đến",
        "email": "den@example.org",
        "consent": True,
    }
    refused = ask(client, "walk-in", connected[1], body)
    assert refused.status_code == 422
    assert set(json.loads(refused.content)["fields"]) == {
        made.field_of("Chức vụ"),
        made.field_of("Nội quy hội chợ"),
    }
    for wrong in ({"answers": []}, {"answers": {"x": {"y": 1}}}, {"answers": {"x": "a" * 5000}}, {"answers": {"x": 3}}):
        assert ask(client, "walk-in", connected[1], body | wrong).status_code == 400
    done = ask(client, "walk-in", connected[1], body | {"answers": ANSWERS})
    assert json.loads(done.content)["has_place"]


FIELDS = {"action": "walk-in", "full_name": "Lê Văn Đến", "email": "den@example.org", "party_size": "1"}


@pytest.mark.usefixtures("asked")
def test_without_script_what_was_typed_stays_on_an_error(fair: SubjectInfo, organiser: User, kind: PlaceKind) -> None:
    browser, _device = by_hand(fair, organiser)
    sent = {**FIELDS, "kind": kind.code, "walk_in_nonce": str(uuid.uuid4()), "questions_version": "1"}
    page = send(browser, **sent, **{made.field_of("Chức vụ"): "Trưởng phòng"})
    assert "error-summary" in page
    assert "Lê Văn Đến" in page
    assert "Trưởng phòng" in page
    assert "Giấy giới thiệu" not in page
    assert not Registration.objects.exists()
    whole = {
        **sent,
        "consent": "on",
        made.field_of("Chức vụ"): "Trưởng phòng",
        made.field_of("Nội quy hội chợ"): "on",
    }
    for _time in range(2):
        shown = send(browser, **whole)
        assert 'data-tone="good"' in shown
    row = Registration.objects.get()
    assert row.reference in shown
    assert row.given_answers.get(question=made.key_of("Chức vụ")).value == "Trưởng phòng"


def test_without_script_a_full_event_is_told_in_words(fair: SubjectInfo, organiser: User) -> None:
    full = make_kind(subject=fair.key, capacity=1)
    browser, _device = by_hand(fair, organiser)
    sent = {**FIELDS, "kind": full.code, "consent": "on"}
    send(browser, **sent, walk_in_nonce=str(uuid.uuid4()))
    page = send(browser, **{**sent, "email": "hai@example.org"}, walk_in_nonce=str(uuid.uuid4()))
    assert "notice--error" in page
    assert Registration.objects.filter(state="wait-listed").count() == 1


def test_without_script_a_gate_that_gives_no_places_offers_none(fair: SubjectInfo, organiser: User) -> None:
    make_kind(subject=fair.key, capacity=None)
    browser, _device = by_hand(fair, organiser, audiences=["press"])
    assert 'value="walk-in"' not in browser.get("/cua-vao/nhap-tay/").content.decode()
    assert "notice--error" in send(browser, **FIELDS)
