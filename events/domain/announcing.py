"""Telling those who hold places and those who applied for stands what became of an event."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Literal

from django.utils import translation
from django.utils.translation import gettext as _

from events import queries, tasks
from events.enums import LIVE_APPLICATIONS, TAKES_PLACE, AttendanceMode, ProgrammeChangeKind
from events.models import EventPage, FairApplication
from events.programme import facts as programme_facts
from events.programme.facts import Difference, EventFacts, Told
from portal.kernel import clock, formats
from portal.kernel.languages import Language
from registration import attending
from registration.domain import announcements
from registration.domain import registrations as seats
from registration.domain.announcements import Changes
from registration.enums import TOLD_STATES, AnnouncementKind
from registration.models import PlaceKind, Registration

Facts = dict[Language, dict[str, str]]
TOLD: Final = {
    ProgrammeChangeKind.MOVED: AnnouncementKind.RESCHEDULED,
    ProgrammeChangeKind.SESSIONS_MOVED: AnnouncementKind.RESCHEDULED,
    ProgrammeChangeKind.MOVED_ONLINE: AnnouncementKind.MOVED_ONLINE,
    ProgrammeChangeKind.ATTENDANCE: AnnouncementKind.PLACE_CHANGED,
    ProgrammeChangeKind.PLACE: AnnouncementKind.PLACE_CHANGED,
    ProgrammeChangeKind.SESSIONS_DROPPED: AnnouncementKind.SESSIONS_DROPPED,
}
"""What an editor can change on the page itself that people with a place must know, the weightiest first."""
_told_by_caller: ContextVar[bool] = ContextVar("told_by_caller", default=False)


def _moment(instant: datetime) -> str:
    return f"{formats.clock_time(instant)}, {formats.long_date(clock.local(instant).date())}"


def _facts_of(page: EventPage) -> dict[str, str]:
    is_online = page.attendance_mode == AttendanceMode.ONLINE
    first, last = _moment(page.starts_at), _moment(page.ends_at)
    if page.is_all_day:
        first, last = formats.long_date(page.first_day), formats.long_date(page.last_day)
    return {
        _("Start of the event"): first,
        _("End of the event"): last,
        _("Where"): queries.place_line(page),
        _("Online at"): page.online_url if is_online or page.attendance_mode == AttendanceMode.BOTH else "",
    }


def facts(event: EventPage) -> Facts:
    """Return when and where an event takes place by language, as it stands in the database; Vietnamese where English lacks."""
    rows = {
        Language(page.locale.language_code): page
        for page in EventPage.objects.filter(translation_key=event.translation_key, alias_of=None).select_related(
            "locale", "place"
        )
    }
    found: Facts = {}
    for language in Language:
        page = rows.get(language) or rows.get(Language.VIETNAMESE) or next(iter(rows.values()))
        with translation.override(language):
            found[language] = _facts_of(page)
    return found


def differences(before: Facts, after: Facts) -> Changes:
    """Return what differs, as (term, before, after) by language; a place that is only spelt otherwise does not."""
    found: dict[Language, list[announcements.Change]] = {}
    for language, now_true in after.items():
        with translation.override(language):
            where = _("Where")
        found[language] = [
            (term, was, value)
            for term, value in now_true.items()
            if value
            and value != (was := before[language].get(term, ""))
            and not (term == where and programme_facts.is_same_place(was, value))
        ]
    return found


def number_told(event: EventPage) -> int:
    """Return how many registrants and exhibitors a cancellation or a new time now would write to."""
    applications = FairApplication.objects.filter(fair_key=event.translation_key, state__in=LIVE_APPLICATIONS)
    registrations = Registration.objects.of_subjects([event.translation_key]).filter(state__in=TOLD_STATES)
    return registrations.count() + applications.count()


@contextmanager
def told_by_caller() -> Iterator[None]:
    """Publish pages inside without telling anybody: the caller does so itself, with the organiser's words."""
    token = _told_by_caller.set(True)
    try:
        yield
    finally:
        _told_by_caller.reset(token)


def follow(*, event: EventPage, before: EventFacts | None, after: EventFacts | None, by: Any, now: datetime) -> bool:
    """Tell everybody concerned what the publication of a page moved; return whether there was something to tell.

    ``before`` and ``after`` are the public facts around the publication, in whose transaction this runs. The first
    publication, words, new sessions and events that are over are not told. Those who chose a session that is taken out are told; of
    one that nobody could choose, everybody is. Another address to join online is told to those who take part there.
    """
    if _told_by_caller.get() or before is None or after is None:
        return False
    if all(programme_facts.moment(one["ends_at"]) <= now for one in (before, after)):
        return False
    differing = (_still_to_come(one, now) for one in programme_facts.differences(before, after))
    found = {one.kind: one for one in differing if _matters(one)}
    kind = next((told for change, told in TOLD.items() if change in found), None)
    if kind is None:
        return _follow_joining(event=event, before=before, after=after, by=by, now=now)
    changes = {}
    for language in Language:
        with translation.override(language):
            changes[language] = [row for change in TOLD if change in found for row in _rows(found[change], language)]
    chosen = _chosen(found[ProgrammeChangeKind.SESSIONS_DROPPED]) if kind is AnnouncementKind.SESSIONS_DROPPED else ()
    if chosen:
        announcements.announce(
            subject=event.translation_key, kind=kind, changes=changes, notes={}, by=by, now=now, sessions=chosen
        )
        # Mails about sessions reach some only; others may still have to be told another address.
        _follow_joining(event=event, before=before, after=after, by=by, now=now)
    else:
        _tell(event=event, kind=kind, changes=changes, notes={}, by=by, now=now)
    return True


