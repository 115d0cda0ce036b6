"""What a search costs: ``python -m tests.performance.bench_search [--items 1000 10000 100000] [--only sqlite]``; one JSON object a line.

Documents of invented technologies, and a fifth as many of other kinds, with words drawn as unevenly as a language uses them, go
through the same door as a rebuild of the index. For each number: seconds and size of the index; then each query by turns as a
bare statement (find, rank, twenty rows), as the whole call that the page makes (reading, slips, rank, count) and with all filters
counted; then suggestions. Where words have to be guessed first, the bare statement is the one that guesses: by trigrams on
PostgreSQL, by the vocabulary of the index on SQLite. PostgreSQL takes further processes for the bare statement, and none for
ours, whose rows are needed together: beside it stands what it costs in one process. Wall time, since PostgreSQL works in a process of its own; ratios are of
one run, and have their goals at the number of items that the portal is made for.

The bare statement has neither the total nor the columns that a result shows, nor the words that editors keep for the same thing,
nor, where nothing is found, all the questions that say so. ``answer`` is the least that a database can be asked for what the page
says. ``processor`` is the same by processor time of this process and its backend, in one process each: what a busy machine shows
of short calls otherwise is how long they waited for their turn.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from tests.performance import grounds, processor, search_world
from tests.performance.grounds import say

ROUNDS: Final = 15
PAGE: Final = 20
GOAL: Final = 1.5
GOAL_WITH_FACETS: Final = 2.0
SUGGESTIONS_GOAL: Final = 30.0
"""In milliseconds, for the commonest beginnings."""
GOALS_FROM: Final = 100_000
SUGGESTED: Final = {"common": "ma", "two_words": "máy s", "rare": "khi ca", "nothing": "xyz"}
QUERIES: Final = {
    "common": "máy",
    "rare": "khí canh",
    "two_words": "máy sấy",
    "without_marks": "cam bien khong day",
    "unfinished": "dây chuy",
    "slip": "cam biem khong day",
    "nothing": "xyzzy",
}


def asked(statements: list[tuple[str, list[Any]]]) -> Callable[[], Any]:
    """Return a call that asks statements one after the other."""
    from django.db import connection

    def ask() -> Any:
        with connection.cursor() as cursor:
            for statement, parameters in statements:
                cursor.execute(statement, parameters)
                found = cursor.fetchall()
        return found

    return ask


def in_one_process(ask: Callable[[], Any]) -> Callable[[], Any]:
    """Return a call for which PostgreSQL may not take further processes: on a busy server there are none to take."""
    from django.db import connection

    def alone() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
            found = ask()
            cursor.execute("RESET max_parallel_workers_per_gather")
        return found

    return alone


def bare(typed: str, *, unfinished: bool = False) -> tuple[str, list[Any]]:
    """Return the plainest statement of the database for the words: found, ranked by its own formula, twenty rows."""
    from django.db import connection

    from search import folding

    words = folding.folded(typed)
    if connection.vendor == "postgresql":
        query = " & ".join(words) + (":*" if unfinished else "")
        statement = (
            "SELECT id FROM search_searchdocument WHERE language = 'vi' AND folded_vector @@ to_tsquery('simple', %s) "
            "ORDER BY ts_rank(folded_vector, to_tsquery('simple', %s)) DESC, id DESC LIMIT 20"
        )
        return statement, [query, query]
    statement = "SELECT rowid FROM search_index WHERE search_index MATCH %s ORDER BY rank LIMIT 20"
    return statement, [" AND ".join(f'"{word}"' for word in words) + (" *" if unfinished else "")]


def bare_guess(typed: str) -> tuple[str, list[Any]]:
    """Return the plainest statement that says what was meant: the titles next to the words, or the words next to each."""
    from django.db import connection

    from search import folding, slips

    words = folding.folded(typed)
    if connection.vendor == "postgresql":
        statement = (
            "SELECT id FROM search_searchdocument WHERE language = 'vi' AND %s <%% title_folded "
            "ORDER BY %s <<-> title_folded LIMIT 20"
        )
        return statement, [" ".join(words)] * 2
    near = sorted({other for word in words for other in slips.one_away(word)})
    return f"SELECT term, doc FROM search_vocabulary WHERE term IN ({', '.join(['%s'] * len(near))})", near


def answer(typed: str, *, unfinished: bool = False) -> tuple[str, list[Any]]:
    """Return the plainest statement for what a page of results says of the words: found among Vietnamese with the editors' synonyms, ranked, twenty rows as shown, how many in all.

    Of several ways to write it the quickest on each database: what is found is put aside with its rank, counted, and the texts of
    twenty are read. A window that counts and a second statement for the number were slower.
    """
    from django.db import connection

    from search import engines, parsing

    engine = engines.engine_of(connection)
    criteria = parsing.criteria(parsing.parse(typed), prefix=unfinished)
    [matched] = engine.found(criteria).parameters  # type: ignore[attr-defined]  # of those in a database
    if connection.vendor == "postgresql":
        found = (
            "SELECT id, ts_rank(folded_vector, to_tsquery('simple', %s)) AS rank FROM search_searchdocument "
            "WHERE language = 'vi' AND folded_vector @@ to_tsquery('simple', %s)"
        )
        parameters, order = [matched, matched], "rank DESC"
    else:
        found = (
            "SELECT id, rank FROM search_index, search_searchdocument INDEXED BY search_narrow "
            "WHERE search_index MATCH %s AND +search_index.rowid = id AND language = 'vi'"
        )
        parameters, order = [matched], "rank"
    statement = (
        f"WITH found AS MATERIALIZED ({found}), best AS (SELECT id, rank FROM found ORDER BY {order}, id DESC LIMIT 20) "
        "SELECT d.id, kind, language, title, url, summary, body, sort_date, picture_id, (SELECT count(*) FROM found) "
        f"FROM best JOIN search_searchdocument d ON d.id = best.id ORDER BY {order}, d.id DESC"
    )
    return statement, parameters


def guesses(typed: str) -> list[tuple[str, list[Any]]]:
    """Return the plainest statements that say what was meant: the words next to each in the vocabulary, and on PostgreSQL what looks alike."""
    from django.db import connection

    from search import folding, slips

    if connection.vendor != "postgresql":
        return [bare_guess(typed)]
    near = sorted({other for word in folding.folded(typed) for other in slips.one_away(word)})
    return [("SELECT word, documents FROM search_word WHERE word = ANY(%s)", [near]), bare_guess(typed)]


def answer_of(name: str, typed: str) -> Callable[[], Any]:
    """Return the call of the statements for what the whole call says of a query: the total and the rows shown, and where nothing is found, what else it may be."""
    if name == "unfinished":
        return asked([answer(typed), answer(typed, unfinished=True)])
    if name == "slip":
        looked = [answer(typed), answer(typed, unfinished=True), guesses(typed)[0]]
        return asked([*looked, answer(QUERIES["without_marks"])])
    if name == "nothing":
        return asked([answer(typed), answer(typed, unfinished=True), *guesses(typed)])
    return asked([answer(typed)])


def bare_suggestions(typed: str) -> tuple[str, list[Any]]:
    """Return the plainest statement for titles that hold the words, the last one perhaps unfinished, the newest first."""
    from django.db import connection

    from search import folding

    words = folding.folded(typed)
    if connection.vendor == "postgresql":
        query = " & ".join([*(f"{word}:A" for word in words[:-1]), f"{words[-1]}:*A"])
        statement = (
            "SELECT id FROM search_searchdocument WHERE language = 'vi' AND folded_vector @@ to_tsquery('simple', %s) "
            "ORDER BY sort_date DESC, id DESC LIMIT 8"
        )
        return statement, [query]
    matched = " AND ".join(f'"{word}"' for word in words)
    statement = "SELECT rowid FROM search_index WHERE search_index MATCH %s ORDER BY rowid DESC LIMIT 8"
    return statement, [f"{{title_folded}} : ({matched} *)"]


def bare_of(name: str, typed: str) -> Callable[[], Any]:
    """Return the call of the bare statements that a query needs."""
    if name == "unfinished":
        return asked([bare(typed, unfinished=True)])
    if name == "slip":
        return asked([bare_guess(typed), bare(QUERIES["without_marks"])])
    if name == "nothing":
        return asked([bare(typed), bare_guess(typed)])
    return asked([bare(typed)])


def whole(typed: str) -> Callable[[], Any]:
    """Return the call that the page makes, without filters: read, find, count, rank, twenty rows."""
    from search import queries
    from search.models import SearchDocument

    def ask() -> Any:
        found = queries.find(SearchDocument.objects.filter(language="vi"), typed)
        return found.best.number, found.best.rows

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


def by_turns(ways: dict[str, Callable[[], Any]]) -> dict[str, list[float]]:
    """Return the seconds of each call in each round, after one round that does not count."""
    for ask in ways.values():
        ask()
    rounds = [{way: seconds(ask) for way, ask in ways.items()} for _round in range(ROUNDS)]
    return {way: [one[way] for one in rounds] for way in ways}


def goal_of(number: int, goal: float, reached: float) -> dict[str, Any]:
    """Return a goal and whether it is met, for a number of items that has one."""
    return {"goal": goal, "met": reached <= goal} if number >= GOALS_FROM else {}


def measure(number: int, usual: tuple[str, str]) -> None:
    """Print each query's three figures by turns, and the spread over all; ``usual`` are two words that a third of the texts hold."""
    from django.db import connection

    together: dict[str, list[float]] = {"whole": [], "with_facets": []}
    for name, typed in {**QUERIES, "in_texts": usual[0], "two_in_texts": " ".join(usual)}.items():
        ways = {
            "bare": bare_of(name, typed),
            "answer": answer_of(name, typed),
            "whole": whole(typed),
            "with_facets": with_facets(typed),
        }
        plain = dict(ways)
        if connection.vendor == "postgresql":
            ways["bare_in_one_process"] = in_one_process(ways["bare"])
        found = by_turns(ways)
        middle = {way: statistics.median(times) for way, times in found.items()}
        for way in together:
            together[way] += found[way]
        base = f"search_{number}_{name}"
        say(f"{base}_bare", 1000 * middle["bare"], "ms")
        for way in ("bare_in_one_process", "answer"):
            if way in middle:
                ratio = round(middle["whole"] / middle[way], 2)
                say(f"{base}_{way}", 1000 * middle[way], "ms", whole_to_this=ratio)
        for way, other, goal in (("whole", "bare", GOAL), ("with_facets", "whole", GOAL_WITH_FACETS)):
            ratio = round(middle[way] / middle[other], 2)
            more = goal_of(number, goal, ratio)
            say(f"{base}_{way}", 1000 * middle[way], "ms", f"{base}_{other}", ratio=ratio, **more)
        spent = processor.beside(plain, rounds=ROUNDS)
        say(
            f"{base}_processor",
            spent["whole"],
            "ms",
            to_bare=round(spent["whole"] / spent["bare"], 2),
            to_answer=round(spent["whole"] / spent["answer"], 2),
            facets_to_whole=round(spent["with_facets"] / spent["whole"], 2),
        )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("RESET max_parallel_workers_per_gather")
    for way, all_of in together.items():
        cuts = statistics.quantiles(all_of, n=20)
        say(f"search_{number}_{way}_p50", 1000 * cuts[9], "ms")
        say(f"search_{number}_{way}_p95", 1000 * cuts[18], "ms")


def measure_suggestions(number: int) -> None:
    """Print what suggestions cost beside their bare statement."""
    from search import suggestions

    for name, typed in SUGGESTED.items():
        ways: dict[str, Callable[[], Any]] = {
            "bare": asked([bare_suggestions(typed)]),
            "whole": partial(suggestions.for_typed, typed),
        }
        middle = {way: statistics.median(times) for way, times in by_turns(ways).items()}
        base = f"suggestions_{number}_{name}"
        say(f"{base}_bare", 1000 * middle["bare"], "ms")
        value = 1000 * middle["whole"]
        ratio = round(middle["whole"] / middle["bare"], 2)
        more = goal_of(number, SUGGESTIONS_GOAL, value) if name == "common" else {}
        say(base, value, "ms", f"{base}_bare", ratio=ratio, **more)


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
            drawn = list(search_world.documents(number, chance))
            took = seconds(lambda drawn=drawn: indexing.index_in_bulk(drawn))  # type: ignore[misc]  # bound at once
            say(f"search_{number}_index_made", took, "s")
            say(f"search_{number}_index_size", size() - empty, "MiB")
            with translation.override("vi"):
                measure(number, search_world.usual_words(number))
                measure_suggestions(number)
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
