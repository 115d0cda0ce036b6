"""Which calendar goes with a list that somebody is reading, and the choices of the page where one subscribes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events import queries
from events.calendars import machine
from events.calendars import selection as selections
from events.calendars.machine import Alternate
from events.calendars.selection import FilterName, Selection, UnknownSelectionError
from events.enums import AttendanceMode, DatedKind, EventKind, EventLevel
from events.models import EventOrganiser
from exhibitors.models import Organisation
from news import queries as news_queries
from news.broadcasts import schedule
from portal.kernel import languages, text
from portal.kernel.languages import Language
from portal.vocabularies import queries as vocabularies
from portal.vocabularies.enums import VocabularyCode

ARRANGING: Final = frozenset({"time", "month"})
"""Filters of a list that say which part of it is shown, not what it is about."""


@dataclass(frozen=True, slots=True)
class Follow:
    """The way from a list to its calendar: where one subscribes, what programs read, and what of the filters is kept."""

    url: str
    calendar_url: str
    calendar_title: str
    alternates: tuple[Alternate, ...]
    kept: int
    left_out: int

    @property
    def text(self) -> str:
        """How many filters go along, in words."""
        if self.kept:
            words = ngettext(
                "The calendar keeps the %(number)d filter that is on here.",
                "The calendar keeps the %(number)d filters that are on here.",
                self.kept,
            ) % {"number": self.kept}
        else:
            words = _("Your calendar then follows every change: new dates, moved times, cancelled events.")
        if self.left_out:
            words += " " + _("Search words and filters that only this list knows are not kept.")
        return words


def subscribe_path(selection: Selection) -> str:
    """Return the address of the page on which one subscribes to a selection, in the active language."""
    address = reverse("events:subscribe")
    return f"{address}?{selection.query}" if selection.query else address


def of_list(parameters: QueryDict, *, implied: Mapping[str, str] | None = None, on: Sequence[str] = ()) -> Follow:
    """Return what "follow this list" leads to.

    ``parameters`` are those of the list's address, ``implied`` are filters that the list has by itself (a list of courses
    shows the kind "course"), ``on`` the names of the filters that are on, one for each value.
    """
    asked = parameters.copy()
    for name, value in (implied or {}).items():
        asked.setlist(name, [value])
    selection = selections.from_list(asked)
    language = languages.current()
    try:
        title = selections.title(selection, language)
    except UnknownSelectionError:
        selection = selections.from_list(QueryDict(""))
        title = selections.title(selection, language)
    own = set(implied or {})
    kept = sum(len(values) for name, values in selection.filters if name not in own)
    left_out = sum(name not in ARRANGING for name in on) - kept
    return Follow(
        url=subscribe_path(selection),
        calendar_url=selections.path(selection, language),
        calendar_title=title,
        alternates=machine.alternates(selection, language),
        kept=kept,
        left_out=max(0, left_out),
    )


def of_organiser(organisation: Organisation) -> str:
    """Return where one subscribes to the events of an organisation."""
    return subscribe_path(selections.make({FilterName.ORGANISER: [organisation.slug]}))


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of the form."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One group of choices of the form."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> int:
        """How many are on."""
        return sum(option.selected for option in self.options)


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A calendar that many want, chosen with one click."""

    title: str
    text: str
    url: str
    current: bool


def ready_made(chosen: Selection | None) -> list[ReadyMade]:
    """Return the calendars to choose with one click."""
    kinds = (
        (None, _("Everything"), _("Fairs, conferences, courses, award deadlines, live broadcasts.")),
        (EventKind.FAIR, _("Fairs"), _("Technology fairs, day by day.")),
        (EventKind.COURSE, _("Courses"), _("Training courses, session by session.")),
        (EventKind.TRADE_PROMOTION, _("Trade promotion"), _("Programmes at home and abroad.")),
        (DatedKind.AWARD_DEADLINE, _("Award deadlines"), _("The last days for nominations.")),
    )
    found = []
    for kind, title, words in kinds:
        selection = selections.make({FilterName.KIND: [kind.value]} if kind else {})
        found.append(ReadyMade(title, words, subscribe_path(selection), chosen == selection))
    return found


def choices(asked: Mapping[str, Sequence[str]], language: Language) -> list[Choice]:
    """Return the groups of the form with what was asked for; only what some public event has, and what is chosen.

    The number of queries does not grow with the events.
    """
    listed = queries.listed(language=language).order_by()
    used_fields = set(listed.values_list("fields__code", flat=True))
    used_places = set(listed.values_list("place__code", flat=True))
    organisers = Organisation.objects.public().filter(
        pk__in=EventOrganiser.objects.filter(event__in=listed.values("pk")).values("organisation")
    )
    modes = (AttendanceMode.ON_SITE, AttendanceMode.ONLINE)
    groups: tuple[tuple[FilterName, str, Sequence[tuple[str, Any]]], ...] = (
        (FilterName.KIND, _("Kind"), [*EventKind.choices, *DatedKind.choices]),
        (FilterName.LEVEL, _("Level"), EventLevel.choices),
        (
            FilterName.FIELD,
            pgettext("of science and technology", "Field"),
            _kept(vocabularies.term_choices(VocabularyCode.FIELD), used_fields, asked.get(FilterName.FIELD, ())),
        ),
        (
            FilterName.PLACE,
            _("Place"),
            _kept(vocabularies.place_choices(), used_places, asked.get(FilterName.PLACE, ())),
        ),
        (FilterName.ATTENDANCE, _("Taking part"), [(mode.value, mode.label) for mode in modes]),
        (
            FilterName.ORGANISER,
            _("Organiser"),
            sorted(((row.slug, str(row)) for row in organisers), key=lambda pair: text.fold(pair[1])),
        ),
        (
            FilterName.NEWSROOM,
            _("Broadcasts of a newsroom"),
            [(room.code, room.title) for room in news_queries.newsrooms(language)],
        ),
        (
            FilterName.PROGRAMME,
            _("Air times of a programme"),
            [(row.code, row.name) for row in schedule.listed_programmes(asked.get(FilterName.PROGRAMME, ()))],
        ),
    )
    return [
        Choice(
            name.value,
            label,
            tuple(Option(str(value), str(words), str(value) in asked.get(name, ())) for value, words in options),
        )
        for name, label, options in groups
        if options
    ]


def _kept(options: Sequence[tuple[str, str]], used: set[str | None], chosen: Sequence[str]) -> list[tuple[str, str]]:
    return [(value, label) for value, label in options if value in used or value in chosen]
