"""Documents and deployment examples say what is true: variables, commands, targets, links, dependencies and groups that exist."""

import base64
import configparser
import hashlib
import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.urls import URLPattern, get_resolver, resolve
from django.utils import translation

from portal.kernel import personal_data, watch
from portal.operations import jobs

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
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
)
DEPLOY = sorted(path for path in (ROOT / "deploy").iterdir() if path.is_file())
UNITS = [path for path in DEPLOY if path.suffix in {".service", ".timer"}]
COMMAND = re.compile(r"(?:manage\.py|portal-manage) ([a-z][a-z_]+)")
TARGET = re.compile(r"`make ([a-z][a-z-]*)")
LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)#\s]+)(?:#[^)]*)?\)|<img src=\"([^\"]+)\"")
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|tmp)/")
PLACEHOLDERS = {
    "<key>": "00000000-0000-4000-8000-000000000000",
    "<id>": "1",
    "<side>": "need",
    **{f"<{name}>": "x" for name in ("secret", "slug", "kind", "step", "reference", "code")},
}


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


def test_page_of_records_names_every_record_and_personal_field() -> None:
    text = (ROOT / "docs/reference/data-dictionary.md").read_text()
    own = [config for config in apps.get_app_configs() if config.name.partition(".")[0] in ROOMS]
    records = {model.__name__ for config in own for model in config.get_models()}
    fields = {f"{field.model.partition('.')[2]}.{field.field}" for field in personal_data.registered()}
    missing = sorted(name for name in records | fields if f"`{name}`" not in text)
    assert not missing, "docs/reference/data-dictionary.md is old: run python tools/reference.py"


