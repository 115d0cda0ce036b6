"""What must not be seen stands in no feed, calendar or mail of a kept search: canaries in every state and both languages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from portal.kernel import clock
from portal.kernel.languages import Language
from search.models import SearchDocument
from tests.factories import events as make
from tests.factories import search as factory
from tests.search.saved.scene import DAY, at, keep, tell

SECRET = "Hoànggyến"


def _draft(site: Site) -> None:
    above = Page.objects.get(pk=site.root_page.pk)
    from home.models import ContentPage

    above.add_child(instance=ContentPage(title=SECRET, locale=above.locale, live=False)).save_revision()


def _draft_of_a_public_page(site: Site) -> None:
    page = factory.page(site, "Công khai")
    page.title = page.intro = SECRET
    page.save_revision()


def _scheduled(site: Site) -> None:
    from home.models import ContentPage

    above = Page.objects.get(pk=site.root_page.pk)
    page = above.add_child(instance=ContentPage(title=SECRET, locale=above.locale, live=False))
    page.go_live_at = clock.now() + 30 * DAY
    page.save_revision().publish()


def _expired(site: Site) -> None:
    page = factory.page(site, SECRET)
    # The worker has not come round yet.
    Page.objects.filter(pk=page.pk).update(expire_at=clock.now())


def _unpublished_past_the_signals(site: Site) -> None:
    page = factory.page(site, SECRET)
    Page.objects.filter(pk=page.pk).update(live=False)


def _unpublished(site: Site) -> None:
    factory.page(site, SECRET).unpublish()


def _deleted(site: Site) -> None:
    factory.page(site, SECRET).delete()


def _private(site: Site) -> None:
    page = factory.page(site, SECRET)
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def _under_a_private_page(site: Site) -> None:
    parent = factory.page(site, "Kín")
    PageViewRestriction.objects.create(page=parent, restriction_type="password", password="x")
    factory.page(site, SECRET, parent=parent)


def _event(act: Callable[[Any], None], **values: Any) -> Callable[[Site], None]:
    def made(site: Site) -> None:
        event = make.make_event(make.make_index(site), title=SECRET, starts_at=clock.now() + 20 * DAY, **values)
        act(event)

    return made


def _restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


STATES: dict[str, Callable[[Site], None]] = {
    "draft": _draft,
    "draft of a public page": _draft_of_a_public_page,
    "scheduled": _scheduled,
    "expired": _expired,
    "unpublished": _unpublished,
    "unpublished past the signals": _unpublished_past_the_signals,
    "deleted": _deleted,
    "private": _private,
    "under a private page": _under_a_private_page,
    "event draft": _event(lambda _event: None, publish=False),
    "event unpublished": _event(lambda event: event.unpublish()),
    "event private": _event(_restrict),
    "event deleted": _event(lambda event: Page.objects.get(pk=event.pk).delete()),
}


def _seen(client: Client, query: str) -> str:
    parts = []
    for base in ("/tim-kiem/", "/en/search/"):
        calendar = "lich.ics" if base == "/tim-kiem/" else "calendar.ics"
        # A calendar of pages without any date there is none.
        for name in ("atom.xml",) if query == "kind=content" else ("atom.xml", calendar):
            answer = client.get(f"{base}{name}?{query}")
            assert answer.status_code == 200
            parts.append(answer.content.decode().replace("\r\n ", ""))
    return "".join(parts)


def _without_the_query(words: str) -> str:
    """Return a feed or calendar without its head, which names what is searched for."""
    return "".join(part for part in words.split("<entry>")[1:]) + "".join(words.split("BEGIN:VEVENT")[1:])


@pytest.mark.parametrize("state", STATES)
def test_nothing_of_it_is_told(client: Client, site: Site, state: str) -> None:
    keep(f"q={SECRET}")
    keep(f"q={SECRET}", language=Language.ENGLISH, email="en@example.org")
    keep("kind=content")
    keep("kind=event")
    with at(clock.now() + timedelta(hours=1)):
        STATES[state](site)
        assert SECRET not in _without_the_query(_seen(client, f"q={SECRET}"))
        assert SECRET not in _seen(client, "kind=content")
        assert SECRET not in _seen(client, "kind=event")
    assert SECRET not in "".join(tell())
    assert all(SECRET not in str(message.message()) for message in mail.outbox)


def test_a_public_one_is_told(client: Client, site: Site) -> None:
    """The proof that the others look at the right place."""
    keep(f"q={SECRET}")
    with at(clock.now() + timedelta(hours=1)):
        make.make_event(make.make_index(site), title=SECRET, starts_at=clock.now() + 20 * DAY)
        assert SearchDocument.objects.filter(title=SECRET).exists()
        words = _seen(client, "kind=event")
    assert words.count(SECRET) >= 2
    (mailed,) = tell()
    assert SECRET in mailed
