"""Long races and kills: ``python -m tests.performance.soak_registration [--rounds 1000] [--kills 200] [--only sqlite]``.

Each round is a rush of 50 for 1 (every fiftieth: of 500 for 100) by form, desk and approval together, on a database made for it;
each kill ends a process with SIGKILL at a random named point of a registration or a cancellation. Prints one JSON object a line
and ends with 1 if anything was oversold, waited out of order, failed, differed from its rows or was left half done.
"""

import argparse
import os
import random
import sys
import time
import uuid
from typing import Any

from tests.performance import grounds
from tests.performance.grounds import say

EVERY = 50
REPORT = 100


def soak_rounds(database: dict[str, Any], rounds: int) -> int:
    """Run the races and print what they came to; return how much was wrong."""
    from tests.factories.registration import make_organiser
    from tests.registration import rush

    organiser = make_organiser("soak@example.org")
    sums = dict.fromkeys(("deadlocks", "failures", "oversold", "out_of_order", "mismatches", "not_exactly_full"), 0)
    started = time.monotonic()
    with rush.subjects_known():
        for number in range(1, rounds + 1):
            wishes, capacity = (500, 100) if number % EVERY == 0 else (50, 1)
            outcome = rush.run(database, wishes=wishes, capacity=capacity, organiser=organiser)
            sums["deadlocks"] += outcome.deadlocks
            sums["failures"] += len(outcome.failures)
            sums["oversold"] += outcome.oversold
            sums["out_of_order"] += outcome.out_of_order
            sums["mismatches"] += outcome.mismatches
            sums["not_exactly_full"] += not outcome.good
            for failure in outcome.failures[:3]:
                sys.stderr.write(f"{type(failure).__name__}: {failure}"[:300] + "\n")
            if number % REPORT == 0 and number < rounds:
                say("soak_rounds_so_far", number, "rounds", seconds=round(time.monotonic() - started))
    say("soak_rounds", rounds, "rounds", seconds=round(time.monotonic() - started))
    for name, value in sums.items():
        say(f"soak_{name}", value, "pairs" if name == "out_of_order" else "cases")
    return sum(sums.values())


def soak_kills(database: dict[str, Any], kills: int, chance: random.Random) -> int:
    """Kill processes and print what was left half done; return how much was wrong."""
    from django_tasks_db.models import DBTaskResult

    from registration import queries
    from registration.domain import registrations
    from registration.models import Hold, Registration, RegistrationLog
    from tests.factories.registration import NOON, make_kind, make_registration
    from tests.registration import kills as killing

    def everything() -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (Registration, RegistrationLog, Hold, DBTaskResult))

    half_done = lost = 0
    for _number in range(kills):
        kind, key = make_kind(capacity=1), uuid.uuid4()
        if chance.random() < 0.5:
            point = chance.choice([None, *killing.REGISTERING.values()])

            def send() -> Registration:
                return make_registration(kind, email="an@example.org", form_key=key)  # noqa: B023 -- used at once

            before = everything()
            killing.dies(database, send, behind=point)
            half_done += point is not None and everything() != before
            if point is None:
                lost += not Registration.objects.filter(form_key=key, state="confirmed").exists()
            after = send()
            half_done += after.state != "confirmed" or Registration.objects.filter(place_kind=kind).count() != 1
        else:
            holder, waiting = make_registration(kind), make_registration(kind)
            point = chance.choice(list(killing.CANCELLING.values()))
            before = everything()
            killing.dies(database, lambda: registrations.cancel(registration=holder, now=NOON), behind=point)  # noqa: B023
            half_done += everything() != before
            registrations.cancel(registration=holder, now=NOON)
            waiting.refresh_from_db()
            half_done += waiting.state != "offered"
    mismatches = len(queries.counters_match_rows())
    say("soak_kills", kills, "kills")
    say("soak_half_done", half_done, "cases")
    say("soak_acknowledged_lost", lost, "cases")
    say("soak_mismatches_after_all", mismatches, "pools")
    return half_done + lost + mismatches


def soak(rounds: int, kills: int, seed: int) -> int:
    """Make a database, run the races and the kills on it, return the exit status."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import override_settings

    from tests.registration import races, rush

    # What is queued must wait in the database: run at once, it would draw tickets, whose threads do not survive the kills' forks.
    queued = {**settings.TASKS, "default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    with override_settings(TASKS=queued), grounds.made_anew():
        database = rush.patient(connection.settings_dict)
        with races.connected(database):
            wrong = soak_rounds(database, rounds) + soak_kills(database, kills, random.Random(seed))
    say("soak_wrong", wrong, "cases")
    return 1 if wrong else 0


def main() -> int:
    """Soak each database that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="")
    given = parser.parse_args()
    if os.environ.get(grounds.CHILD):
        return soak(given.rounds, given.kills, given.seed)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    numbers = ("--rounds", str(given.rounds), "--kills", str(given.kills), "--seed", str(given.seed))
    return grounds.measure_each("tests.performance.soak_registration", *numbers, only=given.only)


if __name__ == "__main__":
    sys.exit(main())
