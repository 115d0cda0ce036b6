"""The calendar for programs: JSON-LD with the words of schema.org, and JSCalendar; the same selections and the same window.

Both are made of the entries of the calendar file. They are no subscription that somebody's program would empty, so an
older file does not stand in for them: what cannot be made now is asked for again later.
"""

import json
import logging
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Max, TextChoices
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events import structured
from events.calendars import contents, entries, icalendar, jscalendar, selection, snapshots
from events.calendars.feed import NoFeedError
from events.calendars.selection import Selection, UnknownSelectionError
from events.calendars.snapshots import Feed
from events.domain import calendar
from events.enums import CalendarSubject
from events.models import CalendarFeedState, CalendarIdentity, EventPage
from portal.kernel import clock, languages
from portal.kernel.languages import Language
from portal.mail import domain as mail

CACHE_SECONDS: Final = 900
"""What pages say beyond calendar entries (places, languages spoken, every organiser) moves no state of the calendar."""
logger = logging.getLogger(__name__)


class Form(TextChoices):
    """How it is written; the value is the name of its address."""

    SCHEMA_ORG = "calendar-data", "JSON-LD"
    JSCALENDAR = "calendar-jscalendar", "JSCalendar"


CONTENT_TYPES: Final = {
    Form.SCHEMA_ORG: "application/ld+json",
    Form.JSCALENDAR: "application/jscalendar+json;type=group",
}


@dataclass(frozen=True, slots=True)
class Alternate:
    """One form of a selection: its media type, its address from the root of the site, what it is called."""

    media_type: str
    path: str
    label: str

    @property
    def url(self) -> str:
        """The full public address."""
        return mail.absolute_url(self.path)


def path(form: Form, chosen: Selection, language: Language) -> str:
    """Return the one address of a selection in a language, from the root of the site."""
    with translation.override(language):
        address = reverse(f"events:{form}")
    return f"{address}?{chosen.query}" if chosen.query else address


def alternates(chosen: Selection, language: Language) -> tuple[Alternate, ...]:
    """Return where programs find a selection, for the head of the page beside it."""
    return tuple(Alternate(CONTENT_TYPES[form], path(form, chosen, language), str(form.label)) for form in Form)


def _identities(found: Sequence[icalendar.Entry]) -> dict[str, CalendarIdentity]:
    # All that stand, as the calendar reads them: a list of thousands of identifiers is too long for some databases.
    wanted = {entry.uid for entry in found}
    rows = CalendarIdentity.objects.filter(removed_at=None)
    return {str(row.uid): row for row in rows if str(row.uid) in wanted}


def _by_event(
    found: Sequence[icalendar.Entry], known: dict[str, CalendarIdentity]
) -> dict[uuid.UUID, list[icalendar.Entry]]:
    """Return the entries of each event, deadline or story in the calendar's order."""
    grouped: dict[uuid.UUID, list[icalendar.Entry]] = {}
    for entry in found:
        grouped.setdefault(known[entry.uid].event_key, []).append(entry)
    return grouped


def _relations(group: Sequence[icalendar.Entry], known: dict[str, CalendarIdentity]) -> dict[str, dict[str, str]]:
    """Return how the entries of one event belong together: parts to the whole, or lessons of a course to the next one."""
    whole = next((one.uid for one in group if known[one.uid].subject == CalendarSubject.EVENT), None)
    if whole is not None:
        parts = [one.uid for one in group if one.uid != whole]
        return {whole: dict.fromkeys(parts, "child"), **{uid: {whole: "parent"} for uid in parts}}
    lessons = [one.uid for one in group if known[one.uid].subject == CalendarSubject.SESSION]
    found: dict[str, dict[str, str]] = {}
    for number, uid in enumerate(lessons):
        found[uid] = {lessons[0]: "first"} if number else {}
        if number + 1 < len(lessons):
            found[uid][lessons[number + 1]] = "next"
    return found


