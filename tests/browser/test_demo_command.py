"""`make demo` as a process: it stops whole, and names in one line what keeps it from starting."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.browser.conftest import Demo

ROOT = Path(__file__).resolve().parents[2]
PREFLIGHT = ROOT / "tools" / "preflight.py"
SECONDS = 30


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


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads processes from /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_every_process(own_demo: Demo, number: signal.Signals) -> None:
    with own_demo.started_again() as process:
        running = _children(process.pid)
        assert any("granian" in words for words in running.values()), running
        assert any("run_worker" in words for words in running.values()), running
        process.send_signal(number)
        process.wait(timeout=SECONDS)
        deadline = time.monotonic() + SECONDS
        while (left := {pid: words for pid, words in running.items() if Path(f"/proc/{pid}").exists()}) and (
            time.monotonic() < deadline
        ):
            time.sleep(0.2)
    assert not left


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
