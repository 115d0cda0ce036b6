"""What a person is registered for, as duties of the person's own calendar."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from events.calendars import entries, invitations
from events.calendars.icalendar import EntryStatus
from events.domain import calendar
from events.models import CalendarIdentity, EventPage
from events.occurrences import Occurrence
from portal.accounts.domain import personal_data
from portal.accounts.duties import Duty, DutyState
from portal.accounts.models import User
from portal.kernel.languages import Language
from registration import queries as seats
from registration.enums import PLACE_HOLDING_STATES, RegistrationState, SessionPlaceState, WayOfAttending
from registration.invitations import QUIET
from registration.models import Registration, RegistrationLog, SessionPlace

STATES: Final = {
    **dict.fromkeys(PLACE_HOLDING_STATES, DutyState.FIRM),
    RegistrationState.PENDING_APPROVAL: DutyState.OPEN,
    RegistrationState.WAIT_LISTED: DutyState.OPEN,
    RegistrationState.OFFERED: DutyState.OPEN,
    RegistrationState.CANCELLED: DutyState.ENDED,
    RegistrationState.REJECTED: DutyState.ENDED,
    RegistrationState.DECLINED: DutyState.ENDED,
    RegistrationState.EXPIRED: DutyState.ENDED,
}
"""Whoever has not yet confirmed the address, or has only begun, has nothing in the calendar."""
SESSION_STATES: Final = {
    SessionPlaceState.HELD: DutyState.FIRM,
    SessionPlaceState.REQUESTED: DutyState.OPEN,
    SessionPlaceState.WAITING: DutyState.OPEN,
    SessionPlaceState.DROPPED: DutyState.ENDED,
}
ORDER: Final = (DutyState.FIRM, DutyState.OPEN, DutyState.ENDED)


@dataclass(slots=True)
class _Stand:
    """How a person stands at one subject: the best of all registrations, and each session."""

    state: DutyState
    changed_at: datetime
    steps: int = 0
    offered: bool = False
    ways: dict[DutyState, set[str]] = field(default_factory=lambda: defaultdict(set))
    sessions: dict[uuid.UUID, DutyState] = field(default_factory=dict)


def identities_of(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, CalendarIdentity]]:
    """Return the calendar identities of events by event and by their own key: one query."""
    found: dict[uuid.UUID, dict[uuid.UUID, CalendarIdentity]] = defaultdict(dict)
    for row in CalendarIdentity.objects.filter(event_key__in=keys, removed_at=None):
        found[row.event_key][row.key] = row
    return found


def _best(first: DutyState, second: DutyState) -> DutyState:
    return min(first, second, key=ORDER.index)


def _stands(rows: Collection[Registration]) -> dict[uuid.UUID, _Stand]:
    seen_in_calendar = set(
        RegistrationLog.objects.filter(
            registration__in=rows, to_state__in=[state for state, duty in STATES.items() if duty is not DutyState.ENDED]
        ).values_list("registration_id", flat=True)
    )
    stands: dict[uuid.UUID, _Stand] = {}
    by_pk: dict[int, _Stand] = {}
    for row in rows:
        state = STATES.get(RegistrationState(row.state))
        if state is None or (state is DutyState.ENDED and row.pk not in seen_in_calendar):
            continue
        stand = stands.setdefault(row.place_kind.subject, _Stand(state, row.changed_at))
        stand.state = _best(stand.state, state)
        stand.changed_at = max(stand.changed_at, row.changed_at)
        stand.offered |= row.state == RegistrationState.OFFERED
        stand.ways[state].add(row.place_kind.way)
        by_pk[row.pk] = stand
    counted = RegistrationLog.objects.filter(registration__in=by_pk).exclude(reason__in=QUIET).order_by()
    for pk, steps in counted.values_list("registration_id").annotate(steps=Count("pk")):
        by_pk[pk].steps += steps
    places = SessionPlace.objects.filter(registration__in=by_pk, place_kind__session__isnull=False)
    for place in places.select_related("place_kind"):
        session = place.place_kind.session
        if session is None:
            continue
        stand, duty = by_pk[place.registration_id], SESSION_STATES[SessionPlaceState(place.state)]
        stand.sessions[session] = _best(stand.sessions.get(session, duty), duty)
        stand.changed_at = max(stand.changed_at, place.changed_at)
    return stands


def duties(user: User, language: Language) -> Iterator[Duty]:
    """Yield the events, days and sessions of a person's registrations, those of proven addresses among them."""
    stands = _stands(list(seats.belonging_to(user, personal_data.proven_addresses(user))))
    identities = identities_of(stands)
    for key, pages in calendar.pages_by_language(stands).items():
        page = pages.get(language) or pages.get(Language.VIETNAMESE)
        if page is None:
            continue
        stand = stands[key]
        for item in invitations.of_visitor(page, stand.sessions):
            if identity := identities[key].get(item.key):
                yield _duty(page, item, identity, stand, language)


def _way(stand: _Stand) -> WayOfAttending:
    """Return where the person takes part by the best of the registrations; either where these differ."""
    ways = stand.ways[stand.state]
    return WayOfAttending(next(iter(ways))) if len(ways) == 1 else WayOfAttending.EITHER


def _duty(page: EventPage, item: Occurrence, identity: CalendarIdentity, stand: _Stand, language: Language) -> Duty:
    said = entries.entry(page, item, identity=identity, language=language, way=_way(stand))
    state = stand.state
    if item.key in stand.sessions:
        state = max(state, stand.sessions[item.key], key=ORDER.index)
    title = said.summary
    if said.status == EntryStatus.CANCELLED:
        state = DutyState.ENDED
    elif state is DutyState.ENDED:
        title = _("[NOT REGISTERED ANY MORE] %(title)s") % {"title": title}
    elif state is DutyState.OPEN:
        words = _("[PLACE OFFERED] %(title)s") if stand.offered else _("[WAITING] %(title)s")
        title = words % {"title": title}
    elif said.status == EntryStatus.TENTATIVE:
        state = DutyState.OPEN
    changed_at = max(identity.content_changed_at, stand.changed_at)
    return Duty(
        uid=identity.uid,
        sequence=identity.sequence + stand.steps,
        changed_at=changed_at,
        starts=said.starts,
        ends=said.ends,
        title=title,
        place=said.location,
        path=reverse("registration:mine"),
        state=state,
        ended_at=changed_at if state is DutyState.ENDED else None,
        fills_time=not said.transparent,
        mailbox=said.organizer_email,
    )
