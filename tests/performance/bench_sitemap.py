"""What the site map costs: ``python -m tests.performance.bench_sitemap [--pages 1000 10000] [--only sqlite]``; one JSON object a line.

One database takes more and more pages, half of them the English twins of the others. At each number: processor time of all files
together beside Wagtail's own site map of the same pages in the same run, by the address; of one file and of the list of files, with
their bytes, beside those at the first number. Wagtail's files bear no translations. The goals are those of the first 10,000 pages.
"""

import argparse
import os
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.performance import grounds, processor
from tests.performance.grounds import say

ROUNDS: Final = 5
TIMES_CHEAPER: Final = 20
GROWTH: Final = 1.1
FULL: Final = 10_000
BATCH: Final = 500


def add(first: int, last: int) -> None:
    """Add plain pages with these numbers below both front pages, each with its twin."""
    from django.db.models import F
    from wagtail.models import Page

    from home.models import ContentPage, HomePage
    from portal.demo import bulk

    for start in range(first, last, BATCH):
        numbers = range(start, min(start + BATCH, last))
        keys = {number: uuid.uuid4() for number in numbers}
        for front in HomePage.objects.select_related("locale").order_by("pk"):
            language = front.locale.language_code
            titles = {number: f"Trang {number}" if language == "vi" else f"Page {number}" for number in numbers}
            pages = [
                ContentPage(title=title, slug=f"{'trang' if language == 'vi' else 'page'}-{number}")
                for number, title in titles.items()
            ]
            parent = Page.objects.get(pk=front.pk)
            bulk.place_under(parent, pages, ContentPage)
            for number, page in zip(numbers, pages, strict=True):
                page.translation_key = keys[number]
            bulk.insert_pages(pages, [ContentPage])
            Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))


def stock() -> int:
    """Draw Wagtail's own site map as its view does, with Django's template; return how many addresses it holds."""
    from django.contrib import sitemaps
    from django.contrib.sites.requests import RequestSite
    from django.template import Context, Engine
    from django.test import RequestFactory
    from wagtail.contrib.sitemaps.sitemap_generator import Sitemap

    request = RequestFactory().get("/sitemap.xml", headers={"Host": "testserver"})
    drawn = Engine(dirs=[str(Path(sitemaps.__file__).parent / "templates")]).get_template("sitemap.xml")
    found, number = Sitemap(request), 0
    for page in found.paginator.page_range:
        urls = found.get_urls(page=page, site=RequestSite(request), protocol="http")
        number += drawn.render(Context({"urlset": urls})).count("<loc>")
    return number


def parts() -> list[str]:
    """Return the paths of the files that the list of files names; the list itself where there is one file only."""
    from django.conf import settings
    from django.test import Client

    listed = Client().get("/sitemap.xml").getvalue().decode()
    if "<sitemapindex" not in listed:
        return ["/sitemap.xml"]
    return [
        line.partition("<loc>")[2].partition("</loc>")[0].removeprefix(settings.BASE_URL)
        for line in listed.split("\n")
        if "<loc>" in line
    ]


def asking(*paths: str) -> Callable[[], tuple[int, int]]:
    """Return a call that asks for files through the whole stack and returns their bytes and addresses."""
    from django.test import Client

    client = Client()

    def ask() -> tuple[int, int]:
        bodies = [client.get(path).getvalue() for path in paths]
        return sum(map(len, bodies)), sum(body.count(b"<loc>") for body in bodies)

    return ask


def measure(number: int, first: dict[str, float]) -> None:
    """Measure at one number of pages; fill ``first`` or compare with it."""
    files = parts()
    whole, listing, one = asking(*files), asking("/sitemap.xml"), asking(files[0])
    _bytes, addresses = whole()
    theirs = stock()
    spent = processor.beside({"whole": whole, "list": listing, "file": one, "stock": stock}, rounds=ROUNDS)
    name = f"sitemap, {number} pages"
    say(f"{name}: Wagtail's own", spent["stock"], "ms", addresses=theirs)
    ratio = (spent["stock"] / theirs) / (spent["whole"] / addresses)
    more: dict[str, Any] = {"times_cheaper": round(ratio, 1), "addresses": addresses, "files": len(files)}
    if number >= FULL:
        more |= {"goal": TIMES_CHEAPER, "met": ratio >= TIMES_CHEAPER}
    say(f"{name}: all files", spent["whole"], "ms", f"{name}: Wagtail's own, by the address", **more)
    for what, ask in (("list", listing), ("file", one)):
        for unit, value in (("ms", spent[what]), ("bytes", float(ask()[0]))):
            key = f"{what}: {unit}"
            beside: dict[str, Any] = {}
            if key in first and what == "list":
                beside = {"ratio": round(value / first[key], 3), "goal": GROWTH, "met": value <= GROWTH * first[key]}
            say(f"{name}: {key}", value, unit, f"sitemap at the first number: {key}" if beside else "", **beside)
            first.setdefault(key, value)


def bench(numbers: list[int]) -> int:
    """Measure at each number, growing in between."""
    import django

    django.setup()
    from django.db import connection

    with grounds.made_anew():
        first: dict[str, float] = {}
        there = 0
        for number in numbers:
            add(there // 2, number // 2)
            there = number
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            measure(number, first)
    return 0


def main() -> int:
    """Measure on SQLite, and on PostgreSQL where it is asked for by name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[1000, FULL])
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    if os.environ.get(grounds.CHILD):
        return bench(given.pages)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    numbers = [str(number) for number in given.pages]
    return grounds.measure_each("tests.performance.bench_sitemap", "--pages", *numbers, only=given.only)


if __name__ == "__main__":
    sys.exit(main())
