"""Whether a reader ever meets an old page: ``python -m tests.performance.soak_pages [--trials 1000] [--only sqlite]``; one JSON object a line.

Two processes serve a small portal with its page cache. While readers ask for its pages without a pause, somebody changes one and looks at once, over
connections to both processes: by publishing, past the signals, by taking offline and online again. A page without the change is stale, unless it says that
another reader's request is just drawing it anew, which is counted apart; what was taken offline may not be given even then. Every second look has the
cookie of a session: it passes by the finished pages, and the page is put together from parts. Ends with 1 if one was stale.
"""

import argparse
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, Final

from tests.performance import grounds, serving
from tests.performance.grounds import say

PORT: Final = int(os.environ.get("PORT", "8751"))
READERS: Final = 3
LOOKS: Final = 6
SETTINGS: Final = "tests.performance.page_settings"
ACCEPTED: Final = "Accept-Encoding: identity\r\n"
PASSING: Final = f"{ACCEPTED}Cookie: session=nobody\r\n"
"""With the cookie of the settings that are served, whose session nobody has."""


def _read_on(addresses: list[str], stop: threading.Event, errors: list[str]) -> None:
    chance = random.Random(threading.get_ident())
    while not stop.is_set():
        connection = serving.Connection(PORT)
        for _request in range(20):
            address = chance.choice(addresses)
            status, _head, _body = connection.get(address, headers=chance.choice((ACCEPTED, PASSING)))
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                errors.append(f"{address} {status}")
        connection.close()


@dataclass
class Sums:
    """What was seen."""

    looks: int = 0
    stale: int = 0
    being_drawn: int = 0
    hits: int = 0
    passing: int = 0

    def look(self, address: str, is_right: Callable[[int, str], bool], *, may_be_drawn: bool) -> None:
        """Look over new connections, each of which may reach another process."""
        for number in range(LOOKS):
            connection = serving.Connection(PORT)
            passes_by = bool(number % 2)
            status, head, body = connection.get(address, headers=PASSING if passes_by else ACCEPTED)
            connection.close()
            self.looks += 1
            self.passing += passes_by
            if passes_by and b"Cache-Status" in head:
                raise RuntimeError("A visitor with a session was given a finished page.")
            self.hits += b"portal; hit\r\n" in head + b"\r\n"
            if not is_right(status, body.decode()):
                is_drawn = may_be_drawn and b"being-drawn-anew" in head
                self.being_drawn += is_drawn
                self.stale += not is_drawn


def _path(page: Any) -> str:
    from wagtail.models import Page

    address: str = Page.objects.get(pk=page.pk).get_url() or ""
    return address.removeprefix("http://testserver")


def _trial(number: int, world: SimpleNamespace, chance: random.Random, sums: Sums) -> None:
    """Change something and look."""
    from wagtail.models import Page

    from tests.page_cache import world as worlds

    page = chance.choice([world.policy, world.article, world.event, world.technology, world.about])
    address, title = _path(page), f"Tên số {number}"
    kind = chance.choice(["publish", "update", "offline"])
    if kind == "publish":
        worlds.retitle(page, title)
    elif kind == "update":
        Page.objects.filter(pk=page.pk).update(title=title)
    else:
        worlds.fresh(page).unpublish()
        sums.look(address, lambda status, _text: status == HTTPStatus.NOT_FOUND, may_be_drawn=False)
        worlds.retitle(page, title)
    sums.look(address, lambda _status, text: title in text, may_be_drawn=True)


def soak(trials: int) -> int:
    """Run the trials on the database of this process; return how much was wrong."""
    import django
    from django.conf import settings

    django.setup()
    from django.db import connection

    from portal.page_cache import changes
    from tests import databases
    from tests.page_cache import world as worlds

    with grounds.made_anew() as address:
        world = worlds.build(databases.site())
        settings.PAGE_CACHE_MEGABYTES = 8
        changes.follow(connection)
        environment = {"DJANGO_SETTINGS_MODULE": SETTINGS, "PORTAL_DATABASE_URL": address, "PORT": str(PORT)}
        with serving.granian("portal.wsgi:application", PORT, workers=2, environment=environment):
            stop, errors = threading.Event(), list[str]()
            readers = [
                threading.Thread(target=_read_on, args=(world.addresses, stop, errors)) for _reader in range(READERS)
            ]
            for reader in readers:
                reader.start()
            chance, started = random.Random(9), time.monotonic()
            sums = Sums()
            for number in range(trials):
                _trial(number, world, chance, sums)
            stop.set()
            for reader in readers:
                reader.join()
    say("soak_pages: trials", trials, "trials", seconds=round(time.monotonic() - started))
    say("soak_pages: looks", sums.looks, "looks", hits=sums.hits, from_parts=sums.passing)
    say("soak_pages: stale", sums.stale, "looks", goal=0, met=not sums.stale)
    say("soak_pages: old while another request draws the page", sums.being_drawn, "looks")
    say("soak_pages: errors met by readers", len(errors), "errors", goal=0, met=not errors)
    return sums.stale + len(errors)


def main() -> int:
    """Soak each database that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="")
    given = parser.parse_args()
    if os.environ.get(grounds.CHILD):
        return 1 if soak(given.trials) else 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    return grounds.measure_each("tests.performance.soak_pages", "--trials", str(given.trials), only=given.only)


if __name__ == "__main__":
    sys.exit(main())
