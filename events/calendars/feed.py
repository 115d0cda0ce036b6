"""The calendar of a selection as bytes with its validators, joined once for each change and day."""

import hashlib
import logging
import time
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from events import emails
from events.calendars import (
    contents,
    entries,
    icalendar,
    joining,
    lint,
    memory,
    pieces,
    selection,
    shrinking,
    snapshots,
)
from events.calendars.memory import Held
from events.calendars.pieces import Piece
from events.calendars.selection import EVERYTHING, Selection, UnknownSelectionError
from events.calendars.snapshots import AlarmReason, Feed
from events.domain import calendar
from events.enums import CalendarSubject
from events.models import CalendarFeedState, CalendarIdentity
from portal.kernel import clock, languages
from portal.kernel.languages import Language
from portal.mail import domain as mail
from registration.subjects import DamagedFileError

OLDER_SECONDS: Final = 300
TAG_LENGTH: Final = 32
LARGEST: Final = 1_000_000
REVISION: Final = f"SELECT revision FROM {CalendarFeedState._meta.db_table} WHERE name = %s"  # noqa: S608, SLF001 -- our own table
logger = logging.getLogger(__name__)


class NoFeedError(Exception):
    """No file that can be served exists, not even an older one."""


class _RefusedError(Exception):
    """The new file must not be served."""

    def __init__(self, reason: AlarmReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def _framed(chosen: Selection, language: Language, found: Sequence[Piece], changed_at: datetime | None) -> Feed:
    name = selection.title(chosen, language)
    with translation.override(language):
        frame = icalendar.Calendar(
            name=name,
            description=_("Fairs, conferences, courses and other events of the science and technology market."),
            source=mail.absolute_url(selection.path(chosen, language)),
            url=mail.absolute_url(languages.ENGLISH_PREFIX if language is Language.ENGLISH else "/"),
            # Of the entries alone: what changed elsewhere must not change the bytes of this selection.
            changed_at=pieces.changed_at(found),
            entries=(),
        )
    empty = icalendar.join(frame, ())
    if problems := lint.lint(empty):
        raise _RefusedError(AlarmReason.DAMAGED, str(problems[0]))
    fitted = pieces.fitted(found, LARGEST - len(empty), newest=chosen.archive)
    tag = hashlib.sha256(empty + fitted.digest).hexdigest()[:TAG_LENGTH]
    return Feed(icalendar.join(frame, fitted.data), tag, changed_at, fitted.count)


def render(*, language: Language, now: datetime, chosen: Selection = EVERYTHING) -> bytes:
    """Return a calendar in a language made from the pages; ``current`` joins the same bytes from what is stored.

    They stay the same as long as nothing in them changes. Raises UnknownSelectionError for a selection whose values stand for
    nothing.
    """
    found = contents.collect(chosen, language, now)
    return _framed(chosen, language, [pieces.make(order, group) for order, group in found.groups], None).body


def _made(chosen: Selection, language: Language, now: datetime, before: Held | None) -> Held:
    """Join the file, refuse it or store it; raises _RefusedError and UnknownSelectionError."""
    day = clock.local(now).date()
    joined = None
    try:
        if before is not None and before.joined is not None and before.day == day:
            joined = joining.renewed(before.joined, chosen, language, now)
        joined = joined or joining.whole(chosen, language, now)
    except joining.DamagedEntriesError as error:
        raise _RefusedError(AlarmReason.DAMAGED, str(error)) from error
    made = _framed(chosen, language, joined.pieces, joined.changed_at)
    return Held(joined.revision, day, _checked(chosen, language, now, made), joined)


def _checked(chosen: Selection, language: Language, now: datetime, made: Feed) -> Feed:
    known = snapshots.known(chosen, language)
    if known is not None and (known[0] == made.etag or made.entries * 2 < known[1]):
        last = snapshots.load(chosen, language)
        if last is not None and last.feed.etag == made.etag:
            # The bytes have not changed since then, whatever happened in other calendars.
            snapshots.settle(chosen, language)
            return last.feed
        if last is not None and shrinking.is_suspicious(before=last.feed.body, after=made.body, now=now):
            snapshots.hold(chosen, language, made, now)
            raise _RefusedError(AlarmReason.SHRUNK, f"{last.feed.entries} -> {made.entries}")
    snapshots.store(chosen, language, made, now)
    return made


def _revision() -> int:
    # Asked for at every fetch; built by the ORM, the statement would cost more than all the rest of a 304.
    with connection.cursor() as cursor:
        cursor.execute(REVISION, [calendar.FEED])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def known(*, language: Language, now: datetime, chosen: Selection = EVERYTHING) -> Feed | None:
    """Return the calendar to serve if this process remembers it and nothing has changed since, at the cost of one query."""
    held = memory.get(chosen, language)
    if held is None or not _is_right(held, _revision(), now):
        return None
    return held.feed


def _is_right(held: Held, revision: int, now: datetime) -> bool:
    return (
        held.revision == revision
        and held.day == clock.local(now).date()
        and (held.until is None or time.monotonic() < held.until)
    )


def current(*, language: Language, now: datetime, chosen: Selection = EVERYTHING) -> Feed:
    """Return the calendar to serve: the present one, or the last good one while the database or the new file is bad.

    Raises UnknownSelectionError for a selection whose values stand for nothing, NoFeedError when there is no good file.
    """
    revision = None
    try:
        revision = _revision()
        held = memory.get(chosen, language)
        if held is None or not _is_right(held, revision, now):
            held = _made(chosen, language, now, held)
            memory.put(chosen, language, held)
    except UnknownSelectionError:
        raise
    except _RefusedError as error:
        return _older(chosen, language, error, revision, now=now, reason=error.reason)
    except Exception as error:  # noqa: BLE001 -- whatever fails here, subscribers keep what they have
        return _older(chosen, language, error, revision, now=now, reason=AlarmReason.FAILED)
    return held.feed


def _older(
    chosen: Selection, language: Language, error: Exception, revision: int | None, *, now: datetime, reason: AlarmReason
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
    if revision is not None:
        # Not tried again at each fetch.
        until = time.monotonic() + OLDER_SECONDS
        memory.put(chosen, language, Held(revision, clock.local(now).date(), last.feed, until=until))
    return last.feed


def accept(*, chosen: Selection, language: Language, etag: str, now: datetime) -> bool:
    """Serve the file with this tag that waits for a decision; return False when nothing waits any more.

    Raises OtherFileError when another file waits by now.
    """
    taken = snapshots.accept(chosen, language, etag, now)
    if taken is not None:
        # The next fetch makes the file anew, in every process: more may have been published while this one waited.
        calendar.move_on(now=now)
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
    body = icalendar.write(
        icalendar.Calendar(
            name=page.title,
            description=page.lead,
            source="",
            url=entries.absolute_url(page),
            changed_at=max(row.content_changed_at for row in identities.values()),
            entries=entries.entries(page, identities, language=language),
        )
    )
    if problems := lint.lint(body, use=lint.Use.COPY):
        logger.error("the file of the event %s in %s is refused: %s", key, language, problems[0])
        raise DamagedFileError
    # What was taken out stands in no entry and is a change of the file all the same.
    changed_at = max(row.removed_at or row.content_changed_at for row in rows)
    return snapshots.tagged(body, changed_at, len(identities))
