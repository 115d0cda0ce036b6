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
from showcase.domain import merging
from showcase.domain.completeness import Completeness
from showcase.domain.identity import Finding
from showcase.domain.technology import STEP_OF
from showcase.forms.technologies import STEPS
from showcase.models import TechnologyPage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Rows that begin with an upload: without one there is nothing else to lead to.
FIRST_ROW_BY = {"pictures": "picture", "files": "upload"}
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


def label(page: Any, name: str) -> str:
    """Return what a field, or a group of rows, is called."""
    if name in merging.row_names(page):
        return capfirst(str(getattr(page, name).model._meta.verbose_name_plural))  # noqa: SLF001 -- Django's public name
    return capfirst(str(page._meta.get_field(name).verbose_name))  # noqa: SLF001 -- Django's public name


def words(page: Any, name: str) -> str:
    """Return what a draft says in a field or in a group of rows, in words."""
    return _rows_text(getattr(page, name).all()) if name in merging.row_names(page) else _value(page, name)


def asked_names() -> list[str]:
    """Return every field and group of rows that the steps ask for, in their order."""
    names: list[str] = []
    for _title, form_class in STEPS.values():
        meta: Any = form_class.Meta  # type: ignore[attr-defined]  # every step has one
        names += [*meta.fields, *getattr(meta, "formsets", {})]
    return names


@dataclass(frozen=True, slots=True)
class Meter:
    """How complete a profile is, with links to what would help most."""

    points: int
    hints: tuple[dict[str, Any], ...]


def completeness_of(page: Any, measured: Completeness) -> Meter:
    """Return a measurement with addresses."""
    return Meter(
        measured.points,
        tuple(
            {
                "text": hint.words,
                "points": hint.points,
                "href": f"{_step_url(page, hint.step)}#id_{FIRST_ROW_BY.get(hint.field, hint.field)}",
            }
            for hint in measured.best
        ),
    )


def technology(page: TechnologyPage) -> list[Group]:
    """Return the answers of every step."""
    groups = []
    for step, (title, form_class) in STEPS.items():
        meta: Any = form_class.Meta  # type: ignore[attr-defined]  # every step has one
        url = _step_url(page, step)
        names = [*meta.fields, *getattr(meta, "formsets", {})]
        rows = [Row(label(page, name), words(page, name)) for name in names]
        groups.append(Group(title, url, tuple(rows)))
    return groups


def links(page: TechnologyPage, missing: "Sequence[tuple[str, str | _StrPromise]]") -> list[dict[str, str]]:
    """Return what is missing with the address of the step that asks for it."""
    return [
        {"text": capfirst(str(named)), "href": f"{_step_url(page, STEP_OF[name])}#id_{name}"} for name, named in missing
    ]


def step_of(name: str) -> str:
    """Return the step that asks for a field or a group of rows; the first one for what no step asks for."""
    for step, (_title, form_class) in STEPS.items():
        meta: Any = form_class.Meta  # type: ignore[attr-defined]  # every step has one
        if name in meta.fields or name in getattr(meta, "formsets", {}):
            return step
    return next(iter(STEPS))


def finding_links(page: TechnologyPage, findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return what gives the organisation away, each with its field and the address where it is changed."""
    found = []
    for finding in findings:
        language, _colon, name = finding.field.rpartition(":")
        if language:
            href = reverse("showcase:technology-english", args=[page.pk])
        else:
            href = f"{_step_url(page, step_of(name))}#id_{name}"
        named = label(page, name)
        found.append({"text": f"{named}{' (English)' if language else ''}: {finding.sentence}", "href": href})
    return found
