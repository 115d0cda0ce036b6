"""The calendar of a selection as bytes with its validators, rendered once for each change and day."""

import contextlib
import dataclasses
import logging
import uuid
from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events import emails
from events.calendars import contents, entries, icalendar, lint, selection, shrinking, snapshots
from events.calendars.contents import FUTURE_DAYS, PAST_DAYS
from events.calendars.selection import EVERYTHING, Selection, UnknownSelectionError
from events.calendars.snapshots import AlarmReason, Feed
from events.domain import calendar
from events.enums import CalendarSubject
from events.models import CalendarFeedState, CalendarIdentity
from portal.kernel import clock, languages
from portal.kernel.languages import Language
from portal.mail import domain as mail

__all__ = [
    "FUTURE_DAYS",
    "PAST_DAYS",
    "DamagedFileError",
    "Feed",
    "NoFeedError",
    "accept",
    "current",
    "render",
    "single",
]

CACHE_SECONDS: Final = 86_400
OLDER_SECONDS: Final = 300
LARGEST: Final = 1_000_000
SHORT_DESCRIPTION: Final = 280
logger = logging.getLogger(__name__)


class NoFeedError(Exception):
    """No file that can be served exists, not even an older one."""


class DamagedFileError(Exception):
    """The file of one event is not served: the linter refuses it."""


