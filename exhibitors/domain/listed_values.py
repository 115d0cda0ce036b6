"""Keeps the values of the directory's filters in order beside the organisations that have them.

Everything is told from the rows of the database, never from a record in memory, which may hold what was not saved.
"""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.db.models.signals import m2m_changed, post_save

from exhibitors.models import Organisation, OrganisationValue
from portal.pages import in_order
from portal.pages.in_order import value_of

BATCH: Final = 500
_COLUMNS: Final = ("sort_key", "sort_key_en")
_DONE: Final = frozenset({"post_add", "post_remove", "post_clear"})


def refresh(keys: Iterable[int]) -> None:
    """Write what is new or changed of the organisations with these keys, and take away what is no more."""
    every = list(keys)
    for start in range(0, len(every), BATCH):
        some = every[start : start + BATCH]
        in_order.write(OrganisationValue, "organisation", _COLUMNS, some, _wanted(some))


def _wanted(keys: Collection[int]) -> dict[tuple[int, str], tuple[Any, ...]]:
    found: dict[tuple[int, str], tuple[Any, ...]] = {}
    names: dict[int, tuple[Any, ...]] = {}
    rows = Organisation.objects.filter(pk__in=keys).order_by()
    for pk, kind, *order in rows.values_list("pk", "kind__code", *_COLUMNS):
        names[pk] = tuple(order)
        found[pk, value_of("kind", kind)] = names[pk]
    for facet, through in (("role", Organisation.roles.through), ("field", Organisation.fields.through)):
        links: Any = through
        for pk, code in links.objects.filter(organisation__in=keys).values_list("organisation", "term__code"):
            if pk in names:
                found[pk, value_of(facet, code)] = names[pk]
    return found


def _saved(instance: Organisation, *, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        refresh([instance.pk])


def _linked(instance: Any, action: str, **_kwargs: Any) -> None:
    if action in _DONE and isinstance(instance, Organisation):
        refresh([instance.pk])


def connect() -> None:
    """Follow every change of an organisation and of its terms."""
    post_save.connect(_saved, sender=Organisation, dispatch_uid="exhibitors-values-follow")
    for through in (Organisation.roles.through, Organisation.fields.through):
        m2m_changed.connect(_linked, sender=through, dispatch_uid=f"exhibitors-values-{through.__name__}")
