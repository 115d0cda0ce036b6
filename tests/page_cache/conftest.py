"""A portal with its page cache switched on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.page_cache import bells, parts
from tests.page_cache import portal as portals
from tests.page_cache.portal import Portal


@pytest.fixture
def switched_on(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Switch the cache on, with a bell of the test's own."""
    settings.PAGE_CACHE_MEGABYTES = 8
    settings.VAR_DIR = tmp_path
    bells.current.cache_clear()
    parts.forget()
    yield
    bells.current.cache_clear()
    parts.forget()


@pytest.fixture
def portal(db: None, switched_on: None) -> Iterator[Portal]:
    """Return the portal behind its cache; changes of the test are followed."""
    with portals.running():
        yield Portal()
