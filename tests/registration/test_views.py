"""The guest's form: what it takes, what it refuses beside the field, and what it tells nobody."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock, limits
from registration import forms
from registration.domain import places
from registration.enums import Audience, RegistrationState, SubjectStatus
from registration.models import PlaceKind, Registration
from registration.subjects import SubjectInfo
from tests.factories.registration import make_kind, make_registration
from tests.registration.conftest import Known
from tests.registration.guests import filled, old_ticket, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """Every page needs the site."""


@pytest.fixture
def kind(fair: SubjectInfo) -> PlaceKind:
    return make_kind(subject=fair.key, capacity=2)


def test_guest_registers_and_sees_the_reference_number(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    page = client.get(url_of(fair))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert fair.title in page.content.decode()
    answer = client.post(url_of(fair), filled(), follow=True)
    registration = Registration.objects.get()
    assert registration.state == RegistrationState.CONFIRMED
    assert registration.answers["consent"]["version"] == forms.CONSENT_VERSION
    assert answer.redirect_chain == [(reverse("registration:check-mail", args=[fair.key]), 302)]
    message = outbox.outbox[-1]
    assert message.to == ["an@example.org"]
    assert registration.reference in message.body
    assert [(name, kind) for name, _content, kind in message.attachments] == [
        (f"{registration.reference}.ics", "application/ics"),
        (f"{registration.reference}.pdf", "application/pdf"),
    ]


def test_address_of_the_form_fills_nothing_in(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    html = client.get(f"{url_of(fair)}?full_name=Nguyen+Van+An&email=an@example.org").content.decode()
    assert 'value="Nguyen Van An"' not in html
    assert 'value="an@example.org"' not in html


def test_english_form_writes_english_mails(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    with translation.override("en"):
        url = url_of(fair)
    assert url.startswith("/en/register/")
    client.post(url, filled())
    assert Registration.objects.get().language == "en"
    assert outbox.outbox[-1].subject.startswith("Your place is confirmed")
    assert "/en/register/manage/" in outbox.outbox[-1].body


def test_same_form_sent_twice_is_one_registration(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    values = filled()
    first, second = (client.post(url_of(fair), values, follow=True) for _number in range(2))
    assert Registration.objects.get().full_name == "Nguyễn Thị An"
    assert first.redirect_chain == second.redirect_chain
    assert len(outbox.outbox) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("email", "an@"),
        ("email", ""),
        ("phone", "call me"),
        ("consent", ""),
    ],
)
def test_bad_input_is_named_beside_the_field_and_kept(
    client: Client, fair: SubjectInfo, kind: PlaceKind, field: str, value: str
) -> None:
    values = filled(**{field: value})
    if not value:
        del values[field]
    page = client.post(url_of(fair), values)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "Hợp tác xã Thuận Thành" in page.content.decode()
    assert not Registration.objects.exists()
    assert outbox.outbox == []


def test_field_for_machines_must_stay_empty(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    page = client.post(url_of(fair), filled(homepage="https://spam.example"))
    assert "homepage" in page.context["form"].errors
    assert not Registration.objects.exists()


def test_form_sent_at_once_is_asked_for_again(
    client: Client, fair: SubjectInfo, kind: PlaceKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LEAST_SECONDS", 3600)  # A slow first request must not count as a person's time.
    values = filled(ticket=forms.new_ticket())
    assert "ticket" in client.post(url_of(fair), values).context["form"].errors
    assert not Registration.objects.exists()


def test_form_that_was_open_for_days_gets_a_new_key(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    with mock.patch("django.core.signing.time.time", return_value=clock.now().timestamp() - 2 * 86400):
        stale = forms.new_ticket()
    page = client.post(url_of(fair), filled(ticket=stale))
    fresh = page.context["form"]["ticket"].value()
    assert fresh != stale
    assert "ticket" in page.context["form"].errors
    assert "ticket" in client.post(url_of(fair), filled(ticket="forged")).context["form"].errors
    assert not Registration.objects.exists()


def test_party_above_the_limit_is_refused_beside_the_field(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, capacity=9, party_maximum=3)
    page = client.post(url_of(fair), filled(party_size="4"))
    assert list(page.context["form"].errors) == ["party_size"]
    client.post(url_of(fair), filled(party_size="3"))
    assert Registration.objects.get().party_size == 3


def test_kind_of_another_subject_cannot_be_chosen(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    make_kind(subject=fair.key, capacity=2)
    foreign = make_kind()
    assert list(client.post(url_of(fair), filled(place_kind=str(foreign.pk))).context["form"].errors) == ["place_kind"]
    client.post(url_of(fair), filled(place_kind=str(kind.pk)))
    assert Registration.objects.get().place_kind == kind


def test_second_registration_of_an_address_gets_the_same_answer_and_its_holder_the_link(
    client: Client, fair: SubjectInfo, kind: PlaceKind
) -> None:
    first = client.post(url_of(fair), filled())
    again = Client().post(url_of(fair), filled(full_name="Người khác"))
    assert (again.status_code, again["Location"]) == (first.status_code, first["Location"])
    assert Client().get(again["Location"]).content == Client().get(first["Location"]).content
    assert [message.to for message in outbox.outbox] == [["an@example.org"]] * 2
    assert Registration.objects.count() == 1


def test_owner_of_the_address_is_told_at_once(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    client.force_login(User.objects.create_user("an@example.org"))
    page = client.post(url_of(fair), filled(email="An@example.org"), follow=True)
    assert Registration.objects.get().reference in page.content.decode()
    page = client.post(url_of(fair), filled())
    assert list(page.context["form"].errors) == ["email"]
    assert [message.to for message in outbox.outbox] == [["an@example.org"]] * 2


def test_full_kind_refuses_known_and_new_addresses_alike(client: Client, fair: SubjectInfo) -> None:
    known = make_registration(make_kind(subject=fair.key, capacity=1, waiting_list="none"))
    pages = [client.post(url_of(fair), filled(email=email)) for email in (known.email, "moi@example.org")]
    told, new = (page.context["form"].errors for page in pages)
    assert told
    assert told == new


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u2060 \ufe0f", "…"])
def test_name_that_nobody_can_read_is_refused(client: Client, fair: SubjectInfo, kind: PlaceKind, name: str) -> None:
    page = client.post(url_of(fair), filled(full_name=name))
    assert list(page.context["form"].errors) == ["full_name"]
    assert not Registration.objects.exists()


def test_full_kind_without_waiting_list_says_so(client: Client, fair: SubjectInfo) -> None:
    make_registration(make_kind(subject=fair.key, capacity=1, waiting_list="none"))
    page = client.post(url_of(fair), filled())
    assert page.context["form"].non_field_errors()
    assert Registration.objects.count() == 1


def test_full_kind_with_a_waiting_list_says_that_one_joins_it(client: Client, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=1)
    html = client.get(url_of(fair)).content.decode()
    assert "Khi hết chỗ, bạn vào danh sách chờ" in html
    assert "Đăng ký</button>" in html
    make_registration(kind)
    html = client.get(url_of(fair)).content.decode()
    assert "Bạn sẽ vào danh sách chờ" in html
    assert "Khi hết chỗ" not in html
    assert "Ghi tên vào danh sách chờ</button>" in html


def test_unknown_subject_and_kind_answer_404(client: Client, fair: SubjectInfo) -> None:
    stranger = make_kind()
    assert client.get(reverse("registration:register", args=[stranger.subject])).status_code == 404
    assert client.get(url_of(fair)).status_code == 404
    make_kind(subject=fair.key, code="khach")
    make_kind(subject=fair.key, code="gian-hang", audience=Audience.EXHIBITOR)
    named = reverse("registration:register-kind", args=[fair.key, "khach"])
    assert client.get(named).status_code == 200
    assert client.get(named.replace("khach", "ai-do")).status_code == 404
    assert client.get(named.replace("khach", "gian-hang")).status_code == 404


@pytest.mark.parametrize("status", [SubjectStatus.CANCELLED, SubjectStatus.POSTPONED])
def test_cancelled_or_postponed_subject_takes_nobody(
    client: Client, known: Known, fair: SubjectInfo, kind: PlaceKind, status: SubjectStatus
) -> None:
    known[fair.key] = SubjectInfo(key=fair.key, title=fair.title, url=fair.url, starts=fair.starts, status=status)
    assert "registration/closed.html" in [template.name for template in client.get(url_of(fair)).templates]
    client.post(url_of(fair), filled())
    assert not Registration.objects.exists()


def test_closed_kind_says_when_it_opens(client: Client, fair: SubjectInfo) -> None:
    opens = clock.at(clock.today() + timedelta(days=3), 9, 30)
    make_kind(subject=fair.key, opens_at=opens)
    page = client.get(url_of(fair))
    assert page.context["opens_at"] == opens
    assert "09:30" in page.content.decode()
    client.post(url_of(fair), filled())
    assert not Registration.objects.exists()


def test_address_that_must_be_confirmed_is_not_betrayed(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, capacity=5, needs_email_confirmation=True)
    first = client.post(url_of(fair), filled())
    again = client.post(url_of(fair), filled())
    assert (again.status_code, again["Location"]) == (first.status_code, first["Location"])
    assert Registration.objects.count() == 1


def test_floods_are_stopped(
    client: Client, fair: SubjectInfo, kind: PlaceKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = reverse("registration:link-again", args=[fair.key])
    codes = [
        client.post(url, {"email": "an@example.org", "ticket": old_ticket()}).status_code
        for _number in range(limits.PER_ADDRESS + 1)
    ]
    assert codes == [302] * limits.PER_ADDRESS + [429]
    monkeypatch.setattr(limits, "PER_CONNECTION", 0)
    refused = client.post(url_of(fair), filled(email="binh@example.org"))
    assert (refused.status_code, refused["Retry-After"]) == (429, str(limits.WINDOW))


def test_form_costs_the_same_with_one_kind_and_with_thirty(
    client: Client, fair: SubjectInfo, kind: PlaceKind, django_assert_max_num_queries: Any
) -> None:
    client.get(url_of(fair))
    second = make_kind(subject=fair.key)
    counts = []
    for wanted in (2, 30):
        while PlaceKind.objects.filter(subject=fair.key).count() < wanted:
            places.open_place_kind(
                subject=fair.key,
                code=f"k{PlaceKind.objects.count()}",
                name_vi="Khách",
                pools=list(second.pools.all()),
            )
        with django_assert_max_num_queries(40) as queries_made:
            assert client.get(url_of(fair)).status_code == 200
        counts.append(len(queries_made))
    assert counts[0] == counts[1]
