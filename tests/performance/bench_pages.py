"""What a page costs uncached: ``python -m tests.performance.bench_pages [--only sqlite]``; one JSON object a line.

Front page, list of 30, technology, event, story and news, each by turns with the smallest page that Wagtail can serve (found by its
address, a template of one line) through the same stack in the same run. The goals are shares of what Wagtail's reference site takes
for pages of the same role beside the same floor (8.5 ms: home 108, list 85, detail 40), and numbers of statements. Measured with one
and with 40 of each kind; ``--here`` measures the database of the settings, such as the demo's.

Finished pages stay out of it: Django draws each time. Put together from the parts that the process knows, as a page is drawn in service
when it is not kept; with every part forgotten, as after a start; and each detail that nobody visited yet, in a process that knows others
of its kind.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from tests.performance import grounds, growth_world, processor
from tests.performance.grounds import say

ROUNDS: Final = 15
FLOOR: Final = 8.5
HOME, LIST, DETAIL = "home", "list", "detail"
GOALS: Final = {HOME: 108 / FLOOR / 4, LIST: 85 / FLOOR / 4, DETAIL: 40 / FLOOR / 2}
STATEMENTS: Final = {HOME: 12, LIST: 12, DETAIL: 9}
MANY: Final = 40


def details() -> dict[str, list[str]]:
    """Return the addresses of pages of each kind by its name, the first ones first."""
    from events.models import EventPage
    from news.models import ArticlePage
    from showcase.models import TechnologyPage

    kinds: dict[str, Any] = {"technology": TechnologyPage, "event": EventPage, "story": ArticlePage}
    return {
        name: [str(page.url) for page in model.objects.live().filter(locale__language_code="vi").order_by("pk")[:MANY]]
        for name, model in kinds.items()
    }


def pages() -> dict[str, tuple[str, str]]:
    """Return role and address of each page by its name."""
    return {
        "front page": (HOME, "/"),
        "list of 30": (LIST, "/cong-nghe/"),
        "list of events": (LIST, "/su-kien/"),
        "directory": (LIST, "/to-chuc/"),
        "news": (LIST, "/tin-tuc/"),
        **{name: (DETAIL, addresses[0]) for name, addresses in details().items()},
    }


@contextmanager
def smallest() -> Iterator[str]:
    """Make a content page draw one line for a while; yield its address."""
    from django.http import HttpResponse
    from django.template import Context, Template
    from wagtail.models import Page, Site

    from home.models import ContentPage
    from portal.pages import arrival

    drawn = Template("<!doctype html><title>{{ page.title }}</title><h1>{{ page.title }}</h1>")
    root = Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    page = root.add_child(instance=ContentPage(title="Trang nhỏ nhất", locale=root.locale))
    ours, serve = arrival._find, ContentPage.serve
    # Wagtail looks for it itself: the floor is Wagtail's, not ours.
    arrival._find = lambda request, parts: ours(request, parts) if parts != [page.slug] else None
    ContentPage.serve = lambda self, _request, *_a, **_k: HttpResponse(drawn.render(Context({"page": self})))
    try:
        yield f"/{page.slug}/"
    finally:
        arrival._find = ours
        ContentPage.serve = serve
        page.delete()


def measure_first_visits(size: str, ask: Callable[[str], int], floor: str) -> None:
    """Measure details that nobody visited, each once; nothing where there are too few."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from portal.page_cache import parts

    for name, (known, *others) in details().items():
        if len(others) < ROUNDS + 2:
            continue
        parts.forget()
        ask(known)
        with CaptureQueriesContext(connection) as caught:
            ask(others[0])
        # Counted here: later requests empty the record.
        statements = len(caught)
        following = iter(others[1:])
        spent = processor.beside({"page": lambda f=following: ask(next(f)), "floor": lambda: ask(floor)}, rounds=ROUNDS)  # type: ignore[misc]
        say(f"{name}{size}, first visit: statements", statements, "statements")
        ratio = spent["page"] / spent["floor"]
        say(f"{name}{size}, first visit: processor to the floor", ratio, "ratio", "smallest Wagtail page")


def measure(size: str, earlier: dict[str, int]) -> None:
    """Measure every page; compare the statements with those of an earlier size."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from portal.page_cache import parts

    client = Client()
    with smallest() as floor:

        def ask(url: str) -> int:
            answer = client.get(url)
            assert answer.status_code == 200, (url, answer.status_code)
            return len(answer.getvalue())

        def ask_anew(url: str) -> int:
            parts.forget()
            return ask(url)

        with CaptureQueriesContext(connection) as caught:
            ask(floor)
        say(f"smallest Wagtail page{size}: statements", len(caught), "statements")
        for name, (role, url) in pages().items():
            size_in_bytes = ask(url)
            with CaptureQueriesContext(connection) as caught:
                ask(url)
            statements = len(caught)
            with CaptureQueriesContext(connection) as caught:
                ask_anew(url)
            statements_anew = len(caught)
            spent = processor.beside(
                {
                    "page": lambda url=url: ask(url),  # type: ignore[misc]
                    "floor": lambda: ask(floor),
                },
                rounds=ROUNDS,
            )
            anew = processor.beside({"page": lambda url=url: ask_anew(url), "floor": lambda: ask(floor)}, rounds=ROUNDS)  # type: ignore[misc]
            ratio = spent["page"] / spent["floor"]
            say(f"{name}{size}: processor", spent["page"], "ms")
            say(
                f"{name}{size}: processor to the floor",
                ratio,
                "ratio",
                "smallest Wagtail page",
                goal=round(GOALS[role], 2),
                met=ratio <= GOALS[role],
            )
            say(
                f"{name}{size}: statements",
                statements,
                "statements",
                goal=STATEMENTS[role],
                met=statements <= STATEMENTS[role],
            )
            say(
                f"{name}{size}, every part forgotten: processor to the floor",
                anew["page"] / anew["floor"],
                "ratio",
                "smallest Wagtail page",
            )
            say(f"{name}{size}, every part forgotten: statements", statements_anew, "statements")
            say(f"{name}{size}: HTML", size_in_bytes, "bytes")
            if name in earlier:
                say(
                    f"{name}: statements beside fewer rows",
                    statements - earlier[name],
                    "statements",
                    goal=0,
                    met=statements == earlier[name],
                )
            earlier[name] = statements
        measure_first_visits(size, ask, floor)


def child(given: argparse.Namespace) -> int:
    """Measure in this process."""
    import django

    django.setup()
    from django.conf import settings

    settings.PAGE_CACHE_MEGABYTES = settings.PAGE_CACHE_MEGABYTES or 8
    if given.here:
        measure("", {})
        return 0
    with grounds.made_anew():
        from tests import databases

        growth_world.plant(databases.site())
        earlier: dict[str, int] = {}
        for number in (1, MANY):
            growth_world.grow(number, seed=number)
            measure(f", {number} of each", earlier)
    return 0


def main() -> int:
    """Measure on SQLite, and on PostgreSQL where it is asked for by name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--here", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    if os.environ.get(grounds.CHILD) or given.here:
        os.environ.setdefault(grounds.CHILD, "here")
        return child(given)
    return grounds.measure_each("tests.performance.bench_pages", only=given.only)


if __name__ == "__main__":
    sys.exit(main())
