"""Keeping the finished entries of calendars: written in the transaction that publishes a change, so that reading joins bytes.

What is not in the database and yet in the bytes (the writer's own code, the words of the catalogue, addresses of the site) is
known by a digest in each row; rows of another digest are made anew when a file needs them.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from events import enums, occurrences
from events.calendars import entries, icalendar, pieces, selection
from events.domain.dated import Dated
from events.models import CalendarFragment, CalendarIdentity, EventPage
from portal.kernel.languages import Language

CHUNK: Final = 200
UPDATED: Final = ("group", "revision", "stamp", "data", "short", "problem", "facts", "digest", "made_by")
WRITERS: Final = (icalendar, entries, pieces, occurrences, selection, enums)
ANY_ORDER: Final = (entries.NEVER, "")
Place = tuple[UUID, Language]


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a fragment, without its bytes."""

    facts: str
    made_by: str
    is_good: bool


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, default=str).encode()).hexdigest()


@cache
def _code() -> str:
    files = [Path(module.__file__) for module in WRITERS if module.__file__]
    files += sorted(path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po"))
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def made_by() -> str:
    """Return the digest of what is in every entry and not in the database."""
    return _digest(
        [
            _code(),
            settings.BASE_URL,
            settings.DEFAULT_FROM_EMAIL,
            settings.SITE_NAME_VI,
            settings.SITE_NAME_EN,
            settings.MEDIA_URL,
        ]
    )


def known(keys: Collection[UUID]) -> dict[Place, Known]:
    """Return what is stored of these keys, without the bytes."""
    rows = CalendarFragment.objects.filter(key__in=keys)
    found = rows.values_list("key", "language", "facts", "made_by", "problem")
    return {
        (key, Language(language)): Known(facts, maker, not problem) for key, language, facts, maker, problem in found
    }


def _facts(pages: Mapping[Language, EventPage]) -> str:
    """Return what filters and order read of an event, in whichever language."""
    return _digest(
        [
            [
                page.pk,
                page.starts_at,
                page.ends_at,
                page.kind,
                page.level,
                page.status,
                page.attendance_mode,
                page.place_id,
                sorted(term.code for term in page.fields.all()),
                sorted(row.organisation.slug for row in page.organisers.all() if row.organisation),
            ]
            for _language, page in sorted(pages.items())
        ]
    )


def _row(key: UUID, group: UUID, language: Language, facts: str, said: list[icalendar.Entry]) -> CalendarFragment:
    made = pieces.make(ANY_ORDER, said)
    return CalendarFragment(
        key=key,
        group=group,
        language=language,
        revision=0,
        stamp=made.stamp,
        data=made.data,
        short=made.short,
        facts=facts,
        digest=pieces.check(made),
        made_by=made_by(),
    )


def _gone(key: UUID, group: UUID, language: Language, stored: Known | None) -> Iterator[CalendarFragment]:
    if stored is not None and stored.facts:
        digest = pieces.check(pieces.stored(ANY_ORDER, b"", b"", ""))
        yield CalendarFragment(key=key, group=group, language=language, revision=0, digest=digest, made_by=made_by())


def _is_due(stored: Known | None, facts: str) -> bool:
    return stored is None or not stored.is_good or stored.facts != facts or stored.made_by != made_by()


def checked(rows: Collection[CalendarFragment], stored: Mapping[Place, Known]) -> list[CalendarFragment]:
    """Return rows with what the linter says of them, without those that are refused as they were before.

    Writing these again would only tell everybody of nothing new.
    """
    for language in Language:
        own = [row for row in rows if row.language == language]
        full, short = (pieces.problems([getattr(row, form) for row in own]) for form in ("data", "short"))
        for row, *said in zip(own, full, short, strict=True):
            row.problem = next(filter(None, said), "")
    return [row for row in rows if not _is_as_bad(row, stored.get((row.key, Language(row.language))))]


def _is_as_bad(row: CalendarFragment, stored: Known | None) -> bool:
    if stored is None or stored.is_good or stored.facts != row.facts or stored.made_by != row.made_by:
        return False
    return bool(row.problem)


def of_event(
    key: UUID,
    pages: Mapping[Language, EventPage],
    identities: dict[UUID, CalendarIdentity],
    stored: Mapping[Place, Known],
    *,
    changed: bool,
) -> Iterator[CalendarFragment]:
    """Yield the rows of an event that must be written: all of them after a change of its identities, else what is out of date.

    Readers of English see the Vietnamese page where there is no other; readers of Vietnamese see Vietnamese pages only.
    """
    facts = _facts(pages)
    for language in Language:
        before = stored.get((key, language))
        page = pages.get(language) or (pages.get(Language.VIETNAMESE) if language is Language.ENGLISH else None)
        if page is None:
            yield from _gone(key, key, language, before)
        elif changed or _is_due(before, facts):
            yield _row(key, key, language, facts, entries.entries(page, identities, language=language))


def of_dated(
    group: UUID,
    items: Mapping[UUID, Mapping[Language, Dated]],
    identities: Mapping[UUID, CalendarIdentity],
    stored: Mapping[Place, Known],
    *,
    changed: bool = False,
) -> Iterator[CalendarFragment]:
    """Yield the rows of the deadlines or broadcasts of a page that must be written; those of former ones become empty."""
    for key, identity in identities.items():
        for language in Language:
            before = stored.get((key, language))
            item = items.get(key, {}).get(language)
            if item is None:
                yield from _gone(key, group, language, before)
                continue
            facts = _digest([repr(item), identity.uid, identity.sequence, icalendar.utc(identity.content_changed_at)])
            if changed or _is_due(before, facts):
                yield _row(key, group, language, facts, [entries.dated_entry(item, identity, language=language)])


def differing(rows: Collection[CalendarFragment]) -> list[CalendarFragment]:
    """Return those rows that say something else than what is stored."""
    stored = CalendarFragment.objects.filter(key__in={row.key for row in rows})
    same = {(row.key, row.language): _said(row) for row in stored}
    return [row for row in rows if same.get((row.key, row.language)) != _said(row)]


def _said(row: CalendarFragment) -> tuple[bytes, bytes, str, str, str, str]:
    return bytes(row.data), bytes(row.short), row.stamp, row.facts, row.digest, row.made_by


def write(rows: Collection[CalendarFragment], *, revision: int) -> None:
    """Store rows under a revision of the calendar; call it while the state of the calendar is locked."""
    for row in rows:
        row.revision = revision
    # One statement for each part: a row of this event that another transaction has made meanwhile is overwritten, not doubled.
    CalendarFragment.objects.bulk_create(
        rows, batch_size=CHUNK, update_conflicts=True, unique_fields=["key", "language"], update_fields=UPDATED
    )
