"""Where benches and the soak measure: an SQLite file always, and PostgreSQL where one answers, each in a process of its own.

Settings are read once in a process, so every database gets one; it makes its database anew, migrated and with the bare site.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

CHILD = "PORTAL_MEASURED_DATABASE"


def say(name: str, value: float, unit: str, ratio_to: str = "", **more: Any) -> None:
    """Print one figure of the database that this process measures."""
    row: dict[str, Any] = {"name": name, "value": round(value, 3), "unit": unit, "database": os.environ[CHILD]}
    if ratio_to:
        row["ratio_to"] = ratio_to
    sys.stdout.write(json.dumps({**row, **more}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def found() -> dict[str, str | None]:
    """Return the address of each database that can be measured by its name; None for an SQLite file to be made."""
    grounds: dict[str, str | None] = {"sqlite": None}
    address = os.environ.get("PORTAL_TEST_DATABASE_URL") or "postgresql://root@127.0.0.1:5432/postgres"
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        sys.stderr.write("PostgreSQL does not answer and is left out.\n")
        return grounds
    return {**grounds, "postgresql": address}


def measure_each(module: str, *arguments: str, only: str = "") -> int:
    """Run a module once for each database, one after the other; return the first exit status that is not 0."""
    statuses = []
    for name, address in found().items():
        if only and name != only:
            continue
        with tempfile.TemporaryDirectory(prefix="measured-") as folder:
            environment = {
                **os.environ,
                CHILD: name,
                "PORTAL_VAR_DIR": folder,
                "PORTAL_DATABASE_URL": address or f"sqlite:///{folder}/portal.sqlite3",
                "PORTAL_LOG_LEVEL": "ERROR",
            }
            done = subprocess.run([sys.executable, "-m", module, *arguments], env=environment, check=False)
            statuses.append(done.returncode)
    return next((status for status in statuses if status), 0)


@contextmanager
def made_anew() -> Iterator[str]:
    """Make a migrated database with the bare site and connect to it; return its address and drop it afterwards."""
    from django.db import connection

    from tests import databases

    test = connection.settings_dict.setdefault("TEST", {})
    if connection.vendor == "postgresql":
        test["NAME"] = f"measured_{uuid.uuid4().hex[:8]}"
    else:
        test["NAME"] = f"{connection.settings_dict['NAME']}.measured"
    # Whoever stops a long run leaves no database behind.
    signal.signal(signal.SIGTERM, lambda *_given: sys.exit(143))
    server = os.environ["PORTAL_DATABASE_URL"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        databases.plant_site()
        if connection.vendor == "postgresql":
            yield f"{server.rpartition('/')[0]}/{test['NAME']}"
        else:
            yield f"sqlite:///{test['NAME']}"
    finally:
        connection.close()
        connection.creation._destroy_test_db(str(test["NAME"]), verbosity=0)
