"""Many at once for few places: ``python -m tests.performance.bench_rush [--runs 3] [--proofs 100] [--only sqlite]``; one JSON object a line.

Engine first: a bare loop of lock, count and insert, the engine as it is, and the engine with its lock off, in turn, from
threads of one process. Then the whole stack: granian as in service (two workers of four threads) on the same database, and
visitors who open the form, wait as people do, and send it together. Loosened: TLS only; limits and guards of the form stand.
``--proofs`` adds rushes in which forms that were opened before are sent, to count what is oversold; they are not timed.
"""

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from tests.performance import grounds, visitors
from tests.performance.grounds import say

WISHES = 500
PLACES = 100
PORT = int(os.environ.get("PORTAL_BENCH_PORT", "8732"))
SERVER_START = 60
GOAL_PER_SECOND = 150
GOAL_P95_MS = 310
BEHIND = 1000
"""Visitors of the rushes that are only counted have numbers behind those of the timed ones."""
BARE = "rush_bare_lock_count_insert"
COLUMNS = (
    "reference, place_kind_id, state, party_size, full_name, email, phone, organisation, note, language, form_key,"
    " queue_class, joined_at, answers, created_at, changed_at"
)
VALUES = "%s, %s, %s, 1, 'Bench', %s, '', '', '', 'vi', %s, 100, %s, '{}', %s, %s"


def high(values: list[float]) -> float:
    """Return the value that 95 of 100 do not exceed."""
    return statistics.quantiles(values, n=20)[-1]


def timed(attempt: Callable[[], object]) -> Callable[[], object]:
    """Return the attempt so that it returns when it began and ended."""

    def run() -> tuple[float, float]:
        started = time.perf_counter()
        attempt()
        return started, time.perf_counter()

    return run


def bare(pool_id: int, kind_id: int, number: int) -> None:
    """Lock the pool, count, insert as confirmed or wait-listed: no check, no log, no mail, no counter."""
    from django.db import connection, transaction

    from portal.kernel import clock
    from registration.models import Pool, Registration

    with transaction.atomic():
        capacity = Pool.objects.select_for_update().values_list("capacity", flat=True).get(pk=pool_id)
        taken = Registration.objects.filter(place_kind=kind_id, state="confirmed").count()
        state = "confirmed" if taken < capacity else "wait-listed"
        now, key = clock.now(), uuid.uuid4()
        form_key = key if connection.features.has_native_uuid_field else key.hex
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO registration_registration ({COLUMNS}) VALUES ({VALUES})",
                [f"B-{key.hex[:12]}", kind_id, state, f"b{number}@example.org", form_key, now, now, now],
            )


def engine_run(database: dict[str, Any], method: str) -> tuple[float, float, int]:
    """Run one rush in this process; return registrations a second, p95 in ms and how many places were oversold."""
    from portal.kernel import clock
    from registration.domain import registrations
    from registration.models import Registration
    from tests.factories.registration import make_kind
    from tests.registration import races

    kind = make_kind(capacity=PLACES)
    pool_id = kind.pools.get().pk

    def register(number: int) -> None:
        registrations.register(
            place_kind=kind, full_name="Bench", email=f"b{number}@example.org", language="vi", now=clock.now()
        )

    todo = partial(bare, pool_id, kind.pk) if method == BARE else register
    results = races.race(database, [timed(partial(todo, number)) for number in range(WISHES)], threads=visitors.CLIENTS)
    failures = [result for result in results if isinstance(result, Exception)]
    if failures:
        raise failures[0]
    times: list[tuple[float, float]] = results  # type: ignore[assignment]  # no failures are left
    seconds = max(end for _start, end in times) - min(start for start, _end in times)
    sold = Registration.objects.filter(place_kind=kind, state="confirmed").count()
    return WISHES / seconds, high([1000 * (end - start) for start, end in times]), max(0, sold - PLACES)


