"""Wagtail's indexes of references and of words, which are kept only for tests that read them.

Keeping the first is a fourth of what publishing a page costs, keeping the second a twelfth. A test that reads one says so
by a mark; what it begins with is made while both are kept that it asks for (see ``tests/worlds.py``).
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

import pytest
from modelsearch import signal_handlers as word_handlers
from modelsearch.backends.base import BaseSearchBackend, EmptySearchResults
from wagtail import signal_handlers as reference_handlers

REFERENCES: Final = "references"
WORDS: Final = "admin_search"


class _Nobody:
    """Stands where a task stood that would write to the index."""

    @staticmethod
    def enqueue(*_given: Any) -> None:
        """Do nothing."""


def wanted(item: pytest.Item) -> frozenset[str]:
    """Return the marks of the indexes that a test reads."""
    return frozenset(mark for mark in (REFERENCES, WORDS) if item.get_closest_marker(mark) is not None)


@contextmanager
def kept_for(item: pytest.Item) -> Iterator[None]:
    """Keep no index while a test runs but those it reads."""
    marks = wanted(item)
    with ExitStack() as opened:
        if REFERENCES not in marks:
            opened.enter_context(reference_handlers.disable_reference_index_auto_update())
        if WORDS not in marks:
            patch = opened.enter_context(pytest.MonkeyPatch.context())
            patch.setattr(word_handlers, "insert_or_update_object_task", _Nobody)
            patch.setattr(BaseSearchBackend, "_search", _refuse)
        yield


_search: Final = BaseSearchBackend._search


def _refuse(self: BaseSearchBackend, *given: Any, **options: Any) -> Any:
    """Say that the words are not there; an empty answer would pass for one that nothing was found."""
    found = _search(self, *given, **options)
    assert isinstance(found, EmptySearchResults), f"mark this test with {WORDS}: it reads Wagtail's index of words"
    return found
