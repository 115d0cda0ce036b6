"""Calendar files in mails: an invitation while a person has a place, its withdrawal when the place is gone (RFC 5546, 6047).

SEQUENCE is the event's own plus the steps of the person's registrations for it, as their logs count them. Both only grow, so a later
file always passes an earlier one, also for somebody who cancels and registers again, and nothing that one person does
moves the SEQUENCE of the public calendar.
"""

import dataclasses
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from portal.mail import domain as mail
from registration.enums import (
    PLACE_HOLDING_STATES,
    InvitationMethod,
    Reason,
    RegistrationState,
    SessionPlaceState,
    SubjectStatus,
    WayOfAttending,
)
from registration.models import Registration, RegistrationLog, SessionPlace
from registration.subjects import Invitee, SubjectInfo

INVITED: Final = frozenset({RegistrationState.CONFIRMED, RegistrationState.ATTENDED})
ENDED: Final = frozenset({RegistrationState.CANCELLED, RegistrationState.REJECTED})
QUIET: Final = frozenset({Reason.DETAILS_CHANGED, Reason.ANSWERS_CHANGED, Reason.CERTIFICATE_REPLACED})
"""Steps that change nothing in a calendar."""


def attachments(
    *,
    registration: Registration,
    info: SubjectInfo | None,
    now: datetime,
    left: Collection[uuid.UUID] = (),
    told_at: datetime | None = None,
    tells_what_went: bool = False,
) -> list[mail.Attachment]:
    """Return the files for the mail about a registration as it stands now; none for people who never had a place.

    The first file is also a form of the mail itself, on which mail programs act (RFC 6047, 2.4), and a file to open for those that
    do not; one more file for each session or day, because a message holds one UID. ``left`` are sessions that the person has just
    given up: each is taken back, unless another place of the person's still has it. With ``tells_what_went`` the days and sessions
    are taken back too that have left the programme since the person has a place, or since ``told_at`` if that is later.
    """
    if info is None or info.invitations is None:
        return []
    found = _invitee(registration)
    if found is None:
        return []
    invitee, method = found
    if info.status is SubjectStatus.CANCELLED:
        method = InvitationMethod.CANCEL
    files = [(method, content) for content in info.invitations(invitee=invitee, method=method, now=now)]
    if given_up := frozenset(left) - invitee.sessions:
        gone = dataclasses.replace(invitee, sessions=given_up, with_event=False)
        method = InvitationMethod.CANCEL
        files += [(method, content) for content in info.invitations(invitee=gone, method=method, now=now)]
    if tells_what_went and (had_from := _had_from(registration, told_at)) is not None:
        gone = dataclasses.replace(invitee, had_from=had_from)
        method = InvitationMethod.CANCEL
        files += [(method, content) for content in info.invitations(invitee=gone, method=method, now=now)]
    made = []
    for number, (method, content) in enumerate(files, start=1):
        kind = f"text/calendar; method={method.value}"
        if number == 1:
            made += [
                mail.Attachment("", content, kind, is_alternative=True),
                mail.Attachment(f"{registration.reference}.ics", content, "application/ics"),
            ]
        else:
            made.append(mail.Attachment(f"{registration.reference}-{number}.ics", content, kind))
    return made


def own_file(*, registration: Registration, info: SubjectInfo | None) -> bytes | None:
    """Return the calendar file to download for somebody with a place: what the invitations in mails say; None for others. Raises DamagedFileError."""
    if info is None or info.own_calendar is None or not has_own_file(registration, info):
        return None
    found = _invitee(registration)
    return info.own_calendar(invitee=found[0]) if found is not None else None


def has_own_file(registration: Registration, info: SubjectInfo | None) -> bool:
    """Return whether there is something of the person's own for a calendar: a place, at a subject that takes place."""
    stands = info is not None and bool(info.calendar_url) and info.own_calendar is not None
    return stands and registration.state in INVITED


def steps_of(*, email: str, subject: uuid.UUID) -> int:
    """Return how many steps an address has taken at a subject; the log is only ever added to, so this never falls."""
    rows = RegistrationLog.objects.filter(registration__email=email, registration__place_kind__subject=subject)
    return rows.exclude(reason__in=QUIET).count()


def _invitee(registration: Registration) -> tuple[Invitee, InvitationMethod] | None:
    subject = registration.place_kind.subject
    own = Registration.objects.filter(email=registration.email, place_kind__subject=subject)
    ways = dict(own.filter(state__in=INVITED).values_list("pk", "place_kind__way"))
    standing = set(ways)
    kept = _sessions(SessionPlace.objects.filter(registration__in=standing, state=SessionPlaceState.HELD))
    if registration.state in INVITED:
        sessions, with_event, method = kept, True, InvitationMethod.REQUEST
    elif registration.state in ENDED and _had_a_place(registration):
        # Another kind of place of the same event may still be the person's: then the event stays in the calendar.
        left = SessionPlace.objects.filter(registration=registration, changed_at=registration.changed_at)
        sessions, with_event, method = _sessions(left) - kept, not standing, InvitationMethod.CANCEL
    else:
        return None
    invitee = Invitee(
        email=registration.email,
        name=registration.full_name,
        steps=steps_of(email=registration.email, subject=subject),
        changed_at=registration.changed_at,
        sessions=sessions,
        with_event=with_event,
        way=_way({*ways.values(), registration.place_kind.way} if with_event else set(ways.values())),
    )
    return invitee, method


def _had_from(registration: Registration, told_at: datetime | None) -> datetime | None:
    """Return since when an address has entries of a subject that it was not told the end of; None for one that never had any."""
    rows = RegistrationLog.objects.filter(
        registration__email=registration.email,
        registration__place_kind__subject=registration.place_kind.subject,
        to_state__in=INVITED,
    )
    first: datetime | None = rows.order_by("at").values_list("at", flat=True).first()
    # Entries leave by whole seconds: what went in the second of that mail was in it.
    return first if first is None or told_at is None else max(first, told_at + timedelta(seconds=1))


def _way(ways: set[str]) -> WayOfAttending:
    """Return where somebody takes part who has places of these ways; with places of both it is either."""
    return WayOfAttending(ways.pop()) if len(ways) == 1 else WayOfAttending.EITHER


def _sessions(places: "QuerySet[SessionPlace]") -> frozenset[uuid.UUID]:
    keys = places.values_list("place_kind__session", flat=True)
    return frozenset(key for key in keys if key is not None)


def _had_a_place(registration: Registration) -> bool:
    return registration.log.filter(to_state__in=PLACE_HOLDING_STATES).exists()