def measure_engine(database: dict[str, Any], runs: int) -> None:
    """Print what the bare loop, the engine and the engine without its lock come to."""
    from tests.registration import rush

    found: dict[str, list[tuple[float, float, int]]] = {BARE: [], "on": [], "off": []}
    for _run in range(runs):
        for method, figures in found.items():
            if method == "off":
                with rush.gate_off():
                    figures.append(engine_run(database, method))
            else:
                figures.append(engine_run(database, method))
    base = statistics.median(rate for rate, _p95, _over in found[BARE])
    say(f"{BARE}_per_second", base, "registrations/s", runs=runs)
    say(f"{BARE}_p95", statistics.median(p95 for _rate, p95, _over in found[BARE]), "ms")
    for method, name in (("on", "rush_engine"), ("off", "rush_engine_lock_off")):
        rate = statistics.median(rate for rate, _p95, _over in found[method])
        say(f"{name}_per_second", rate, "registrations/s", f"{BARE}_per_second", ratio=round(rate / base, 2))
        say(f"{name}_p95", statistics.median(p95 for _rate, p95, _over in found[method]), "ms")
    for method, name in (("on", "rush_engine_oversold_lock_on"), ("off", "rush_oversold_lock_off")):
        oversold = [over for _rate, _p95, over in found[method]]
        say(name, max(oversold), f"places over {PLACES}, worst run", runs=runs, by_run=oversold[:10])


class Server:
    """granian as in service, on the loopback."""

    def __init__(self, address: str) -> None:
        from django.conf import settings

        environment = {
            **os.environ,
            # The same key: tickets of forms can be made on this side.
            "PORTAL_SECRET_KEY": settings.SECRET_KEY,
            "PORTAL_DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "tests.performance.rush_settings",
        }
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT)]
        command += ["--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
        self.process = subprocess.Popen([*command, "portal.wsgi:application"], env=environment)

    def wait(self) -> None:
        """Return once it answers."""
        deadline = time.monotonic() + SERVER_START
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.3)
        sys.exit("granian does not answer.")

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=20)


def measure_stack(address: str, runs: int) -> int:
    """Print what visitors see; return how many places were oversold in the worst run."""
    from django.urls import reverse
    from django.utils import translation
    from wagtail.models import Site

    from registration import queries
    from registration.models import Registration
    from tests.factories import events

    index = events.make_index(Site.objects.select_related("root_page").get())
    rates, accepted_rates, flows, sent, shown, oversold, mismatches = [], [], [], [], [], [], 0
    server = Server(address)
    try:
        server.wait()
        for run in range(-1, runs):
            event = events.make_event(index, capacity=PLACES, **events.far_ahead())
            with translation.override("vi"):
                form = reverse("registration:register", kwargs={"subject": event.translation_key})
            people = [visitors.Visitor((run + 1) * WISHES + number) for number in range(WISHES)]
            opening, sending = visitors.rush(PORT, form, people)
            refused = [person for person in people if person.status != 302]
            rows = Registration.objects.filter(place_kind__subject=event.translation_key)
            if refused or rows.count() != WISHES:
                sys.exit(f"{len(refused)} of {WISHES} forms were refused, {rows.count()} registrations were made.")
            if run < 0:
                continue  # the first one warms templates and connections
            places = queries.pools_with_rows().get(subject=event.translation_key)
            oversold.append(max(0, places.rows - PLACES))
            mismatches += places.rows != places.taken
            sending_seconds = max(person.answered_at for person in people) - sending
            seated = set(rows.filter(state="confirmed").values_list("email", flat=True))
            full_after = max((person.answered_at for person in people if person.email in seated), default=0) - sending
            rates.append(WISHES / sending_seconds)
            accepted_rates.append(len(seated) / full_after if seated else 0)
            flows.append(WISHES / (opening + sending_seconds))
            sent += [1000 * person.answered_in for person in people]
            shown += [1000 * person.shown_in for person in people]
            requests = statistics.mean(person.requests for person in people)
    finally:
        server.stop()
    base = "pretix REST, 10 accepted/s and 3,100 ms"
    rate, p95 = statistics.median(rates), high(sent)
    say("rush_oversold_lock_on", max(oversold), f"places over {PLACES}, worst run", runs=runs, mismatches=mismatches)
    say("rush_per_second", rate, "registrations/s", base, ratio=round(rate / 10, 1), goal=GOAL_PER_SECOND)
    say("rush_accepted_per_second", statistics.median(accepted_rates), "places given/s until full", base)
    say("rush_p50", statistics.median(sent), "ms")
    say("rush_p95", p95, "ms", base, ratio=round(p95 / 3100, 3), goal=GOAL_P95_MS)
    say("rush_with_opening_the_form_per_second", statistics.median(flows), "registrations/s")
    say("rush_form_shown_p95", high(shown), "ms")
    say("rush_requests_per_registration", requests, "requests", loosened="TLS only", clients=visitors.CLIENTS)
    return max(oversold)


