"""Writes docs/reference/environment.md and data-dictionary.md from the settings and models; ``check`` only compares the first."""

import importlib
import os
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

ENVIRONMENT = Path("docs/reference/environment.md")
RECORDS = Path("docs/reference/data-dictionary.md")
SETTINGS = "portal.settings.production"
# Enough for the settings to be read; no value of it shows in the table.
NEEDED = {"PORTAL_SECRET_KEY": "only-for-reading-the-settings"}
DAYS_OF_YEAR = 365
# Remarks for those who read the code.
NOTE = re.compile(r" \((?:ADR|design\.md)[^)]*\)")

HEAD = """# Environment variables

Everything that an operator may set. A variable that is empty counts as not set; a bad value stops the start with one line that names it. This table
is made by `python tools/reference.py` from the settings themselves, and a test compares the two.

"""
TAIL = """
"yes or no" accepts 1/0, true/false, yes/no and on/off. A list is divided by commas. Keep secrets in a file that only the
portal's user may read, never on a command line.

## Read by the tools, not by the portal
| variable | what it is for |
| --- | --- |
| `PORT` | port of `make demo` on 127.0.0.1 (8000) |
| `DJANGO_SETTINGS_MODULE` | `portal.settings.production` in service; `manage.py` alone falls back to `portal.settings.dev`, the web server to production |
| `PORTAL_TEST_DATABASE_URL` | PostgreSQL server on which `make test` may make databases |
| `PORTAL_TEST_REDIS_URL` | Redis on which the tests of the shared cache run; without it they are left out |
| `PORTAL_TEST_WORKERS` | processes that run the tests side by side |
| `PORTAL_TEST_POSTGRESQL` | all: every test runs on PostgreSQL too, not only those that send something new there; `make test-everywhere` sets it |
| `PORTAL_STATEMENTS` | folder in which the tests note what they send to the database; `make test` sets it |
| `PORTAL_CHOSEN_TESTS` | file of the tests that run on PostgreSQL; `make test` sets it |
| `PORTAL_BENCH_PORT` | port of the web server that `make bench-rush` starts on 127.0.0.1 (8732) |
| `PORTAL_BENCH_BODY` | file that the bare server of `make bench-page-cache` sends; the bench sets it |
| `PORTAL_BENCH_STATIC` | folder of the collected static files that `make bench-phone` serves; the bench sets it |
| `PORTAL_MEASURED_DATABASE` | name of the database that a bench or the soak measures in this process; they set it themselves |
| `PORTAL_TEST_DEMO_URL` | address of a running demo portal for the tests in a browser, instead of one that they start |
| `PORTAL_TEST_DEMO_DIR` | folder of that demo portal's data; without it the tests that read it are left out |
| `PORTAL_CHROMIUM` | path of the Chromium for the tests in a browser |
| `PORTAL_COVERAGE` | 1: `make test` measures which lines the tests reach; `make coverage` sets it |
| `PORTAL_TEST_KEPT` | folder in which the parts of a run of the suite share what they migrated; its name tells what the run keeps on PostgreSQL from what others do |
| `PORTAL_WALK` | wide: the walk over the addresses of the admin sends every method as everybody; `make soak-walls` sets it |
| `PORTAL_REQUIRE_ALL` | 1: `make check` and `make test` fail when anything had to be left out |
"""
RECORDS_HEAD = """# Records

Every table of our own with what one row is, by room from the ground up; pages are marked. Fields with their rules stand in `models/` of each room, states and legal
moves in its `enums.py`. Below each room: the fields that tell something about a person, why they are held, how long they are meant to be kept, and what becomes of
them when the person is erased. This page is made by `python tools/reference.py` from the models and the rooms' `personal_data.py`.
"""


def environment_rows() -> list[str]:
    """Return the table's lines, in the order of names."""
    importlib.import_module(SETTINGS)
    environment = importlib.import_module("portal.env")
    lines = ["| variable | kind | default | what it is | secret |", "| --- | --- | --- | --- | --- |"]
    for variable in sorted(environment.VARIABLES.values(), key=lambda item: item.name):
        shown = {"required": "**required**", "": "–"}.get(variable.default, f"`{variable.default}`")
        secret = "yes" if variable.secret else ""
        lines.append(f"| `{variable.name}` | {variable.kind} | {shown} | {variable.help} | {secret} |")
    return lines


def kept(retention: timedelta | None, until: str = "") -> str:
    """Return a time of keeping in words; what ends it earlier comes first."""
    if retention is None:
        return until or "with its record"
    if until:
        return f"{until}; else {kept(retention)}"
    years, days = divmod(retention.days, DAYS_OF_YEAR)
    if not years or days:
        return f"{retention.days} days"
    return "1 year" if years == 1 else f"{years} years"


def room_lines(config: Any, fields: list[Any]) -> list[str]:
    """Return the section of one room; nothing for a room without tables."""
    page = importlib.import_module("wagtail.models").Page
    models = [model for model in config.get_models() if model.__doc__]
    if not models:
        return []
    lines = ["", f"## {config.name}", "| record | one row is |", "| --- | --- |"]
    for model in models:
        first = NOTE.sub("", model.__doc__.strip().splitlines()[0]).replace("``", "`").replace("|", "\\|")
        mark = " (page)" if issubclass(model, page) else ""
        lines.append(f"| `{model.__name__}`{mark} | {first} |")
    personal = [field for field in fields if field.model.lower().startswith(f"{config.label}.")]
    if personal:
        lines += ["", "| personal field | why | kept | on erasure |", "| --- | --- | --- | --- |"]
    for field in personal:
        name = f"{field.model.partition('.')[2]}.{field.field}"
        lines.append(f"| `{name}` | {field.purpose} | {kept(field.retention, field.until)} | {field.on_erase.value} |")
    return lines


def records() -> str:
    """Return the page of records; Django must be set up."""
    apps = importlib.import_module("django.apps").apps
    translation = importlib.import_module("django.utils.translation")
    personal = importlib.import_module("portal.kernel.personal_data")
    lines: list[str] = []
    with translation.override("en"):
        fields = sorted(personal.registered(), key=lambda field: (field.model.lower(), field.field))
        for config in apps.get_app_configs():
            if Path(config.path).is_relative_to(Path.cwd()) and ".venv" not in config.path:
                lines += room_lines(config, fields)
    return RECORDS_HEAD + "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write both pages, or with ``check`` say whether the first is current."""
    os.environ.update({name: value for name, value in NEEDED.items() if not os.environ.get(name)})
    sys.path.insert(0, str(Path.cwd()))
    wanted = HEAD + "\n".join(environment_rows()) + "\n" + TAIL
    if arguments == ["check"]:
        return 0 if ENVIRONMENT.exists() and ENVIRONMENT.read_text() == wanted else 1
    ENVIRONMENT.write_text(wanted)
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    importlib.import_module("django").setup()
    RECORDS.write_text(records())
    print(f"{ENVIRONMENT} and {RECORDS} are written.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
