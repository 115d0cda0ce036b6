"""The whole suite: on SQLite, on PostgreSQL where one answers, in Chromium where there is one; says what was left out.

Chromium runs beside the other two, which give way to it: it waits more than it works. PostgreSQL migrates its test database
while SQLite's tests run, and gives way to both. A part that ran no test has failed,
and so has, with PORTAL_REQUIRE_ALL=1, a run in which some test was skipped wherever it was tried. With PORTAL_COVERAGE=1
the run on SQLite measures coverage, for which it needs more than half as long again.

The run on SQLite notes which statements each test sends. On PostgreSQL run the tests that are about what databases do differently
(tests/statements.py), and as many others as it takes to send nearly every statement there too; with PORTAL_TEST_POSTGRESQL=all, all.
"""

import getpass
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import choose
import psycopg

REQUIRED = os.environ.get("PORTAL_REQUIRE_ALL") == "1"
MEASURED = os.environ.get("PORTAL_COVERAGE") == "1"
WORKERS = os.environ.get("PORTAL_TEST_WORKERS", str(min(4, os.cpu_count() or 1)))
COVERED = [
    "portal",
    "home",
    "news",
    "exhibitors",
    "experts",
    "showcase",
    "registration",
    "events",
    "awards",
    "search",
    "plan",
]
ALL_ON_POSTGRESQL = os.environ.get("PORTAL_TEST_POSTGRESQL") == "all"
GIVING_WAY = 5
SLOWEST = 20
DEAREST = 5
SKIPPED = "pytest.skip"


def postgresql() -> str | None:
    """Return the address of a PostgreSQL server that answers and lets us make databases, or None."""
    user = getpass.getuser()
    wished = os.environ.get("PORTAL_TEST_DATABASE_URL")
    for address in [wished] if wished else [f"postgresql://{user}@127.0.0.1:5432/postgres"]:
        try:
            with psycopg.connect(address, connect_timeout=3) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
                if row and row[0]:
                    return address
        except psycopg.Error:
            continue
    return None


def chromium() -> str | None:
    """Return the path of a Chromium or Chrome, or None."""
    wished = os.environ.get("PORTAL_CHROMIUM")
    if wished:
        return wished if Path(wished).exists() else None
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


@dataclass
class Outcome:
    """What a part of the suite did: whether pytest was content, and which tests ran and which were skipped and why."""

    status: int
    ran: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)

    @property
    def good(self) -> bool:
        """Whether nothing failed and something ran; pytest ends with 5 where it found no test."""
        return self.status == 0 and bool(self.ran)


def outcome(status: int, report: Path) -> Outcome:
    """Read a JUnit report; a missing or broken one means that nothing ran."""
    found = Outcome(status)
    try:
        cases = list(ET.parse(report).getroot().iter("testcase"))  # noqa: S314 -- pytest wrote it a moment ago
    except (OSError, ET.ParseError):
        return found
    for case in cases:
        name = f"{case.get('classname')}::{case.get('name')}"
        found.seconds[case.get("classname") or ""] += float(case.get("time") or 0)
        skip = case.find("skipped")
        if skip is not None and skip.get("type") == SKIPPED:
            found.skipped[name] = skip.get("message") or ""
        else:
            found.ran.add(name)
    return found


def skipped_everywhere(outcomes: list[Outcome]) -> dict[str, str]:
    """Return the tests that ran in no part, with the reason; one that is only for the other database has run there."""
    ran = set().union(*(part.ran for part in outcomes))
    return {name: why for part in outcomes for name, why in part.skipped.items() if name not in ran}


def slowest(outcomes: list[Outcome]) -> list[str]:
    """Return a line for each of the files that took longest in all parts together."""
    total = sum((part.seconds for part in outcomes), Counter[str]())
    return [f"{seconds:7.1f} s  {name}" for name, seconds in total.most_common(SLOWEST)]


def choose_for_postgresql(notes: Path, folder: Path) -> dict[str, str]:
    """Return the environment that makes pytest leave out what sends nothing new; empty where all tests shall run."""
    files = sorted(notes.glob("*.json"))
    if ALL_ON_POSTGRESQL or not files:
        return {}
    sent, seconds, always = choose.read(files)
    chosen, unsent = choose.choose(sent, seconds, always)
    statements = len(set().union(*sent.values()))
    print(
        f"{len(always)} tests are about databases; with {len(chosen)} others of {len(sent)} "
        f"they send {statements - unsent} of the {statements} statements that were sent on SQLite. There they took "
        f"{sum(seconds.get(name, 0) for name in always):.0f} s and {sum(seconds.get(name, 0) for name in chosen):.0f} s.",
        flush=True,
    )
    for name in sorted(chosen, key=lambda one: -seconds.get(one, 0))[:DEAREST]:
        print(f"{seconds.get(name, 0):7.1f} s  {name}", flush=True)
    file = folder / "chosen.txt"
    file.write_text("\n".join(chosen))
    return {"PORTAL_CHOSEN_TESTS": str(file)}


def kept(folder: Path) -> dict[str, str]:
    """Return where the parts look for a migrated database: beside this run where it must stand alone, else where the last one kept it."""
    return {"PORTAL_TEST_KEPT": str(folder / "databases")} if REQUIRED else {}


