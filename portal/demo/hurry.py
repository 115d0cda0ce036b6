"""Migrating from nothing in half the time: most of it goes into drawing hundreds of historical models again and again.

For databases that are made to be thrown away, the demo's and the tests'; the tables come out the same. A portal in service
migrates without it.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState

COLLECT_AFTER: Final = (20_000, 20, 20)


@contextmanager
def hurried() -> Iterator[None]:
    """Make migrations cheaper meanwhile.

    On every database: which models can be swapped does not change on the way, though Django forgets it with every model that
    it draws; and what was loaded before is no garbage. On SQLite too: a new model is drawn without all those that it knows.
    On PostgreSQL they are, as in service.
    """
    add_model, thresholds = ProjectState.add_model, gc.get_threshold()
    try:
        vars(apps)["get_swappable_settings_name"] = _remembering(apps.get_swappable_settings_name)
        if connection.vendor == "sqlite":
            ProjectState.add_model = _add_model  # type: ignore[method-assign]
        gc.collect()
        gc.freeze()
        gc.set_threshold(*COLLECT_AFTER)
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
        ProjectState.add_model = add_model  # type: ignore[method-assign]
        vars(apps).pop("get_swappable_settings_name", None)


def _remembering(ask: Callable[[str], Any]) -> Callable[[str], Any]:
    known: dict[str, Any] = {}

    def remembered(name: str) -> Any:
        if name not in known:
            known[name] = ask(name)
        return known[name]

    # The registry of the running program may forget, as it does when its own models change.
    vars(remembered)["cache_clear"] = known.clear
    return remembered


def _add_model(self: Any, model_state: Any) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self.apps.render_multiple([model_state])
