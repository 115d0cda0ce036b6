"""Preparing the demo's data; ``serving`` then runs its processes."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import OutputWrapper
from django.core.management.commands import migrate
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from portal.demo import builder, hurry, processes, serving, stamp
from portal.demo.processes import Processes, Stopped
from portal.demo.progress import Steps
from portal.operations import catalogues, site

BUILDER = "builder"


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


def _build(children: Processes) -> None:
    """Build in a process of its own: this one may have read the catalogues before they were compiled."""
    children.start(BUILDER, [sys.executable, "manage.py", "build_demo"])
    if status := children.wait_for(BUILDER):
        raise SystemExit(f"The demo could not be built. {processes.how_it_ended(BUILDER, status)}")
    children.forget(BUILDER)


class _Migrate(migrate.Command):
    """The migration, telling of each step that is done."""

    def __init__(self, one_done: Callable[[], None]) -> None:
        super().__init__()
        self._one_done = one_done

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 -- Django's signature
        """Count what was applied."""
        if action == "apply_success":
            self._one_done()


def _migrate(*, out: OutputWrapper, children: Processes) -> None:
    executor = MigrationExecutor(connection)
    number = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    steps = Steps(total=number, out=out)
    if number:
        out.write("Bringing the database up to date (a minute or two the first time) …")
        out.flush()

    def one_done() -> None:
        children.check()
        steps.one_done()

    with hurry.hurried():
        call_command(_Migrate(one_done), interactive=False, verbosity=0)


def prepare(*, reset: bool, out: OutputWrapper, children: Processes) -> None:
    """Bring the database to the present schema and build the demo portal if there is none; tell each long step."""
    _make_folders()
    _require_database()
    if reset:
        builder.require_no_foreign_data()
        out.write("Removing the demo's data …")
        _reset()
        _make_folders()
    catalogues.compile_all()
    _migrate(out=out, children=children)
    if not builder.is_built():
        out.write("Building the demo portal …")
        out.flush()
        _build(children)
    # The port may be another one than when the demo was built.
    site.sync_address()


def _make_folders() -> None:
    for folder in (settings.VAR_DIR, settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT, settings.EMAIL_FILE_PATH):
        Path(folder).mkdir(parents=True, exist_ok=True)


def run(*, reset: bool, out: OutputWrapper) -> None:
    """Prepare and serve until a signal comes, whatever is going on then; SystemExit where there was no demo to serve yet."""
    is_ready = False
    variables = os.environ.pop(serving.VARIABLES, "")
    with Processes(environment=serving.environment(os.environ), folder=settings.BASE_DIR) as children:
        try:
            Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
            with processes.only_one(settings.VAR_DIR) as lock:
                children.keep_open(lock)
                stamp.forget(os.environ)
                sources = stamp.sources()
                prepare(reset=reset, out=out, children=children)
                if variables:
                    stamp.write(os.environ, variables=variables, sources=sources)
                is_ready = True
                connection.close()

                def say(words: str) -> None:
                    out.write(words)
                    out.flush()

                serving.serve(mails=settings.EMAIL_FILE_PATH, say=say, children=children)
        except Stopped:
            out.write("Stopping …")
            out.flush()
    if not is_ready:
        raise SystemExit("The demo was stopped before it was ready; `make demo` goes on.")
