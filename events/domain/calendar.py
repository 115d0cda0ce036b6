"""Keeping calendar identities: called when an event is published, unpublished or moved, never when a file is read."""

import logging
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from events import fair_queries, occurrences
from events.calendars import entries
from events.domain import dated, fragments, programme
from events.domain.dated import Dated
from events.enums import CalendarSubject, DatedKind, EventStatus
from events.models import CalendarFeedState, CalendarFragment, CalendarIdentity, EventPage
from portal.kernel.erasure import Erased
from portal.kernel.languages import Language

FEED = "events"
CHUNK = 500
PART = 50
A_SECOND = timedelta(seconds=1)
SUBJECTS = {
    DatedKind.AWARD_DEADLINE: CalendarSubject.DEADLINE,
    DatedKind.BROADCAST: CalendarSubject.BROADCAST,
    DatedKind.AIR_TIME: CalendarSubject.AIR_TIME,
}
PARTS = ("sessions", "organisers__organisation", "fields", "picture__renditions")
WRITTEN = ("sequence", "schedule_digest", "content_digest", "content_changed_at", "cancelled_at", "removed_at")
logger = logging.getLogger(__name__)


@dataclass
class _Changes:
    """What one refresh found."""

    made: list[CalendarIdentity] = field(default_factory=list)
    changed: list[CalendarIdentity] = field(default_factory=list)
    rewritten: int = 0

    @property
    def count(self) -> int:
        """How many entries changed."""
        return len(self.made) + len(self.changed)


def pages_by_language(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[Language, EventPage]]:
    """Return the public pages of events by key and language, with everything that entries say, in a few queries."""
    found: dict[uuid.UUID, dict[Language, EventPage]] = {}
    pages = (
        EventPage.objects.live()
        .public()
        .filter(translation_key__in=keys, alias_of=None)
        .select_related("locale", "place", "picture")
        .prefetch_related(*PARTS)
    )
    for page in pages:
        found.setdefault(page.translation_key, {})[Language(page.locale.language_code)] = page
    return found


def _apply(identity: CalendarIdentity, *, schedule: str, content: str, cancelled: bool, now: datetime) -> bool:
    is_new = not identity.schedule_digest
    unchanged = (
        identity.schedule_digest == schedule
        and identity.content_digest == content
        and identity.removed_at is None
        and (identity.cancelled_at is not None) == cancelled
    )
    if unchanged:
        return False
    if not is_new and (identity.schedule_digest != schedule or identity.removed_at is not None):
        identity.sequence += 1
    identity.schedule_digest = schedule
    identity.content_digest = content
    identity.content_changed_at = now if is_new else max(now, identity.content_changed_at)
    identity.cancelled_at = (identity.cancelled_at or now) if cancelled else None
    identity.removed_at = None
    return True


def _refresh_event(
    key: uuid.UUID,
    pages: dict[Language, EventPage],
    known: dict[uuid.UUID, CalendarIdentity],
    changes: _Changes,
    now: datetime,
    *,
    closes_at: datetime | None,
) -> dict[uuid.UUID, CalendarIdentity]:
    """Bring the identities of an event up to date; return those of its public entries, by key."""
    main = pages.get(Language.VIETNAMESE) or next(iter(pages.values()), None)
    current: dict[uuid.UUID, CalendarIdentity] = {}
    for occurrence in occurrences.of(main) if main else ():
        identity = known.get(occurrence.key)
        is_new = identity is None
        identity = identity or CalendarIdentity(key=occurrence.key, event_key=key, subject=occurrence.subject)
        current[occurrence.key] = identity
        if main is not None and _apply(
            identity,
            schedule=entries.schedule_digest(main, occurrence),
            content=entries.content_digest(pages, occurrence),
            cancelled=main.status == EventStatus.CANCELLED,
            now=now,
        ):
            (changes.made if is_new else changes.changed).append(identity)
    standing = set(current)
    if main is not None and closes_at is not None:
        standing.add(_refresh_closing(key, closes_at, known, changes, now))
    _remove(known, standing, changes, now)
    return current


def _refresh_closing(
    fair_key: uuid.UUID,
    closes_at: datetime,
    known: dict[uuid.UUID, CalendarIdentity],
    changes: _Changes,
    now: datetime,
) -> uuid.UUID:
    """Keep what counts the changes of the end of applications; return its key. No public entry hangs on it."""
    key = occurrences.closing_key(fair_key)
    identity = known.get(key)
    is_new = identity is None
    identity = identity or CalendarIdentity(key=key, event_key=fair_key, subject=CalendarSubject.CLOSING)
    digest = entries.closing_digest(closes_at)
    if _apply(identity, schedule=digest, content=digest, cancelled=False, now=now):
        (changes.made if is_new else changes.changed).append(identity)
    return key


