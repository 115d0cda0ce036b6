"""The gate: ``python -m tests.performance.bench_gate [--people 5000] [--only sqlite]``; one JSON object a line.

On a database made for it: tickets made for everybody, one scan after the other as a gate with network sends them, the merge of
what a phone read without network beside a bare loop that only writes as many rows, verifying a ticket's signature, and drawing a ticket as PDF.
"""

import argparse
import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.performance import grounds
from tests.performance.grounds import say

ONLINE = 300
DRAWN = 12


def times(count: int, todo: Callable[[int], object]) -> list[float]:
    """Return how many milliseconds each call took."""
    found = []
    for number in range(count):
        started = time.perf_counter()
        todo(number)
        found.append(1000 * (time.perf_counter() - started))
    return found


def seated(kind: Any, people: int) -> None:
    """Give everybody a place, without their way through the form."""
    from portal.kernel import clock
    from registration.models import Registration

    now = clock.now()
    Registration.objects.bulk_create(
        (
            Registration(
                reference=f"B-{number:06}",
                place_kind=kind,
                state="confirmed",
                full_name=f"Nguyễn Văn {number}",
                email=f"b{number}@example.org",
                form_key=uuid.uuid4(),
                joined_at=now,
                created_at=now,
                changed_at=now,
            )
            for number in range(people)
        ),
        batch_size=500,
    )


def bare_seconds(scans: list[Any]) -> float:
    """Return the seconds for writing as many readings, and nothing else."""
    from django.db import transaction

    from registration.models import Scan

    for scan in scans:
        scan.pk, scan.nonce = None, uuid.uuid4()
    started = time.perf_counter()
    for begin in range(0, len(scans), 500):
        with transaction.atomic():
            Scan.objects.bulk_create(scans[begin : begin + 500])
    return time.perf_counter() - started


def measure(people: int) -> None:
    """Measure everything on the database that is connected."""
    from portal.kernel import clock
    from registration import ticket_sheets
    from registration.domain import check_in, signing, tickets
    from registration.enums import Direction, ScanResult
    from registration.models import Registration, Scan, Ticket
    from tests.factories.check_in import connect, make_gate
    from tests.factories.registration import make_kind, make_organiser

    organiser = make_organiser("gate-bench@example.org")
    kind = make_kind(capacity=None)
    seated(kind, people)
    now = clock.now()
    started = time.perf_counter()
    made = tickets.ensure_all(subject=kind.subject, now=now)
    say("gate_tickets_made", made / (time.perf_counter() - started), "tickets/s")
    gate = make_gate(subject=kind.subject, by=organiser, now=now - timedelta(hours=3))
    phone = connect(gate, by=organiser, now=now - timedelta(hours=3))[0]
    texts = list(Ticket.objects.order_by("pk").values_list("token", flat=True))

    public_key = tickets.key_of(subject=kind.subject, now=now).public_key

    def verify(number: int) -> None:
        signed = signing.read(texts[number])
        if signed is None or not signing.is_genuine(signed, subject=kind.subject, public_key=public_key):
            raise AssertionError(texts[number])

    say("gate_ticket_verified", statistics.median(times(min(people, 1000), verify)), "ms")
    online = min(ONLINE, people // 2)
    took = times(
        online,
        lambda number: check_in.scan(
            device=phone, text=texts[number], direction=Direction.ENTRY, nonce=uuid.uuid4(), now=clock.now()
        ),
    )
    say("gate_scan_online_p50", statistics.median(took), "ms")
    say("gate_scan_online_p95", statistics.quantiles(took, n=20)[-1], "ms")
    items = [
        check_in.Item(
            nonce=uuid.uuid4(),
            text=text,
            direction=Direction.ENTRY,
            at=clock.now() - timedelta(minutes=10),
            result=ScanResult.ADMITTED,
        )
        for text in texts
    ]
    other = connect(make_gate(subject=kind.subject, by=organiser), by=organiser, now=now - timedelta(hours=3))[0]
    started = time.perf_counter()
    outcomes = check_in.merge(device=other, items=items, sent_at=clock.now(), now=clock.now())
    seconds = time.perf_counter() - started
    kept = Scan.objects.filter(device=other).count()
    bare = bare_seconds(list(Scan.objects.filter(device=other).order_by("pk")))
    say(
        "gate_merge_scans_per_second",
        len(outcomes) / seconds,
        "scans/s",
        "gate_bare_rows_per_second",
        ratio=round(bare / seconds, 3),
        scans=len(outcomes),
        kept=kept,
        already_inside=online,
    )
    say("gate_bare_rows_per_second", kept / bare, "rows/s")
    started = time.perf_counter()
    check_in.merge(device=other, items=items, sent_at=clock.now(), now=clock.now())
    say("gate_merge_again_scans_per_second", len(items) / (time.perf_counter() - started), "scans/s")
    rows = list(Registration.objects.select_related("place_kind").order_by("pk")[:DRAWN])
    drawn = times(len(rows), lambda number: ticket_sheets.draw(registration=rows[number], now=clock.now()))
    say("gate_ticket_pdf", statistics.median(drawn), "ms", first=round(drawn[0], 1))


def bench(people: int) -> int:
    """Make a database and measure on it."""
    import django

    django.setup()
    from django.conf import settings

    settings.TASKS["default"]["BACKEND"] = "django_tasks_db.DatabaseBackend"
    with grounds.made_anew():
        measure(people)
    return 0


def main() -> int:
    """Measure on each database that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="")
    given = parser.parse_args()
    if os.environ.get(grounds.CHILD):
        return bench(given.people)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    return grounds.measure_each("tests.performance.bench_gate", "--people", str(given.people), only=given.only)


if __name__ == "__main__":
    sys.exit(main())
