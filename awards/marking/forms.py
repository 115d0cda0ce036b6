"""The form of a mark sheet: points and a remark for each criterion of the frozen rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.translation import gettext_lazy as _

from awards.dossiers import calls
from awards.editions.rules import Criterion, EditionRules
from awards.marking.domain import sheets
from awards.models import MarkSheet
from portal.kernel import languages
from portal.ui import forms as ui_forms
from portal.ui import merging

MOST_CHOICES: Final = 20
"""A scale with more points is typed as a number."""


@dataclass(frozen=True, slots=True)
class Step:
    """One number of points on a scale: its control, and what it stands for where the rules say so."""

    widget: BoundWidget
    points: int
    anchor: str


class SheetForm(merging.MergesMixin, ui_forms.Form):
    """What a juror gives and writes; everything may be missing in a draft."""

    remark = forms.CharField(
        label=_("Remark for the entrant"),
        required=False,
        max_length=sheets.LONGEST,
        help_text=_("After the decision the secretariat sends it on, edited and without your name."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    note = forms.CharField(
        label=_("Note for the council"),
        required=False,
        max_length=sheets.LONGEST,
        help_text=_("The council and the secretariat read it once scoring has closed; entrants never do."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, rules: EditionRules, sheet: MarkSheet | None, **kwargs: Any) -> None:
        self.rules = rules
        kwargs["initial"] = _stored(sheet)
        super().__init__(*args, **kwargs)
        for criterion in rules.criteria:
            self._add(criterion)
        self.order_fields(
            [name for one in rules.criteria for name in (sheets.points_field(one.key), sheets.remark_field(one.key))]
        )

    def _add(self, criterion: Criterion) -> None:
        most, title = criterion.max_points, calls.told(criterion.title, languages.current())
        numbers = [(number, str(number)) for number in range(most, -1, -1)]
        wrong = _("Write a whole number from 0 to %(most)d.") % {"most": most}
        self.fields[sheets.points_field(criterion.key)] = forms.IntegerField(
            label=title,
            required=False,
            min_value=0,
            max_value=most,
            widget=forms.RadioSelect(choices=numbers)
            if most <= MOST_CHOICES
            else forms.NumberInput(attrs={"inputmode": "numeric", "data-short": ""}),
            error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        )
        self.fields[sheets.remark_field(criterion.key)] = forms.CharField(
            label=_("Remark on “%(criterion)s”") % {"criterion": title},
            required=False,
            max_length=sheets.LONGEST,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def points_of(self, criterion: Criterion) -> BoundField:
        """Return the points of a criterion, bound."""
        return self[sheets.points_field(criterion.key)]

    def remark_of(self, criterion: Criterion) -> BoundField:
        """Return the remark on a criterion, bound."""
        return self[sheets.remark_field(criterion.key)]

    def steps(self, criterion: Criterion) -> Iterator[Step]:
        """Yield the scale of a criterion, best first; nothing where points are typed."""
        if criterion.max_points > MOST_CHOICES:
            return
        anchors = {one.points: calls.told(one.anchor, languages.current()) for one in criterion.levels}
        for widget in self.points_of(criterion):
            points = int(widget.data["value"])
            yield Step(widget, points, anchors.get(points, ""))

    def words(self) -> sheets.Words:
        """Return what was given and typed, for the domain."""
        typed, keys = self.cleaned_data, [criterion.key for criterion in self.rules.criteria]
        return sheets.Words(
            points={key: typed.get(sheets.points_field(key)) for key in keys},
            remarks={key: typed.get(sheets.remark_field(key), "") for key in keys},
            remark=typed.get("remark", ""),
            note=typed.get("note", ""),
        )


def _stored(sheet: MarkSheet | None) -> dict[str, Any]:
    if sheet is None:
        return {}
    found: dict[str, Any] = {"remark": sheet.remark, "note": sheet.note, "seen_at": sheet.saved_at}
    for mark in sheet.marks.all():
        found |= {sheets.points_field(mark.key): mark.points, sheets.remark_field(mark.key): mark.remark}
    return found


class HandInForm(ui_forms.Form):
    """When the sheet was saved that the juror looked at before handing in."""

    seen_at = merging.SeenAtField()
