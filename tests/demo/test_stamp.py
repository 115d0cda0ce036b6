"""A second `make demo` serves at once only where nothing changed of what preparing the demo reads."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from portal.demo import stamp


def touch(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words)


def ask(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "var" / stamp.DATABASE)) as database, database:
        database.execute(statement)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two rooms, a catalogue and the database of a demo that was just prepared."""
    touch(tmp_path / "portal" / "__init__.py", "")
    touch(tmp_path / "portal" / "demo" / "specs" / "people.py", "PEOPLE = 3")
    touch(tmp_path / "news" / "__init__.py", "")
    touch(tmp_path / "news" / "migrations" / "0001_initial.py", "one")
    touch(tmp_path / "requirements" / "base.txt", "django==5.2")
    touch(tmp_path / "locale" / "vi" / "LC_MESSAGES" / "django.po", "words")
    touch(tmp_path / "locale" / "vi" / "LC_MESSAGES" / "django.mo", "compiled")
    (tmp_path / "var").mkdir()
    ask(tmp_path, "CREATE TABLE django_migrations (app, name)")
    ask(tmp_path, "CREATE TABLE wagtailcore_site (id, hostname, port, site_name, is_default_site)")
    ask(tmp_path, "INSERT INTO wagtailcore_site VALUES (1, '127.0.0.1', 8000, 'demo', 1)")
    ask(tmp_path, "INSERT INTO django_migrations VALUES ('news', '0001_initial')")
    asked = variables(tmp_path)
    stamp.write(asked, variables=stamp.variables(asked), sources=stamp.sources(tmp_path))
    return tmp_path


def variables(folder: Path) -> dict[str, str]:
    return {"PORTAL_VAR_DIR": str(folder / "var"), "PORT": "8000", "HOME": "/anywhere"}


def test_nothing_changed(folder: Path) -> None:
    assert stamp.fits(variables(folder), root=folder)
    assert stamp.fits({**variables(folder), "HOME": "/elsewhere"}, root=folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: touch(folder / "news" / "migrations" / "0001_initial.py", "another"),
        lambda folder: touch(folder / "news" / "migrations" / "0002_more.py", ""),
        lambda folder: (folder / "news" / "migrations" / "0001_initial.py").unlink(),
        lambda folder: touch(folder / "portal" / "demo" / "specs" / "people.py", "PEOPLE = 4"),
        lambda folder: touch(folder / "locale" / "vi" / "LC_MESSAGES" / "django.po", "others"),
        lambda folder: (folder / "locale" / "vi" / "LC_MESSAGES" / "django.mo").unlink(),
        lambda folder: touch(folder / "requirements" / "base.txt", "django==6.0"),
        lambda folder: ask(folder, "DELETE FROM django_migrations"),
        lambda folder: ask(folder, "UPDATE wagtailcore_site SET site_name = 'Sở'"),
        lambda folder: ask(folder, "DROP TABLE wagtailcore_site"),
        lambda folder: (folder / "var" / stamp.DATABASE).unlink(),
        lambda folder: (folder / "var" / stamp.DATABASE).write_bytes(b"no database"),
        lambda folder: (folder / "var" / stamp.NAME).write_text("{"),
        lambda folder: stamp.forget(variables(folder)),
    ],
    ids=[
        *(
            "migration changed",
            "migration added",
            "migration gone",
            "seed changed",
            "catalogue changed",
            "catalogue not compiled",
        ),
        *(
            "packages changed",
            "migrations undone",
            "site renamed",
            "no site",
            "no database",
            "no such database",
            "stamp broken",
            "forgotten",
        ),
    ],
)
def test_a_change_is_noticed(folder: Path, change: Callable[[Path], object]) -> None:
    change(folder)
    assert not stamp.fits(variables(folder), root=folder)


@pytest.mark.parametrize(
    "other",
    [
        {"PORT": "8001"},
        {"PORTAL_SITE_NAME_VI": "Sàn"},
        {"PORTAL_DATABASE_URL": "postgresql://127.0.0.1/name"},
    ],
)
def test_another_variable_is_noticed(folder: Path, other: dict[str, str]) -> None:
    assert not stamp.fits({**variables(folder), **other}, root=folder)


def test_what_compiling_writes_is_no_change(folder: Path) -> None:
    touch(folder / "news" / "__pycache__" / "models.cpython-311.pyc", "")
    touch(folder / "locale" / "vi" / "LC_MESSAGES" / "django.mo", "compiled anew")
    assert stamp.fits(variables(folder), root=folder)
