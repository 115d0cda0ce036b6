"""The last good file of each selection and language, in files: they outlive a restart, the cache and the database.

A file is replaced whole (rename), so that a reader in another process sees the old one or the new one. Beside a snapshot
may stand a file that waits for a person (it lost half of its entries), and the note of an alarm.
"""

import gzip
import hashlib
import json
import logging
import os
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.calendars import selection
from events.calendars.selection import EVERYTHING, Selection
from portal.kernel import watch as kernel_watch
from portal.kernel.languages import Language

MOST_SNAPSHOTS: Final = 400
FETCH_NOTED_AFTER: Final = 3600
GOOD, HELD, ALARM = ".good", ".held", ".alarm"
GZIP: Final = b"\x1f\x8b"
logger = logging.getLogger(__name__)


class OtherFileError(Exception):
    """Another file waits than the one that somebody decided on."""


class AlarmReason(TextChoices):
    """Why an older file is served."""

    DAMAGED = "damaged", _("The new file is damaged.")
    SHRUNK = "shrunk", _("The new file has lost half of its entries and waits for your decision.")
    FAILED = "failed", _("The new file could not be made.")


@dataclass(frozen=True)
class Feed:
    """A file with its validators: a strong tag for each coding and the instant of the last change."""

    body: bytes
    etag: str
    changed_at: datetime | None
    entries: int

    @cached_property
    def compressed(self) -> bytes:
        """The file as gzip, made when the first program asks for it."""
        return gzip.compress(self.body, mtime=0)

    def etag_for(self, *, compressed: bool) -> str:
        """Return the quoted tag of one coding."""
        return f'"{self.etag}-gzip"' if compressed else f'"{self.etag}"'


