"""Migrating in a hurry and as a portal in service does: ``python -m tests.performance.soak_hurry``.

Migrates an empty SQLite database both ways, where models are drawn in another way when in a hurry, and compares what came out.
Prints one JSON object a line, one for each row that differs, and ends with 1 if anything does.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

MIGRATE: Final = """
import sys
from contextlib import nullcontext
import django
django.setup()
from django.core.management import call_command
from portal.demo import hurry
with hurry.hurried() if sys.argv[1] == "hurried" else nullcontext():
    call_command("migrate", interactive=False, verbosity=0)
"""
ASKED: Final = {
    "schema": "SELECT type, name, tbl_name, sql FROM sqlite_master",
    "migration": "SELECT id, app, name FROM django_migrations",
    "model": "SELECT app_label, model FROM django_content_type",
    "right": "SELECT codename, name FROM auth_permission",
}


def migrated(folder: Path, way: str) -> dict[str, set[Any]]:
    """Migrate from nothing, "hurried" or "plain"; return what stands in the database, by kind."""
    file = folder / f"{way}.sqlite3"
    # Some constraints list what stands in a set, whose order follows from this.
    values = {"PORTAL_DATABASE_URL": f"sqlite:///{file}", "PORTAL_VAR_DIR": str(folder), "PYTHONHASHSEED": "0"}
    subprocess.run([sys.executable, "-c", MIGRATE, way], env=os.environ | values, check=True)
    with sqlite3.connect(file) as database:
        return {kind: set(database.execute(asked).fetchall()) for kind, asked in ASKED.items()}


def say(name: str, **more: Any) -> None:
    """Print one line of what was found."""
    sys.stdout.write(json.dumps({"name": name, **more}, ensure_ascii=False) + "\n")


def main() -> int:
    """Compare both ways."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    with tempfile.TemporaryDirectory(prefix="hurry-") as folder:
        hurried, plain = (migrated(Path(folder), way) for way in ("hurried", "plain"))
    wrong = 0
    for kind, rows in plain.items():
        say(f"hurry_{kind}s", value=len(rows), unit="rows")
        for row in sorted(rows ^ hurried[kind], key=str):
            wrong += 1
            say(f"hurry_{kind}_differs", value=row, way="hurried" if row in hurried[kind] else "plain")
    say("hurry_wrong", value=wrong, unit="rows")
    return 1 if wrong or not plain["schema"] else 0


if __name__ == "__main__":
    sys.exit(main())
