"""Reading the changes of the programme: only of what is public now, in the words of today."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from events import queries
from events.enums import AttendanceMode, EventKind
from events.enums import ProgrammeChangeKind as Kind
from events.models import EventPage, EventSession, ProgrammeChange, ProgrammeState
from events.programme import facts
from events.programme.facts import SessionFacts, Told
from portal.kernel import formats
from portal.kernel.languages import Language

TONES: Final = {
    Kind.ANNOUNCED: "success",
    Kind.MOVED: "warning",
    Kind.PLACE: "warning",
    Kind.POSTPONED: "warning",
    Kind.CANCELLED: "danger",
    Kind.TAKEN_OFF: "danger",
    Kind.SESSIONS_MOVED: "warning",
}
SHORT_LIST: Final = 5

_Title = tuple[str, Language]


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a change: what it is about, and how it was or is.

    ``vietnamese`` names what is Vietnamese on a page in another language, because nobody has translated it; ``also`` follows the text.
    """

    term: str
    text: str
    is_past: bool = False
    also: str = ""
    vietnamese: Literal["term", "text", ""] = ""

    @property
    def whole(self) -> str:
        """The fact as one line of plain text."""
        return f"{self.text}, {self.also}" if self.also else self.text


@dataclass(frozen=True, slots=True)
class Shown:
    """A change as readers see it, in the active language. ``url`` is empty where the event has no page any more."""

    key: uuid.UUID
    at: datetime
    kind: Kind
    label: str
    tone: str
    title: str
    url: str
    vietnamese_only: bool
    lines: tuple[Line, ...]


def visible(language: Language) -> "QuerySet[ProgrammeChange]":
    """Return the changes that readers of a language may see, the newest first.

    These are the changes of events that are listed to them now, and of an event without any page the fact that it was taken
    off. Of drafts and private pages nothing is shown, whatever was public before.
    """
    public = queries.listed(language=language).order_by().values("translation_key")
    gone = ProgrammeState.objects.filter(event_key=OuterRef("event_key"), removed_at=OuterRef("at"))
    has_page = EventPage.objects.filter(translation_key=OuterRef("event_key"), live=True)
    return ProgrammeChange.objects.filter(
        Q(event_key__in=public) | (Q(kind=Kind.TAKEN_OFF) & Exists(gone) & ~Exists(has_page))
    ).order_by("-at", "-pk")


def of_event(page: EventPage, language: Language) -> list[Shown]:
    """Return the newest changes of one event, its announcement left out, because the page itself is that."""
    rows = ProgrammeChange.objects.filter(event_key=page.translation_key).exclude(kind=Kind.ANNOUNCED)
    return shown(list(rows.order_by("-at", "-pk")[:SHORT_LIST]), language)


def shown(rows: Collection[ProgrammeChange], language: Language) -> list[Shown]:
    """Return changes with the present titles of their events and sessions, in a constant number of queries.

    An event may be taken off after its changes were read: nothing is shown of it then but that it was taken off.
    """
    if not rows:
        return []
    pages = queries.pages_for({row.event_key for row in rows}, language)
    told = [row for row in rows if row.event_key in pages or row.kind == Kind.TAKEN_OFF]
    titles = _session_titles(told, pages.values(), language)
    return [_shown(row, pages.get(row.event_key), titles, language) for row in told]


def _session_titles(
    rows: Iterable[ProgrammeChange], pages: Iterable[EventPage], language: Language
) -> dict[str, _Title]:
    """Return the titles of sessions on public pages by key, those in the language before those in another."""
    keys = {session["key"] for row in rows for side in (row.before, row.after) for session in side.get("sessions", ())}
    if not keys:
        return {}
    found: dict[str, _Title] = {}
    current = EventSession.objects.filter(translation_key__in=keys, event__in=[page.pk for page in pages])
    for session in current.select_related("locale"):
        if session.locale.language_code == language or str(session.translation_key) not in found:
            found[str(session.translation_key)] = (session.title, Language(session.locale.language_code))
    return found


def _shown(row: ProgrammeChange, page: EventPage | None, titles: dict[str, _Title], language: Language) -> Shown:
    kind = Kind(row.kind)
    spoken = Language(page.locale.language_code) if page else language
    return Shown(
        key=row.key,
        at=row.at,
        kind=kind,
        label=str(kind.label),
        tone=TONES.get(kind, "info"),
        title=page.title if page else _nameless(row.before),
        url=page.url or "" if page else "",
        vietnamese_only=spoken != language,
        lines=tuple(_lines(row, kind, titles, language, spoken)),
    )


def _nameless(told: Told) -> str:
    """Return what an event that is no longer public is called: its kind and date, none of its words."""
    return _("%(kind)s planned for %(date)s") % {"kind": EventKind(told["kind"]).label, "date": _when(told)}


def _when(told: Told) -> str:
    starts, ends = facts.moment(told["starts_at"]), facts.moment(told["ends_at"])
    return formats.period(starts, ends, whole_days=told["is_all_day"])


def _lines(
    row: ProgrammeChange, kind: Kind, titles: dict[str, _Title], language: Language, spoken: Language
) -> list[Line]:
    before: Told = row.before
    after: Told = row.after
    if kind in {Kind.SESSIONS_ADDED, Kind.SESSIONS_DROPPED, Kind.SESSIONS_MOVED}:
        return _session_lines(before.get("sessions", []), after.get("sessions", []), titles, language)
    if kind is Kind.TAKEN_OFF:
        return []
    found = []
    if "starts_at" in before:
        words = _("Was planned for") if kind in {Kind.CANCELLED, Kind.POSTPONED} else _("Before")
        found.append(Line(words, _when(before), is_past=True))
    if "starts_at" in after:
        found.append(Line(_("Time") if "starts_at" not in before else _("Now"), _when(after)))
    if "place" in before:
        found.append(_where(_("Before"), before, language, spoken, is_past=True))
    if "place" in after:
        found.append(_where(_("Venue") if "place" not in before else _("Now"), after, language, spoken))
    return [line for line in found if line.text]


def _where(term: str, told: Told, language: Language, spoken: Language, *, is_past: bool = False) -> Line:
    words = told["place"]
    also = _("also online") if told.get("attendance") == AttendanceMode.BOTH else ""
    is_foreign = spoken == Language.VIETNAMESE != language or not words.get(language)
    text = words.get(language) or words.get(Language.VIETNAMESE, "")
    return Line(term, text, is_past, also, vietnamese="text" if is_foreign else "")


def _session_lines(
    before: list[SessionFacts], after: list[SessionFacts], titles: dict[str, _Title], language: Language
) -> list[Line]:
    old = {session["key"]: session for session in before}
    lines = []
    for session in after or before:
        title, spoken = titles.get(session["key"]) or _stored_title(session, language)
        time = formats.period(facts.moment(session["starts_at"]), facts.moment(session["ends_at"]))
        was = old.get(session["key"]) if after else None
        if was is not None:
            earlier = formats.period(facts.moment(was["starts_at"]), facts.moment(was["ends_at"]))
            time = _("%(now)s (before: %(before)s)") % {"now": time, "before": earlier}
        is_foreign = spoken == Language.VIETNAMESE != language
        lines.append(Line(title, time, is_past=not after, vietnamese="term" if is_foreign else ""))
    return lines


def _stored_title(session: SessionFacts, language: Language) -> _Title:
    words = session["title"]
    return next(((words[one], one) for one in (language, *Language) if words.get(one)), ("", language))
