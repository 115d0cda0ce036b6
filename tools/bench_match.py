"""What the matching costs at 20,000 technologies and 2,000 needs, and how well it finds the demo's known pairs.

Builds the demo and a synthetic market in a database of its own that is thrown away afterwards, or in the one that
PORTAL_DATABASE_URL names. Prints one JSON object a line.
"""

import argparse
import contextlib
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FULL_GOAL_SECONDS = 300
MEMORY_GOAL_MEBIBYTES = 1024
FIRST_GOAL = 1.0
SEED = 149
REPEATS = 5
DRAWN = 200


def say(
    name: str, value: float, unit: str, *, ratio_to: str = "", goal: float | None = None, least: bool = False
) -> None:
    """Print one figure; ``least`` says that the goal is a lower limit."""
    line: dict[str, Any] = {"name": name, "value": round(value, 3), "unit": unit, "ratio_to": ratio_to or None}
    if goal is not None:
        line |= {"goal": goal, "met": value >= goal if least else value <= goal}
    print(json.dumps(line, ensure_ascii=False), flush=True)


@contextlib.contextmanager
def timed(clock: Callable[[], float] = time.monotonic) -> Iterator[list[float]]:
    """Yield a list that holds the seconds of a clock afterwards."""
    seconds: list[float] = []
    start = clock()
    yield seconds
    seconds.append(clock() - start)


def seconds_of_one_score() -> float:
    """Return what one exact score takes of the processor, over pairs drawn from the stored profiles."""
    from showcase import match_profiles  # noqa: PLC0415 -- after django.setup
    from showcase.domain import matching  # noqa: PLC0415 -- after django.setup
    from showcase.match_enums import MatchSide  # noqa: PLC0415 -- after django.setup
    from showcase.models import MatchProfile  # noqa: PLC0415 -- after django.setup

    def drawn(side: MatchSide) -> list[Any]:
        rows = MatchProfile.objects.filter(side=side).order_by("digest")[:DRAWN]
        read = match_profiles.wanted if side is MatchSide.NEED else match_profiles.offered
        return [read(row.content) for row in rows]

    needs, technologies = drawn(MatchSide.NEED), drawn(MatchSide.TECHNOLOGY)
    with timed(time.process_time) as seconds:
        for need in needs:
            for technology in technologies:
                matching.match(need, technology)
    return seconds[0] / (len(needs) * len(technologies))


def peak() -> float:
    """Return the most memory that this process ever held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def quality(context: Any, words: str) -> None:
    """Print how the strong and weak pairs that the demo declares are ranked now."""
    from portal.demo.specs.needs import NEEDS  # noqa: PLC0415 -- after django.setup
    from showcase.models import Match  # noqa: PLC0415 -- after django.setup

    ranks, weak, empty = [], [], 0
    for need in NEEDS:
        rows = list(
            Match.objects.filter(need=context.key_of(f"need-{need.key}"))
            .order_by("-score", "technology")
            .values_list("technology", flat=True)
        )
        found = {key: rank for rank, key in enumerate(rows, start=1)}
        ranks += [found.get(context.key_of(key), len(rows) + 20) for key in need.strong]
        weak += [context.key_of(key) in found for key in need.weak]
        empty += not need.strong and not need.weak and not rows
    say(f"{words}: mean rank of the strong pairs", statistics.mean(ranks), "rank", goal=1.5)
    say(
        f"{words}: strong pairs ranked first",
        sum(rank == 1 for rank in ranks) / len(ranks),
        "share",
        goal=FIRST_GOAL,
        least=True,
    )
    say(
        f"{words}: strong pairs among the first three",
        sum(rank <= 3 for rank in ranks) / len(ranks),
        "share",
        goal=FIRST_GOAL,
        least=True,
    )
    say(f"{words}: weak pairs found", sum(weak) / len(weak), "share")
    say(f"{words}: needs without any match", empty, "needs")


def measure_incremental(full: float) -> None:
    """Print what it takes to renew one need and one technology, beside the full refresh of the same run."""
    from portal.kernel import clock  # noqa: PLC0415 -- after django.setup
    from showcase.domain import match_refresh  # noqa: PLC0415 -- after django.setup
    from showcase.match_enums import MatchSide  # noqa: PLC0415 -- after django.setup
    from showcase.models import MatchProfile  # noqa: PLC0415 -- after django.setup

    for side in MatchSide:
        times = []
        for profile in MatchProfile.objects.filter(side=side).order_by("digest")[:REPEATS]:
            with timed() as seconds:
                match_refresh.refresh(side=side, key=profile.pk, now=clock.now(), force=True)
            times += seconds
        one = statistics.median(times)
        say(f"refresh of one {side.value}", one, "s")
        say(f"refresh of one {side.value}", one / full, "ratio", ratio_to="full refresh in the same run", goal=0.01)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--technologies", type=int, default=20_000)
    parser.add_argument("--needs", type=int, default=2_000)
    wanted = parser.parse_args()
    sys.path.insert(0, str(Path.cwd()))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PORTAL_VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.demo"
        import django  # noqa: PLC0415 -- the settings' name comes first

        django.setup()
        run(wanted.technologies, wanted.needs)


def run(technologies: int, needs: int) -> None:
    """Build, refresh, print."""
    from django.core.management import call_command  # noqa: PLC0415 -- after django.setup
    from django.db import connection  # noqa: PLC0415 -- after django.setup

    from portal.demo import builder, market_bulk  # noqa: PLC0415 -- after django.setup
    from portal.kernel import clock  # noqa: PLC0415 -- after django.setup
    from showcase.domain import match_rebuild  # noqa: PLC0415 -- after django.setup
    from showcase.models import Match  # noqa: PLC0415 -- after django.setup

    def note(words: str) -> None:
        print(words, file=sys.stderr, flush=True)

    call_command("migrate", verbosity=0)
    context = builder.build(seed=SEED, say=note)
    quality(context, "demo alone")
    market_bulk.add(technologies=technologies, needs=needs, seed=SEED, say=note)
    before = peak()
    size = f"{technologies:,} technologies × {needs:,} needs on {connection.vendor}"
    with timed() as seconds, timed(time.process_time) as busy:
        totals = match_rebuild.refresh_all(
            now=clock.now(), progress=lambda words, done, number: note(f"  {words} {done}/{number}")
        )
    full = seconds[0]
    say(f"full refresh, {size}", full, "s", goal=FULL_GOAL_SECONDS)
    say("full refresh: time of the processor", busy[0], "s", goal=FULL_GOAL_SECONDS)
    everything = seconds_of_one_score() * totals.needs * totals.technologies
    say(
        "full refresh",
        busy[0] / everything,
        "ratio",
        ratio_to="the exact score of every pair, from 40,000 of them in the same run",
        goal=1.0,
    )
    say("pairs that there are", totals.needs * totals.technologies, "pairs")
    say("pairs scored", totals.scored, "pairs")
    say("pairs scored", totals.scored / (totals.needs * totals.technologies), "ratio", ratio_to="pairs that there are")
    say("pairs kept", Match.objects.count(), "pairs")
    say("peak memory of the process", peak(), "MiB", goal=MEMORY_GOAL_MEBIBYTES)
    say("peak memory before the refresh", before, "MiB")
    with timed() as seconds:
        match_rebuild.refresh_all(now=clock.now())
    say("full refresh again, nothing changed", seconds[0], "s")
    measure_incremental(full)
    quality(context, "demo within the large market")


if __name__ == "__main__":
    main()
