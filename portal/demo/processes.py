"""The demo's own processes: a signal to the demo ends them all, and only one demo works in a folder at a time."""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, Self

LOCK_NAME: Final = "demo.lock"
STOP_SECONDS: Final = 10
PROBE_SECONDS: Final = 0.2
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """A signal asked the demo to end; no ``except Exception`` on the way may keep it."""


@contextmanager
def only_one(folder: Path) -> Iterator[int]:
    """Keep a lock on a folder of data and yield its descriptor; SystemExit with one line where another demo has it.

    The kernel lets go of it when the last process that holds it ends: this one and the children that get the descriptor.
    """
    lock = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            starter = os.read(lock, 20).decode().strip() or "unknown"
            raise SystemExit(
                f"Another demo is at work in {folder} (started as process {starter}). Wait for it or stop it, or set "
                "PORTAL_VAR_DIR to a folder of your own."
            ) from None
        os.ftruncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        yield lock
    finally:
        os.close(lock)


class Processes:
    """Children by name, each in a group of its own. Inside the ``with``, signals raise Stopped; leaving it ends all children."""

    def __init__(self, *, environment: Mapping[str, str], folder: Path) -> None:
        self._environment = dict(environment)
        self._folder = folder
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._kept_open: tuple[int, ...] = ()
        self._former: dict[signal.Signals, object] = {}
        self._is_starting = False
        self._was_asked = False

    def __enter__(self) -> Self:
        for number in _SIGNALS:
            self._former[number] = signal.signal(number, self._ask)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        self._stop()
        for number, handler in self._former.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal returned

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        is_repeated, self._was_asked = self._was_asked, True
        if not (is_repeated or self._is_starting):
            raise Stopped

    def check(self) -> None:
        """Raise Stopped where a signal came while nothing could be raised."""
        if self._was_asked:
            raise Stopped

    def keep_open(self, descriptor: int) -> None:
        """Hand a descriptor, such as that of the lock, to every child started from now on."""
        self._kept_open = (*self._kept_open, descriptor)

    def start(self, name: str, command: list[str]) -> None:
        """Start a child. A signal in this moment waits until the child is known, so that it is ended too."""
        self._is_starting = True
        try:
            self._children[name] = subprocess.Popen(  # noqa: S603 -- our own programs
                command, env=self._environment, cwd=self._folder, start_new_session=True, pass_fds=self._kept_open
            )
        finally:
            self._is_starting = False
        self.check()

    def wait_for(self, name: str) -> int:
        """Return the status of a child when it has ended; a signal's number is negative."""
        while (status := self._children[name].poll()) is None:
            self.check()
            time.sleep(PROBE_SECONDS)
        return status

    def ended(self) -> str:
        """Return one sentence about the first child that has ended, empty while all run."""
        for name, child in self._children.items():
            if (status := child.poll()) is not None:
                return how_it_ended(name, status)
        return ""

    def forget(self, name: str) -> None:
        """Leave a child that has done its work out of what ``ended`` tells."""
        del self._children[name]

    def _stop(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def how_it_ended(name: str, status: int) -> str:
    """Return what is known of a child's end: its status, or the signal that ended it and where that may come from."""
    if status >= 0:
        return f"The {name} ended with status {status}." + (" See its last lines above." if status else "")
    signal_name = signal.Signals(-status).name
    hint = " Perhaps the machine has too little memory." if -status == signal.SIGKILL else ""
    return f"The {name} was ended from outside by {signal_name}.{hint}"
