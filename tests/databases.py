"""The test database: migrated once, with the bare bilingual site in it, and copied for each worker."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from wagtail.models import Locale, Page, Site

HOST = "testserver"


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


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "template.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sweep_beside(name: str) -> None:
    """Remove the journals that a killed run left beside an SQLite file; they would be read into the new one."""
    if connection.vendor == "sqlite":
        for ending in ("-wal", "-shm", "-journal"):
            Path(f"{name}{ending}").unlink(missing_ok=True)


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
            _sweep_beside(named)
            creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            plant_site()
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
