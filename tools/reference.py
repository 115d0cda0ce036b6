"""Writes docs/reference/environment.md from the variables that the settings declare; ``check`` only compares."""

import importlib
import os
import sys
from pathlib import Path

TARGET = Path("docs/reference/environment.md")
SETTINGS = "portal.settings.production"
# Enough for the settings to be read; no value of it shows in the table.
NEEDED = {"PORTAL_SECRET_KEY": "only-for-reading-the-settings"}
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
| `PORTAL_TEST_WORKERS` | processes that run the tests side by side |
| `PORTAL_TEST_DEMO_URL` | address of a running demo portal for the tests in a browser, instead of one that they start |
| `PORTAL_CHROMIUM` | path of the Chromium for the tests in a browser |
| `PORTAL_REQUIRE_ALL` | 1: `make check` and `make test` fail when anything had to be left out |
"""


def rows() -> list[str]:
    """Return the table's lines, in the order of names."""
    os.environ.update({name: value for name, value in NEEDED.items() if not os.environ.get(name)})
    sys.path.insert(0, str(Path.cwd()))
    importlib.import_module(SETTINGS)
    environment = importlib.import_module("portal.env")
    lines = ["| variable | kind | default | what it is | secret |", "| --- | --- | --- | --- | --- |"]
    for variable in sorted(environment.VARIABLES.values(), key=lambda item: item.name):
        shown = {"required": "**required**", "": "–"}.get(variable.default, f"`{variable.default}`")
        secret = "yes" if variable.secret else ""
        lines.append(f"| `{variable.name}` | {variable.kind} | {shown} | {variable.help} | {secret} |")
    return lines


def document() -> str:
    """Return the whole file."""
    return HEAD + "\n".join(rows()) + "\n" + TAIL


def main(arguments: list[str]) -> int:
    """Write the file, or with ``check`` say whether it is current."""
    wanted = document()
    if arguments == ["check"]:
        return 0 if TARGET.exists() and TARGET.read_text() == wanted else 1
    TARGET.write_text(wanted)
    print(f"{TARGET} is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
