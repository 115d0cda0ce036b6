"""What a search costs: ``python -m tests.performance.bench_search [--items 1000 10000 100000] [--only sqlite]``; one JSON object a line.

Documents of invented technologies, and a fifth as many of other kinds, with words drawn as unevenly as a language uses them, go
through the same door as a rebuild of the index. For each number: seconds and size of the index; then each query by turns as a
bare statement (find, rank, twenty rows), as the whole call that the page makes (reading, slips, rank, count) and with all filters
counted. Wall time, since PostgreSQL works in a process of its own; ratios are of one run.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

from tests.performance import grounds
from tests.performance.grounds import say

ROUNDS: Final = 15
PAGE: Final = 20
BODY: Final = 90
GOAL: Final = 1.5
QUERIES: Final = {
    "common": "máy",
    "rare": "khí canh",
    "two_words": "máy sấy",
    "without_marks": "cam bien khong day",
    "unfinished": "dây chuy",
    "slip": "cam biem khong day",
    "nothing": "xyzzy",
}


def vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """Return syllables of invented spelling and how often each is used: the n-th a n-th as often as the first (Zipf)."""
    from portal.demo.market_bulk import ONSETS, RHYMES

    found = [onset + rhyme + coda for onset in ONSETS for rhyme in RHYMES for coda in ("", "g", "h", "p", "t")]
    chance.shuffle(found)
    return found, [1 / (place + 10) for place in range(len(found))]


def documents(number: int, chance: random.Random) -> Iterator[Any]:
    """Yield ``number`` technologies and a fifth as many news, each in Vietnamese."""
    from portal.demo import bulk
    from portal.kernel import clock
    from portal.pages.findables import FindableDocument, FindableKind

    words, weights = vocabulary(chance)
    today = clock.today()
    for place in range(number + number // 5):
        kind = FindableKind.TECHNOLOGY if place < number else FindableKind.NEWS
        thing = "Khí canh" if place % 100 == 0 else chance.choice(bulk.THINGS)
        title = f"{thing} {chance.choice(bulk.MERITS)} cho {chance.choice(bulk.CHAINS)}, mẫu số {place}"
        yield FindableDocument(
            key=f"bench:{place}",
            kind=kind,
            language="vi",
            title=title,
            url=f"/{place}/",
            summary=" ".join(chance.choices(words, weights, k=20)),
            body=" ".join(chance.choices(words, weights, k=BODY)),
            sort_date=today - timedelta(days=chance.randrange(1500)),
            facets={
                "field": (f"field-{chance.randrange(12)}",),
                "place": (f"place-{chance.randrange(99)}",),
                "trl": (chance.choice(("research", "trial", "ready")),),
            },
        )


def bare(typed: str) -> Callable[[], Any]:
    """Return a call of the plainest statement of the database for the words: found, ranked by its own formula, twenty rows."""
    from django.db import connection

    from search import folding

    words = folding.folded(typed)
    if connection.vendor == "postgresql":
        statement = (
            "SELECT id FROM search_searchdocument WHERE language = 'vi' AND folded_vector @@ to_tsquery('simple', %s) "
            "ORDER BY ts_rank(folded_vector, to_tsquery('simple', %s)) DESC, id DESC LIMIT 20"
        )
        query = " & ".join(words)
        parameters = [query, query]
    else:
        statement = "SELECT rowid FROM search_index WHERE search_index MATCH %s ORDER BY rank LIMIT 20"
        parameters = [" AND ".join(f'"{word}"' for word in words)]

    def ask() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()

    return ask


def whole(typed: str) -> Callable[[], Any]:
    """Return the call that the page makes, without filters: read, find, count, rank, twenty rows."""
    from search import queries
    from search.models import SearchDocument

    def ask() -> Any:
        found = queries.find(SearchDocument.objects.filter(language="vi"), typed)
        return found.best.number, queries.in_their_order(found.best.keys, *queries.SHOWN)

    return ask


def with_facets(typed: str) -> Callable[[], Any]:
    """Return the call of the whole page of results, all filters counted."""
    from django.test import RequestFactory

    from search import queries

    request = RequestFactory().get("/tim-kiem/", {"q": typed})
    return lambda: queries.search_page(request)


def seconds(todo: Callable[[], Any]) -> float:
    """Return the seconds that a call takes."""
    started = time.perf_counter()
    todo()
    return time.perf_counter() - started


def measure(number: int) -> None:
    """Print each query's three figures by turns, and the spread over all."""
    together: dict[str, list[float]] = {"whole": [], "with_facets": []}
    for name, typed in QUERIES.items():
        ways = {"bare": bare(typed), "whole": whole(typed), "with_facets": with_facets(typed)}
        for ask in ways.values():
            ask()
        rounds = [{way: seconds(ask) for way, ask in ways.items()} for _round in range(ROUNDS)]
        middle = {way: statistics.median(one[way] for one in rounds) for way in ways}
        for way in together:
            together[way] += [one[way] for one in rounds]
        say(f"search_{number}_{name}_bare", 1000 * middle["bare"], "ms")
        for way, other, goal in (("whole", "bare", GOAL), ("with_facets", "whole", 2.0)):
            ratio = middle[way] / middle[other]
            base = f"search_{number}_{name}"
            say(f"{base}_{way}", 1000 * middle[way], "ms", f"{base}_{other}", ratio=round(ratio, 2), goal=goal)
    for way, all_of in together.items():
        cuts = statistics.quantiles(all_of, n=20)
        say(f"search_{number}_{way}_p50", 1000 * cuts[9], "ms")
        say(f"search_{number}_{way}_p95", 1000 * cuts[18], "ms")


def size() -> float:
    """Return the mebibytes of the search's tables and indexes."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'search~_%' ESCAPE '~'"
            )
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return float(cursor.fetchone()[0]) / 2**20


def bench(numbers: list[int]) -> int:
    """Measure in the database of this process, one number of documents after the other."""
    import django

    django.setup()
    with grounds.made_anew():
        from django.utils import translation

        from search.domain import indexing
        from search.models import SearchDocument

        empty = size()
        for number in numbers:
            SearchDocument.objects.all().delete()
            chance = random.Random(number)
            drawn = list(documents(number, chance))
            took = seconds(lambda drawn=drawn: indexing.index_in_bulk(drawn))  # type: ignore[misc]  # bound at once
            say(f"search_{number}_index_made", took, "s")
            say(f"search_{number}_index_size", size() - empty, "MiB")
            with translation.override("vi"):
                measure(number)
    return 0


def main() -> int:
    """Measure on SQLite and, where one answers, on PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="")
    given = parser.parse_args()
    if os.environ.get(grounds.CHILD):
        return bench(given.items)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    numbers = [str(number) for number in given.items]
    return grounds.measure_each("tests.performance.bench_search", "--items", *numbers, only=given.only)


if __name__ == "__main__":
    sys.exit(main())
