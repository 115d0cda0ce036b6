"""The whole suite: on SQLite, on PostgreSQL where one answers, in Chromium where there is one; says what was left out."""

import getpass
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

REQUIRED = os.environ.get("PORTAL_REQUIRE_ALL") == "1"
WORKERS = os.environ.get("PORTAL_TEST_WORKERS", str(min(4, os.cpu_count() or 1)))
COVERED = ["portal", "home", "news", "exhibitors", "experts", "showcase", "registration", "events", "awards", "search", "plan"]
NO_TESTS = 5


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


def pytest(title: str, *arguments: str, **environment: str) -> bool:
    """Run pytest once and say how long it took."""
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "--dist", "worksteal", "-p", "no:cacheprovider", *arguments]
    result = subprocess.run(command, env={**os.environ, **environment}, check=False)
    print(f"== {title}: {time.monotonic() - started:.0f} s", flush=True)
    return result.returncode in {0, NO_TESTS}


def main() -> int:
    """Run what can be run and return the exit status."""
    subprocess.run([sys.executable, "manage.py", "compile_catalogues"], check=True)
    left_out: list[str] = []
    coverage = [argument for room in COVERED for argument in ("--cov", room)]
    good = [pytest("SQLite", "-n", WORKERS, "-m", "not browser and not postgresql", *coverage, "--cov-report=")]
    server = postgresql()
    if server:
        name = urlsplit(server).path.lstrip("/")
        print(f"PostgreSQL answers (database {name}).", flush=True)
        environment = {"PORTAL_DATABASE_URL": server, "PORTAL_TEST_DATABASE_URL": server}
        chosen = "not browser and (postgresql or not databaseless)"
        good.append(pytest("PostgreSQL", "-n", WORKERS, "-m", chosen, **environment))
    else:
        left_out.append(
            "PostgreSQL: no server answers. On Debian: apt-get install postgresql; or set PORTAL_TEST_DATABASE_URL."
        )
    browser = chromium()
    if browser:
        good.append(pytest("Chromium", "-m", "browser", PORTAL_CHROMIUM=browser))
    else:
        left_out.append("Chromium: not found. On Debian: apt-get install chromium; or set PORTAL_CHROMIUM to its path.")
    subprocess.run([sys.executable, "-m", "coverage", "report", "--format=total", "--precision=1"], check=False)
    for line in left_out:
        print(f"left out: {line}")
    if not left_out:
        print("Nothing was left out.")
    if not all(good) or (left_out and REQUIRED):
        print("FAILED")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
