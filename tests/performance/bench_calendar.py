"""What a calendar costs: ``python -m tests.performance.bench_calendar [--events 1000 10000] [--clients 1000] [--only sqlite]``; one JSON object a line.

Processor time of one process, as ratios within one run. For each number of events: the icalendar package alone, which builds and
writes the same entries from values in memory; our writer alone, from the same values; the first file, joined from entries that
were stored when the events were published; the same with nothing stored, as after a release whose words differ; the file after one event
was renamed; an unchanged file, and a 304, through the whole stack beside bare views whose addresses stand beside the calendar's.
The limit of 1 MB, above which far events are left out, is lifted for this. Last, a day of clients with their own intervals, with the limit.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.performance import calendar_day, grounds, many_events
from tests.performance.grounds import say

ADDRESS = "/su-kien/lich.ics"
BARE_FILE, EMPTY = "/su-kien/lich-cho-san.ics", "/su-kien/trong.ics"
ROUNDS = 60
BATCH = 10
TOUCHES = 9
FIRST = 3
FULL = 10_000
"""The number of events from which goals beside the package count; below it the fixed cost of a few statements does."""
GOALS: dict[str, float] = {
    "writer": 10,
    "first_file": 10,
    "after_a_change": 200,
    "unchanged_file": 1.5,
    "not_modified": 1.1,
}


def timed(todo: Callable[[], Any]) -> float:
    """Return the processor seconds that a call takes."""
    started = time.process_time()
    todo()
    return time.process_time() - started


def median(todo: Callable[[], Any], times: int) -> float:
    """Return the median of the processor seconds of several calls."""
    return statistics.median(timed(todo) for _time in range(times))


def with_package(entries: tuple[Any, ...]) -> bytes:
    """Write the same entries with the icalendar package, as one would who has nothing else."""
    import icalendar

    calendar = icalendar.Calendar()
    for name, value in (("version", "2.0"), ("prodid", "-//Bench//EN"), ("method", "PUBLISH")):
        calendar.add(name, value)
    for entry in entries:
        event = icalendar.Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", entry.changed_at)
        event.add("last-modified", entry.changed_at)
        event.add("sequence", entry.sequence)
        event.add("dtstart", entry.starts)
        event.add("dtend", entry.ends)
        event.add("summary", entry.summary)
        event.add("status", str(entry.status))
        event.add("transp", "TRANSPARENT" if entry.transparent else "OPAQUE")
        event.add("class", "PUBLIC")
        organizer = icalendar.vCalAddress(f"mailto:{entry.organizer_email}")
        organizer.params["CN"] = entry.organizer_name
        event.add("organizer", organizer)
        event.add("location", entry.location)
        event.add("categories", list(entry.categories))
        event.add("description", entry.description)
        event.add("url", entry.url)
        for concept in entry.concepts:
            event.add("concept", concept)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def faster(name: str, seconds: float, count: int, package: float) -> None:
    """Print seconds and how many times faster than the package that is."""
    ratio = package / seconds
    more: dict[str, Any] = {"times_faster": round(ratio, 1)}
    if name in GOALS and count >= FULL:
        more |= {"goal": GOALS[name], "met": ratio >= GOALS[name]}
    say(f"calendar_{count}_{name}", 1000 * seconds, "ms", f"calendar_{count}_icalendar_alone", **more)


def beside(name: str, ours: Callable[[], Any], theirs: Callable[[], Any], other: str) -> None:
    """Print what a request costs and its ratio to a bare one: in turns, the median of the rounds."""

    def batch(todo: Callable[[], Any]) -> float:
        return timed(lambda: [todo() for _number in range(BATCH)]) / BATCH

    rounds = [(batch(ours), batch(theirs)) for _round in range(ROUNDS)]
    ratio = statistics.median(mine for mine, _bare in rounds) / statistics.median(bare for _mine, bare in rounds)
    found = statistics.median(mine for mine, _bare in rounds)
    kind = name.split("_", 2)[2]
    say(name, 1_000_000 * found, "µs", other, ratio=round(ratio, 3), goal=GOALS[kind], met=ratio <= GOALS[kind])
    say(other, 1_000_000 * statistics.median(bare for _mine, bare in rounds), "µs")


@contextmanager
def bare_views(stored: Path) -> Iterator[None]:
    """Put two views beside the calendar for a while: one that answers with nothing, one that sends a stored file."""
    from django.http import HttpRequest, HttpResponse
    from django.urls import clear_url_caches, path

    from events import urls
    from events.calendars.views import CONTENT_TYPE

    def empty(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    def send(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(stored.read_bytes(), content_type=CONTENT_TYPE)

    before = list(urls.urlpatterns)
    urls.urlpatterns[:0] = [path(EMPTY[1:], empty), path(BARE_FILE[1:], send)]
    clear_url_caches()
    try:
        yield
    finally:
        urls.urlpatterns[:] = before
        clear_url_caches()


def asking(address: str, **headers: str) -> Callable[[], tuple[str, int]]:
    """Return a call that sends a request through the whole stack, as a server would; it returns status and length."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    handler: Any = WSGIHandler()
    environ = RequestFactory().get(address, headers=headers).environ

    def ask() -> tuple[str, int]:
        said: list[str] = []
        answer = handler(dict(environ), lambda status, _headers: said.append(status))
        size = sum(map(len, answer))
        answer.close()
        return said[0], size

    return ask


