"""The organisers' menu: one entry with everything in the order of their work; each role sees what it may open, and no more."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client, RequestFactory
from wagtail.admin.menu import admin_menu as main_menu
from wagtail.models import Site

from events import roles
from portal.accounts.domain import roles as role_domain
from portal.accounts.models import User
from registration import admin_menu
from tests.factories import events as make

pytestmark = pytest.mark.django_db
ORDER = [
    "editorial-calendar",
    "event-overview",
    "questions",
    "registrations",
    "fair-applications",
    "fair-halls",
    "event-mails",
    "check-in",
    "courses",
    "certificates",
    "event-audit",
]


def request_of(user: User) -> Any:
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def shown(user: User) -> list[Any]:
    items = admin_menu.EVENTS.menu_items_for_request(request_of(user))
    return sorted(items, key=lambda item: item.order)


@pytest.fixture
def organiser(site: Site) -> User:
    make.make_index(site)
    role_domain.sync()
    user = User.objects.create_user("to.chuc@example.org", full_name="Ban Tổ Chức")
    user.groups.add(Group.objects.get(name=roles.ORGANISERS))
    return user


def person(*codes: str) -> User:
    user = User.objects.create_user(f"{'-'.join(codes) or 'nobody'}@example.org", full_name="Người Xem")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codes]))
    return user


def test_organisers_find_everything_in_the_order_of_their_work(organiser: User, client: Client) -> None:
    items = shown(organiser)
    assert [item.url for item in items] == list(dict.fromkeys(item.url for item in items))
    assert len(items) == len(ORDER)
    client.force_login(organiser)
    for item in items:
        assert client.get(item.url).status_code == 200, item.url


@pytest.mark.parametrize("codes", [(), ("view_registration",), ("change_questionsheet",), ("issue_certificate",)])
def test_whoever_sees_an_entry_may_open_it(codes: tuple[str, ...], site: Site, client: Client) -> None:
    user = person(*codes)
    client.force_login(user)
    for item in shown(user):
        assert client.get(item.url).status_code == 200, item.url


def test_the_menu_is_there_only_for_those_who_see_an_entry(organiser: User) -> None:
    def names(user: User) -> set[str]:
        return {item.name for item in main_menu.menu_items_for_request(request_of(user))}

    assert "events" in names(organiser)
    assert "events" not in names(person())
    assert not {"registrations", "fair-halls", "check-in", "courses", "event-mails"} & names(organiser)


def test_viewers_of_registrations_do_not_see_what_organisers_decide(site: Site) -> None:
    urls = " ".join(str(item.url) for item in shown(person("view_registration")))
    assert "/registrations/" in urls
    assert "/check-in/" not in urls
    assert "/audit/" not in urls
    assert "/fair-halls/" not in urls
