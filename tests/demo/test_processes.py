"""The demo's processes: a signal ends them all in every phase, one demo works in a folder, and an end is told truly."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import OutputWrapper

from portal.demo import processes
from portal.demo.processes import Processes
from portal.demo.progress import Steps

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
# The demo with a builder, a server and a worker that do nothing for a long time, and without a database.
DEMO = """
import sys, time
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.core.management.base import OutputWrapper
from portal.demo import service, serving

phase, folder = sys.argv[1], Path(sys.argv[2])
settings.BASE_DIR = settings.VAR_DIR = folder

def migrate(**_kwargs):
    if phase == "migration":
        (folder / "child").write_text("0")
        time.sleep(600)

service._migrate = migrate
service._make_folders = service._require_database = service.catalogues.compile_all = service.site.sync_address = lambda: None
service.builder.is_built = lambda: phase != "build"
serving.commands = lambda: {"web server": [sys.executable, "manage.py"], "worker": [sys.executable, "manage.py"]}
serving.wait_until_it_answers = lambda children: None
service.run(reset=False, out=OutputWrapper(sys.stdout))
"""
CHILD = """
import os, time
from pathlib import Path
mine = Path("child.new")
mine.write_text(str(os.getpid()))
mine.rename("child")
time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "manage.py").write_text(CHILD)
    return tmp_path


@contextmanager
def demo(folder: Path, phase: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.demo", "PORTAL_VAR_DIR": str(folder)}
    environment.pop("PORTAL_DATABASE_URL", None)
    started = subprocess.Popen(
        [sys.executable, "-c", DEMO, phase, str(folder)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield started
    finally:
        if started.poll() is None:
            started.kill()
            # A child that outlives it would hold the pipe open for ever.
            child = int((folder / "child").read_text()) if (folder / "child").exists() else 0
            if child and is_running(child):
                os.kill(child, signal.SIGKILL)
        started.communicate()


def child_of(folder: Path, started: subprocess.Popen[str]) -> int:
    """Wait for a phase's long work and return the child's number, 0 where the demo does the work itself."""
    deadline = time.monotonic() + SECONDS
    while not (folder / "child").exists():
        assert started.poll() is None, started.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return int((folder / "child").read_text())


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("phase", "number", "status"),
    [
        ("migration", signal.SIGTERM, 1),
        ("build", signal.SIGTERM, 1),
        ("build", signal.SIGINT, 1),
        ("service", signal.SIGTERM, 0),
    ],
)
def test_signal_ends_the_demo_with_its_children(folder: Path, phase: str, number: int, status: int) -> None:
    with demo(folder, phase) as started:
        child = child_of(folder, started)
        started.send_signal(number)
        said = started.communicate(timeout=SECONDS)[0]
    assert started.returncode == status, said
    assert "Stopping …" in said
    assert "Traceback" not in said
    assert not child or not is_running(child)


def test_second_demo_in_a_folder_says_so_in_one_line_until_the_first_and_its_child_are_gone(folder: Path) -> None:
    with demo(folder, "build") as first:
        child = child_of(folder, first)
        with demo(folder, "build") as second:
            said = second.communicate(timeout=SECONDS)[0]
        assert second.returncode == 1
        assert "Traceback" not in said
        # Before it may stand what libraries say of their next versions.
        last = said.splitlines()[-1]
        assert f"Another demo is at work in {folder} (started as process {first.pid})" in last
        assert "PORTAL_VAR_DIR" in last
        first.kill()
        first.wait()
        with pytest.raises(SystemExit, match="Another demo"), processes.only_one(folder):
            pass
        os.kill(child, signal.SIGKILL)
    deadline = time.monotonic() + SECONDS
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.1)
    with processes.only_one(folder) as lock:
        assert lock


def test_killed_child_is_named_with_its_signal(folder: Path) -> None:
    with demo(folder, "build") as started:
        os.kill(child_of(folder, started), signal.SIGKILL)
        said = started.communicate(timeout=SECONDS)[0]
    assert started.returncode == 1
    assert "The demo could not be built. The builder was ended from outside by SIGKILL." in said
    assert "lines above" not in said


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (0, "The worker ended with status 0."),
        (3, "The worker ended with status 3. See its last lines above."),
        (-15, "The worker was ended from outside by SIGTERM."),
        (-9, "The worker was ended from outside by SIGKILL. Perhaps the machine has too little memory."),
    ],
)
def test_end_of_a_child_is_told_as_it_was(status: int, words: str) -> None:
    assert processes.how_it_ended("worker", status) == words


def test_child_that_ignores_the_signal_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.2)
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open('ready', 'w').close(); time.sleep(600)"
    former = signal.getsignal(signal.SIGTERM)
    with Processes(environment=os.environ, folder=tmp_path) as children:
        children.start("worker", [sys.executable, "-c", stubborn])
        deadline = time.monotonic() + SECONDS
        while not (tmp_path / "ready").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
    assert children.ended().startswith("The worker was ended from outside by SIGKILL.")
    assert signal.getsignal(signal.SIGTERM) == former


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO, total: int) -> str:
    steps = Steps(total=total, out=OutputWrapper(stream))
    for _ in range(total):
        steps.one_done()
    return stream.getvalue()


@pytest.mark.parametrize(("total", "lines"), [(0, 0), (3, 3), (10, 10), (230, 10)])
def test_progress_is_a_line_for_each_tenth_where_there_is_no_terminal(total: int, lines: int) -> None:
    said = told(io.StringIO(), total)
    assert said.count("\n") == lines
    assert not total or said.endswith(f"  {total} of {total} steps\n")


def test_progress_rewrites_one_line_on_a_terminal() -> None:
    said = told(Terminal(), 12)
    assert said.count("\r") == 12
    assert said.count("\n") == 1
    assert "\r  5 of 12 steps\r" in said


def test_migration_counts_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.demo import service

    def migrate(command: Any, **_options: Any) -> None:
        for _ in range(4):
            command.migration_progress_callback("apply_start")
            command.migration_progress_callback("apply_success")

    class Executor:
        def __init__(self, _connection: Any) -> None:
            self.loader = self.graph = self

        def leaf_nodes(self) -> list[Any]:
            return []

        def migration_plan(self, _targets: list[Any]) -> list[int]:
            return [1, 2, 3, 4]

    stream = io.StringIO()
    monkeypatch.setattr(service, "call_command", migrate)
    monkeypatch.setattr(service, "MigrationExecutor", Executor)
    service._migrate(out=OutputWrapper(stream), children=Processes(environment={}, folder=ROOT))
    assert stream.getvalue().splitlines() == [
        "Bringing the database up to date (a minute or two the first time) …",
        *(f"  {number} of 4 steps" for number in range(1, 5)),
    ]