def keep_for_postgresql(server: str, folder: Path, wish: str) -> subprocess.Popen[bytes]:
    """Begin to make the migrated database that the part on PostgreSQL copies, or to forget it; a failure shows in that part."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PORTAL_DATABASE_URL": server,
        "PORTAL_TEST_DATABASE_URL": server,
        **kept(folder),
    }
    process = subprocess.Popen([sys.executable, "-m", "tests.keep", wish], env=environment)
    # The workers on SQLite wait for theirs; this one is wanted when they are done.
    os.setpriority(os.PRIO_PROCESS, process.pid, 2 * GIVING_WAY)
    return process


class Part:
    """One run of pytest."""

    def __init__(self, title: str, folder: Path, *arguments: str, beside: bool = False, **environment: str) -> None:
        self.title, self.report = title, folder / f"{title}.xml"
        self.words = (folder / f"{title}.log").open("w+") if beside else None
        command = [sys.executable, "-m", "pytest", "-q", "--dist", "worksteal", "-p", "no:cacheprovider"]
        print(f"\n== {title}{' begins, beside the others' if beside else ''}", flush=True)
        self.started = time.monotonic()
        environment |= kept(folder)
        self.process = subprocess.Popen(
            [*command, f"--junitxml={self.report}", *arguments],
            env={**os.environ, **environment},
            stdout=self.words,
            stderr=subprocess.STDOUT if beside else None,
        )
        if not beside:
            os.setpriority(os.PRIO_PROCESS, self.process.pid, GIVING_WAY)

    def wait(self) -> Outcome:
        """Wait for the end; say what was said meanwhile, and how long it took."""
        status = self.process.wait()
        if self.words is not None:
            self.words.seek(0)
            print(f"\n== {self.title} said:\n{self.words.read()}", flush=True)
            self.words.close()
        done = outcome(status, self.report)
        seconds = time.monotonic() - self.started
        print(f"== {self.title}: {seconds:.0f} s, {len(done.ran)} ran, {len(done.skipped)} skipped", flush=True)
        if not done.ran:
            print(f"== {self.title}: no test ran", flush=True)
        return done


def run_parts(folder: Path) -> tuple[list[Outcome], list[str]]:
    """Run what can be run; return how each part ended, and what was left out."""
    left_out: list[str] = []
    outcomes: list[Outcome] = []
    browser = chromium()
    beside, migrating = None, None
    server = postgresql()
    if server:
        print(f"PostgreSQL answers (database {urlsplit(server).path.lstrip('/')}).", flush=True)
        migrating = keep_for_postgresql(server, folder, "make")
    if browser:
        beside = Part("Chromium", folder, "-m", "browser", "-n0", "tests/browser", beside=True, PORTAL_CHROMIUM=browser)
    else:
        left_out.append("Chromium: not found. On Debian: apt-get install chromium; or set PORTAL_CHROMIUM to its path.")
    try:
        coverage = ["--cov-report=", *(f"--cov={room}" for room in COVERED)] if MEASURED else []
        chosen = "not browser and not postgresql"
        notes = folder / "statements"
        notes.mkdir()
        noting = {"PORTAL_STATEMENTS": str(notes)}
        outcomes.append(Part("SQLite", folder, "-n", WORKERS, "-m", chosen, *coverage, **noting).wait())
        if server and migrating is not None:
            migrating.wait()
            environment = {"PORTAL_DATABASE_URL": server, "PORTAL_TEST_DATABASE_URL": server}
            environment |= choose_for_postgresql(notes, folder)
            chosen = "not browser and (postgresql or not databaseless)"
            outcomes.append(Part("PostgreSQL", folder, "-n", WORKERS, "-m", chosen, **environment).wait())
        else:
            left_out.append(
                "PostgreSQL: no server answers. On Debian: apt-get install postgresql; or set PORTAL_TEST_DATABASE_URL."
            )
        if beside is not None:
            outcomes.append(beside.wait())
    finally:
        for process in (migrating, beside.process if beside is not None else None):
            if process is not None and process.poll() is None:
                process.terminate()
                process.wait()
        if server:
            keep_for_postgresql(server, folder, "forget").wait()
    left_out += [f"{name}: {why}" for name, why in sorted(skipped_everywhere(outcomes).items())]
    return outcomes, left_out


def main() -> int:
    """Run what can be run and return the exit status."""
    subprocess.run([sys.executable, "manage.py", "compile_catalogues"], check=True)
    with tempfile.TemporaryDirectory(prefix="suite-") as folder:
        outcomes, left_out = run_parts(Path(folder))
    if MEASURED:
        subprocess.run([sys.executable, "-m", "coverage", "report", "--skip-covered", "--precision=1"], check=False)
    print(f"\nThe {SLOWEST} slowest files, all parts together:", *slowest(outcomes), sep="\n")
    for line in left_out:
        print(f"left out: {line}")
    if not left_out:
        print("Nothing was left out.")
    if not all(part.good for part in outcomes) or (left_out and REQUIRED):
        print("FAILED")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
