"""`make demo` as a process: it stops whole, and names in one line what keeps it from starting."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.browser.conftest import ServedDemo, answers, free_port, start_demo, wait_for_demo

ROOT = Path(__file__).resolve().parents[2]
PREFLIGHT = ROOT / "tools" / "preflight.py"
SECONDS = 30
SECOND_START_SECONDS = 180


def _children(parent: int) -> dict[int, str]:
    """Return what runs below a process: number and command line."""
    found: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found[int(folder.name)] = words
            found.update(_children(int(folder.name)))
    return found


@pytest.fixture
def copied_data(served_demo: ServedDemo, tmp_path: Path) -> Path:
    """Return a copy of a built demo's data, so that a second demo starts at once and the first is left alone."""
    if served_demo.folder is None:
        pytest.skip("PORTAL_TEST_DEMO_DIR does not say where the demo's data is")
    for source in served_demo.folder.glob("*.sqlite3"):
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(tmp_path / source.name)) as new:
            old.backup(new)
    return tmp_path


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads processes from /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_second_run_starts_at_once_and_a_signal_ends_every_process(copied_data: Path, number: signal.Signals) -> None:
    port = free_port()
    process = start_demo(copied_data, port)
    try:
        wait_for_demo(process, copied_data, port, seconds=SECOND_START_SECONDS)
        running = _children(process.pid)
        assert any("granian" in words for words in running.values()), running
        assert any("run_worker" in words for words in running.values()), running
    finally:
        process.send_signal(number)
        process.wait(timeout=SECONDS)
    deadline = time.monotonic() + SECONDS
    while (left := _alive(running)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not left
    assert not answers(f"http://127.0.0.1:{port}/healthz")


def _alive(processes: dict[int, str]) -> dict[int, str]:
    return {pid: words for pid, words in processes.items() if Path(f"/proc/{pid}").exists()}


def _preflight(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PREFLIGHT)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_preflight_is_silent_where_nothing_is_missing(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = _preflight(PORTAL_VAR_DIR=str(tmp_path / "var"), PORT=str(port))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_preflight_names_a_busy_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = _preflight(PORTAL_VAR_DIR=str(tmp_path), PORT=port)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"Port {port} is in use" in done.stderr
    assert "PORT=" in done.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_preflight_names_a_wrong_port(tmp_path: Path, port: str) -> None:
    done = _preflight(PORTAL_VAR_DIR=str(tmp_path), PORT=port)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"PORT={port} is not a port number" in done.stderr


def test_preflight_names_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    done = _preflight(PORTAL_VAR_DIR=str(tmp_path / "taken" / "var"), PORT="8000")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert str(tmp_path / "taken" / "var") in done.stderr
    assert "PORTAL_VAR_DIR" in done.stderr