def _remove(
    known: dict[uuid.UUID, CalendarIdentity], current: Collection[uuid.UUID], changes: _Changes, now: datetime
) -> None:
    for identity in known.values():
        if identity.key not in current and identity.removed_at is None:
            # The mail that takes the entry back passes the one that brought it, and a return passes both.
            identity.sequence += 1
            identity.removed_at = now
            changes.changed.append(identity)


def lock(*, now: datetime) -> CalendarFeedState:
    """Let nobody else refresh until the end of the transaction; return the state of the calendar."""
    instant = now.replace(microsecond=0)
    state, _made = CalendarFeedState.objects.get_or_create(name=FEED, defaults={"changed_at": instant})
    return CalendarFeedState.objects.select_for_update().get(pk=state.pk)


@transaction.atomic
def move_on(*, now: datetime) -> None:
    """Begin a new revision although no entry has changed, so that every process joins its files as a whole."""
    state = lock(now=now)
    state.revision += 1
    state.whole_since = state.revision
    state.save(update_fields=["revision", "whole_since"])


def _write(state: CalendarFeedState, changes: _Changes, instant: datetime) -> int:
    CalendarIdentity.objects.bulk_create(changes.made, batch_size=CHUNK)
    CalendarIdentity.objects.bulk_update(changes.changed, WRITTEN, batch_size=CHUNK)
    if changes.count or changes.rewritten:
        state.revision += 1
        # HTTP tells dates to the second: two changes in one second need two of them, else who asks by date misses the second.
        next_one = state.changed_at + A_SECOND if state.revision > 1 else instant
        state.changed_at = max(next_one, instant)
        state.save(update_fields=["revision", "changed_at"])
    return changes.count


def _rewrite(rows: list[CalendarFragment], state: CalendarFeedState, changes: _Changes) -> None:
    fragments.write(rows, revision=state.revision + 1)
    changes.rewritten += len(rows)


def _known(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, CalendarIdentity]]:
    known: dict[uuid.UUID, dict[uuid.UUID, CalendarIdentity]] = {}
    for row in CalendarIdentity.objects.filter(event_key__in=keys).order_by("pk"):
        known.setdefault(row.event_key, {})[row.key] = row
    return known


@transaction.atomic
def refresh(*, keys: Collection[uuid.UUID], now: datetime) -> int:
    """Compare the identities of these events with their public pages; return how many entries changed.

    SEQUENCE rises when time, place or status changes, when an entry goes and when it comes back; the content time moves on any
    change of words. The feed's state moves with every change, removals included. Times are kept to whole seconds.
    What visitors must know of it is written down as a change of the programme. The finished entries are stored with it, under
    the new revision of the calendar.
    """
    instant = now.replace(microsecond=0)
    state = lock(now=instant)
    changes = _Changes()
    for chunk in _chunks(sorted(keys)):
        pages, known, stored = pages_by_language(chunk), _known(chunk), fragments.known(chunk)
        closings = fair_queries.closings(chunk)
        rows: list[CalendarFragment] = []
        for key in chunk:
            before = changes.count
            own = pages.get(key, {})
            current = _refresh_event(key, own, known.get(key, {}), changes, instant, closes_at=closings.get(key))
            rows += fragments.of_event(key, own, current, stored, changed=changes.count > before)
        _rewrite(fragments.checked(rows, stored), state, changes)
        programme.record(keys=chunk, pages=pages, now=instant)
    return _write(state, changes, instant)


def _refresh_group(
    items: dict[uuid.UUID, dict[Language, Dated]],
    group: uuid.UUID,
    known: dict[uuid.UUID, CalendarIdentity],
    changes: _Changes,
    now: datetime,
) -> dict[uuid.UUID, CalendarIdentity]:
    """Bring the identities of a page's dated entries up to date; return them by key, the removed ones too."""
    current = dict(known)
    for key, by_language in items.items():
        main = by_language.get(Language.VIETNAMESE) or next(iter(by_language.values()))
        identity = known.get(key)
        is_new = identity is None
        identity = identity or CalendarIdentity(key=key, event_key=group, subject=SUBJECTS[main.kind])
        current[key] = identity
        if _apply(
            identity,
            schedule=entries.dated_schedule_digest(main),
            content=entries.dated_content_digest(by_language),
            cancelled=main.cancelled,
            now=now,
        ):
            (changes.made if is_new else changes.changed).append(identity)
    _remove(known, set(items), changes, now)
    return current