def measure_oversold(address: str, runs: int) -> int:
    """Send so many rushes whose forms were opened before, and print what was oversold; return how many in the worst.

    One visitor of each rush opens the form; the others send it as that one was shown it, each with a ticket of their own.
    """
    from unittest import mock

    from django.urls import reverse
    from django.utils import translation
    from wagtail.models import Site

    from events.models import EventIndexPage
    from portal.kernel import clock
    from registration import forms, queries
    from registration.models import Registration
    from tests.factories import events

    index = EventIndexPage.objects.first() or events.make_index(Site.objects.select_related("root_page").get())
    oversold, mismatches, failures = [], 0, 0
    server = Server(address)
    try:
        server.wait()
        for run in range(runs):
            event = events.make_event(index, capacity=PLACES, **events.far_ahead())
            with translation.override("vi"):
                form = reverse("registration:register", kwargs={"subject": event.translation_key})
            people = [visitors.Visitor((BEHIND + run) * WISHES + number) for number in range(WISHES)]
            people[0].look(PORT, form)
            with mock.patch.object(clock, "now", return_value=clock.now() - timedelta(minutes=1)):
                for person in people:
                    person.take_over(people[0], forms.new_ticket())
            visitors.crowd(PORT, form, people)
            failures += sum(person.status != http.client.FOUND for person in people)
            failures += Registration.objects.filter(place_kind__subject=event.translation_key).count() != WISHES
            places = queries.pools_with_rows().get(subject=event.translation_key)
            oversold.append(max(0, places.rows - PLACES))
            mismatches += places.rows != places.taken
    finally:
        server.stop()
    say("rush_oversold_in_all", max(oversold), f"places over {PLACES}, worst run", runs=runs, mismatches=mismatches)
    say("rush_failures_in_all", failures, "forms not answered as registered", runs=runs)
    return max(oversold) + mismatches + failures


def bench(runs: int, part: str, proofs: int) -> int:
    """Make a database and measure on it; return the exit status."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.TASKS["default"]["BACKEND"] = "django_tasks_db.DatabaseBackend"
    with grounds.made_anew() as address:
        if part != "stack":
            from tests.registration import races, rush

            database = rush.patient(connection.settings_dict)
            with races.connected(database):
                measure_engine(database, runs)
        wrong = measure_stack(address, runs) if part != "engine" else 0
        wrong += measure_oversold(address, proofs) if proofs else 0
        return 1 if wrong else 0


def main() -> int:
    """Measure on each database that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--proofs", type=int, default=0)
    parser.add_argument("--part", choices=["engine", "stack", "both"], default="both")
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="")
    given = parser.parse_args()
    if os.environ.get(grounds.CHILD):
        return bench(given.runs, given.part, given.proofs)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    numbers = ("--runs", str(given.runs), "--part", given.part, "--proofs", str(given.proofs))
    return grounds.measure_each("tests.performance.bench_rush", *numbers, only=given.only)


if __name__ == "__main__":
    sys.exit(main())