def _jscalendar(chosen: Selection, language: Language, found: contents.Contents) -> dict[str, Any]:
    known = _identities(found.entries)
    relations: dict[str, dict[str, str]] = {}
    for group in _by_event(found.entries, known).values():
        relations |= _relations(group, known)
    source = mail.absolute_url(path(Form.JSCALENDAR, chosen, language))
    with translation.override(language):
        online = str(_("Online"))
        about = jscalendar.Group(
            uid=str(uuid.uuid5(uuid.NAMESPACE_URL, source)),
            title=selection.title(chosen, language),
            description=_("Fairs, conferences, courses and other events of the science and technology market."),
            source=source,
            page=_front(language),
            language=language,
            updated=max((entry.changed_at for entry in found.entries), default=entries.NEVER),
        )
    return jscalendar.group(
        about,
        (
            jscalendar.event(
                entry, language=language, relations=relations.get(entry.uid, {}), is_online=entry.location == online
            )
            for entry in found.entries
        ),
    )


def _front(language: Language) -> str:
    return mail.absolute_url(languages.ENGLISH_PREFIX if language is Language.ENGLISH else "/")


def _items(chosen: Selection, language: Language, found: contents.Contents, now: datetime) -> Iterator[dict[str, Any]]:
    known = _identities(found.entries)
    pages = {page.translation_key: page for page in contents.pages(chosen, language, now)}
    for key, group in _by_event(found.entries, known).items():
        page = pages.get(key)
        changed = [entry.changed_at for entry in group]
        if page is not None:
            changed += [page.last_published_at] if page.last_published_at else []
            items = [structured.told(page, entries.image_url(page))]
        else:
            items = [structured.dated(entry, known[entry.uid].key, known[entry.uid].subject) for entry in group]
        for item in items:
            yield {
                "@type": "DataFeedItem",
                "dateModified": clock.local(max(changed)).isoformat(timespec="seconds"),
                "item": item,
            }


def _schema_org(chosen: Selection, language: Language, found: contents.Contents, now: datetime) -> dict[str, Any]:
    address = mail.absolute_url(path(Form.SCHEMA_ORG, chosen, language))
    publisher = {"@type": "Organization", "name": mail.site_name(language), "url": _front(language)}
    return {
        "@context": structured.SCHEMA,
        "@type": "DataFeed",
        "@id": address,
        "url": address,
        "name": selection.title(chosen, language),
        "inLanguage": language.value,
        "publisher": publisher,
        "dataFeedElement": list(_items(chosen, language, found, now)),
    }


def _published() -> datetime | None:
    """Return when an event's page was last published: it may tell other things than before, with the same entries."""
    at: datetime | None = EventPage.objects.live().aggregate(at=Max("last_published_at"))["at"]
    return at.replace(microsecond=0) if at else None


def render(form: Form, *, chosen: Selection, language: Language, now: datetime) -> Feed:
    """Return a selection in a form; the same bytes as long as nothing in it changes, whatever the time of day.

    The number of queries does not grow with the events. Raises UnknownSelectionError for values that stand for nothing.
    """
    selection.words(chosen, language)
    found = contents.collect(chosen, language, now)
    made = (
        _jscalendar(chosen, language, found) if form is Form.JSCALENDAR else _schema_org(chosen, language, found, now)
    )
    body = json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
    published = _published()
    known = [found.changed_at, published if published is not None and published <= now else None]
    return snapshots.tagged(body, max(filter(None, known), default=None), len(found.entries))


def current(form: Form, *, chosen: Selection, language: Language, now: datetime) -> Feed:
    """Return what is served, rendered once for each change, publication and day.

    Raises UnknownSelectionError for a selection whose values stand for nothing, NoFeedError when it cannot be made.
    """
    try:
        state = CalendarFeedState.objects.filter(name=calendar.FEED).first()
        revision, published = state.revision if state else 0, _published()
        steps = f"{revision}:{int(published.timestamp()) if published else 0}:{clock.local(now).date()}"
        key = f"events:{form}:{language}:{chosen.name}:{steps}"
        stored: Feed | None = cache.get(key)
        if stored is None:
            stored = render(form, chosen=chosen, language=language, now=now)
            cache.set(key, stored, CACHE_SECONDS)
    except UnknownSelectionError:
        raise
    except Exception as error:
        logger.exception("%s of the calendar %s in %s cannot be made", form, chosen.name, language)
        raise NoFeedError from error
    return stored