@transaction.atomic
def renew(*, keys: Collection[uuid.UUID], now: datetime, is_check: bool = False) -> int:
    """Make the finished entries of these events, deadlines and broadcasts anew where they are missing, refused or another writer's.

    With ``is_check`` all of them are made anew, and those that differ are kept. Identities are not compared: what vanished
    behind the domain's back is not turned into a removal here. A revision of its own tells everybody who joined the former
    bytes. Returns how many were written.
    """
    instant = now.replace(microsecond=0)
    state, changes = lock(now=instant), _Changes()
    for chunk in _chunks(sorted(keys)):
        standing: dict[uuid.UUID, dict[uuid.UUID, CalendarIdentity]] = {}
        own = CalendarIdentity.objects.filter(Q(key__in=chunk) | Q(event_key__in=chunk), removed_at=None)
        for row in own.order_by("pk"):
            standing.setdefault(row.event_key, {})[row.key] = row
        stored, pages = fragments.known(chunk), pages_by_language(standing)
        items = _dated(set(standing) - set(pages))
        rows: list[CalendarFragment] = []
        for group, current in standing.items():
            if group in pages:
                rows += fragments.of_event(group, pages[group], current, stored, changed=is_check)
            elif group in items:
                rows += fragments.of_dated(group, items[group], current, stored, changed=is_check)
        rows = fragments.checked(rows, stored)
        _rewrite(fragments.differing(rows) if is_check else rows, state, changes)
    _write(state, changes, instant)
    return changes.rewritten


def renew_stored(*, now: datetime, is_check: bool = False) -> int:
    """Do what ``renew`` does for everything that stands in the calendar, a part at a time; return how many entries were written.

    After an upgrade, so that the first reader does not wait for what another release has made.
    """
    standing = CalendarIdentity.objects.filter(removed_at=None)
    keys = sorted(set(standing.values_list("event_key", flat=True)))
    return sum(renew(keys=chunk, now=now, is_check=is_check) for chunk in _chunks(keys))


def renew_all(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Compare every finished entry with what its page says now; each night, for what was written without publishing.

    Erases nothing, so that it reports nothing as erased.
    """
    if dry_run:
        return []
    found = renew_stored(now=now, is_check=True)
    if found:
        logger.warning("%d finished entries of calendars were out of date and were made anew", found)
    return []


def _dated(groups: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, dict[Language, Dated]]]:
    found: dict[uuid.UUID, dict[uuid.UUID, dict[Language, Dated]]] = {}
    for language in Language if groups else ():
        for item in dated.collect(language=language, groups=groups):
            found.setdefault(item.group, {}).setdefault(item.key, {})[language] = item
    return found


@transaction.atomic
def refresh_dated(*, groups: Collection[uuid.UUID], now: datetime) -> int:
    """Do for deadlines and broadcasts of these pages what ``refresh`` does for events; return how many changed."""
    instant = now.replace(microsecond=0)
    state = lock(now=instant)
    changes = _Changes()
    for chunk in _chunks(sorted(groups)):
        found = _dated(chunk)
        known = _known(chunk)
        stored = fragments.known({key for rows in known.values() for key in rows})
        rows: list[CalendarFragment] = []
        for group in chunk:
            items = found.get(group, {})
            current = _refresh_group(items, group, known.get(group, {}), changes, instant)
            rows += fragments.of_dated(group, items, current, stored)
        _rewrite(fragments.checked(rows, stored), state, changes)
    return _write(state, changes, instant)


def refresh_present(*, now: datetime) -> int:
    """Refresh every event, deadline and broadcast whose page is there; each night, for what was written without publishing.

    What is not there any more stays as it was: a list that vanished must not become a removal that people seem to have made
    (decision 26). Returns how many entries changed.
    """
    groups = {item.group for language in Language for item in dated.collect(language=language)}
    return _refresh(set(EventPage.objects.values_list("translation_key", flat=True)), groups, now)


def refresh_all(*, now: datetime) -> int:
    """Refresh every event, deadline and broadcast that is public or has an identity; return how many entries changed.

    A part at a time, each in a transaction of its own: whoever publishes meanwhile waits for one part.
    """
    standing = CalendarIdentity.objects.filter(removed_at=None)
    others = standing.filter(subject__in=SUBJECTS.values())
    groups = {item.group for language in Language for item in dated.collect(language=language)}
    groups |= set(others.values_list("event_key", flat=True))
    keys = set(EventPage.objects.values_list("translation_key", flat=True))
    keys |= set(standing.values_list("event_key", flat=True))
    return _refresh(keys - groups, groups, now)


def _refresh(keys: Collection[uuid.UUID], groups: Collection[uuid.UUID], now: datetime) -> int:
    changed = sum(refresh(keys=part, now=now) for part in _chunks(sorted(keys), PART))
    return changed + sum(refresh_dated(groups=part, now=now) for part in _chunks(sorted(groups), PART))


def _chunks(keys: list[uuid.UUID], size: int = CHUNK) -> Iterable[list[uuid.UUID]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
