"""Answers of the exhibitor's form as rows to check, with links back to their step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.kernel import formats
from portal.ui import trl
from showcase.domain.technology import STEP_OF
from showcase.forms.technologies import STEPS
from showcase.models import TechnologyPage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MONEY_FIELDS = frozenset({"price_min", "price_max"})


@dataclass(frozen=True, slots=True)
class Row:
    """One answer."""

    term: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one step."""

    title: "str | _StrPromise"
    url: str
    rows: tuple[Row, ...]


def _step_url(page: TechnologyPage, step: str) -> str:
    return reverse("showcase:technology-step", args=[page.pk, step])


def _value(page: Any, name: str) -> str:
    field = page._meta.get_field(name)  # noqa: SLF001 -- Django's public name for a model's fields
    value = getattr(page, name)
    if field.many_to_many:
        return ", ".join(str(item) for item in value.all())
    if value is None or value == "":
        words = ""
    elif name == "trl":
        words = f"TRL {value}: {trl.words(value)}"
    elif name in MONEY_FIELDS:
        words = formats.money(value)
    elif isinstance(value, bool):
        words = _("Yes") if value else _("No")
    elif isinstance(value, date):
        words = formats.short_date(value)
    else:
        words = str(getattr(page, f"get_{name}_display")() if field.choices else value)
    return words


def _rows_text(rows: Iterable[Model]) -> str:
    return "; ".join(str(row) for row in rows)


def technology(page: TechnologyPage) -> list[Group]:
    """Return the answers of every step."""
    groups = []
    for step, (title, form_class) in STEPS.items():
        meta: Any = form_class.Meta  # type: ignore[attr-defined]  # every step has one
        url = _step_url(page, step)
        rows = [
            Row(capfirst(str(page._meta.get_field(name).verbose_name)), _value(page, name))  # type: ignore[union-attr]  # noqa: SLF001 -- form fields are columns
            for name in meta.fields
        ]
        for name in getattr(meta, "formsets", {}):
            manager = getattr(page, name)
            label = capfirst(str(manager.model._meta.verbose_name_plural))  # noqa: SLF001 -- Django's public name
            rows.append(Row(label, _rows_text(manager.all())))
        groups.append(Group(title, url, tuple(rows)))
    return groups


def links(page: TechnologyPage, missing: "Sequence[tuple[str, str | _StrPromise]]") -> list[dict[str, str]]:
    """Return what is missing with the address of the step that asks for it."""
    return [
        {"text": capfirst(str(words)), "href": f"{_step_url(page, STEP_OF[name])}#id_{name}"} for name, words in missing
    ]
