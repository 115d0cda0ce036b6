"""Forms of the secretariat for an edition: a new one, the next step, an amendment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards import file_kinds
from awards.editions import limits, words
from awards.editions import rules as edition_rules
from awards.editions.enums import EditionState, Preset
from awards.models import AwardEdition
from awards.scoring.enums import ScoringMethod, TieBreak, VoteCurve
from portal.kernel import clock
from portal.kernel import text as kernel_text
from portal.pages.admin_widgets import DayInput
from portal.ui import forms as ui_forms

if TYPE_CHECKING:
    from awards.editions.queries import SecretaryChoices

TIE = "tie_breaks"
TIES = tuple(f"{TIE}.{place}" for place in range(4))
CHOICES = {"method": ScoringMethod.choices, "curve": VoteCurve.choices}


class NewEditionForm(ui_forms.Form):
    """Which rules a new edition begins with, its names, year and the first day of the call."""

    preset = forms.ChoiceField(
        label=_("Rules to begin with"),
        choices=Preset.choices,
        help_text=_("Everything can be changed until the call opens."),
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    call_from = forms.DateField(
        label=_("First day of the call"),
        input_formats=ui_forms.DAY_FORMATS,
        widget=DayInput,
        validators=[ui_forms.validate_year],
        help_text=_("The other days follow from it; change them on the page."),
    )


class StepForm(ui_forms.Form):
    """Where an edition goes next, and why."""

    to = forms.ChoiceField(label=_("Next step"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to cancel the edition; readers see it then."),
    )

    def __init__(self, *args: Any, states: tuple[EditionState, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(state.value, state.label) for state in states]  # type: ignore[attr-defined]  # a choice field


class SecretariesForm(ui_forms.Form):
    """Who looks after an edition."""

    people: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(
        label=_("Secretaries of the edition"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where nobody is chosen, the whole award secretariat looks after the edition."),
    )

    def __init__(self, *args: Any, people: "SecretaryChoices", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        field.queryset = people.rows  # type: ignore[attr-defined]  # a model choice field
        field.initial = people.named


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of one part of the rules."""

    title: str
    fields: tuple[Any, ...]
    is_open: bool


class AmendForm(ui_forms.Form):
    """All frozen rules, each value in a field named by its path; what cannot be changed any more is switched off."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Published.")
    )
    reason_en = forms.CharField(
        label=_("Reason in English"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    legal_basis_of_change = forms.CharField(
        label=_("Legal basis of the change"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, edition: AwardEdition, closed: frozenset[str], language: str, **kwargs: Any) -> None:
        self.edition, self.language = edition, language
        self.leaves = edition_rules.leaves(edition.rules or {})
        self.paths = tuple(
            path for path in self.leaves if path.rpartition(".")[2] not in {"version", "code", "key", "kind", "points"}
        )
        super().__init__(*args, **kwargs)
        for path in self.paths:
            for name, field in self._fields(path):
                field.disabled = path in closed
                if field.disabled:
                    field.help_text = _("Cannot be changed any more.")
                self.fields[name] = field

    def _fields(self, path: str) -> Iterator[tuple[str, forms.Field]]:
        value, last, label = self.leaves[path], path.rpartition(".")[2], words.label(path)
        if path == TIE:
            chosen = [*value, *[""] * len(TIES)]
            for place, name in enumerate(TIES):
                choices = [("", "–"), *TieBreak.choices]
                yield (
                    name,
                    forms.ChoiceField(
                        label=f"{label} {place + 1}", choices=choices, required=False, initial=chosen[place]
                    ),
                )
        elif path in CHOICES:
            yield path, forms.ChoiceField(label=label, choices=CHOICES[path], initial=value)
        elif last in {"starts", "ends"}:
            day = clock.local(words.day_of(last, value)).date()
            yield (
                path,
                forms.DateField(
                    label=label,
                    initial=day,
                    input_formats=ui_forms.DAY_FORMATS,
                    widget=DayInput,
                    validators=[ui_forms.validate_year],
                ),
            )
        elif isinstance(value, bool):
            yield path, forms.BooleanField(label=label, initial=value, required=False)
        elif isinstance(value, int):
            least = 1 if last == "max_megabytes" else 0
            yield path, forms.IntegerField(label=label, initial=value, min_value=least, max_value=limits.MOST[last])
        elif isinstance(value, list):
            yield path, forms.CharField(label=label, initial=", ".join(value), validators=[file_kinds.check])
        else:
            widget, most = forms.Textarea(attrs={"rows": 2}), limits.longest(path)
            # A text that was taken when it was longer need not be cut for the sake of another change.
            most = max(most, len(value)) if most is not None else None
            yield path, forms.CharField(label=label, initial=value, required=False, max_length=most, widget=widget)

    def changes(self) -> dict[str, Any]:
        """Return what is to be changed, by path, as the rules write it."""
        found = {path: self._value(path) for path in self.paths}
        return {path: value for path, value in found.items() if value != self.leaves[path]}

    def _value(self, path: str) -> Any:
        last, data = path.rpartition(".")[2], self.cleaned_data
        if path == TIE:
            return [data[name] for name in TIES if data[name]]
        value = data[path]
        if isinstance(value, date):
            day = value + timedelta(days=1) if last == "ends" else value
            return _instant(clock.at(day))
        if isinstance(self.leaves[path], list):
            return list(file_kinds.read(value))
        return kernel_text.paragraphs(value) if isinstance(value, str) else value

    def groups(self) -> list[Group]:
        """Return the fields part by part; a part with an error or a change stands open."""
        rules = edition_rules.from_json(self.edition.rules or {})
        by_title: dict[str, list[Any]] = {}
        for path in self.paths:
            title = words.section(path, rules, self.language) or str(_("Whole edition"))
            by_title.setdefault(title, []).extend(self[name] for name in (TIES if path == TIE else (path,)))
        changed: set[str] = set(self.changed_data) if self.is_bound else set()
        return [
            Group(title, tuple(fields), any(field.errors or field.name in changed for field in fields))
            for title, fields in by_title.items()
        ]

    def reasons(self) -> list[Any]:
        """Return the fields that say why."""
        return [self[name] for name in ("reason", "reason_en", "legal_basis_of_change")]


def _instant(moment: datetime) -> str:
    return clock.local(moment).isoformat(timespec="seconds")


def digest_of(changes: Mapping[str, Any]) -> str:
    """Return what names a set of changes, so that only those that were looked at are confirmed."""
    return edition_rules.digest(changes)
