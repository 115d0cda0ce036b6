"""Keeps the values of filters in order beside the technologies and needs that have them.

Everything is told from the rows of the database, never from a page in memory, which may hold what was not saved.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import Exists, OuterRef

from portal.pages import in_order
from portal.pages.in_order import value_of
from showcase import models as records
from showcase.enums import trl_band

BATCH: Final = 500
_OF_TECHNOLOGIES: Final = ("field", "further_fields", "trl", "transfer_forms", "organisation", "first_published_at")
_OF_NEEDS: Final = ("field", "further_fields", "trl_minimum", "budget_band", "status", "first_published_at")


def tables() -> dict[type[Any], type[Any]]:
    """Return the table of values of each kind of page."""
    return {records.TechnologyPage: records.TechnologyValue, records.NeedPage: records.NeedValue}


def follows(model: type[Any], update_fields: Iterable[str] | None) -> bool:
    """Return whether saving these fields (None: all) of a page may change its values."""
    watched = _OF_TECHNOLOGIES if model is records.TechnologyPage else _OF_NEEDS
    return update_fields is None or not {"listed_at", *watched, *(f"{n}_id" for n in watched)}.isdisjoint(update_fields)


def refresh(model: type[Any], keys: Iterable[int]) -> None:
    """Write what is new or changed of the pages with these keys, and take away what is no more."""
    every = list(keys)
    for start in range(0, len(every), BATCH):
        some = every[start : start + BATCH]
        in_order.write(tables()[model], "page", ["listed_at"], some, _wanted(model, some))


def _wanted(model: type[Any], keys: Sequence[int]) -> dict[tuple[int, str], tuple[Any, ...]]:
    """Return when each page of these was listed, by its key and each of its values."""
    is_technology = model is records.TechnologyPage
    columns = ("trl", "organisation__kind__code") if is_technology else ("trl_minimum", "budget_band", "status")
    names = ("owner",) if is_technology else ("budget", "status")
    found: dict[tuple[int, str], tuple[Any, ...]] = {}
    listed_at: dict[int, tuple[Any, ...]] = {}
    rows = model.objects.filter(pk__in=keys).order_by().values_list("pk", "listed_at", "field__code", *columns)
    for pk, at, field, level, *others in rows:
        listed_at[pk] = (at,)
        band = trl_band(level)
        values = [("field", field), ("trl", band.value if band else None), *zip(names, others, strict=True)]
        found |= {(pk, value_of(name, value)): (at,) for name, value in values if value}
    lists = [("field", "further_fields"), *([("form", "transfer_forms")] if is_technology else [])]
    for name, relation in lists:
        through = getattr(model, relation).through
        own = f"{model.__name__.lower()}_id"
        for pk, code in through.objects.filter(**{f"{own}__in": keys}).values_list(own, "term__code"):
            if pk in listed_at:
                found[pk, value_of(name, code)] = listed_at[pk]
    return found


def follow_owner(organisation: Any) -> None:
    """Write the kind of an organisation beside its technologies, where another one stands there."""
    pages = records.TechnologyPage.objects.filter(organisation=organisation)
    right = records.TechnologyValue.objects.filter(
        page=OuterRef("pk"), value=value_of("owner", organisation.kind.code if organisation.kind else "")
    )
    refresh(records.TechnologyPage, list(pages.exclude(Exists(right)).values_list("pk", flat=True)))
