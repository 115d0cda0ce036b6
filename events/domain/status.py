"""Postponing, moving, cancelling and rescheduling an event, on every language at once, with word to all concerned."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events import permissions
from events.domain import announcing, calendar, consequences, pages, registration
from events.enums import EVENT_MOVES, AttendanceMode, EventStatus
from events.models import EventPage
from events.models.event_page import whole_days
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from portal.kernel.languages import Language
from portal.vocabularies.models import AdministrativeUnit
from registration.domain import audit, places
from registration.enums import AnnouncementKind
from registration.organiser_enums import AuditAction

LOG_ACTION = "events.status"
AUDITED = ("status", "starts_at", "ends_at", "attendance_mode", "venue_name", "address", "online_url")
Notes = Mapping[Language, str]
_Edit = Callable[[EventPage], None]
TAKEN_OFF = frozenset({EventStatus.POSTPONED, EventStatus.MOVED_ONLINE, EventStatus.CANCELLED})
"""What cannot become of an event any more once it is over."""


def is_over(event: EventPage, now: datetime) -> bool:
    """Return whether an event has ended; one that is postponed waits for its new date, or for being cancelled."""
    return event.status != EventStatus.POSTPONED and event.is_past(now)


def _change(
    *,
    event: EventPage,
    target: EventStatus,
    by: Any,
    now: datetime,
    notes: Notes,
    edit: _Edit | None = None,
) -> EventPage:
    rows = list(
        EventPage.objects.select_for_update(of=("self",))
        .filter(translation_key=event.translation_key, alias_of=None)
        .select_related("locale")
        .order_by("pk")
    )
    main: EventPage = next((row for row in rows if row.locale.language_code == Language.VIETNAMESE), rows[0])
    if not permissions.can_change_status(by, main):
        raise NotAllowedError
    if main.status != target or target == EventStatus.CANCELLED:
        EVENT_MOVES.check(EventStatus(main.status), target)
    if main.status != target and target in TAKEN_OFF and is_over(main, now):
        raise DomainError(
            _("This event is over; it can no longer be postponed, moved online or cancelled."), field="action"
        )
    before = main.status
    facts_before = {name: getattr(main, name) for name in AUDITED}
    for row in rows:
        language = Language(row.locale.language_code)

        def apply(instance: EventPage, language: Language = language) -> bool:
            instance.status = target
            instance.status_note = notes.get(language, "")
            if edit is not None:
                edit(instance)
            return True

        with announcing.told_by_caller():
            pages.change(page=row, apply=apply, by=by)
        log(
            instance=row,
            action=LOG_ACTION,
            user=by,
            data={"from": before, "to": target, "note": notes.get(language, "")},
        )
    calendar.refresh(keys=[main.translation_key], now=now)
    main.refresh_from_db()
    audit.record(
        action=AuditAction.EVENT_STATUS,
        by=by,
        now=now,
        subject=main.translation_key,
        about=main,
        label=main.title,
        changes=audit.differences(facts_before, {name: getattr(main, name) for name in AUDITED}),
        remark=notes.get(Language.VIETNAMESE, ""),
    )
    return main


def _stands_as_wished(event: EventPage, target: EventStatus, notes: Notes) -> bool:
    """Return whether the form was sent a second time: same status, same words."""
    pages_of = EventPage.objects.filter(translation_key=event.translation_key, alias_of=None).select_related("locale")
    return all(
        page.status == target and page.status_note == notes.get(Language(page.locale.language_code), "")
        for page in pages_of
    )


def _resume(event: EventPage, by: Any, now: datetime) -> None:
    """Open the places that the page offers again, also where an unfinished draft keeps it from being published."""
    registration.open_places(event=event, now=now, by=by)


@transaction.atomic
def postpone(*, event: EventPage, by: Any, now: datetime, notes: Notes) -> EventPage:
    """Take an event off its date without a new one; nobody can register until it is rescheduled. Everybody is told.

    ``notes`` tells visitors why, by language. The same a second time tells nobody again. Raises IllegalMoveError for a
    cancelled event, DomainError for one that is over, NotAllowedError for a person who may not publish the page.
    """
    before, is_repeated = announcing.facts(event), _stands_as_wished(event, EventStatus.POSTPONED, notes)
    changed = _change(event=event, target=EventStatus.POSTPONED, by=by, now=now, notes=notes)
    places.freeze(subject=changed.translation_key, now=now, by=by)
    consequences.follow(event=changed, status=EventStatus.POSTPONED, by=by, now=now)
    if not is_repeated:
        announcing.tell(event=changed, kind=AnnouncementKind.POSTPONED, before=before, notes=notes, by=by, now=now)
    return changed


@transaction.atomic
def move_online(*, event: EventPage, by: Any, now: datetime, online_url: str = "", notes: Notes) -> EventPage:
    """Move an event from its venue to the network; places that people have stay theirs. Tells and raises as ``postpone``.

    Registration stays open, because people can still join online. A postponed event needs a date first: DomainError.
    """
    if EventPage.objects.get(pk=event.pk).status == EventStatus.POSTPONED:
        raise DomainError(_("A postponed event needs a new date first; then it can be moved online."), field="action")

    def edit(instance: EventPage) -> None:
        instance.attendance_mode = AttendanceMode.ONLINE
        instance.online_url = online_url or instance.online_url

    before, is_repeated = announcing.facts(event), _stands_as_wished(event, EventStatus.MOVED_ONLINE, notes)
    changed = _change(event=event, target=EventStatus.MOVED_ONLINE, by=by, now=now, notes=notes, edit=edit)
    consequences.follow(event=changed, status=EventStatus.MOVED_ONLINE, by=by, now=now)
    _resume(changed, by, now)
    if not is_repeated or _differs(changed, before):
        announcing.tell(event=changed, kind=AnnouncementKind.MOVED_ONLINE, before=before, notes=notes, by=by, now=now)
    return changed


@transaction.atomic
def cancel(*, event: EventPage, by: Any, now: datetime, notes: Notes) -> EventPage:
    """Cancel an event for good and every registration for it, with mails. Raises as ``postpone``."""
    before = announcing.facts(event)
    changed = _change(event=event, target=EventStatus.CANCELLED, by=by, now=now, notes=notes)
    consequences.follow(event=changed, status=EventStatus.CANCELLED, by=by, now=now)
    announcing.tell(event=changed, kind=AnnouncementKind.CANCELLED, before=before, notes=notes, by=by, now=now)
    return changed


@transaction.atomic
def change_place(
    *,
    event: EventPage,
    venues: Mapping[Language, str],
    addresses: Mapping[Language, str],
    place: AdministrativeUnit | None,
    by: Any,
    now: datetime,
    notes: Notes,
) -> EventPage:
    """Hold an event somewhere else at the same time; registrations stay, everybody is told.

    Venue and address come by language, the Vietnamese ones where English is empty. A point on the map is forgotten,
    because it was that of the old place. Raises DomainError without a venue and for an event that is online only,
    IllegalMoveError for a cancelled event, NotAllowedError as ``postpone``.
    """
    current = EventPage.objects.get(pk=event.pk)
    if current.status == EventStatus.CANCELLED:
        raise IllegalMoveError
    if current.attendance_mode == AttendanceMode.ONLINE:
        raise DomainError(_("This event takes place online only; it has no venue to change."), field="action")
    if not venues.get(Language.VIETNAMESE, "").strip():
        raise DomainError(_("Give the new venue."), field="venue_vi")
    before = announcing.facts(event)

    def edit(instance: EventPage) -> None:
        language = Language(instance.locale.language_code)
        instance.venue_name = venues.get(language) or venues[Language.VIETNAMESE]
        instance.address = addresses.get(language) or addresses.get(Language.VIETNAMESE, "")
        instance.place = place
        instance.latitude = instance.longitude = None

    changed = _change(event=event, target=EventStatus(current.status), by=by, now=now, notes=notes, edit=edit)
    if _differs(changed, before):
        announcing.tell(event=changed, kind=AnnouncementKind.PLACE_CHANGED, before=before, notes=notes, by=by, now=now)
    return changed


def _differs(event: EventPage, before: announcing.Facts) -> bool:
    return any(announcing.differences(before, announcing.facts(event)).values())


def move(event: EventPage, starts_at: datetime, ends_at: datetime) -> None:
    """Give an event a time without saving it; its sessions move by as much."""
    shift = starts_at - event.starts_at
    event.starts_at, event.ends_at = starts_at, ends_at
    sessions = list(event.sessions.all())
    for session in sessions:
        session.starts_at += shift
        session.ends_at += shift
    event.sessions = sessions


@transaction.atomic
def reschedule(
    *, event: EventPage, starts_at: datetime, ends_at: datetime, by: Any, now: datetime, notes: Notes
) -> EventPage:
    """Give an event a new time; its sessions move by as much, and a postponed event is on again.

    Everybody is told unless nothing differs. What has begun may get another end. Raises DomainError when it would end before
    it starts or be over already, IllegalMoveError for a cancelled event, NotAllowedError as ``postpone``.
    """
    current = EventPage.objects.get(pk=event.pk)
    if current.is_all_day:
        starts_at, ends_at = whole_days(starts_at, ends_at)
    if ends_at <= starts_at:
        raise DomainError(_("The event must end after it starts."), field="ends_at")
    if current.status == EventStatus.CANCELLED:
        raise IllegalMoveError
    if ends_at <= now:
        raise DomainError(_("At this time the event would already be over. Give a time to come."), field="starts_at")
    target = EventStatus.SCHEDULED if current.status == EventStatus.POSTPONED else EventStatus(current.status)

    def edit(instance: EventPage) -> None:
        if starts_at != instance.starts_at:
            instance.previous_starts_at = instance.starts_at
        move(instance, starts_at, ends_at)

    before = announcing.facts(event)
    changed = _change(event=event, target=target, by=by, now=now, notes=notes, edit=edit)
    _resume(changed, by, now)
    if current.status != target or _differs(changed, before):
        announcing.tell(event=changed, kind=AnnouncementKind.RESCHEDULED, before=before, notes=notes, by=by, now=now)
    return changed