class _RefusedError(Exception):
    """The new file must not be served."""

    def __init__(self, reason: AlarmReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def _fragments(found: tuple[icalendar.Entry, ...], room: int, *, newest: bool) -> list[bytes]:
    """Return entries as bytes that fit: first with shorter descriptions, then without those farthest away in time."""
    made = [icalendar.fragment(entry) for entry in found]
    if sum(map(len, made)) <= room:
        return made
    shorter = [
        dataclasses.replace(entry, description=icalendar.shortened(entry.description, SHORT_DESCRIPTION))
        for entry in found
    ]
    made = [icalendar.fragment(entry) for entry in shorter]
    kept: list[bytes] = []
    for fragment in reversed(made) if newest else made:
        room -= len(fragment)
        if room < 0:
            break
        kept.append(fragment)
    if len(kept) < len(made):
        logger.warning("a calendar would be too large: %d of %d entries are served", len(kept), len(made))
    return kept[::-1] if newest else kept


def _rendered(chosen: Selection, language: Language, now: datetime) -> tuple[bytes, datetime | None]:
    name = selection.title(chosen, language)
    found = contents.collect(chosen, language, now)
    with translation.override(language):
        frame = icalendar.Calendar(
            name=name,
            description=_("Fairs, conferences, courses and other events of the science and technology market."),
            source=mail.absolute_url(selection.path(chosen, language)),
            url=mail.absolute_url(languages.ENGLISH_PREFIX if language is Language.ENGLISH else "/"),
            # Of the entries alone: what changed elsewhere must not change the bytes of this selection.
            changed_at=max((entry.changed_at for entry in found.entries), default=None),
            entries=(),
        )
    room = LARGEST - len(icalendar.join(frame, ()))
    return icalendar.join(frame, _fragments(found.entries, room, newest=chosen.archive)), found.changed_at


def render(*, language: Language, now: datetime, chosen: Selection = EVERYTHING) -> bytes:
    """Return a calendar in a language; the same bytes as long as nothing in it changes.

    Raises UnknownSelectionError for a selection whose values stand for nothing.
    """
    return _rendered(chosen, language, now)[0]


def _key(chosen: Selection, language: Language, now: datetime) -> str:
    state = CalendarFeedState.objects.filter(name=calendar.FEED).first()
    revision = state.revision if state else 0
    return f"events:calendar:{language}:{chosen.name}:{revision}:{clock.local(now).date()}"


def _checked(chosen: Selection, language: Language, now: datetime) -> Feed:
    """Make the file, refuse it or store it; raises _RefusedError and UnknownSelectionError."""
    body, changed_at = _rendered(chosen, language, now)
    problems = lint.lint(body)
    if problems:
        raise _RefusedError(AlarmReason.DAMAGED, str(problems[0]))
    made = snapshots.packed(body, changed_at)
    last = snapshots.load(chosen, language)
    if last is not None and last.feed.etag == made.etag:
        # The bytes have not changed since then, whatever happened in other calendars.
        snapshots.settle(chosen, language)
        return last.feed
    if last is not None and shrinking.is_suspicious(before=last.feed.body, after=body, now=now):
        snapshots.hold(chosen, language, made, now)
        raise _RefusedError(AlarmReason.SHRUNK, f"{last.feed.entries} -> {made.entries}")
    snapshots.store(chosen, language, made, now)
    return made


def current(*, language: Language, now: datetime, chosen: Selection = EVERYTHING) -> Feed:
    """Return the calendar to serve: the present one, or the last good one while the database or the new file is bad.

    Raises UnknownSelectionError for a selection whose values stand for nothing, NoFeedError when there is no good file.
    """
    snapshots.note_fetch(chosen, language)
    key = ""
    try:
        key = _key(chosen, language, now)
        stored: Feed | None = cache.get(key)
        if stored is None:
            stored = _checked(chosen, language, now)
            cache.set(key, stored, CACHE_SECONDS)
    except UnknownSelectionError:
        raise
    except _RefusedError as error:
        return _older(chosen, language, error, key, now=now, reason=error.reason)
    except Exception as error:  # noqa: BLE001 -- whatever fails here, subscribers keep what they have
        return _older(chosen, language, error, key, now=now, reason=AlarmReason.FAILED)
    return stored


def _older(
    chosen: Selection, language: Language, error: Exception, key: str, *, now: datetime, reason: AlarmReason
) -> Feed:
    last = snapshots.load(chosen, language)
    detail = f"{type(error).__name__}: {error}" if reason is AlarmReason.FAILED else str(error)
    if snapshots.alarm(chosen, language, reason, detail, now):
        logger.error(
            "the calendar %s in %s is not renewed (%s): %s", chosen.name, language, reason, detail, exc_info=error
        )
        emails.calendar_alarm(path=selection.path(chosen, language), reason=reason, detail=detail)
    if last is None:
        raise NoFeedError from error
    if key:
        # Not tried again at each fetch; a cache that is away as well changes nothing.
        with contextlib.suppress(Exception):
            cache.set(key, last.feed, OLDER_SECONDS)
    return last.feed


def accept(*, chosen: Selection, language: Language, etag: str, now: datetime) -> bool:
    """Serve the file with this tag that waits for a decision; return False when nothing waits any more.

    Raises OtherFileError when another file waits by now.
    """
    taken = snapshots.accept(chosen, language, etag, now)
    if taken is not None:
        # The next fetch makes the file anew: more may have been published while this one waited.
        cache.delete(_key(chosen, language, now))
    return taken is not None


def single(key: uuid.UUID, language: Language) -> Feed:
    """Return the file of one event, with the same identifiers as in the calendar.

    Raises NoFeedError if it is not public, DamagedFileError for a file that the linter refuses.
    """
    pages = calendar.pages_by_language([key]).get(key, {})
    page = pages.get(language) or pages.get(Language.VIETNAMESE)
    rows = list(CalendarIdentity.objects.filter(event_key=key).exclude(subject=CalendarSubject.CLOSING))
    identities = {row.key: row for row in rows if row.removed_at is None}
    if page is None or not identities:
        raise NoFeedError
    with translation.override(language):
        path = reverse("events:event-calendar", args=[key])
    body = icalendar.write(
        icalendar.Calendar(
            name=page.title,
            description=page.lead,
            source=mail.absolute_url(path),
            url=entries.absolute_url(page),
            changed_at=max(row.content_changed_at for row in identities.values()),
            entries=entries.entries(page, identities, language=language),
        )
    )
    if problems := lint.lint(body):
        logger.error("the file of the event %s in %s is refused: %s", key, language, problems[0])
        raise DamagedFileError
    # What was taken out stands in no entry and is a change of the file all the same.
    return snapshots.packed(body, max(row.removed_at or row.content_changed_at for row in rows))
