"""Whoever takes an event off the site while people count on it is asked once more, and shown how they can be told."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from events.domain import status
from events.models import EventPage
from portal.kernel import clock
from registration.models import PlaceKind
from tests.factories import events as make
from tests.factories.registration import make_registration

pytestmark = pytest.mark.django_db
SURE = {"taking-off-sure": "1"}


@pytest.fixture
def page(site: Site) -> EventPage:
    found: EventPage = make.make_event(make.make_index(site), **make.far_ahead(), capacity=5)
    return found


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make.make_operator())
    return client


def join(page: EventPage) -> None:
    kind = PlaceKind.objects.get(subject=page.translation_key)
    make_registration(kind, email_verified=True, now=clock.now())


def address(page: Any, action: str = "unpublish") -> str:
    return reverse(f"wagtailadmin_pages:{action}", args=[page.pk])


def many(page: Any, action: str) -> str:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{url}?id={page.pk}&next=/admin/"


def is_public(page: EventPage) -> bool:
    return EventPage.objects.live().filter(pk=page.pk).exists()


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_one_is_asked_and_led_to_what_tells_people(page: EventPage, editor: Client, action: str) -> None:
    join(page)
    asked = editor.post(address(page, action), {"next": "/admin/pages/"})
    words = asked.content.decode()
    assert asked.status_code == 200
    assert is_public(page)
    assert page.title in words
    assert reverse("event_status", args=[page.pk]) in words
    assert '<input type="hidden" name="next" value="/admin/pages/">' in words
    assert editor.post(address(page, action), {"next": "/admin/pages/", **SURE}).status_code == 302
    assert not is_public(page)


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_one_is_asked_about_one_among_many(page: EventPage, editor: Client, action: str) -> None:
    join(page)
    words = editor.post(many(page, action)).content.decode()
    assert is_public(page)
    assert f'action="{many(page, action)}"'.replace("&", "&amp;") in words
    editor.post(many(page, action), SURE)
    assert not is_public(page)


def test_what_stands_below_counts_where_it_goes_along(page: EventPage, editor: Client) -> None:
    join(page)
    index = page.get_parent()
    assert page.title in editor.post(address(index), {"include_descendants": "on"}).content.decode()
    assert is_public(page)
    assert editor.post(address(index)).status_code == 302, "the event itself stays"


def test_nobody_is_asked_where_nobody_counts_on_it(page: EventPage, editor: Client) -> None:
    assert editor.post(address(page)).status_code == 302
    assert not is_public(page)


def test_nobody_is_asked_once_it_is_over_or_cancelled(page: EventPage, editor: Client) -> None:
    join(page)
    status.cancel(event=page, by=make.make_operator(), now=clock.now(), notes={})
    mail.outbox.clear()
    assert editor.post(address(page)).status_code == 302
    assert mail.outbox == []


def test_a_translation_may_go_while_the_vietnamese_page_stays(page: EventPage, editor: Client) -> None:
    translated = make.english(page)
    join(page)
    assert editor.post(address(translated)).status_code == 302
    assert is_public(page)
    assert editor.post(address(page)).status_code == 200