def tagged(body: bytes, changed_at: datetime | None, entries: int) -> Feed:
    """Return a file that is made whole, with a tag of its bytes."""
    return Feed(body, hashlib.sha256(body).hexdigest()[:32], changed_at, entries)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A stored file and when it was stored."""

    feed: Feed
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class SnapshotState:
    """What the operator sees of one stored calendar.

    ``held_entries`` is None and ``held_etag`` empty unless a file waits for a decision.
    """

    selection: Selection
    language: Language
    entries: int
    size: int
    changed_at: datetime | None
    stored_at: datetime
    fetched_at: datetime
    alarm: AlarmReason | None
    alarm_detail: str
    alarm_since: datetime | None
    held_entries: int | None
    held_etag: str


def _folder() -> Path:
    return Path(settings.CALENDAR_SNAPSHOTS)


def _file(chosen: Selection, language: Language, suffix: str) -> Path:
    return _folder() / f"{language.value}-{chosen.name}{suffix}"


def _replace(path: Path, head: bytes, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(head)
            target.write(body)
            target.flush()
            os.fsync(target.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _write(path: Path, chosen: Selection, language: Language, feed: Feed, now: datetime) -> None:
    head = {
        "query": chosen.query,
        "language": language.value,
        "etag": feed.etag,
        "check": zlib.crc32(feed.body),
        "entries": feed.entries,
        "size": len(feed.body),
        "changed_at": feed.changed_at.isoformat() if feed.changed_at else None,
        "stored_at": now.isoformat(),
    }
    _replace(path, json.dumps(head).encode() + b"\n", feed.body)


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _head(path: Path) -> dict[str, Any] | None:
    try:
        with path.open("rb") as source:
            head = json.loads(source.readline())
    except (OSError, ValueError):
        return None
    return head if isinstance(head, dict) else None


def _read(path: Path) -> Snapshot | None:
    """Return a stored file; one that cannot be read, or whose bytes are not those that were stored, is as if it were missing."""
    try:
        first, _separator, body = path.read_bytes().partition(b"\n")
        head = json.loads(first)
        if body.startswith(GZIP):
            # Earlier releases stored files compressed.
            body = gzip.decompress(body)
        feed = Feed(body, str(head["etag"]), _instant(head["changed_at"]), int(head["entries"]))
        stored_at = datetime.fromisoformat(head["stored_at"])
        is_whole = head["size"] == len(body) and head.get("check", 0) in {0, zlib.crc32(body)}
    except FileNotFoundError:
        return None
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        logger.exception("the stored calendar %s cannot be read", path.name)
        return None
    if not is_whole:
        logger.error("the stored calendar %s has other bytes than were stored", path.name)
        return None
    return Snapshot(feed, stored_at)


def load(chosen: Selection, language: Language) -> Snapshot | None:
    """Return the last good file, if there is one."""
    return _read(_file(chosen, language, GOOD))


def known(chosen: Selection, language: Language) -> tuple[str, int] | None:
    """Return tag and number of entries of the last good file, from its first line alone."""
    head = _head(_file(chosen, language, GOOD))
    if head is None or not isinstance(head.get("etag"), str) or not isinstance(head.get("entries"), int):
        return None
    return head["etag"], head["entries"]


def store(chosen: Selection, language: Language, feed: Feed, now: datetime) -> None:
    """Keep a good file; whatever waited is out of date, and an alarm is over.

    An empty calendar is not kept, unless it takes the place of one with entries: it can be made again at any time.
    """
    settle(chosen, language)
    path = _file(chosen, language, GOOD)
    is_new = not path.exists()
    if is_new and not feed.entries:
        return
    _write(path, chosen, language, feed, now)
    if is_new:
        _evict()


def settle(chosen: Selection, language: Language) -> None:
    """End an alarm and drop what waits: the present file is good."""
    for suffix in (HELD, ALARM):
        _file(chosen, language, suffix).unlink(missing_ok=True)


def _evict() -> None:
    """Keep the store small: the calendars that were fetched longest ago go, never that of everything."""
    kept = {_file(EVERYTHING, language, GOOD) for language in Language}
    found = []
    for path in _folder().glob(f"*{GOOD}"):
        try:
            found.append((path.stat().st_mtime, path))
        except FileNotFoundError:
            continue
    others = sorted(pair for pair in found if pair[1] not in kept)
    for _fetched, path in others[: max(0, len(found) - MOST_SNAPSHOTS)]:
        for suffix in (GOOD, HELD, ALARM):
            path.with_suffix(suffix).unlink(missing_ok=True)


def note_fetch(chosen: Selection, language: Language) -> None:
    """Remember that somebody fetched it, to the hour; who, nobody keeps."""
    path = _file(chosen, language, GOOD)
    try:
        if time.time() - path.stat().st_mtime > FETCH_NOTED_AFTER:
            os.utime(path)
    except OSError:
        return


def hold(chosen: Selection, language: Language, feed: Feed, now: datetime) -> None:
    """Put a file aside until a person decides."""
    _write(_file(chosen, language, HELD), chosen, language, feed, now)


def accept(chosen: Selection, language: Language, etag: str, now: datetime) -> Feed | None:
    """Make the file that waits the good one; return it, or None when nothing waits any more.

    Raises OtherFileError when another file waits than that with this tag.
    """
    waiting = _read(_file(chosen, language, HELD))
    if waiting is None:
        return None
    if waiting.feed.etag != etag:
        raise OtherFileError
    _write(_file(chosen, language, GOOD), chosen, language, waiting.feed, now)
    settle(chosen, language)
    return waiting.feed


def alarm(chosen: Selection, language: Language, reason: AlarmReason, detail: str, now: datetime) -> bool:
    """Note an alarm; return whether it is new, in this process or any other.

    Selections of which nothing is stored raise none, so that odd addresses leave no files behind; that of everything does.
    """
    path = _file(chosen, language, ALARM)
    if chosen != EVERYTHING and not path.with_suffix(GOOD).exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    note = {"reason": reason.value, "detail": detail[:500], "since": now.isoformat()}
    try:
        with path.open("x") as target:
            target.write(json.dumps(note) + "\n")
    except FileExistsError:
        return False
    return True


def _state(path: Path) -> SnapshotState | None:
    head = _head(path)
    if head is None:
        return None
    try:
        chosen = selection.from_query(QueryDict(head["query"]))
        fetched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        note = _head(path.with_suffix(ALARM)) or {}
        waiting = _head(path.with_suffix(HELD))
        return SnapshotState(
            selection=chosen,
            language=Language(head["language"]),
            entries=head["entries"],
            size=head["size"],
            changed_at=_instant(head["changed_at"]),
            stored_at=datetime.fromisoformat(head["stored_at"]),
            fetched_at=fetched,
            alarm=AlarmReason(note["reason"]) if note else None,
            alarm_detail=note.get("detail", ""),
            alarm_since=_instant(note.get("since")),
            held_entries=waiting["entries"] if waiting else None,
            held_etag=waiting["etag"] if waiting else "",
        )
    except (selection.UnknownSelectionError, OSError, KeyError, ValueError):
        return None


def state() -> list[SnapshotState]:
    """Return every stored calendar, those with an alarm first, then by name; reads files only."""

    def found() -> Iterator[SnapshotState]:
        for path in _folder().glob(f"*{GOOD}"):
            if (read := _state(path)) is not None:
                yield read

    return sorted(found(), key=lambda one: (one.alarm is None, one.selection.query, one.language))


def watch() -> kernel_watch.Word:
    """Tell the operator's watch whether an older calendar is served somewhere."""
    alarms = next(_folder().glob(f"*{ALARM}"), None)
    return kernel_watch.Word.OK if alarms is None else kernel_watch.Word.FAILED
