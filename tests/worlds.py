"""Rows that the tests of a file begin with, made once and kept while tests that want them follow one another.

``@standing`` stands in the place of ``@pytest.fixture`` above a function that makes rows: a newsroom with its people, the index
of events. Each layer of such rows lies in a transaction of its own around those of the tests, which undo only what they
did themselves; before a test that does not want it, a layer is taken away. What a test gets is a copy of its own.

A standing fixture may ask for ``site`` and for other standing fixtures. Of files that it stores, every test gets copies too.
"""

import copy
import inspect
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from tests import databases, indexes

DATABASE_FIXTURE: Final = "_django_db_helper"
STORES: Final = ("MEDIA_ROOT", "PRIVATE_MEDIA_ROOT", "CALENDAR_SNAPSHOTS")
MAKER: Final = "makes_standing_rows"


@dataclass
class Layer:
    """What one fixture made, the files it stored, the transaction in which its rows lie, and the indexes that know them."""

    make: Callable[..., Any]
    value: Any
    files: Path
    transaction: ExitStack
    indexes: frozenset[str]


_layers: list[Layer] = []


def standing(make: Callable[..., Any]) -> Any:
    """Make a fixture of a function whose rows outlive the test."""

    def fixture(**_given: Any) -> Any:
        layer = next(layer for layer in _layers if layer.make is make)
        for store in STORES:
            if (layer.files / store).exists():
                shutil.copytree(layer.files / store, getattr(settings, store), dirs_exist_ok=True)
        return copy.deepcopy(layer.value)

    parameters = inspect.signature(make).parameters
    names = [*parameters, *({"db"} - set(parameters))]
    setattr(fixture, MAKER, make)
    fixture.__name__, fixture.__doc__, fixture.__module__ = make.__name__, make.__doc__, make.__module__
    fixture.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
    )
    return pytest.fixture(fixture)


def _wanted(item: pytest.Item) -> list[Callable[..., Any]]:
    """Return what makes the standing rows of a test, those first that others ask for."""
    known: dict[str, Any] = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    makers = {name: maker for name, found in known.items() if (maker := getattr(found[-1].func, MAKER, None))}
    ordered: list[Callable[..., Any]] = []

    def add(name: str) -> None:
        maker = makers.get(name)
        if maker is None or maker in ordered:
            return
        for asked in inspect.signature(maker).parameters:
            add(asked)
        ordered.append(maker)

    for name in sorted(makers):
        add(name)
    return ordered


def _take_away(keeping: int) -> None:
    while len(_layers) > keeping:
        _layers.pop().transaction.close()


def forget() -> None:
    """Take everything away."""
    _take_away(0)


def _put(make: Callable[..., Any], kept: frozenset[str]) -> None:
    given: dict[str, Any] = {layer.make.__name__: copy.deepcopy(layer.value) for layer in _layers}
    asked = inspect.signature(make).parameters
    if "site" in asked:
        given["site"] = databases.site()
    with ExitStack() as opened:
        files = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="standing-")))
        opened.enter_context(transaction.atomic())
        opened.callback(transaction.set_rollback, True)
        with translation.override("vi"), override_settings(**{store: files / store for store in STORES}):
            value = make(**{name: given[name] for name in asked})
        # What waits for the end of a transaction would wait for that of this one.
        connection.run_on_commit.clear()
        cache.clear()
        mail.outbox.clear()
        _layers.append(Layer(make, value, files, opened.pop_all(), kept))


class Plugin:
    """Puts the rows there before a test's own transaction begins, and takes away what the test does not want."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Take away what is not wanted."""
        same = 0
        for layer, make in zip(_layers, _wanted(item), strict=False):
            if layer.make is not make or not layer.indexes >= indexes.wanted(item):
                break
            same += 1
        if len(_layers) > same:
            with item.config.stash[blocking_manager_key].unblock():
                _take_away(same)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
    ) -> Iterator[None]:
        """Put what is missing."""
        if fixturedef.argname == DATABASE_FIXTURE:
            wanted = _wanted(request._pyfuncitem)
            if len(_layers) < len(wanted):
                with request.config.stash[blocking_manager_key].unblock():
                    for make in wanted[len(_layers) :]:
                        _put(make, indexes.wanted(request._pyfuncitem))
        return (yield)
