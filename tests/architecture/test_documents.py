"""Documents and deployment examples say what is true: variables, commands, targets, links, dependencies and groups that exist."""

import configparser
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("portal", "home", "news", "exhibitors", "showcase", "registration", "events", "awards", "search", "plan")
DEPLOY = sorted(path for path in (ROOT / "deploy").iterdir() if path.is_file())
UNITS = [path for path in DEPLOY if path.suffix in {".service", ".timer"}]
COMMAND = re.compile(r"(?:manage\.py|portal-manage) ([a-z][a-z_]+)")
TARGET = re.compile(r"`make ([a-z][a-z-]*)")
LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|tmp)/")


def documents() -> Iterator[Path]:
    """Yield every document of the project."""
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("README.md"))


DOCUMENTS = list(documents())


def name_of(path: Path) -> str:
    """Return a path as tests show it."""
    return str(path.relative_to(ROOT))


def test_environment_table_is_what_the_settings_declare() -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PORTAL_", "DJANGO_"))}
    result = subprocess.run([sys.executable, "tools/reference.py", "check"], cwd=ROOT, env=environment, check=False)
    assert result.returncode == 0, "docs/reference/environment.md is old: run python tools/reference.py"


@pytest.mark.parametrize("path", [*DOCUMENTS, *DEPLOY], ids=name_of)
def test_commands_named_in_documents_exist(path: Path) -> None:
    assert set(COMMAND.findall(path.read_text())) <= set(get_commands())


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_targets_named_in_documents_exist(path: Path) -> None:
    offered = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(TARGET.findall(path.read_text())) <= offered


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    targets = [target for target in LINK.findall(path.read_text()) if "://" not in target and "mailto:" not in target]
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", [*DOCUMENTS, *DEPLOY], ids=name_of)
def test_no_document_names_a_path_of_a_developers_machine(path: Path) -> None:
    assert MACHINE.findall(path.read_text()) == []


@pytest.mark.parametrize("room", ["accounts", "blocks", "demo", "kernel", "mail", "media", "operations", "pages", "ui"])
def test_every_room_of_the_ground_floor_says_what_it_is(room: str) -> None:
    assert (ROOT / "portal" / room / "README.md").read_text().startswith(f"# portal.{room}")


@pytest.mark.parametrize("room", ROOMS[1:])
def test_every_feature_says_what_it_is(room: str) -> None:
    assert (ROOT / room / "README.md").read_text().startswith(f"# {room}")


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = [
        *project["project"]["dependencies"],
        *(line for group in project["dependency-groups"].values() for line in group),
    ]
    names = {re.split(r"[\[<>=~ ]", line, maxsplit=1)[0] for line in lines}
    reasons = (ROOT / "docs/adr/0001-foundations.md").read_text()
    assert {name for name in names if f"`{name}`" not in reasons} == set()


def test_index_of_decisions_names_every_decision() -> None:
    folder = ROOT / "docs/adr"
    index = (folder / "README.md").read_text()
    assert [path.name for path in sorted(folder.glob("0*.md")) if f"({path.name})" not in index] == []


@pytest.mark.parametrize("path", UNITS, ids=name_of)
def test_systemd_unit_can_be_read(path: Path) -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(path.read_text())
    assert unit.get("Unit", "Description")
    if path.suffix == ".timer":
        assert unit.get("Timer", "OnCalendar")
        assert path.with_suffix(".service") in UNITS
    else:
        assert unit.get("Service", "User") == "portal"
        assert unit.get("Service", "ExecStart")


def test_example_of_the_environment_names_only_variables_that_are_read() -> None:
    table = (ROOT / "docs/reference/environment.md").read_text()
    named = re.findall(r"^(PORTAL_[A-Z_]+)=", (ROOT / "deploy/portal.env.example").read_text(), re.MULTILINE)
    assert named
    assert [name for name in named if f"`{name}`" not in table] == []


def test_web_server_example_never_shows_private_files() -> None:
    text = (ROOT / "deploy/nginx.conf").read_text()
    blocks = re.findall(r"location [^{]*\{[^}]*\}", text)
    assert not [block for block in blocks if "/private" in block or "portal.sqlite3" in block]
    assert "nosniff" in text
