"""Fixtures for every test: a bare bilingual site, Vietnamese at the root and English under /en/."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation
from wagtail.models import Locale, Page, Site

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_sessionstart() -> None:
    """Compile the catalogues once, so that tests read Vietnamese as visitors do."""
    from portal.operations import catalogues

    catalogues.compile_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that touch no database: one run of them is enough, whichever databases the suite runs on."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") is None and not fixtures & DATABASE_FIXTURES:
            item.add_marker(pytest.mark.databaseless)


@pytest.fixture(autouse=True)
def _clean_state(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Give each test an empty cache, Vietnamese as the active language and media folders of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"
    cache.clear()
    with translation.override("vi"):
        yield
    cache.clear()


@pytest.fixture
def locales(db: None) -> dict[str, Locale]:
    """Return both locales by code."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("vi", "en")}


@pytest.fixture
def site(locales: dict[str, Locale]) -> Site:
    """Return the default site with an empty front page in both languages."""
    from home.models import HomePage

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
    made: Site = Site.objects.create(
        hostname="testserver", port=80, root_page=front, is_default_site=True, site_name="Sàn thử"
    )
    Site.clear_site_root_paths_cache()
    return made
