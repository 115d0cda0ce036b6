"""Filters of the organisers' list; what they mean is said once, in ``registration.group_filters``."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Final

import django_filters  # type: ignore[import-untyped]  # it has no types
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, NumberRangeWidget, WagtailFilterSet

from portal.kernel import text
from portal.kernel.languages import Language
from registration import subjects
from registration.enums import RegistrationState
from registration.group_filters import LONGEST_TEXT, GroupFilter
from registration.models import PlaceKind, Registration

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2999, 12, 31)
LARGEST_PARTY: Final = 32_767
"""As many as the column can hold."""
YES_OR_NO = [("true", _("Yes")), ("false", _("No"))]


def subject_choices() -> list[tuple[str, str]]:
    """Return the subjects that offer places, by title; one that nobody knows any more shows its key."""
    keys: list[uuid.UUID] = list(PlaceKind.objects.order_by().values_list("subject", flat=True).distinct())
    known = subjects.info_for(keys)
    return sorted(
        ((str(key), known[key].title if key in known else str(key)) for key in keys), key=lambda choice: choice[1]
    )


def kind_choices(subject: str) -> list[tuple[str, str]]:
    """Return the kinds of place of a subject; none where the key makes no sense."""
    try:
        key = uuid.UUID(subject)
    except ValueError:
        return []
    return [(str(kind.pk), kind.name) for kind in PlaceKind.objects.filter(subject=key)]


class PartyField(django_filters.fields.RangeField):  # type: ignore[misc]  # it has no types
    """Two numbers of people; "1E+999999" or a number of a thousand figures is refused before anything is reckoned."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["fields"] = tuple(forms.IntegerField(min_value=0, max_value=LARGEST_PARTY) for _end in range(2))
        super().__init__(*args, **kwargs)


class PartyFilter(django_filters.RangeFilter):  # type: ignore[misc]  # it has no types
    """A range of numbers of people."""

    field_class = PartyField


class RegistrationFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail has no types
    """Filters of the list; kinds of place can be chosen once an event is."""

    subject = django_filters.ChoiceFilter(choices=subject_choices, label=_("Event or course"))
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of place"), widget=forms.CheckboxSelectMultiple, choices=()
    )
    state = django_filters.MultipleChoiceFilter(
        choices=RegistrationState.choices, label=_("State"), widget=forms.CheckboxSelectMultiple
    )
    language = django_filters.ChoiceFilter(choices=Language.choices, label=_("Language of mails"))
    party = PartyFilter(label=_("Number of people"), widget=NumberRangeWidget)
    created = django_filters.DateFromToRangeFilter(label=_("Registered between"), widget=DateRangePickerWidget)
    note = django_filters.ChoiceFilter(choices=YES_OR_NO, label=_("With a remark of their own"))
    private = django_filters.ChoiceFilter(choices=YES_OR_NO, label=_("With a private note"))

    class Meta:
        model = Registration
        fields: ClassVar = ["subject", "kind", "state", "language", "party", "created", "note", "private"]

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        choices = kind_choices((data or {}).get("subject") or "")
        if choices:
            self.filters["kind"].extra["choices"] = choices
        else:
            del self.filters["kind"]

    def filter_queryset(self, queryset: Any) -> Any:
        """Apply all conditions together."""
        return group_from(self.form.cleaned_data).apply(queryset)


def _flag(value: str | None) -> bool | None:
    return None if not value else value == "true"


def group_from(cleaned: Mapping[str, Any], text: str = "") -> GroupFilter:
    """Return the group that the cleaned values of the filters describe."""
    party, created = cleaned.get("party"), cleaned.get("created")
    subject = cleaned.get("subject")
    language = cleaned.get("language")
    return GroupFilter(
        subject=uuid.UUID(subject) if subject else None,
        kinds=tuple(int(kind) for kind in cleaned.get("kind") or ()),
        states=tuple(RegistrationState(state) for state in cleaned.get("state") or ()),
        language=Language(language) if language else None,
        party_from=party.start if party else None,
        party_to=party.stop if party else None,
        day_from=day_in(created.start) if created and created.start else None,
        day_to=day_in(created.stop) if created and created.stop else None,
        has_note=_flag(cleaned.get("note")),
        has_organiser_note=_flag(cleaned.get("private")),
        text=text[:LONGEST_TEXT],
    )


def day_in(value: date) -> date:
    """Return the day of a filter's date or moment; one beyond every calendar becomes the nearest that can be reckoned with."""
    day = value.date() if isinstance(value, datetime) else value
    return min(max(day, EARLIEST), LATEST)


def group_of(query: QueryDict) -> GroupFilter | None:
    """Return the group that the address of the list asks for; None where a filter makes no sense."""
    filters = RegistrationFilterSet(query, queryset=Registration.objects.none())
    if not filters.is_valid():
        return None
    return group_from(filters.form.cleaned_data, text.line(query.get("q", "")))
