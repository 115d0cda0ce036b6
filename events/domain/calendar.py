"""Keeping calendar identities: called when an event is published, unpublished or moved, never when a file is read."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from events import fair_queries, occurrences
from events.calendars import entries
from events.domain import dated, programme
from events.domain.dated import Dated
from events.enums import CalendarSubject, DatedKind, EventStatus
from events.models import CalendarFeedState, CalendarIdentity, EventPage
from portal.kernel.languages import Language

FEED = "events"
CHUNK = 500
PART = 50
SUBJECTS = {DatedKind.AWARD_DEADLINE: CalendarSubject.DEADLINE, DatedKind.BROADCAST: CalendarSubject.BROADCAST}
PARTS = ("sessions", "organisers__organisation", "fields", "picture__renditions")
WRITTEN = ("sequence", "schedule_digest", "content_digest", "content_changed_at", "cancelled_at", "removed_at")


@dataclass
class _Changes:
    """What one refresh found."""

    made: list[CalendarIdentity] = field(default_factory=list)
    changed: list[CalendarIdentity] = field(default_factory=list)


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
) -> None:
    main = pages.get(Language.VIETNAMESE) or next(iter(pages.values()), None)
    current: set[uuid.UUID] = set()
    for occurrence in occurrences.of(main) if main else ():
        current.add(occurrence.key)
        identity = known.get(occurrence.key)
        is_new = identity is None
        identity = identity or CalendarIdentity(key=occurrence.key, event_key=key, subject=occurrence.subject)
        if main is not None and _apply(
            identity,
            schedule=entries.schedule_digest(main, occurrence),
            content=entries.content_digest(pages, occurrence),
            cancelled=main.status == EventStatus.CANCELLED,
            now=now,
        ):
            (changes.made if is_new else changes.changed).append(identity)
    if main is not None and closes_at is not None:
        current.add(_refresh_closing(key, closes_at, known, changes, now))
    _remove(known, current, changes, now)


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
    known: dict[uuid.UUID, CalendarIdentity], current: set[uuid.UUID], changes: _Changes, now: datetime
) -> None:
    for identity in known.values():
        if identity.key not in current and identity.removed_at is None:
            identity.removed_at = now
            changes.changed.append(identity)


def lock(*, now: datetime) -> CalendarFeedState:
    """Let nobody else refresh until the end of the transaction; return the state of the calendar."""
    instant = now.replace(microsecond=0)
    state, _made = CalendarFeedState.objects.get_or_create(name=FEED, defaults={"changed_at": instant})
    return CalendarFeedState.objects.select_for_update().get(pk=state.pk)


def _write(state: CalendarFeedState, changes: _Changes, instant: datetime) -> int:
    CalendarIdentity.objects.bulk_create(changes.made, batch_size=CHUNK)
    CalendarIdentity.objects.bulk_update(changes.changed, WRITTEN, batch_size=CHUNK)
    count = len(changes.made) + len(changes.changed)
    if count:
        state.revision += 1
        state.changed_at = max(state.changed_at, instant)
        state.save(update_fields=["revision", "changed_at"])
    return count


def _known(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, CalendarIdentity]]:
    known: dict[uuid.UUID, dict[uuid.UUID, CalendarIdentity]] = {}
    for row in CalendarIdentity.objects.filter(event_key__in=keys).order_by("pk"):
        known.setdefault(row.event_key, {})[row.key] = row
    return known


@transaction.atomic
def refresh(*, keys: Collection[uuid.UUID], now: datetime) -> int:
    """Compare the identities of these events with their public pages; return how many entries changed.

    SEQUENCE rises when time, place or status changes and when a removed entry comes back; the content time moves on any
    change of words. The feed's state moves with every change, removals included. Times are kept to whole seconds.
    What visitors must know of it is written down as a change of the programme.
    """
    instant = now.replace(microsecond=0)
    state = lock(now=instant)
    changes = _Changes()
    for chunk in _chunks(sorted(keys)):
        pages, known, closings = pages_by_language(chunk), _known(chunk), fair_queries.closings(chunk)
        for key in chunk:
            _refresh_event(key, pages.get(key, {}), known.get(key, {}), changes, instant, closes_at=closings.get(key))
        programme.record(keys=chunk, pages=pages, now=instant)
    return _write(state, changes, instant)


def _refresh_group(
    items: dict[uuid.UUID, dict[Language, Dated]],
    group: uuid.UUID,
    known: dict[uuid.UUID, CalendarIdentity],
    changes: _Changes,
    now: datetime,
) -> None:
    for key, by_language in items.items():
        main = by_language.get(Language.VIETNAMESE) or next(iter(by_language.values()))
        identity = known.get(key)
        is_new = identity is None
        identity = identity or CalendarIdentity(key=key, event_key=group, subject=SUBJECTS[main.kind])
        if _apply(
            identity,
            schedule=entries.dated_schedule_digest(main),
            content=entries.dated_content_digest(by_language),
            cancelled=False,
            now=now,
        ):
            (changes.made if is_new else changes.changed).append(identity)
    _remove(known, set(items), changes, now)


@transaction.atomic
def refresh_dated(*, groups: Collection[uuid.UUID], now: datetime) -> int:
    """Do for deadlines and broadcasts of these pages what ``refresh`` does for events; return how many changed."""
    instant = now.replace(microsecond=0)
    state = lock(now=instant)
    changes = _Changes()
    for chunk in _chunks(sorted(groups)):
        found: dict[uuid.UUID, dict[uuid.UUID, dict[Language, Dated]]] = {}
        for language in Language:
            for item in dated.collect(language=language, groups=chunk):
                found.setdefault(item.group, {}).setdefault(item.key, {})[language] = item
        known = _known(chunk)
        for group in chunk:
            _refresh_group(found.get(group, {}), group, known.get(group, {}), changes, instant)
    return _write(state, changes, instant)


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
    changed = sum(refresh(keys=part, now=now) for part in _chunks(sorted(keys - groups), PART))
    return changed + sum(refresh_dated(groups=part, now=now) for part in _chunks(sorted(groups), PART))


def _chunks(keys: list[uuid.UUID], size: int = CHUNK) -> Iterable[list[uuid.UUID]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