def _still_to_come(difference: Difference, now: datetime) -> Difference:
    """Leave out sessions that are over: that they were taken out afterwards is no news."""
    if difference.kind is not ProgrammeChangeKind.SESSIONS_DROPPED:
        return difference
    rows = [row for row in difference.before["sessions"] if programme_facts.moment(row["ends_at"]) > now]
    return replace(difference, before=Told(sessions=rows))


def _chosen(dropped: Difference) -> list[uuid.UUID]:
    """Return the sessions that were taken out, where visitors chose each of them; nothing where one was for everybody."""
    keys = {uuid.UUID(row["key"]) for row in dropped.before["sessions"]}
    offered = set(PlaceKind.objects.filter(session__in=keys).values_list("session", flat=True))
    return sorted(keys) if keys == offered else []


def _follow_joining(*, event: EventPage, before: EventFacts, after: EventFacts, by: Any, now: datetime) -> bool:
    """Tell those who take part online where that is from now on, if it differs."""
    was, becomes = before.get("online"), after.get("online", {})
    modes = {before["attendance"], after["attendance"]}
    if was is None or was == becomes or AttendanceMode.ON_SITE in modes or after["status"] not in TAKES_PLACE:
        return False
    titles = {row["key"]: row["title"] for row in after["sessions"]}
    changes: dict[Language, list[announcements.Change]] = {}
    for language in Language:
        with translation.override(language):
            changes[language] = [
                (
                    _word(titles[key], language) if key else _("Online at"),
                    was.get(key) or was.get("", ""),
                    becomes.get(key) or becomes.get("") or attending.later(),
                )
                for key in ("", *titles)
                if was.get(key) != becomes.get(key)
            ]
    if not changes[Language.VIETNAMESE]:
        return False
    kind = AnnouncementKind.JOINING_CHANGED
    announcements.announce(subject=event.translation_key, kind=kind, changes=changes, notes={}, by=by, now=now)
    return True


def _word(words: Mapping[str, str], language: Language) -> str:
    return words.get(language) or next(iter(words.values()))


def _matters(difference: Difference) -> bool:
    """Return whether people who come must know: that one can also join online takes nothing from those at the venue."""
    if difference.kind is ProgrammeChangeKind.ATTENDANCE:
        return difference.before["attendance"] != AttendanceMode.ON_SITE
    if difference.kind is ProgrammeChangeKind.SESSIONS_DROPPED:
        return bool(difference.before["sessions"])
    return difference.kind in TOLD


def _rows(difference: Difference, language: Language) -> list[announcements.Change]:
    """Return what differs as (term, before, after), in the active language."""
    before, after = difference.before, difference.after
    if difference.kind is ProgrammeChangeKind.MOVED:
        rows = [
            (_("Start of the event"), _edge(before, "starts_at"), _edge(after, "starts_at")),
            (_("End of the event"), _edge(before, "ends_at"), _edge(after, "ends_at")),
        ]
    elif difference.kind is ProgrammeChangeKind.SESSIONS_MOVED:
        rows = [
            (
                _word(new["title"], language),
                _moment(programme_facts.moment(old["starts_at"])),
                _moment(programme_facts.moment(new["starts_at"])),
            )
            for old, new in zip(before["sessions"], after["sessions"], strict=True)
        ]
    elif difference.kind is ProgrammeChangeKind.SESSIONS_DROPPED:
        rows = [
            (_word(row["title"], language), _moment(programme_facts.moment(row["starts_at"])), _("will not take place"))
            for row in before["sessions"]
        ]
    else:
        rows = [(_("Where"), before["place"].get(language, ""), after["place"].get(language, ""))]
        if difference.kind is ProgrammeChangeKind.ATTENDANCE:
            was, now = (str(AttendanceMode(told["attendance"]).label) for told in (before, after))
            rows.append((_("Way of taking part"), was, now))
    return [row for row in rows if row[2] and row[1] != row[2]]


def _edge(told: Told, name: Literal["starts_at", "ends_at"]) -> str:
    """Return the first or last moment of an event in words; of whole days the day alone."""
    instant = programme_facts.moment(told[name])
    if not told["is_all_day"]:
        return _moment(instant)
    return formats.long_date(clock.local(instant).date())


def tell(
    *,
    event: EventPage,
    kind: AnnouncementKind,
    before: Facts,
    notes: Mapping[Language, str],
    by: Any,
    now: datetime,
) -> int:
    """Queue what everybody concerned has to know, in the transaction of the change; return how many exhibitors are told.

    A cancellation ends every registration. Mails to registrants go out in batches, those to exhibitors one task each;
    nothing is rendered while the event is locked.
    """
    return _tell(event=event, kind=kind, changes=differences(before, facts(event)), notes=notes, by=by, now=now)


def _tell(
    *, event: EventPage, kind: AnnouncementKind, changes: Changes, notes: Mapping[Language, str], by: Any, now: datetime
) -> int:
    if kind is AnnouncementKind.CANCELLED:
        why = notes.get(Language.VIETNAMESE, "") or str(kind.label)
        announcement = seats.cancel_all(
            subject=event.translation_key, by=by, now=now, why=why, notes=notes, changes=changes
        )
    else:
        announcement = announcements.announce(
            subject=event.translation_key, kind=kind, changes=changes, notes=notes, by=by, now=now
        )
    applications = FairApplication.objects.filter(fair_key=event.translation_key, state__in=LIVE_APPLICATIONS)
    told = list(applications.order_by("pk").values_list("pk", flat=True))
    for pk in told:
        tasks.tell_exhibitor.enqueue(pk, announcement.pk)
    return len(told)
