"""What grows with the portal: ``python -m tests.performance.bench_growth [--items 1000 10000] [--only sqlite]``; one JSON object a line.

One database takes more and more technologies, events, organisations and stories, as many of each as the number says. At each
number every address is asked for as a visitor or an editor would: processor milliseconds (this process and its database backend),
the same in yardsticks (a fixed piece of work in turn with it, because the machine is not equally fast all the time), statements and
bytes. Pages 10, 20 and 33 are the last that are full at 1,000; page 500 shows the last page there, so that these rows compare two
different pages; nothing is remembered between requests. "Page after page" goes on as somebody does who walks through a list, with
what a process remembers of the pages before: from page 15 at 1,000, from page 500 where there are as many. Each figure but the milliseconds is given beside the one at the first number; the goal is a tenth more at most.
``--items 1000 100000`` is the issue's own pair and builds for an hour. ``--here`` measures the database of the settings as it is; the
last of ``--items`` says how much it holds.
"""

import argparse
import itertools
import os
import sys
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from tests.performance import grounds, growth_world, processor
from tests.performance.grounds import say

ROUNDS: Final = 9
GOAL: Final = 1.1
SEED: Final = 149
WALKED: Final = {
    "listing": "/cong-nghe/",
    "listing by title": "/cong-nghe/?sort=title",
    "directory": "/to-chuc/",
    "news": "/tin-tuc/",
}
NEAR: Final = 15
FAR: Final = 500
LONG: Final = 16_000
MEGABYTES: Final = 8
UNITS: Final = ("ms", "yardsticks", "statements", "bytes")
Figures = dict[str, tuple[float, float, int, int]]


def addresses() -> tuple[dict[str, str], dict[str, str]]:
    """Return what visitors and what editors ask for, by name."""
    from django.urls import reverse

    from events.models import EventIndexPage
    from exhibitors import decisions
    from news.models import NewsroomPage
    from portal.kernel import clock
    from portal.vocabularies.enums import VocabularyCode
    from portal.vocabularies.models import Term
    from showcase.models import ShowcaseIndexPage

    def code(vocabulary: VocabularyCode) -> str:
        return str(Term.objects.filter(vocabulary=vocabulary).order_by("pk")[0].code)

    filters = f"trl=ready&form={code(VocabularyCode.TRANSFER_FORM)}"
    month = clock.today().replace(year=clock.today().year + 5).strftime("%Y-%m")
    public = {
        "listing": "/cong-nghe/",
        "listing with two filters": f"/cong-nghe/?{filters}",
        "listing with two filters, page 500": f"/cong-nghe/?{filters}&page=500",
        "listing, page 500": "/cong-nghe/?page=500",
        "listing, page 33": "/cong-nghe/?page=33",
        "listing by title": "/cong-nghe/?sort=title",
        "events": "/su-kien/",
        "events that are over, page 10": "/su-kien/?time=past&page=10",
        "events that are over, page 500": "/su-kien/?time=past&page=500",
        "empty month": f"/su-kien/?month={month}",
        "directory": "/to-chuc/",
        "directory with two filters": (
            f"/to-chuc/?field={code(VocabularyCode.FIELD)}&kind={code(VocabularyCode.ORGANISATION_KIND)}"
        ),
        "directory, page 33": "/to-chuc/?page=33",
        "directory, page 500": "/to-chuc/?page=500",
        "news": "/tin-tuc/",
        "news, page 33": "/tin-tuc/?page=33",
        "news, page 500": "/tin-tuc/?page=500",
        "newsroom": NewsroomPage.objects.filter(locale__language_code="vi").order_by("path")[0].url,
        "front page": "/",
        "site map": "/sitemap.xml",
    }
    market = ShowcaseIndexPage.objects.get(locale__language_code="vi")
    calendar = EventIndexPage.objects.get(locale__language_code="vi")
    explorer = reverse("wagtailadmin_explore", args=[market.pk])
    admin = {
        "explorer": explorer,
        "explorer, page 20": f"{explorer}?p=20",
        "explorer, page 500": f"{explorer}?p=500",
        "explorer of events": reverse("wagtailadmin_explore", args=[calendar.pk]),
        "admin list of organisations": reverse(f"{decisions.URL_NAMESPACE}:index"),
        "admin home": reverse("wagtailadmin_home"),
    }
    return public, admin


