"""Writing down what changed in the programme, in the transaction of the change; called with every refresh of the calendar."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from events.enums import ProgrammeChangeKind
from events.models import EventPage, ProgrammeChange, ProgrammeState
from events.programme import facts
from events.programme.facts import EventFacts, Told
from portal.kernel.erasure import Erased
from portal.kernel.languages import Language
from portal.kernel.personal_data import EraseAction

BATCH: Final = 500
KEPT: Final = timedelta(days=3 * 365)
"""Changes are news and then history; after three years the events' own pages and the archive feed are enough."""
TELL_A_PLACE: Final = (
    ProgrammeChangeKind.ANNOUNCED,
    ProgrammeChangeKind.PLACE,
    ProgrammeChangeKind.ATTENDANCE,
    ProgrammeChangeKind.RETURNED,
)


@dataclass
class _Written:
    """What one round of recording writes."""

    made: list[ProgrammeState] = field(default_factory=list)
    changed: list[ProgrammeState] = field(default_factory=list)
    changes: list[ProgrammeChange] = field(default_factory=list)

    def add(
        self,
        key: uuid.UUID,
        kind: ProgrammeChangeKind,
        now: datetime,
        *,
        before: Told | None = None,
        after: Told | None = None,
    ) -> None:
        self.changes.append(ProgrammeChange(event_key=key, kind=kind, before=before or {}, after=after or {}, at=now))


def _is_over(now: datetime, *known: EventFacts) -> bool:
    """Return whether nobody can come any more: what is corrected afterwards is no news."""
    return all(facts.moment(one["ends_at"]) <= now for one in known)


def _record_removed(state: ProgrammeState | None, written: _Written, now: datetime) -> None:
    if state is None or state.removed_at is not None:
        return
    state.removed_at = now
    written.changed.append(state)
    if not _is_over(now, state.facts):
        written.add(state.event_key, ProgrammeChangeKind.TAKEN_OFF, now, before=facts.taken_off(state.facts))


def _record_public(
    key: uuid.UUID, pages: Mapping[Language, EventPage], state: ProgrammeState | None, written: _Written, now: datetime
) -> None:
    present = facts.of(pages)
    if state is None:
        written.made.append(ProgrammeState(event_key=key, facts=present))
        if not _is_over(now, present):
            written.add(key, ProgrammeChangeKind.ANNOUNCED, now, after=facts.announced(present))
        return
    before: EventFacts = state.facts
    if state.removed_at is None and before == present:
        return
    is_news = not _is_over(now, before, present)
    if state.removed_at is not None and is_news:
        written.add(key, ProgrammeChangeKind.RETURNED, now, after=facts.announced(present))
    for difference in facts.differences(before, present) if is_news else ():
        written.add(key, difference.kind, now, before=difference.before, after=difference.after)
    if _is_only_worded_otherwise(before, present):
        _translate_place(key, before, present)
    state.facts, state.removed_at = facts.remembered(before, present), None
    written.changed.append(state)


def _is_only_worded_otherwise(before: EventFacts, present: EventFacts) -> bool:
    """Return whether the same place, where people take part in the same way, has other words: then history may have them too."""
    is_same = all(before[name] == present[name] for name in ("place_key", "attendance"))  # type: ignore[literal-required]  # names of the type
    return is_same and before["place"] != present["place"]


def _translate_place(key: uuid.UUID, before: EventFacts, present: EventFacts) -> None:
    """Give the newest change that told this place the words that came later: a translation, or the page of the other language."""
    newest = ProgrammeChange.objects.filter(event_key=key, kind__in=TELL_A_PLACE).order_by("-at", "-pk").first()
    if newest is not None and newest.after.get("place") == before["place"]:
        newest.after["place"] = present["place"]
        newest.save(update_fields=["after"])


def record(*, keys: Iterable[uuid.UUID], pages: Mapping[uuid.UUID, Mapping[Language, EventPage]], now: datetime) -> int:
    """Compare events with what was last told of them and write down each change; return how many were written.

    ``pages`` holds the public pages by key and language; an event without any is off the programme. The first publication
    is told as such, drafts and changes of words are not. Runs inside the caller's transaction, after its lock on the state
    of the calendar, so that two publications at the same instant tell a change once.
    """
    wanted = list(keys)
    states = {row.event_key: row for row in ProgrammeState.objects.filter(event_key__in=wanted)}
    written = _Written()
    for key in wanted:
        if pages.get(key):
            _record_public(key, pages[key], states.get(key), written, now)
        else:
            _record_removed(states.get(key), written, now)
    if written.made:
        ProgrammeState.objects.bulk_create(written.made, batch_size=BATCH)
    if written.changed:
        ProgrammeState.objects.bulk_update(written.changed, ("facts", "removed_at"), batch_size=BATCH)
    if written.changes:
        ProgrammeChange.objects.bulk_create(written.changes, batch_size=BATCH)
    return len(written.changes)


def last_told(key: uuid.UUID) -> EventFacts | None:
    """Return the public facts of an event as they were last written down, also while it is off the programme."""
    found: EventFacts | None = ProgrammeState.objects.filter(event_key=key).values_list("facts", flat=True).first()
    return found


def forget_old(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Delete changes of more than three years ago; the facts that the next change is compared with stay."""
    old = ProgrammeChange.objects.filter(at__lt=now - KEPT)
    number = old.count() if dry_run else old.delete()[0]
    return [Erased("events.ProgrammeChange", EraseAction.DELETE_RECORD, number)]
