"""The page "My calendar": made by POST only, shown once, renewed and revoked after a question, nobody else's."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from events.domain import private_calendars
from events.domain.private_calendars import Holder, Secret
from exhibitors.enums import MemberRole
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.models import SecretToken
from registration.models import AuditRow
from tests.factories import exhibitors as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
PAGE = "/lich-cua-toi/"
SHOWN = re.compile(r'id="secret-address"[^>]*value="([^"]+)"')


@pytest.fixture
def person(client: Client) -> User:
    made = people.make_person()
    client.force_login(made)
    return made


def change(what: str, action: str = "renew") -> str:
    return reverse(f"events:my-calendar-{action}", args=[what])


def seen(client: Client, address: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', client.get(address).content.decode())
    assert found is not None
    return found[1]


def test_a_stranger_is_asked_to_sign_in() -> None:
    for address in (PAGE, change("personal"), change("personal", "revoke")):
        for method in ("get", "post"):
            if (address, method) != (PAGE, "post"):
                assert getattr(Client(), method)(address).status_code == 302


def test_an_address_is_made_shown_once_and_works(client: Client, person: User) -> None:
    page = client.get(PAGE)
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert 'aria-current="page"' in page.content.decode()
    assert not SecretToken.objects.exists()
    made = client.post(change("personal"), {"seen": ""})
    assert "no-store" in made["Cache-Control"]
    html = made.content.decode()
    found = SHOWN.search(html)
    assert found is not None
    assert found[1].startswith("https://") or found[1].startswith("http://")
    assert f'href="webcal://{found[1].partition("://")[2]}"' in html
    assert Client().get("/" + found[1].partition("://")[2].partition("/")[2]).status_code == 200
    secret = found[1].rstrip("/").split("/")[-2]
    assert secret not in client.get(PAGE).content.decode()
    assert change("personal", "revoke") in client.get(PAGE).content.decode()


def test_the_form_that_arrives_twice_makes_one_address(client: Client, person: User) -> None:
    assert client.post(change("personal"), {"seen": ""}).status_code == 200
    again = client.post(change("personal"), {"seen": ""}, follow=True)
    assert again.redirect_chain == [(PAGE, 302)]
    assert 'class="notice notice--error"' in again.content.decode()
    assert SecretToken.objects.count() == 1


def test_renewing_and_revoking_ask_first(client: Client, person: User) -> None:
    assert client.get(change("personal")).status_code == 302, "there is nothing to renew"
    assert client.get(change("personal", "revoke")).status_code == 302
    client.post(change("personal"), {"seen": ""})
    first = SecretToken.objects.get()
    asked = client.get(change("personal"))
    assert asked.status_code == 200
    assert SecretToken.objects.get(pk=first.pk).revoked_at is None
    client.post(change("personal"), {"seen": seen(client, change("personal"))})
    assert SecretToken.objects.filter(revoked_at=None).exclude(pk=first.pk).count() == 1
    assert client.get(change("personal", "revoke")).status_code == 200
    assert SecretToken.objects.filter(revoked_at=None).count() == 1
    assert client.post(change("personal", "revoke")).status_code == 302
    assert client.post(change("personal", "revoke")).status_code == 302
    assert not SecretToken.objects.filter(revoked_at=None).exists()
    assert AuditRow.objects.filter(by=person).count() == 3


def test_the_password_comes_with_the_user_name(client: Client, person: User) -> None:
    html = client.post(change("password"), {"seen": ""}).content.decode()
    found = SHOWN.search(html)
    assert found is not None
    assert person.email in html
    assert private_calendars.signed_in(email=person.email, password=found[1], now=clock.now()) == person
    assert "webcal://" not in html


def test_each_organisation_of_the_person_has_its_part_and_no_other(client: Client, person: User) -> None:
    own, foreign = people.make_organisation(), people.make_organisation()
    membership = people.make_member(own, MemberRole.VIEWER, person)
    theirs = foreign.memberships.get()
    html = client.get(PAGE).content.decode()
    assert own.display_name in html
    assert foreign.display_name not in html
    assert client.post(change(f"organisation-{membership.pk}"), {"seen": ""}).status_code == 200
    bad = (f"organisation-{theirs.pk}", "organisation-0", "organisation-x", "organisation-", "nothing")
    for what in bad:
        for action in ("renew", "revoke"):
            for method in ("get", "post"):
                assert getattr(client, method)(change(what, action)).status_code == 404, what
    assert SecretToken.objects.filter(revoked_at=None).count() == 1


def test_nobody_moves_the_secret_of_another(client: Client, person: User) -> None:
    other = people.make_person()
    private_calendars.make(holder=Holder(Secret.PERSONAL, other), seen="", now=clock.now())
    client.post(change("personal"), {"seen": ""})
    client.post(change("personal", "revoke"))
    assert SecretToken.objects.get(revoked_at=None).subject == str(other.pk)


def test_the_page_speaks_english(client: Client, person: User) -> None:
    with translation.override("en"):
        html = client.get(reverse("events:my-calendar")).content.decode()
        assert "/en/my-calendar/calendar.ics" in html
        made = client.post(change("personal"), {"seen": ""}).content.decode()
    assert "/en/private-calendar/" in made


def test_many_organisations_cost_as_many_queries_as_one(
    client: Client, person: User, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for wanted in (1, 12):
        while person.organisation_memberships.count() < wanted:
            people.make_member(people.make_organisation(), MemberRole.VIEWER, person)
        client.get(PAGE)
        with django_assert_max_num_queries(40) as made:
            client.get(PAGE)
        counts.append(len(made))
    assert counts[0] == counts[1]
