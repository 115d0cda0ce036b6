"""Postponing, moving online, cancelling and rescheduling an event, on every language at once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events import permissions
from events.domain import calendar, pages
from events.enums import EVENT_MOVES, AttendanceMode, EventStatus
from events.models import EventPage
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from portal.kernel.languages import Language
from registration.domain import places
from registration.domain import registrations as seats

LOG_ACTION = "events.status"
Notes = Mapping[Language, str]
_Edit = Callable[[EventPage], None]


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
    before = main.status
    for row in rows:
        language = Language(row.locale.language_code)

        def apply(instance: EventPage, language: Language = language) -> bool:
            instance.status = target
            instance.status_note = notes.get(language, "")
            if edit is not None:
                edit(instance)
            return True

        pages.change(page=row, apply=apply, by=by)
        log(
            instance=row,
            action=LOG_ACTION,
            user=by,
            data={"from": before, "to": target, "note": notes.get(language, "")},
        )
    calendar.refresh(keys=[main.translation_key], now=now)
    main.refresh_from_db()
    return main


@transaction.atomic
def postpone(*, event: EventPage, by: Any, now: datetime, notes: Notes) -> EventPage:
    """Take an event off its date without a new one; nobody can register until it is rescheduled.

    ``notes`` tells visitors why, by language. Raises IllegalMoveError for a cancelled event, NotAllowedError for a
    person who may not publish the page.
    """
    changed = _change(event=event, target=EventStatus.POSTPONED, by=by, now=now, notes=notes)
    places.freeze(subject=changed.translation_key)
    return changed


@transaction.atomic
def move_online(*, event: EventPage, by: Any, now: datetime, online_url: str = "", notes: Notes) -> EventPage:
    """Move an event from its venue to the network; places that people have stay theirs. Raises as ``postpone``."""

    def edit(instance: EventPage) -> None:
        instance.attendance_mode = AttendanceMode.ONLINE
        instance.online_url = online_url or instance.online_url

    changed = _change(event=event, target=EventStatus.MOVED_ONLINE, by=by, now=now, notes=notes, edit=edit)
    places.reopen(subject=changed.translation_key, now=now)
    return changed


@transaction.atomic
def cancel(*, event: EventPage, by: Any, now: datetime, notes: Notes) -> EventPage:
    """Cancel an event for good and every registration for it, with mails. Raises as ``postpone``."""
    changed = _change(event=event, target=EventStatus.CANCELLED, by=by, now=now, notes=notes)
    places.freeze(subject=changed.translation_key)
    why = notes.get(Language.VIETNAMESE, "") or str(EventStatus.CANCELLED.label)
    seats.cancel_all(subject=changed.translation_key, by=by, now=now, why=why)
    return changed


@transaction.atomic
def reschedule(
    *, event: EventPage, starts_at: datetime, ends_at: datetime, by: Any, now: datetime, notes: Notes
) -> EventPage:
    """Give an event a new time; its sessions move by as much, and a postponed event is on again.

    Raises DomainError when it would end before it starts, IllegalMoveError for a cancelled event, NotAllowedError as
    ``postpone``.
    """
    if ends_at < starts_at:
        raise DomainError(_("The event must end after it starts."), field="ends_at")
    current = EventPage.objects.get(pk=event.pk)
    if current.status == EventStatus.CANCELLED:
        raise IllegalMoveError
    target = EventStatus.SCHEDULED if current.status == EventStatus.POSTPONED else EventStatus(current.status)

    def edit(instance: EventPage) -> None:
        shift = starts_at - instance.starts_at
        if shift:
            instance.previous_starts_at = instance.starts_at
        instance.starts_at, instance.ends_at = starts_at, ends_at
        sessions = list(instance.sessions.all())
        for session in sessions:
            session.starts_at += shift
            session.ends_at += shift
        instance.sessions = sessions

    changed = _change(event=event, target=target, by=by, now=now, notes=notes, edit=edit)
    places.reopen(subject=changed.translation_key, now=now)
    return changed
