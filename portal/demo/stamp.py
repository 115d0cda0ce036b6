"""Whether anything changed since the demo was last prepared: the sources, the variables, or what the database says of both.

Python's own library alone: it is asked before Django is loaded. What it cannot tell, such as on PostgreSQL, is prepared anew.
"""

import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
NAME: Final = "demo.stamp"
DATABASE: Final = "portal.sqlite3"
_FOLDERS: Final = ("locale", "requirements")
_ASKED: Final = (
    "SELECT app, name FROM django_migrations ORDER BY app, name",
    "SELECT hostname, port, site_name, is_default_site FROM wagtailcore_site ORDER BY id",
)


def var_dir(environment: Mapping[str, str]) -> Path:
    """Return the folder of the demo's data, as the settings name it."""
    named = environment.get("PORTAL_VAR_DIR", "").strip()
    return Path(named).expanduser().resolve() if named else ROOT / "var"


def variables(environment: Mapping[str, str]) -> str:
    """Return a digest of the variables that move the demo, as they are before the settings fill in what is missing."""
    named = sorted((name, value) for name, value in environment.items() if name.startswith("PORTAL_") or name == "PORT")
    return hashlib.sha256(repr(named).encode()).hexdigest()


def sources(root: Path = ROOT) -> str:
    """Return a digest of the sources by name, size and time, and of Python and what is installed."""
    digest = hashlib.sha256(repr((sys.version, sys.prefix, str(root), _time_of(Path(sys.prefix) / ".base"))).encode())
    rooms = sorted(path.parent.name for path in root.glob("*/__init__.py") if path.parent.name != "tests")
    for folder in (*rooms, *_FOLDERS):
        for path, size, changed in sorted(_files(str(root / folder))):
            digest.update(f"{path} {size} {changed}\n".encode())
    return digest.hexdigest()


def write(environment: Mapping[str, str], *, variables: str, sources: str) -> None:
    """Remember that the demo is prepared with these variables and sources, both as they were before it began."""
    folder = var_dir(environment)
    beside = folder / f"{NAME}.new"
    beside.write_text(json.dumps({"variables": variables, "sources": sources, "database": _database(environment)}))
    beside.rename(folder / NAME)


def forget(environment: Mapping[str, str]) -> None:
    """Take the remembrance away, before something is changed."""
    (var_dir(environment) / NAME).unlink(missing_ok=True)


def fits(environment: Mapping[str, str], *, root: Path = ROOT) -> bool:
    """Return whether nothing has changed since ``write``; False where that cannot be told."""
    try:
        kept = json.loads((var_dir(environment) / NAME).read_text())
    except (OSError, ValueError):
        return False
    if not _are_compiled(root) or not (database := _database(environment)):
        return False
    return bool(kept == {"variables": variables(environment), "sources": sources(root), "database": database})


def _are_compiled(root: Path) -> bool:
    """Return whether every catalogue has its compiled form, by the rule of ``operations.catalogues``."""
    return all(
        _time_of(source.with_suffix(".mo")) >= _time_of(source) for source in root.glob("locale/**/LC_MESSAGES/*.po")
    )


def _database(environment: Mapping[str, str]) -> str:
    """Return what the database file says of its migrations and its site, "" where there is no such file."""
    path = var_dir(environment) / DATABASE
    if environment.get("PORTAL_DATABASE_URL", "").strip() or not path.is_file():
        return ""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as opened:
            found = [opened.execute(asked).fetchall() for asked in _ASKED]
    except sqlite3.Error:
        return ""
    return hashlib.sha256(repr(found).encode()).hexdigest()


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    if not os.path.isdir(folder):  # noqa: PTH112 -- thousands of files, before anything else may happen
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            elif not entry.name.endswith((".mo", ".pyc")):
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns


def _time_of(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0
