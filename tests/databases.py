"""The test database: migrated once, with the bare bilingual site in it, and copied for each worker.

What was migrated is kept for the next run, under a name that follows from every migration of every app: all of them take a
minute or more. With PORTAL_REQUIRE_ALL=1, as in CI, a run migrates for itself, once for each database; its parts share what
is kept under the name of the folder in PORTAL_TEST_KEPT. ``python -m tests.keep`` migrates beside other parts.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import django
from django.apps import apps
from django.db import connection
from django.utils import translation
from wagtail.models import Locale, Page, Site

from portal.demo import hurry

HOST = "testserver"
KEPT: Final = Path(os.environ.get("PORTAL_TEST_KEPT") or Path(__file__).parent.parent / ".pytest_cache" / "databases")
KEPT_PREFIX: Final = "portal_tests_kept_"
IS_ALONE: Final = os.environ.get("PORTAL_REQUIRE_ALL") == "1"
"""Whether nothing is taken over from earlier runs."""
KEPT_DAYS: Final = 7


def plant_site() -> None:
    """Put an empty front page in both languages where Wagtail's migrations leave their welcome page."""
    from home.models import HomePage

    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("vi", "en")}
    root = Page.get_first_root_node()
    if root is None:
        root = Page.add_root(instance=Page(title="Root", slug="root", locale=locales["vi"]))
    for stray in root.get_children():
        stray.delete()
    root = Page.objects.get(pk=root.pk)
    front = HomePage(title="Trang chủ", slug="trang-chu", locale=locales["vi"])
    root.add_child(instance=front)
    english = front.copy_for_translation(locales["en"])
    english.title = "Home"
    english.slug = "home"
    english.save_revision().publish()
    Site.objects.all().delete()
    Site.objects.create(hostname=HOST, port=80, root_page=front, is_default_site=True, site_name="Sàn thử")
    Site.clear_site_root_paths_cache()


def site() -> Site:
    """Return the default site with its empty front page."""
    from home.models import HomePage

    Site.clear_site_root_paths_cache()
    found: Site = Site.objects.get()
    found.root_page = HomePage.objects.select_related("locale").get(pk=found.root_page_id)
    return found


@contextmanager
def _alone(folder: Path, name: str = "template.lock") -> Iterator[None]:
    with (folder / name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sweep_beside(name: str) -> None:
    """Remove the journals that a killed run left beside an SQLite file; they would be read into the new one."""
    if connection.vendor == "sqlite":
        for ending in ("-wal", "-shm", "-journal"):
            Path(f"{name}{ending}").unlink(missing_ok=True)


def _may_share() -> bool:
    return not IS_ALONE or bool(os.environ.get("PORTAL_TEST_KEPT"))


def _fingerprint() -> str:
    """Return what a migrated database follows from: the migrations of every app, and what is planted into it."""
    digest = hashlib.sha256(f"{django.VERSION} {connection.vendor} {KEPT if IS_ALONE else ''}".encode())
    files = [Path(__file__)]
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        files += sorted((Path(config.path) / "migrations").glob("*.py"))
        # Permissions and content types are made from what models say of themselves.
        with translation.override(None):
            said = repr(sorted((model.__name__, model._meta.permissions) for model in config.get_models()))
        digest.update(said.encode())
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def _take_kept(kept: str, named: str) -> bool:
    """Put what an earlier run kept in the place of the test database; return whether there was something."""
    if connection.vendor == "sqlite":
        file = KEPT / f"{kept}.sqlite3"
        if not file.exists():
            return False
        _sweep_beside(named)
        shutil.copyfile(file, named)
    else:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [KEPT_PREFIX + kept])
            if cursor.fetchone() is None:
                return False
            cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(named)}")
            cursor.execute(f"CREATE DATABASE {_quoted(named)} TEMPLATE {_quoted(KEPT_PREFIX + kept)}")
    connection.close()
    connection.settings_dict["NAME"] = named
    return True


def _keep(kept: str, named: str) -> None:
    """Keep a copy of the test database for runs to come, and forget those nobody has made for a week."""
    connection.close()
    if connection.vendor == "sqlite":
        unfinished = KEPT / f"{kept}.{os.getpid()}"
        shutil.copyfile(named, unfinished)
        unfinished.replace(KEPT / f"{kept}.sqlite3")
        old = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).timestamp()
        for file in KEPT.iterdir():
            if file.stat().st_mtime < old:
                file.unlink(missing_ok=True)
        return
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s AND shobj_description(oid, 'pg_database') < %s",
            [KEPT_PREFIX + "%", (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).isoformat()],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(name)}")
        name = _quoted(KEPT_PREFIX + kept)
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {_quoted(named)}")
        cursor.execute(f"COMMENT ON DATABASE {name} IS '{datetime.now(UTC).isoformat()}'")


def make() -> str:
    """Make the test database of this process anew and connect to it; return its name."""
    creation = connection.creation
    named = str(creation._get_test_db_name())
    if not _may_share():
        _migrate(named)
        return named
    kept = _fingerprint()
    KEPT.mkdir(parents=True, exist_ok=True)
    with _alone(KEPT, f"kept.{connection.vendor}.lock"):
        if not _take_kept(kept, named):
            _migrate(named)
            _keep(kept, named)
    return named


def _migrate(named: str) -> None:
    _sweep_beside(named)
    with hurry.hurried():
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    plant_site()


def copy_for_worker(*, folder: Path, worker: str, workers: int) -> None:
    """Connect this worker to a copy of a migrated database; the first to come migrates, the last takes the model away.

    ``folder`` is shared by the workers of one run. Whoever comes later gets the same rows at the price of copying a file,
    or of CREATE DATABASE ... TEMPLATE.
    """
    creation = connection.creation
    ready, takers = folder / "template.ready", folder / "template.takers"
    with _alone(folder):
        named = creation._get_test_db_name()
        if ready.exists():
            connection.close()
            connection.settings_dict["NAME"] = named
        else:
            make()
            connection.close()
            ready.touch()
        own = str(creation.get_test_db_clone_settings(worker)["NAME"])
        _sweep_beside(own)
        creation.clone_test_db(worker, verbosity=0, autoclobber=True)
        with takers.open("a") as file:
            file.write(f"{worker}\n")
        if len(takers.read_text().splitlines()) >= workers:
            creation._destroy_test_db(named, verbosity=0)
            ready.unlink()
    connection.settings_dict["NAME"] = own


def drop_own() -> None:
    """Remove the copy of this worker."""
    connection.close()
    connection.creation._destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def worker_of_run() -> tuple[str, int] | None:
    """Return the name of this worker and the number of workers; None where tests run in one process."""
    name = os.environ.get("PYTEST_XDIST_WORKER")
    return (name, int(os.environ["PYTEST_XDIST_WORKER_COUNT"])) if name else None


@contextmanager
def cloned(suffix: str) -> Iterator[dict[str, Any]]:
    """Make a copy of this process's test database for real threads; return its settings, and drop it afterwards.

    Nobody may be connected to a database while PostgreSQL copies it, this process included.
    """
    creation = connection.creation
    connection.close()
    made = dict(creation.get_test_db_clone_settings(suffix))
    _sweep_beside(str(made["NAME"]))
    creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
    try:
        yield made
    finally:
        creation._destroy_test_db(str(made["NAME"]), verbosity=0)


def forget() -> None:
    """Remove what this run kept for itself on a server; a file goes with its folder."""
    if IS_ALONE and connection.vendor == "postgresql":
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(KEPT_PREFIX + _fingerprint())}")