def measure(count: int, folder: Path) -> None:
    """Measure one number of events on the database that is connected."""
    from events.calendars import contents, feed, icalendar, lint, memory
    from events.calendars.selection import EVERYTHING
    from events.domain import calendar
    from events.models import CalendarFragment, EventPage
    from portal.kernel import clock
    from portal.kernel.languages import Language

    vietnamese = Language.VIETNAMESE

    def made() -> Any:
        return feed.current(language=vietnamese, now=clock.now())

    def first() -> None:
        memory.forget()
        made()

    def from_nothing() -> None:
        CalendarFragment.objects.all().delete()
        first()

    entries = contents.collect(EVERYTHING, vietnamese, clock.now()).entries
    package = median(lambda: with_package(entries), 1 if count > 5000 else FIRST)
    say(
        f"calendar_{count}_icalendar_alone", 1000 * package, "ms", bytes=len(with_package(entries[:100])) * count // 100
    )
    faster("writer", median(lambda: [icalendar.fragment(entry) for entry in entries], FIRST), count, package)
    made()
    faster("first_file", median(first, FIRST), count, package)

    page = EventPage.objects.filter(live=True).order_by("starts_at")[count // 2]
    writing, reading = [], []
    for number in range(TOUCHES):
        EventPage.objects.filter(pk=page.pk).update(title=f"Tên khác {number}")
        writing.append(timed(lambda: calendar.refresh(keys=[page.translation_key], now=clock.now())))
        reading.append(timed(made))
    faster("after_a_change", statistics.median(reading), count, package)
    faster("publishing_the_change", statistics.median(writing), count, package)
    found = made()
    say(f"calendar_{count}_bytes", len(found.body), "bytes")
    packing = timed(lambda: found.compressed)
    say(f"calendar_{count}_gzip_bytes", len(found.compressed), "bytes")
    faster("first_gzip", packing, count, package)
    faster("whole_check", timed(lambda: lint.lint(found.body)), count, package)

    stored = folder / "stored.ics"
    stored.write_bytes(found.body)
    with bare_views(stored):
        unchanged, empty = asking(ADDRESS), asking(EMPTY)
        assert unchanged() == asking(BARE_FILE)() == ("200 OK", len(found.body))
        beside(f"calendar_{count}_unchanged_file", unchanged, asking(BARE_FILE), f"calendar_{count}_stored_file")
        not_modified = asking(ADDRESS, **{"If-None-Match": found.etag_for(compressed=False)})
        assert (not_modified(), empty()) == (("304 Not Modified", 0), ("200 OK", 0))
        beside(f"calendar_{count}_not_modified", not_modified, empty, f"calendar_{count}_empty_view")
    faster("from_nothing_stored", timed(from_nothing), count, package)


def bench(counts: list[int], clients: int) -> int:
    """Make a database for each number of events and measure on it; the day of clients on the first."""
    import django

    django.setup()
    for number, count in enumerate(counts):
        with grounds.made_anew():
            from wagtail.models import Site

            from events.calendars import feed
            from portal.kernel import clock
            from tests.factories import events

            index = events.make_index(Site.objects.get())
            many_events.make(index, count, now=clock.now())
            whole, feed.LARGEST = feed.LARGEST, sys.maxsize  # type: ignore[misc]  # lifted for the bench alone
            measure(count, Path(os.environ["PORTAL_VAR_DIR"]))
            feed.LARGEST = whole  # type: ignore[misc]
            if number == 0 and clients:
                calendar_day.live_through(clients, now=clock.now() + timedelta(days=1))
    return 0


def main() -> int:
    """Measure on SQLite, and on PostgreSQL where it is asked for by name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    if os.environ.get(grounds.CHILD):
        return bench(given.events, given.clients)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    numbers = [str(number) for number in given.events]
    return grounds.measure_each(
        "tests.performance.bench_calendar", "--events", *numbers, "--clients", str(given.clients), only=given.only
    )


if __name__ == "__main__":
    sys.exit(main())
