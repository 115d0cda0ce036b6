"""Preparing the demo's data and running its processes: one web server, one worker, both gone when it stops."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from portal.demo import builder, people
from portal.operations import catalogues

Say = Callable[[str], object]
START_SECONDS = 60
STOP_SECONDS = 10
PROBE_SECONDS = 0.2


class _Stopped(Exception):  # noqa: N818 -- a signal, not an error
    """A signal asked the demo to end."""


def _reset() -> None:
    if connection.vendor == "sqlite":
        connection.close()
        name = Path(str(settings.DATABASES["default"]["NAME"]))
        for path in (name, name.with_name(name.name + "-wal"), name.with_name(name.name + "-shm")):
            path.unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    for folder in ("media", "private", "mails"):
        shutil.rmtree(settings.VAR_DIR / folder, ignore_errors=True)


def _require_database() -> None:
    """Stop with one line and its remedy where the database does not answer; never with its password."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        place = connection.settings_dict
        said = next((line.strip() for line in str(error).splitlines() if line.strip()), "no reason given")
        if connection.vendor == "sqlite":
            raise SystemExit(
                f"The database {place['NAME']} cannot be opened ({said}). Set PORTAL_VAR_DIR to a folder of your own."
            ) from None
        where = f"{place['NAME']} at {place['HOST'] or 'the local socket'}:{place['PORT'] or 5432}"
        raise SystemExit(
            f"PostgreSQL does not let us into the database {where} ({said}). Start it, make the database (createdb "
            f"{place['NAME']}), or correct PORTAL_DATABASE_URL; without that variable the demo uses SQLite."
        ) from None


def _build() -> None:
    """Build in a process of its own: this one may have read the catalogues before they were compiled."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.demo"}
    result = subprocess.run(
        [sys.executable, "manage.py", "build_demo"], env=environment, cwd=settings.BASE_DIR, check=False
    )
    if result.returncode:
        raise SystemExit("The demo could not be built; the lines above say why.")


def prepare(*, reset: bool, say: Say) -> None:
    """Bring the database to the present schema and build the demo portal if there is none; tell each long step."""
    for folder in (settings.VAR_DIR, settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT, settings.EMAIL_FILE_PATH):
        Path(folder).mkdir(parents=True, exist_ok=True)
    _require_database()
    if reset:
        builder.require_no_foreign_data()
        say("Removing the demo's data …")
        _reset()
        for folder in (settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT, settings.EMAIL_FILE_PATH):
            Path(folder).mkdir(parents=True, exist_ok=True)
    catalogues.compile_all()
    say("Bringing the database up to date (about half a minute the first time) …")
    call_command("migrate", interactive=False, verbosity=0)
    if not builder.is_built():
        say("Building the demo portal …")
        _build()


def _commands() -> list[list[str]]:
    port = os.environ.get("PORT", "8000")
    python = sys.executable
    return [
        [
            *(python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port),
            *(
                "--workers",
                "1",
                "--blocking-threads",
                "4",
                "--no-ws",
                "--log-level",
                "warning",
                "portal.wsgi:application",
            ),
        ],
        [python, "manage.py", "run_worker"],
    ]


def _wait_until_it_answers(children: list[subprocess.Popen[bytes]]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(child.poll() is None for child in children):
        try:
            with urlopen(f"{settings.BASE_URL}/healthz", timeout=2) as answer:  # noqa: S310 -- our own loopback address
                if answer.status == 200:  # noqa: PLR2004 -- HTTP's OK
                    return True
        except (URLError, OSError):
            time.sleep(PROBE_SECONDS)
    return False


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def serve(*, say: Say) -> None:
    """Run the web server and the worker in groups of their own until a signal or until one of them ends."""

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        raise _Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    connection.close()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.demo"}
    children: list[subprocess.Popen[bytes]] = []
    try:
        for command in _commands():
            children.append(
                subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603 -- our own programs
            )
        if not _wait_until_it_answers(children):
            raise SystemExit("The demo did not start; the lines above say why.")
        say(people.welcome(address=settings.BASE_URL, mails=settings.EMAIL_FILE_PATH))
        while all(child.poll() is None for child in children):
            time.sleep(PROBE_SECONDS)
        raise SystemExit("One of the demo's processes ended; the lines above say why.")
    except _Stopped:
        say("Stopping …")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _stop(children)
