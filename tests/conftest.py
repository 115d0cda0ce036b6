"""Fixtures for every test: a bare bilingual site, Vietnamese at the root and English under /en/."""

import gc
import gettext
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.test.utils import setup_databases
from django.utils import timezone, translation
from django.utils.translation import trans_real
from wagtail.models import Locale, Site
from whitenoise.middleware import WhiteNoiseMiddleware

from tests import indexes

# How long one example takes says something about the machine, and nothing about the code.
hypothesis.settings.register_profile("portal", parent=hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("portal")

DATABASE_FIXTURES = {"db", "django_db_setup", "transactional_db", "django_db_reset_sequences", "live_server"}


# The events of the tests take place in December 2026; what is over follows other rules.
STANDS_ON: Final = date(2026, 11, 29)


def _stand_still() -> None:
    """Set the portal's clock and the database's back by whole days to the day for which the tests are written, once it is past."""
    from portal.operations import db_clock

    real, of_database = timezone.now, db_clock.now
    late = timedelta(days=max((real().date() - STANDS_ON).days, 0))
    if late:
        timezone.now = lambda: real() - late
        # SQLite has no clock of its own and asks the portal's, which is set back already.
        db_clock.now = lambda: of_database() - (late if connection.vendor == "postgresql" else timedelta())


def pytest_configure(config: pytest.Config) -> None:
    """Set the clock; note or choose tests by the statements they send, where the suite asks for it."""
    from tests import statements, worlds

    _stand_still()
    # Models, templates and fixtures stay; looking through them again and again is a twentieth of the suite's time.
    gc.set_threshold(50_000, 20, 50)
    config.pluginmanager.register(worlds.Plugin())
    plugin = statements.plugin()
    if plugin is not None:
        config.pluginmanager.register(plugin)


def pytest_sessionstart() -> None:
    """Compile the catalogues once, so that tests read Vietnamese as visitors do."""
    from portal.operations import catalogues

    if catalogues.compile_all():
        # Django has read the older ones already, and keeps what it has read.
        gettext._translations.clear()  # type: ignore[attr-defined]
        trans_real._translations.clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that touch no database: one run of them is enough, whichever databases the suite runs on.

    A test that commits would empty the database for all that come after it in its worker: those with threads take a copy.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        mark = item.get_closest_marker("django_db")
        if "transactional_db" in fixtures or (mark is not None and mark.kwargs.get("transaction")):
            raise pytest.UsageError(f"{item.nodeid} commits; use databases.cloned (see tests/registration/races.py)")
        if mark is None and not fixtures & DATABASE_FIXTURES:
            item.add_marker(pytest.mark.databaseless)


def pytest_collection_finish() -> None:
    """Look no more for garbage among models, templates and tests: they stay, and are most of what there is."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Leave alone those of Wagtail's indexes that a test does not read."""
    with indexes.kept_for(item):
        return (yield)


@pytest.fixture(autouse=True, scope="session")
def _list_of_static_files() -> Iterator[None]:
    """Look for static files once; every client of a test has a WhiteNoise of its own, which would go through all folders again."""
    find = WhiteNoiseMiddleware.add_files_from_finders
    known: dict[str, dict[str, Any]] = {}

    def find_once(self: Any) -> None:
        # What the list and its headers follow from; a test that sets one of them gets a list of its own.
        said = {
            name: getattr(settings, name, None) for name in dir(settings) if name.startswith(("STATIC", "WHITENOISE"))
        }
        key = repr((self.static_prefix, sorted(said.items())))
        if key not in known:
            before = dict(self.files)
            find(self)
            known[key] = {url: file for url, file in self.files.items() if before.get(url) is not file}
        self.files.update(known[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture
def private_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give private files a store of the test's own: to a sweep, what other tests left behind is stray."""
    from portal.media.models import PrivateFile

    folder = tmp_path / "shelf"
    field: Any = PrivateFile._meta.get_field("file")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=folder, base_url=None))
    return folder


@pytest.fixture(autouse=True)
def _clean_state(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Give each test an empty cache, Vietnamese as the active language and media folders of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"
    settings.CALENDAR_SNAPSHOTS = tmp_path / "calendars"
    cache.clear()
    with translation.override("vi"):
        yield
    cache.clear()


@pytest.fixture
def locales(db: None) -> dict[str, Locale]:
    """Return both locales by code."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("vi", "en")}


@pytest.fixture(scope="session")
def django_db_setup(  # noqa: PLR0917 -- pytest hands fixtures over by name
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Make the database of this process: a copy of one that is migrated once for all workers, or its own.

    Takes the place of pytest-django's fixture of this name, in which every worker migrates for itself.
    """
    from portal.demo import hurry
    from tests import databases, worlds

    worker = databases.worker_of_run()
    if worker is not None and not django_db_keepdb:
        with django_db_blocker.unblock():
            databases.copy_for_worker(folder=tmp_path_factory.getbasetemp().parent, worker=worker[0], workers=worker[1])
        yield
        with django_db_blocker.unblock():
            worlds.forget()
            databases.drop_own()
        return
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")
    if django_db_keepdb and not django_db_createdb:
        with django_db_blocker.unblock():
            with hurry.hurried():
                setup_databases(verbosity=0, interactive=False, keepdb=True)
            if not Site.objects.filter(hostname=databases.HOST).exists():
                databases.plant_site()
        yield
        with django_db_blocker.unblock():
            worlds.forget()
        return
    with django_db_blocker.unblock():
        databases.make()
    yield
    with django_db_blocker.unblock():
        worlds.forget()
        if not django_db_keepdb:
            databases.drop_own()


@pytest.fixture
def site(locales: dict[str, Locale]) -> Site:
    """Return the default site with an empty front page in both languages; it stands in the database already."""
    from tests import databases

    return databases.site()
