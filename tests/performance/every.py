"""Every bench in turn: ``python -m tests.performance.every``; passes their JSON lines through and keeps them for the report.

``--report`` writes the table of figures with goals from what was kept. ``--only`` names some. A bench whose ground is missing is left out, and why is
said; one that fails is named at the end, and the others run all the same.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
KEPT: Final = Path(os.environ.get("PORTAL_VAR_DIR", ROOT / "var")) / "bench.jsonl"
TABLE: Final = ROOT / "docs" / "reference" / "figures.md"
BEGIN: Final = "<!-- figures: begin -->"
END: Final = "<!-- figures: end -->"


def _demo() -> str:
    return (
        "" if (KEPT.parent / "portal.sqlite3").exists() or os.environ.get("PORTAL_DATABASE_URL") else "make demo first"
    )


def _phone() -> str:
    chromium = os.environ.get("PORTAL_CHROMIUM", "/usr/bin/chromium")
    return _demo() or ("" if shutil.which(chromium) else f"there is no {chromium}")


def _postgresql() -> str:
    there = os.environ.get("PORTAL_DATABASE_URL", "").startswith("postgres")
    return "" if there else "it needs PostgreSQL (PORTAL_DATABASE_URL)"


def _nothing() -> str:
    return ""


@dataclass(frozen=True)
class Bench:
    """One bench; ``misses`` returns what it lacks on this machine, in words."""

    module: str
    misses: Callable[[], str] = _nothing
    arguments: tuple[str, ...] = field(default=())
    called: str = ""

    @property
    def name(self) -> str:
        """What its figures stand under: the last part of the module, where it was not ``called`` otherwise."""
        return self.called or self.module.rpartition(".")[2].removeprefix("bench_")

    @property
    def is_here(self) -> bool:
        """Whether its file exists."""
        return (ROOT / self.module.replace(".", "/")).with_suffix(".py").exists()


BENCHES: Final = (
    Bench("tests.performance.bench_pages"),
    Bench("tools.bench_pages", _demo, called="served_pages"),
    Bench("tests.performance.bench_page_cache", _demo),
    Bench("tests.performance.bench_load", _demo),
    Bench("tests.performance.bench_phone", _phone),
    Bench("tests.performance.bench_memory", _demo),
    Bench("tests.performance.bench_growth"),
    Bench("tests.performance.bench_sitemap"),
    Bench("tests.performance.bench_search"),
    Bench("tests.performance.bench_calendar"),
    Bench("tests.performance.bench_gate"),
    Bench("tests.performance.bench_rush", arguments=("--runs", "1")),
    Bench("tests.performance.bench_places", _postgresql),
    Bench("tools.bench_match"),
    Bench("tools.bench_import"),
)


def run(bench: Bench, kept: list[dict[str, object]]) -> bool:
    """Run one bench, pass its lines on and keep its figures; return whether it came to its end."""
    # Tools are run by their path, as `make` does.
    place = [str((ROOT / bench.module.replace(".", "/")).with_suffix(".py"))]
    command = [
        sys.executable,
        *(place if bench.module.startswith("tools.") else ["-m", bench.module]),
        *bench.arguments,
    ]
    began = time.monotonic()
    load = round(os.getloadavg()[0] / (os.cpu_count() or 1), 1)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            row = figure(line)
            if row is not None:
                kept.append({"bench": bench.name, "load": load, **row})
    sys.stderr.write(f"{bench.name}: {time.monotonic() - began:.0f} s\n")
    return process.returncode == 0


def figure(line: str) -> dict[str, object] | None:
    """Return a line as a figure; None for anything else that a bench prints."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and {"name", "value", "unit"} <= found.keys() else None


def merged(old: list[dict[str, object]], new: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return the figures kept before without those of benches that ran anew, and then these."""
    anew = {row["bench"] for row in new}
    return [row for row in old if row["bench"] not in anew] + new


def table(rows: list[dict[str, object]]) -> str:
    """Return the figures that are ratios or have a goal as a table."""
    lines = ["| bench | figure | value | goal | met | load |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        goal = row.get("goal")
        if goal is None and row["unit"] != "ratio":
            continue
        met = {True: "yes", False: "**no**"}[bool(row["met"])] if "met" in row else ""
        beside = f" (to {row['ratio_to']})" if row.get("ratio_to") else ""
        unit = "" if row["unit"] == "ratio" else f" {row['unit']}"
        cells = (
            str(row["bench"]),
            f"{row['name']}{beside}",
            f"{row['value']}{unit}",
            "" if goal is None else str(goal),
            met,
            str(row.get("load", "")),
        )
        lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return "\n".join(lines)


def renewed(document: str, rows: list[dict[str, object]]) -> str:
    """Return the document with the table between its marks; raises ValueError where it has no marks."""
    before, begin, rest = document.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(document[:80])
    return f"{before}{BEGIN}\n{table(rows)}\n{END}{after}"


def stored() -> list[dict[str, object]]:
    """Return the figures that earlier runs kept."""
    return [json.loads(line) for line in KEPT.read_text().splitlines()] if KEPT.exists() else []


def keep(rows: list[dict[str, object]]) -> None:
    """Write the figures, one JSON object a line."""
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def main() -> None:
    """Run, or write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", action="store_true", help="write the table instead of running")
    parser.add_argument("--only", nargs="+", default=[], choices=[bench.name for bench in BENCHES])
    given = parser.parse_args()
    if given.report:
        rows = stored()
        if not rows:
            sys.exit(f"There are no figures in {KEPT}; run make bench once.")
        TABLE.write_text(renewed(TABLE.read_text(), rows))
        return
    failed = []
    for bench in BENCHES:
        if given.only and bench.name not in given.only:
            continue
        reason = bench.misses() if bench.is_here else "it is not in this version"
        if reason:
            sys.stderr.write(f"{bench.name} is left out: {reason}.\n")
            continue
        new: list[dict[str, object]] = []
        if not run(bench, new):
            failed.append(bench.name)
        # After each, so that what stops the run takes nothing of what is done.
        keep(merged(stored(), new))
    missed = [f"{row['bench']}: {row['name']}" for row in stored() if row.get("met") is False]
    sys.stderr.write("".join(f"goal missed: {line}\n" for line in missed))
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
