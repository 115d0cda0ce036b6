"""What must not be seen stands in no feed, calendar or mail of a kept search: canaries in every state and both languages."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Site

from portal.kernel import clock
from portal.kernel.languages import Language
from search.models import SearchDocument
from tests.factories import events as make
from tests.search.saved.scene import DAY, at, keep, tell
from tests.search.states import SECRET, STATES


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
