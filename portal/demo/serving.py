"""Serving a demo that is prepared: one web server, one worker, until a signal comes or one of them ends. Python's own library alone."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

from portal.demo import people, processes
from portal.demo.processes import Processes

VARIABLES: Final = "DEMO_VARIABLES"
"""The variable that tells ``serve_demo`` with which variables it was asked for; the settings fill in others."""
START_SECONDS: Final = 60
_PROBE_SECONDS: Final = 0.05


def environment(of: Mapping[str, str]) -> dict[str, str]:
    """Return the variables with which the demo's processes run."""
    kept = {
        **of,
        "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
        "PYTHONUNBUFFERED": "1",
        "MALLOC_ARENA_MAX": "1",
    }
    # Without compiled modules each process compiles a thousand of them at every start, which takes longer than all the rest.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def address() -> str:
    """Return where the demo is served; the settings say the same."""
    return f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"


def commands() -> dict[str, list[str]]:
    """Return the demo's processes by name, in the order in which they start."""
    port = os.environ.get("PORT", "8000")
    python = sys.executable
    return {
        "web server": [
            *(python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port),
            *("--workers", "1", "--blocking-threads", "24", "--no-ws", "--log-level", "error"),
            "portal.wsgi:application",
        ],
        "worker": [python, "manage.py", "run_worker"],
    }


def wait_until_it_answers(children: Processes) -> None:
    """Wait for the web server; SystemExit where it ends or does not answer."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if ended := children.ended():
            raise SystemExit(f"The demo did not start. {ended}")
        try:
            with urlopen(f"{address()}/healthz", timeout=2) as answer:  # noqa: S310 -- our own loopback address
                if answer.status == 200:  # noqa: PLR2004 -- HTTP's OK
                    return
        except (URLError, OSError):
            pass
        children.check()
        time.sleep(_PROBE_SECONDS)
    raise SystemExit(f"The demo did not start: {address()}/healthz does not answer after {START_SECONDS} s.")


def serve(*, mails: Path, say: Callable[[str], object], children: Processes) -> None:
    """Run the web server and the worker until a signal comes or one of them ends; SystemExit then says which and how."""
    (first, server), *others = commands().items()
    children.start(first, server)
    wait_until_it_answers(children)
    # Only then: a visitor waits for the server, nobody for the worker, and both want the same processors.
    for name, command in others:
        children.start(name, command)
    say(people.welcome(address=address(), mails=mails))
    while not (ended := children.ended()):
        children.check()
        time.sleep(processes.PROBE_SECONDS)
    raise SystemExit(f"The demo stops. {ended}")
