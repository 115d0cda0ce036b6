"""Migrating from nothing in a fifth of the time, on SQLite: most of it goes into drawing hundreds of historical models again and again.

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
DRAWN_WITH: Final = "_find_reload_model"
"""Django's method that says which models are drawn again with one that changes."""


@contextmanager
def hurried() -> Iterator[None]:
    """Make migrations cheaper meanwhile.

    On every database: which models can be swapped does not change on the way, though Django forgets it with every model that
    it draws; and what was loaded before is no garbage. On SQLite too: a new model is drawn without all those that it knows, and one
    that changes with its parent and those only that inherit from it or point to it. Whoever reads rows on the way gets all of them drawn anew.
    On PostgreSQL they are, as in service.
    """
    add_model, thresholds = ProjectState.add_model, gc.get_threshold()
    drawn_with: Any = getattr(ProjectState, DRAWN_WITH)
    was_frozen = gc.get_freeze_count() > 0
    try:
        vars(apps)["get_swappable_settings_name"] = _remembering(apps.get_swappable_settings_name)
        if connection.vendor == "sqlite":
            ProjectState.add_model = _add_model  # type: ignore[method-assign]
            setattr(ProjectState, DRAWN_WITH, _drawn_with)
        gc.collect()
        gc.freeze()
        gc.set_threshold(*COLLECT_AFTER)
        yield
    finally:
        gc.set_threshold(*thresholds)
        if not was_frozen:
            gc.unfreeze()
        ProjectState.add_model = add_model  # type: ignore[method-assign]
        setattr(ProjectState, DRAWN_WITH, drawn_with)
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


def _drawn_with(self: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:  # noqa: ARG001, FBT001, FBT002 -- Django's signature
    # By this Django knows to draw all models anew before rows are read through them.
    self.is_delayed = True
    found = {(app_label, model_name)}
    try:
        heirs = [self.apps.get_model(app_label, model_name)]
    except LookupError:
        return found
    for heir in heirs:
        heirs += heir.__subclasses__()
        relations = [field for field in heir._meta.get_fields(include_hidden=True) if field.auto_created]  # noqa: SLF001 -- Django's documented API
        pointing = [relation.related_model for relation in relations if relation.is_relation]
        found |= {(model._meta.app_label, model._meta.model_name) for model in (heir, *pointing)}  # noqa: SLF001 -- as above
    return found
