"""What somebody subscribes to: a choice of filters, its one address in each language, and its title.

The names and values are those of the list of events, so that an address of the list turns into a subscription. Reading an
address asks no database: the last good file must be found while the database is away. Whether codes of terms, places,
organisers and newsrooms exist is asked once, when a file is made (``known``).
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q, TextChoices
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events.enums import AttendanceMode, DatedKind, EventKind, EventLevel
from exhibitors.models import Organisation
from news.enums import NewsroomState
from news.models import NewsroomPage, NewsroomStanding, Programme
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, Term

ARCHIVE: Final = "archive"
CANCELLED: Final = "cancelled"
ON: Final = "1"
MOST_VALUES: Final = 20
CODE: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
LONGEST_CODE: Final = 90
NAME_LENGTH: Final = 24


class FilterName(TextChoices):
    """The filters in their canonical order."""

    KIND = "kind"
    LEVEL = "level"
    FIELD = "field"
    PLACE = "place"
    ATTENDANCE = "attendance"
    ORGANISER = "organiser"
    NEWSROOM = "newsroom"
    PROGRAMME = "programme"


class UnknownSelectionError(Exception):
    """The address names nothing that can be subscribed to; it must never turn into the calendar of everything."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of entries; filters are joined by "and", the values of one filter by "or".

    ``filters`` hold names in the order of ``FilterName`` and sorted values. ``archive`` is what ended before the window;
    ``shows_cancelled`` keeps cancelled entries visible in programs that hide STATUS:CANCELLED.
    """

    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    archive: bool = False
    shows_cancelled: bool = False

    @property
    def query(self) -> str:
        """The canonical query of its address, without the question mark; empty for everything."""
        pairs = [(name, value) for name, values in self.filters for value in values]
        pairs += [(name, ON) for name, on in ((ARCHIVE, self.archive), (CANCELLED, self.shows_cancelled)) if on]
        return urlencode(pairs)

    @property
    def name(self) -> str:
        """A short name for keys of caches and files: "all", or letters and digits that follow from the query."""
        return hashlib.sha256(self.query.encode()).hexdigest()[:NAME_LENGTH] if self.query else "all"

    def values(self, name: FilterName) -> tuple[str, ...]:
        """Return the values of a filter; none means that it is off."""
        return dict(self.filters).get(name, ())


EVERYTHING: Final = Selection()
_OFFERED: Final[Mapping[FilterName, frozenset[str]]] = {
    FilterName.KIND: frozenset([*EventKind.values, *DatedKind.values]),
    FilterName.LEVEL: frozenset(EventLevel.values),
    FilterName.ATTENDANCE: frozenset({AttendanceMode.ON_SITE, AttendanceMode.ONLINE}),
}


def _is_code(name: FilterName, value: str) -> bool:
    if name in _OFFERED:
        return value in _OFFERED[name]
    return len(value) <= LONGEST_CODE and CODE.fullmatch(value) is not None


def _is_possible(selection: Selection) -> bool:
    """Return whether any entry could ever fit: only what is sent has a newsroom or a programme, only events a level."""
    kinds = set(selection.values(FilterName.KIND))
    if selection.values(FilterName.PROGRAMME) and kinds and DatedKind.AIR_TIME not in kinds:
        return False
    if selection.values(FilterName.NEWSROOM) or selection.values(FilterName.PROGRAMME):
        elsewhere = selection.values(FilterName.LEVEL) or selection.values(FilterName.ORGANISER)
        online = selection.values(FilterName.ATTENDANCE)
        return (
            not elsewhere
            and (not kinds or not kinds.isdisjoint({DatedKind.BROADCAST, DatedKind.AIR_TIME}))
            and (not online or AttendanceMode.ONLINE in online)
        )
    return not (selection.values(FilterName.LEVEL) and kinds and kinds <= set(DatedKind.values))


def make(
    filters: Mapping[str, list[str] | tuple[str, ...]] | None = None,
    *,
    archive: bool = False,
    shows_cancelled: bool = False,
) -> Selection:
    """Return the selection with these filters in canonical form; order and repetition do not matter.

    Raises UnknownSelectionError for a name or value that is not offered, too many values, or a choice nothing can fit.
    """
    wanted = filters or {}
    if set(wanted) - set(FilterName.values):
        raise UnknownSelectionError
    kept: list[tuple[str, tuple[str, ...]]] = []
    for name in FilterName:
        values = tuple(sorted(set(wanted.get(name.value, ()))))
        if len(values) > MOST_VALUES or not all(_is_code(name, value) for value in values):
            raise UnknownSelectionError
        if values:
            kept.append((name.value, values))
    selection = Selection(tuple(kept), archive, shows_cancelled)
    if not _is_possible(selection):
        raise UnknownSelectionError
    return selection


def from_query(values: QueryDict) -> Selection:
    """Return what the query of a calendar's address asks for.

    Raises UnknownSelectionError for anything that is not understood in full: a name, a value, or an empty one.
    """
    filters = {name: values.getlist(name) for name in values}
    switches = {name: filters.pop(name, []) for name in (ARCHIVE, CANCELLED)}
    if any(chosen not in ([], [ON]) for chosen in switches.values()):
        raise UnknownSelectionError
    return make(filters, archive=bool(switches[ARCHIVE]), shows_cancelled=bool(switches[CANCELLED]))


def from_list(values: QueryDict) -> Selection:
    """Return the selection that fits an address of the list of events, as tolerant as the list itself.

    What only arranges the list (order, page, month, past or coming), search words and values that the list ignores are
    left out, so the button beside the list always leads somewhere.
    """
    filters = {
        name.value: [value for value in dict.fromkeys(values.getlist(name)) if _is_code(name, value)][:MOST_VALUES]
        for name in FilterName
    }
    try:
        return make(filters)
    except UnknownSelectionError:
        return EVERYTHING


def path(selection: Selection, language: Language) -> str:
    """Return the one address of a selection in a language, from the root of the site."""
    with translation.override(language):
        address = reverse("events:calendar")
    return f"{address}?{selection.query}" if selection.query else address


def with_cancelled(selection: Selection) -> Selection:
    """Return the same selection in the variant in which cancelled entries stay visible."""
    return replace(selection, shows_cancelled=True)


def in_archive(selection: Selection) -> Selection:
    """Return the same selection among what ended before the window."""
    return replace(selection, archive=True)


def _terms(codes: tuple[str, ...]) -> dict[str, str]:
    rows = Term.objects.filter(vocabulary=VocabularyCode.FIELD, code__in=codes)
    return {row.code: row.label for row in rows}


def _places(codes: tuple[str, ...]) -> dict[str, str]:
    return {row.code: row.name for row in AdministrativeUnit.objects.filter(code__in=codes)}


def _organisers(codes: tuple[str, ...]) -> dict[str, str]:
    rows = Organisation.objects.public().filter(slug__in=codes)
    return {row.slug: str(row) for row in rows}


def _newsrooms(codes: tuple[str, ...]) -> dict[str, str]:
    # A former newsroom keeps its name although its page may be gone from the site; one that was never public has none here.
    ended = NewsroomStanding.objects.exclude(state=NewsroomState.OPEN).values("newsroom_key")
    former = Q(translation_key__in=ended, first_published_at__isnull=False)
    rows = NewsroomPage.objects.public().filter(Q(live=True) | former, code__in=codes, alias_of=None)
    titles: dict[str, str] = {}
    language = translation.get_language()
    for row in rows.select_related("locale").order_by("pk"):
        if row.code not in titles or row.locale.language_code == language:
            titles[row.code] = row.title
    return titles


def _programmes(codes: tuple[str, ...]) -> dict[str, str]:
    return {row.code: row.name for row in Programme.objects.filter(code__in=codes)}


def _choices(choices: type[TextChoices]) -> Callable[[tuple[str, ...]], dict[str, str]]:
    return lambda _codes: {str(value): str(label) for value, label in choices.choices}


def _kinds(_codes: tuple[str, ...]) -> dict[str, str]:
    return {str(value): str(label) for value, label in [*EventKind.choices, *DatedKind.choices]}


_WORDS: Final[Mapping[FilterName, Callable[[tuple[str, ...]], dict[str, str]]]] = {
    FilterName.KIND: _kinds,
    FilterName.LEVEL: _choices(EventLevel),
    FilterName.FIELD: _terms,
    FilterName.PLACE: _places,
    FilterName.ATTENDANCE: _choices(AttendanceMode),
    FilterName.ORGANISER: _organisers,
    FilterName.NEWSROOM: _newsrooms,
    FilterName.PROGRAMME: _programmes,
}


def words(selection: Selection, language: Language) -> list[str]:
    """Return the words of every value in the order of the filters; a query for each filter that names records.

    Raises UnknownSelectionError if a value stands for nothing: a term, place, public organisation or newsroom. What was
    in force once stays known, because subscriptions outlive the lists.
    """
    found: list[str] = []
    with translation.override(language):
        for name, values in selection.filters:
            labels = _WORDS[FilterName(name)](values)
            if any(value not in labels for value in values):
                raise UnknownSelectionError
            found += [labels[value] for value in values]
    return found


def known(selection: Selection) -> bool:
    """Return whether every value stands for something."""
    try:
        words(selection, Language.VIETNAMESE)
    except UnknownSelectionError:
        return False
    return True


def titles(selections: Iterable[Selection], language: Language) -> dict[Selection, str]:
    """Return names as ``title`` for many calendars, with a query for each filter that names records, however many they are.

    A value that stands for nothing any more is told as it is written.
    """
    chosen = list(selections)
    labels: dict[str, dict[str, str]] = {}
    with translation.override(language):
        for name in FilterName:
            if codes := sorted({code for selection in chosen for code in selection.values(name)}):
                labels[name] = _WORDS[name](tuple(codes))
    return {
        selection: _titled(
            selection,
            [labels[name].get(value, value) for name, values in selection.filters for value in values],
            language,
        )
        for selection in chosen
    }


def title(selection: Selection, language: Language) -> str:
    """Return the calendar's name: "Sự kiện – Hội chợ, Bắc Ninh – Name of the site"; raises as ``words``."""
    return _titled(selection, words(selection, language), language)


def _titled(selection: Selection, chosen: list[str], language: Language) -> str:
    with translation.override(language):
        parts = [_("Past events") if selection.archive else _("Events"), ", ".join(chosen)]
        if selection.shows_cancelled:
            parts.append(_("cancelled ones shown"))
        parts.append(mail.site_name(language))
    return " – ".join(part for part in parts if part)
