"""What is needed, by field and by place: figures for officers, and the same as a table file."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.kernel.languages import Language
from portal.kernel.spreadsheets import BYTE_ORDER_MARK, harmless
from portal.vocabularies.models import AdministrativeUnit, Term
from showcase.enums import ANSWERABLE_NEEDS, BudgetBand, EnteredBy, NeedStatus
from showcase.models import Match, NeedPage


@dataclass
class Figures:
    """Counts of needs: all that were ever published, and how they stand."""

    published: int = 0
    is_open: int = 0
    met: int = 0
    for_others: int = 0
    with_match: int = 0
    budgets: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def cells(self) -> list[int]:
        """Return the figures in the order of the columns."""
        return [
            self.published,
            self.is_open,
            self.met,
            self.for_others,
            self.with_match,
            *(self.budgets[band] for band in BudgetBand.values),
        ]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the report."""

    field: str
    place: str
    figures: list[int]


@dataclass(frozen=True, slots=True)
class Report:
    """Rows by field, by place, and by both, with the totals of all."""

    columns: list[str]
    by_field: list[Line]
    by_place: list[Line]
    by_both: list[Line]
    total: list[int]


MET = (NeedStatus.SIGNED, NeedStatus.PARTLY_MET)


def columns() -> list[str]:
    """Return the headings of the figures."""
    return [
        _("Needs published"),
        _("Looking for a solution"),
        _("Met or partly met"),
        _("Entered by focal points"),
        _("With a match"),
        *(str(band.label) for band in BudgetBand),
    ]


def report(*, since: date | None = None, until: date | None = None) -> Report:
    """Return the report of needs first published between two days, both included: four queries.

    A need counts once, whatever its languages, and also when its organisation is not named: the report names no organisation.
    """
    needs = NeedPage.objects.filter(alias_of=None, locale__language_code=Language.VIETNAMESE).exclude(
        first_published_at=None
    )
    if since is not None:
        needs = needs.filter(first_published_at__date__gte=since)
    if until is not None:
        needs = needs.filter(first_published_at__date__lte=until)
    rows = (
        needs.order_by()
        .values("field", "place", "budget_band")
        .annotate(
            published=Count("pk"),
            looking=Count("pk", filter=Q(live=True, archived_on=None, status__in=ANSWERABLE_NEEDS)),
            met=Count("pk", filter=Q(status__in=MET)),
            for_others=Count("pk", filter=Q(entered_by=EnteredBy.FOCAL_POINT)),
            with_match=Count("pk", filter=Q(translation_key__in=Match.objects.values("need"))),
        )
    )
    groups: dict[tuple[int | None, int | None], Figures] = defaultdict(Figures)
    for row in rows:
        _add(groups[row["field"], row["place"]], row)
    terms = {term.pk: term.label for term in Term.objects.filter(pk__in=[key[0] for key in groups if key[0]])}
    places = {
        unit.pk: unit.name for unit in AdministrativeUnit.objects.filter(pk__in=[key[1] for key in groups if key[1]])
    }
    nowhere, unsorted = _("Not stated"), _("No field")
    both = [
        Line(terms.get(code or 0, unsorted), places.get(place or 0, nowhere), figures.cells())
        for (code, place), figures in groups.items()
    ]
    both.sort(key=lambda line: (-line.figures[0], line.field, line.place))
    return Report(
        columns=columns(),
        by_field=_summed(both, lambda line: (line.field, "")),
        by_place=_summed(both, lambda line: ("", line.place)),
        by_both=both,
        total=_sum(line.figures for line in both) or Figures().cells(),
    )


def _add(figures: Figures, row: Mapping[str, Any]) -> None:
    figures.published += row["published"]
    figures.is_open += row["looking"]
    figures.met += row["met"]
    figures.for_others += row["for_others"]
    figures.with_match += row["with_match"]
    figures.budgets[str(row["budget_band"])] += row["published"]


def _sum(rows: Iterable[list[int]]) -> list[int]:
    return [sum(cells) for cells in zip(*rows, strict=True)]


def _summed(lines: Iterable[Line], key: Callable[[Line], tuple[str, str]]) -> list[Line]:
    groups: dict[tuple[str, str], list[list[int]]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line.figures)
    found = [Line(code, place, _sum(figures)) for (code, place), figures in groups.items()]
    return sorted(found, key=lambda line: (-line.figures[0], line.field, line.place))


def as_csv(found: Report) -> str:
    """Return the rows by field and place as CSV in the active language, with a mark by which Excel reads UTF-8."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(
        [harmless(cell) for cell in (pgettext("of science and technology", "Field"), _("Place"), *found.columns)]
    )
    for line in found.by_both:
        writer.writerow([harmless(cell) for cell in (line.field, line.place, *line.figures)])
    return BYTE_ORDER_MARK + target.getvalue()
