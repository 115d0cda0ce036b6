"""The calendar of all events as bytes with its validators, rendered once for each change and day."""

import gzip
import hashlib
import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events import queries
from events.calendars import entries, icalendar, lint
from events.domain import calendar
from events.models import CalendarFeedState, CalendarIdentity, EventPage
from portal.kernel import clock, languages
from portal.kernel.languages import Language
from portal.mail import domain as mail

PAST_DAYS: Final = 90
FUTURE_DAYS: Final = 548
CACHE_SECONDS: Final = 86_400
logger = logging.getLogger(__name__)


class NoFeedError(Exception):
    """No file that can be served exists, not even an older one."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A file with its validators: a strong tag for each coding and the instant of the last change."""

    body: bytes
    compressed: bytes
    etag: str
    changed_at: datetime | None

    def etag_for(self, *, compressed: bool) -> str:
        """Return the quoted tag of one coding."""
        return f'"{self.etag}-gzip"' if compressed else f'"{self.etag}"'


def _window(now: datetime) -> tuple[datetime, datetime]:
    today = clock.local(now).date()
    return clock.at(today - timedelta(days=PAST_DAYS)), clock.at(today + timedelta(days=FUTURE_DAYS + 1))


def _leaves_at(end: datetime) -> datetime:
    """Return the midnight at which something that ended then falls out of the window."""
    day = clock.local(end).date()
    exact = clock.at(day) == end
    return clock.at(day + timedelta(days=PAST_DAYS if exact else PAST_DAYS + 1))


def changed_at(state: CalendarFeedState | None, now: datetime) -> datetime | None:
    """Return when the file last changed: an event was changed, removed, or came into or fell out of the window."""
    start, end = _window(now)
    pages = EventPage.objects.live()
    left = pages.filter(ends_at__lte=start).aggregate(at=Max("ends_at"))["at"]
    entered = pages.filter(starts_at__lt=end).aggregate(at=Max("starts_at"))["at"]
    cancelled = CalendarIdentity.objects.filter(cancelled_at__lte=start).aggregate(at=Max("cancelled_at"))["at"]
    instants = [state.changed_at if state else None]
    instants += [_leaves_at(instant) if instant else None for instant in (left, cancelled)]
    if entered:
        instants.append(clock.at(clock.local(entered).date() - timedelta(days=FUTURE_DAYS)))
    known = [instant for instant in instants if instant is not None and instant <= now]
    return max(known).replace(microsecond=0) if known else None


def _entries(language: Language, now: datetime) -> list[icalendar.Entry]:
    start, end = _window(now)
    rows = queries.listed(language=language).filter(ends_at__gt=start, starts_at__lt=end)
    pages = list(
        rows.select_related("locale", "place")
        .prefetch_related("sessions", "organisers__organisation", "fields")
        .order_by("starts_at", "translation_key")
    )
    identities: dict[uuid.UUID, dict[uuid.UUID, CalendarIdentity]] = {}
    for row in CalendarIdentity.objects.filter(removed_at=None):
        identities.setdefault(row.event_key, {})[row.key] = row
    made: list[icalendar.Entry] = []
    for page in pages:
        own = identities.get(page.translation_key, {})
        cancelled = min((row.cancelled_at for row in own.values() if row.cancelled_at), default=None)
        if cancelled is not None and cancelled <= start:
            continue
        made += entries.entries(page, own, language=language)
    return made


def feed_path(language: Language) -> str:
    """Return the address of the calendar in a language."""
    with translation.override(language):
        return reverse("events:calendar")


def render(*, language: Language, now: datetime) -> bytes:
    """Return the calendar of all events in a language; the same bytes as long as nothing in it changes."""
    state = CalendarFeedState.objects.filter(name=calendar.FEED).first()
    with translation.override(language):
        return icalendar.write(
            icalendar.Calendar(
                name=_("Events – %(site)s") % {"site": mail.site_name(language)},
                description=_("Fairs, conferences, courses and other events of the science and technology market."),
                source=mail.absolute_url(feed_path(language)),
                url=mail.absolute_url(languages.ENGLISH_PREFIX if language is Language.ENGLISH else "/"),
                changed_at=changed_at(state, now),
                entries=_entries(language, now),
            )
        )


def _packed(body: bytes, at: datetime | None) -> Feed:
    return Feed(body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:32], at)


def _fresh(language: Language, now: datetime) -> Feed:
    state = CalendarFeedState.objects.filter(name=calendar.FEED).first()
    key = f"events:calendar:{language}:{state.revision if state else 0}:{clock.local(now).date()}"
    stored: Feed | None = cache.get(key)
    if stored is not None:
        return stored
    body = render(language=language, now=now)
    problems = lint.lint(body)
    if problems:
        logger.error("the calendar in %s is damaged and is not served: %s", language, problems[0])
        raise NoFeedError
    made = _packed(body, changed_at(state, now))
    cache.set(key, made, CACHE_SECONDS)
    cache.set(_last_key(language), made, None)
    return made


def _last_key(language: Language) -> str:
    return f"events:calendar:{language}:last"


def current(*, language: Language, now: datetime) -> Feed:
    """Return the calendar to serve: the present one, or the last good one while the database or the new file is bad.

    Raises NoFeedError when there is neither.
    """
    try:
        return _fresh(language, now)
    except (NoFeedError, DatabaseError) as error:
        last: Feed | None = cache.get(_last_key(language))
        if last is None:
            raise NoFeedError from error
        logger.exception("the calendar in %s is served from its last good copy", language)
        return last


def single(key: uuid.UUID, language: Language) -> bytes:
    """Return the file of one event, with the same identifiers as in the calendar; raises NoFeedError if it is not public."""
    pages = calendar.pages_by_language([key]).get(key, {})
    page = pages.get(language) or pages.get(Language.VIETNAMESE)
    identities = {row.key: row for row in CalendarIdentity.objects.filter(event_key=key, removed_at=None)}
    if page is None or not identities:
        raise NoFeedError
    with translation.override(language):
        path = reverse("events:event-calendar", args=[key])
    return icalendar.write(
        icalendar.Calendar(
            name=page.title,
            description=page.lead,
            source=mail.absolute_url(path),
            url=entries.absolute_url(page),
            changed_at=max(row.content_changed_at for row in identities.values()),
            entries=entries.entries(page, identities, language=language),
        )
    )
