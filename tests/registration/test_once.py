"""One wish, one registration: sent twice, after going back, from two tabs, from an old form. And nobody hoards places."""

from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock, limits
from registration import forms, queries
from registration.domain import entry, registrations, steps
from registration.enums import RegistrationState
from registration.models import Hold, PlaceKind, Registration
from registration.subjects import SubjectInfo
from tests.factories.registration import NOON, make_kind, make_registration
from tests.registration import guests
from tests.registration.conftest import Programme
from tests.registration.guests import url_of
from tests.registration.sessions import make_session

pytestmark = pytest.mark.django_db


def filled(**changes: str) -> dict[str, str]:
    return guests.filled(**({"party_size": "1"} | changes))


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """Every page needs the site."""


@pytest.fixture
def kind(fair: SubjectInfo) -> PlaceKind:
    return make_kind(subject=fair.key, capacity=50, party_maximum=5, needs_email_confirmation=True)


def test_double_submit_is_one_registration_with_its_sessions(
    client: Client, fair: SubjectInfo, kind: PlaceKind, programme: Programme
) -> None:
    session = make_session(programme, fair.key, starts=fair.starts, capacity=5)
    values = {**filled(party_size="2", others="Lê Thị Bình"), "sessions": [str(session.pk)]}
    first, second = (client.post(url_of(fair), values) for _number in range(2))
    assert first["Location"] == second["Location"]
    row = Registration.objects.get()
    assert (row.session_places.count(), row.members.count(), Hold.objects.count()) == (1, 1, 2)
    assert queries.counters_match_rows() == []


def test_back_button_and_sending_again_gives_the_first_result(
    client: Client, fair: SubjectInfo, kind: PlaceKind
) -> None:
    values = filled()
    first = client.post(url_of(fair), values)
    again = client.post(url_of(fair), values | {"note": "Sửa sau khi quay lại"})
    assert again["Location"] == first["Location"]
    assert Registration.objects.get().note == ""


def test_back_button_with_another_address_is_told_to_open_the_form_anew(
    client: Client, fair: SubjectInfo, kind: PlaceKind
) -> None:
    values = filled()
    client.post(url_of(fair), values)
    page = client.post(url_of(fair), values | {"email": "binh@example.org"})
    assert page.context["form"].non_field_errors()
    assert "binh@example.org" in page.content.decode()
    assert Registration.objects.count() == 1


def test_two_tabs_are_one_registration(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    tabs = [filled(), filled()]
    assert tabs[0]["ticket"] != tabs[1]["ticket"]
    answers = {client.post(url_of(fair), tab)["Location"] for tab in tabs}
    assert answers == {reverse("registration:check-mail", args=[fair.key])}
    assert Registration.objects.count() == 1


def test_form_with_an_old_key_is_sent_once_more_with_what_was_typed(
    client: Client, fair: SubjectInfo, kind: PlaceKind
) -> None:
    with mock.patch("django.core.signing.time.time", return_value=clock.now().timestamp() - 2 * 86400):
        stale = forms.new_ticket()
    page = client.post(url_of(fair), filled(ticket=stale))
    assert "ticket" in page.context["form"].errors
    assert "Hợp tác xã Thuận Thành" in page.content.decode()
    with mock.patch.object(forms, "LEAST_SECONDS", 0):
        answer = client.post(url_of(fair), filled(ticket=page.context["form"]["ticket"].value()))
    assert answer.status_code == 302
    assert Registration.objects.count() == 1


def test_form_whose_csrf_token_is_gone_registers_nobody(fair: SubjectInfo, kind: PlaceKind) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(url_of(fair), filled()).status_code == 403
    assert not Registration.objects.exists()
    page = strict.get(url_of(fair))
    token = page.context["csrf_token"]
    assert strict.post(url_of(fair), filled(csrfmiddlewaretoken=str(token))).status_code == 302
    assert Registration.objects.count() == 1


def test_registering_takes_two_requests(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    page = client.get(url_of(fair))
    names = [field.name for field in page.context["form"].shown_fields if field.field.required]
    assert names == ["full_name", "email", "party_size", "consent"]
    assert client.post(url_of(fair), filled()).status_code == 302
    assert Registration.objects.get().state == RegistrationState.WAITING_FOR_EMAIL


def test_two_hundred_addresses_of_one_connection_keep_no_more_than_the_limit(
    fair: SubjectInfo, kind: PlaceKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "tell", lambda **_arguments: None)
    for number in range(200):
        make_registration(kind, email=f"gom{number}@example.org", connection="digest-1", now=NOON)
    held = Hold.objects.filter(owner="digest-1").count()
    assert held == entry.UNCONFIRMED_PLACES
    assert queries.places_left(fair.key, NOON) == 50 - entry.UNCONFIRMED_PLACES
    assert Registration.objects.filter(state=RegistrationState.WAITING_FOR_EMAIL).count() == 200
    assert queries.counters_match_rows() == []


def test_who_comes_from_a_busy_connection_gets_a_place_by_confirming(fair: SubjectInfo, kind: PlaceKind) -> None:
    for number in range(4):
        make_registration(kind, party_size=5, email=f"lop{number}@example.org", connection="digest-1")
    late = make_registration(kind, connection="digest-1")
    assert not Hold.objects.filter(registration=late).exists()
    assert Hold.objects.filter(registration=make_registration(kind, connection="digest-2")).exists()
    registrations.confirm_email(registration=late, now=NOON)
    late.refresh_from_db()
    assert late.state == RegistrationState.CONFIRMED


def test_confirming_or_waiting_out_frees_the_connection(fair: SubjectInfo, kind: PlaceKind) -> None:
    rows = [
        make_registration(kind, party_size=5, email=f"lop{number}@example.org", connection="digest-1")
        for number in range(4)
    ]
    assert queries.held_unconfirmed("digest-1", NOON) == 20
    registrations.confirm_email(registration=rows[0], now=NOON)
    assert queries.held_unconfirmed("digest-1", NOON) == 15
    assert queries.held_unconfirmed("digest-1", NOON + timedelta(minutes=31)) == 0


def test_the_form_counts_its_connection_without_keeping_its_address(
    client: Client, fair: SubjectInfo, kind: PlaceKind
) -> None:
    client.post(url_of(fair), filled(), REMOTE_ADDR="203.0.113.7")
    owner = Hold.objects.get().owner
    assert len(owner) == 32
    assert "203" not in owner


def test_flood_is_answered_with_429_and_the_typed_values(
    client: Client, fair: SubjectInfo, kind: PlaceKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_CONNECTION", 0)
    page = client.post(url_of(fair), filled(note="Ghế cho người già"))
    assert (page.status_code, page["Retry-After"]) == (429, str(limits.WINDOW))
    assert "Ghế cho người già" in page.content.decode()
    assert not Registration.objects.exists()


def test_proven_address_of_an_account_needs_no_second_proof(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    person = User.objects.create_user("an@example.org", full_name="Nguyễn Thị An")
    person.emailaddress_set.create(email="an@example.org", verified=True, primary=True)
    client.force_login(person)
    assert 'value="an@example.org"' in client.get(url_of(fair)).content.decode()
    answer = client.post(url_of(fair), filled(), follow=True)
    row = Registration.objects.get()
    assert (row.user, row.state) == (person, RegistrationState.CONFIRMED)
    assert row.reference in answer.content.decode()


def test_unproven_address_of_an_account_must_be_confirmed(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    client.force_login(User.objects.create_user("an@example.org"))
    client.post(url_of(fair), filled(email="khac@example.org"))
    assert Registration.objects.get().state == RegistrationState.WAITING_FOR_EMAIL