def addresses() -> list[tuple[str, str]]:
    """Return address and name of each row in the page of addresses that gives both, in the row's own language."""
    found = []
    for line in (ROOT / "docs/reference/urls.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        name = re.match(r"`([a-z]+:[a-z-]+)`", cells[-1])
        if len(cells) == 3 and name:
            found += [(match[1], name[1]) for cell in cells[:2] if (match := re.match(r"`([^`]+)`", cell))]
    return found


@pytest.mark.parametrize(("address", "name"), addresses())
def test_address_leads_to_the_view_that_the_page_names(address: str, name: str) -> None:
    for placeholder, value in PLACEHOLDERS.items():
        address = address.replace(placeholder, value)
    with translation.override("en" if address.startswith("/en/") else "vi"):
        assert resolve(address).view_name == name


@pytest.mark.parametrize("path", [*DOCUMENTS, *DEPLOY], ids=name_of)
def test_commands_named_in_documents_exist(path: Path) -> None:
    assert set(COMMAND.findall(path.read_text())) <= set(get_commands())


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_targets_named_in_documents_exist(path: Path) -> None:
    offered = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(TARGET.findall(path.read_text())) <= offered


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    found = ["".join(groups) for groups in LINK.findall(path.read_text())]
    targets = [target for target in found if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", [*DOCUMENTS, *DEPLOY], ids=name_of)
def test_no_document_names_a_path_of_a_developers_machine(path: Path) -> None:
    assert MACHINE.findall(path.read_text()) == []


@pytest.mark.parametrize(
    "room", ["accounts", "blocks", "demo", "kernel", "mail", "media", "operations", "pages", "tables", "ui"]
)
def test_every_room_of_the_ground_floor_says_what_it_is(room: str) -> None:
    assert (ROOT / "portal" / room / "README.md").read_text().startswith(f"# portal.{room}")


def test_page_of_roles_names_every_group() -> None:
    text = (ROOT / "docs/reference/roles.md").read_text()
    named = {
        value
        for room in ROOMS[1:]
        if (ROOT / room / "roles.py").exists()
        for name, value in vars(importlib.import_module(f"{room}.roles")).items()
        if name in {"SECRETARIAT", "ORGANISERS", "OFFICERS", "REVIEWERS", "GROUP"} or name.endswith("_GROUP")
    }
    assert named
    assert sorted(group for group in named if f"| {group} |" not in text) == []


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


def logged(address: str) -> str:
    """Return what nginx writes of an address by the map of the example."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    rules = re.findall(
        r'^    "~(.+)" "(\$.+)";$', text.partition("map $request_uri")[2].partition("\n}")[0], re.MULTILINE
    )
    assert len(rules) == 2
    for pattern, written in rules:
        match = re.match(pattern.replace("(?<", "(?P<"), address)
        if match:
            return match.expand(re.sub(r"\$(\w+)", r"\\g<\1>", written))
    raise AssertionError(address)


SECRET_PARTS = re.compile(
    r"<str:(?:secret|key)>|<key>|\(\?P<key>[^)]*\)|<uidb36>-<key>|\(\?P<uidb36>[^)]*\)-\(\?P<key>.+\)"
)


def secret_addresses(patterns: Any, before: str = "/") -> Iterator[str]:
    """Yield the addresses that hold a secret, with a word in its place."""
    for pattern in patterns:
        address = before + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLPattern):
            if SECRET_PARTS.search(address):
                yield SECRET_PARTS.sub("S-e_c:ret", address)
        else:
            yield from secret_addresses(pattern.url_patterns, address)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_log_of_the_web_server_keeps_no_secret_and_no_query(language: str) -> None:
    with translation.override(language):
        found = list(secret_addresses(get_resolver().url_patterns))
    assert len(found) > 10
    assert sorted(address for address in found if "S-e_c:ret" in logged(address)) == []
    for address in found:
        assert logged(f"{address}?next=/x/") == address.replace("S-e_c:ret", "***")
    assert logged("/tim-kiem/?q=ung+thu") == "/tim-kiem/"
    assert logged("/cong-nghe/say-bom-nhiet/ap-phich/?size=a3") == "/cong-nghe/say-bom-nhiet/ap-phich/"
    text = (ROOT / "deploy/nginx.conf").read_text()
    written = text.partition("log_format portal")[2].partition(";")[0]
    assert not re.search(r"\$(request|request_uri|args|query_string|http_referer|uri)\b", written)
    assert text.count("access_log /var/log/nginx/portal.access.log portal;") == text.count("server_name ")


def test_a_command_that_fails_keeps_no_other_from_running_and_is_seen(tmp_path: Path) -> None:
    unit = (ROOT / "deploy/portal-scheduled.service").read_text().replace("\\\n", " ")
    (script,) = re.findall(r"^ExecStart=/bin/sh -c '([^']+)'$", unit, re.MULTILINE)
    python = tmp_path / "python"
    for broken, status in (("publish_due", 1), ("tend_imports", 1), ("nothing", 0)):
        python.write_text(f'#!/bin/sh\necho "$2"\n[ "$2" != {broken} ]\n')
        python.chmod(0o755)
        ran = subprocess.run(
            ["/bin/sh", "-c", script.replace("$$", "$").replace("/srv/portal/.venv/bin/python", str(python))],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.stdout.split() == [
            "publish_due",
            "expire_offers",
            "expire_booth_offers",
            "tend_imports",
            "recover_tasks",
            "recover_mails",
            "send_reminders",
            "send_newsletters",
            "send_saved_searches",
            "remind_exhibitors",
            "tend_awards",
        ]
        assert ran.returncode == status


def test_web_server_example_shows_a_page_of_ours_while_the_portal_is_away() -> None:
    text = (ROOT / "deploy/nginx.conf").read_text()
    found = re.search(r"error_page 429 502 503 504 (/[a-z]+\.html);\s+location = \1 \{([^}]*)\}", text)
    assert found
    block = found[2]
    folder = re.search(r"root /srv/portal/(\S+);", block)
    assert folder
    assert "internal;" in block
    assert re.search(r"add_header Retry-After \d+ always;", block)
    html = (ROOT / folder[1] / found[1].lstrip("/")).read_text()
    assert '<html lang="vi">' in html
    assert 'lang="en"' in html
    assert not re.search(r"//|url\(|<script|<link|<img|@import| style=", html)
    style = html.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in block


def test_page_of_the_web_server_says_what_the_portals_own_says() -> None:
    def headings(html: str) -> list[str]:
        return re.findall(r"<h[12]>([^<]+)</h[12]>", html)

    own = (ROOT / "portal/ui/templates/ui/errors/503.html").read_text()
    assert headings((ROOT / "deploy/pages/unavailable.html").read_text()) == headings(own)
    english = (ROOT / "portal/ui/templates/ui/errors/503_en.html").read_text()
    assert headings(english) == headings(own)[::-1]


def scheduled() -> set[str]:
    """Return the commands that the timers run."""
    units = [ROOT / "deploy/portal-daily.service", ROOT / "deploy/portal-scheduled.service"]
    return {found for unit in units for found in COMMAND.findall(unit.read_text())}


def test_every_scheduled_command_stands_in_the_runbook_and_in_the_container() -> None:
    table = (ROOT / "docs/runbook.md").read_text().partition("## Scheduled commands")[2].partition("\n## ")[0]
    named = set(re.findall(r"^\| `([a-z_]+)", table, re.MULTILINE))
    entry = (ROOT / "deploy/entrypoint.sh").read_text().partition("scheduled)\n")[2].partition(";;")[0]
    assert scheduled() == named == set(COMMAND.findall(entry))


def test_answer_that_the_installation_shows_names_every_part_that_is_told() -> None:
    text = (ROOT / "docs/how-to/install-on-debian.md").read_text()
    found = re.search(r"`(\{\"database\"[^`]*\})`", text)
    assert found
    assert list(json.loads(found[1])) == ["database", "cache", "worker", *jobs.DAILY, *watch.sources()]


def test_variables_that_tools_and_tests_read_stand_in_the_page_of_variables() -> None:
    table = (ROOT / "docs/reference/environment.md").read_text()
    read = re.compile(r"""environ(?:\.get\(|\[)["'](PORTAL_[A-Z_]+)["']""")
    sources = [path for folder in ("tools", "tests") for path in (ROOT / folder).rglob("*.py")]
    named = {name for path in sources for name in read.findall(path.read_text())}
    assert "PORTAL_TEST_DATABASE_URL" in named
    assert sorted(name for name in named if f"| `{name}` |" not in table) == []


def test_page_of_components_names_those_that_exist() -> None:
    table = (
        (ROOT / "docs/reference/components.md").read_text().partition("| name | parameters |")[2].partition("\n## ")[0]
    )
    named = {
        name for row in re.findall(r"^\| (`[^|]+`) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    offered = {path.stem for path in (ROOT / "portal/ui/templates/ui/components").glob("*.html")}
    assert named
    assert sorted(named - offered) == []


@pytest.mark.parametrize("room", ["showcase", "portal/ui"])
def test_readme_of_a_large_room_stays_one_screen(room: str) -> None:
    assert len((ROOT / room / "README.md").read_text().splitlines()) <= 55
