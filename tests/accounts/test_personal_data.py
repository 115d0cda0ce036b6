"""A person's own data: the copy, the link, the erasure."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from wagtail.models import Site

from exhibitors.enums import MemberRole
from exhibitors.models import Membership, OrganisationLog
from portal.accounts.domain import personal_data
from portal.accounts.models import User
from portal.kernel import clock, erasure
from portal.kernel.errors import DomainError
from registration.domain import links, registrations
from registration.enums import RegistrationState
from registration.models import Consent, Registration
from tests.factories import exhibitors
from tests.factories.registration import make_kind, make_organiser, make_registration

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu"


@pytest.fixture
def person(site: Site) -> User:
    made = exhibitors.make_person("lan@example.org", full_name="Nguyễn Thị Lan")
    made.emailaddress_set.create(email=made.email, verified=True, primary=True)  # type: ignore[attr-defined]
    return made


@pytest.fixture
def signed_in(client: Client, person: User) -> Client:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def link() -> str:
    found = re.search(r"http://testserver(/\S+/xoa/\S+/)", str(outbox.outbox[-1].body))
    assert found
    return found[1]


@pytest.mark.parametrize("path", ["/tai-khoan/du-lieu/", "/tai-khoan/du-lieu/tai-ve/", "/en/account/data/"])
def test_strangers_are_asked_to_sign_in(client: Client, site: Site, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_copy_holds_what_is_the_persons_and_nothing_else(signed_in: Client, person: User) -> None:
    kind = make_kind()
    mine = make_registration(kind, email="lan@example.org", full_name="Lan")
    make_registration(kind, email="binh@example.org", full_name="Bình")
    answer = signed_in.get("/tai-khoan/du-lieu/tai-ve/")
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert "no-store" in answer["Cache-Control"]
    copy = json.loads(answer.content)
    kinds = {group["kind"]: group for group in copy["data"]}
    assert kinds["accounts.User"]["records"][0]["full_name"] == "Nguyễn Thị Lan"
    assert [row["full_name"] for row in kinds["registration.Registration"]["records"]] == [mine.full_name]
    assert kinds["registration.Registration"]["why"]["email"]
    assert "binh@example.org" not in answer.content.decode()


def test_an_address_that_is_not_proven_opens_nothing(signed_in: Client, person: User) -> None:
    make_registration(make_kind(), email="binh@example.org", full_name="Bình")
    person.emailaddress_set.create(email="binh@example.org", verified=False)  # type: ignore[attr-defined]
    assert "Bình" not in signed_in.get("/tai-khoan/du-lieu/tai-ve/").content.decode()


def test_erasing_needs_the_mailbox_and_a_second_yes(signed_in: Client, person: User) -> None:
    page = signed_in.get("/tai-khoan/du-lieu/").content.decode()
    assert page.count("<h1") == 1
    assert 'action="/tai-khoan/du-lieu/xoa/"' in page
    assert signed_in.get("/tai-khoan/du-lieu/xoa/").status_code == 405
    signed_in.post("/tai-khoan/du-lieu/xoa/")
    assert outbox.outbox[-1].to == ["lan@example.org"]
    assert signed_in.get(link()).status_code == 200
    assert User.objects.filter(pk=person.pk).exists()
    answer = signed_in.post(link())
    assert answer.status_code == 200
    assert not User.objects.filter(pk=person.pk).exists()
    assert outbox.outbox[-1].to == ["lan@example.org"]
    assert signed_in.get("/tai-khoan/du-lieu/").status_code == 302


def test_the_link_is_its_persons_and_runs_out_and_counts_once(client: Client, signed_in: Client, person: User) -> None:
    now = clock.now()
    personal_data.ask_for_erasure(user=person, now=now)
    first = link()
    secret = first.strip("/").rpartition("/")[2]
    assert personal_data.is_asked(user=person, secret=secret, now=now + timedelta(hours=23))
    assert not personal_data.is_asked(user=person, secret=secret, now=now + personal_data.LINK_LIFETIME)
    personal_data.ask_for_erasure(user=person, now=now)
    assert signed_in.get(first).status_code == 404
    other = exhibitors.make_person()
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(link()).status_code == 404
    assert client.post(link()).status_code == 404
    with pytest.raises(DomainError):
        personal_data.erase(user=person, secret=secret, now=now)


def test_the_last_owner_hands_over_first(signed_in: Client, person: User) -> None:
    organisation = exhibitors.make_organisation(owner=person)
    page = signed_in.get("/tai-khoan/du-lieu/").content.decode()
    assert organisation.name in page
    assert 'action="/tai-khoan/du-lieu/xoa/"' not in page
    answer = signed_in.post("/tai-khoan/du-lieu/xoa/", follow=True)
    assert organisation.name in answer.content.decode()
    assert outbox.outbox == []
    other = exhibitors.make_person()
    now = clock.now()
    Membership.objects.create(
        organisation=organisation, user=other, role=MemberRole.OWNER, joined_at=now, chosen_at=now
    )
    assert personal_data.obstacles(person) == []
    personal_data.ask_for_erasure(user=person, now=now)
    personal_data.erase(user=person, secret=link().strip("/").rpartition("/")[2], now=now)
    assert list(Membership.objects.values_list("user_id", flat=True)) == [other.pk]
    assert OrganisationLog.objects.filter(action="left", by=None).exists()
    organisation.refresh_from_db()
    assert organisation.created_by_id is None


def test_places_are_given_back_and_names_taken_out(person: User) -> None:
    now = clock.now()
    kind = make_kind()
    registration = make_registration(kind, email="lan@example.org", full_name="Lan", phone="0912")
    other = make_registration(kind, email="binh@example.org", full_name="Bình")
    secrets = {row.pk: links.issue_manage(registration=row, now=now) for row in (registration, other)}
    personal_data.ask_for_erasure(user=person, now=now)
    personal_data.erase(user=person, secret=link().strip("/").rpartition("/")[2], now=now)
    opened = {pk: links.registration_of(purpose=links.MANAGE, secret=secrets[pk], now=now) for pk in secrets}
    assert opened == {registration.pk: None, other.pk: other}
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CANCELLED
    assert (registration.full_name, registration.phone, registration.user_id) == ("", "", None)
    assert "lan@example.org" not in str(list(Registration.objects.values_list("email", flat=True)))
    other.refresh_from_db()
    assert (other.full_name, other.state) == ("Bình", RegistrationState.CONFIRMED)


def test_what_is_known_by_another_record_goes_with_it(person: User) -> None:
    registration = make_registration(
        make_kind(), email="lan@example.org", user=person, purposes=["news"], consent_version="2026-11"
    )
    organiser = make_organiser()
    registrations.cancel(registration=registration, by=organiser, now=clock.now(), why="Chị Lan báo ốm")
    copy = str(erasure.export_person(user=person, addresses=["lan@example.org"]))
    assert "Chị Lan báo ốm" in copy
    assert "news" in copy
    erasure.erase_person(user=person, addresses=["lan@example.org"])
    assert not Consent.objects.exists()
    assert set(registration.log.values_list("remark", flat=True)) == {""}
    assert registration.log.filter(by=organiser).exists()


def test_people_of_the_administration_ask_an_operator(person: User) -> None:
    person.is_superuser = True
    person.save()
    assert len(personal_data.obstacles(person)) == 1
    with pytest.raises(DomainError):
        personal_data.ask_for_erasure(user=person, now=clock.now())