def figures(number: int) -> Figures:
    """Return milliseconds, yardsticks, statements and bytes of each address by its name, in a database with so many of each kind."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    public, admin = addresses()
    visitor, editor = Client(), Client()
    editor.force_login(growth_world.superuser(), backend="django.contrib.auth.backends.ModelBackend")
    found: Figures = {}
    asked = [(name, url, visitor) for name, url in public.items()] + [
        (name, url, editor) for name, url in admin.items()
    ]
    for name, url, client in asked:

        def ask(client: Client = client, url: str = url) -> bytes:
            answer = client.get(url)
            assert answer.status_code == 200, (url, answer.status_code)
            return bytes(answer.getvalue())

        size = len(ask())
        with CaptureQueriesContext(connection) as caught:
            ask()
        statements = len(caught)
        found[name] = (*processor.in_yardsticks(ask, rounds=ROUNDS), statements, size)
    return {**found, **walks(FAR if number >= LONG else NEAR)}


def walks(first: int) -> Figures:
    """Return the same for pages that somebody comes to who walks through a list from a page with this number."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    visitor = Client()
    found: Figures = {}
    settings.PAGE_CACHE_MEGABYTES = MEGABYTES
    for name, url in WALKED.items():
        pages = itertools.count(first)

        def go_on(url: str = url, pages: Iterator[int] = pages) -> bytes:
            answer = visitor.get(url, {**dict(parse_qsl(urlsplit(url).query)), "page": next(pages)})
            assert answer.status_code == 200, (url, answer.status_code)
            return bytes(answer.getvalue())

        size = len(go_on())
        with CaptureQueriesContext(connection) as caught:
            go_on()
        statements = len(caught)  # later requests empty the record
        found[f"{name}, page after page"] = (*processor.in_yardsticks(go_on, rounds=ROUNDS), statements, size)
    settings.PAGE_CACHE_MEGABYTES = 0
    return found


def tell(number: int, now: Figures, first: tuple[int, Figures] | None) -> None:
    """Print the figures at one number beside those at the first."""
    for name, values in now.items():
        for index, unit in enumerate(UNITS):
            what = f"{name}, {number}: {unit}"
            say(what, values[index], unit)
            if first is None or unit == "ms":
                continue
            ratio = values[index] / max(first[1][name][index], 0.001)
            say(
                f"{name}: {unit}, {number} to {first[0]}",
                ratio,
                "ratio",
                f"{name}, {first[0]}: {unit}",
                goal=GOAL,
                met=ratio <= GOAL,
            )


def bench(numbers: list[int], grow: Callable[[int, int], None]) -> int:
    """Measure at each number, growing in between."""
    first: tuple[int, Figures] | None = None
    there = 0
    for number in numbers:
        grow(number - there, number)
        there = number
        now = figures(number)
        tell(number, now, first)
        first = first or (number, now)
    return 0


def child(given: argparse.Namespace) -> int:
    """Measure in this process."""
    import django

    django.setup()
    if given.here:
        return bench(given.items[-1:], lambda _more, _number: None)
    with grounds.made_anew():
        from tests import databases

        growth_world.plant(databases.site())
        return bench(given.items, lambda more, number: growth_world.grow(more, seed=SEED + number))


def main() -> int:
    """Measure on SQLite, and on PostgreSQL where it is asked for by name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--here", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    if os.environ.get(grounds.CHILD) or given.here:
        os.environ.setdefault(grounds.CHILD, "here")
        return child(given)
    numbers = [str(number) for number in given.items]
    return grounds.measure_each("tests.performance.bench_growth", "--items", *numbers, only=given.only)


if __name__ == "__main__":
    sys.exit(main())
