"""Sessions whose doors are gates: which a subject has, and who has a place in one."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from portal.kernel import formats
from registration import courses, subjects
from registration.enums import SessionPlaceState
from registration.models import Gate, PlaceKind, SessionPlace


@dataclass(frozen=True, slots=True)
class GateSession:
    """A session as its door names it."""

    key: uuid.UUID
    title: str
    starts: datetime
    ends: datetime

    @property
    def name(self) -> str:
        """Title and time in words of the active language."""
        return _("%(title)s (%(when)s)") % {"title": self.title, "when": formats.period(self.starts, self.ends)}


def of(subject: uuid.UUID) -> dict[uuid.UUID, GateSession]:
    """Return the sessions of an event or course by key, in the order of time; a constant number of queries."""
    found = {
        one.key: GateSession(one.key, one.title, one.starts, one.ends)
        for one in subjects.sessions_for([subject]).values()
    }
    course = courses.info(subject)
    for facts in course.sessions if course is not None else ():
        if facts.key != subject:  # a course without a programme has no doors of sessions
            found.setdefault(facts.key, GateSession(facts.key, facts.title, facts.starts, facts.ends))
    return dict(sorted(found.items(), key=lambda pair: (pair[1].starts, str(pair[0]))))


def name_of(gate: Gate) -> str:
    """Return the name of the session that a gate serves; empty where it serves none. One that is gone is said to be."""
    if gate.session is None:
        return ""
    found = of(gate.subject).get(gate.session)
    return found.name if found is not None else _("A session that is no longer in the programme")


def has_own_places(gate: Gate) -> bool:
    """Return whether the gate is the door of a session that people get places in; others are open to every ticket."""
    return gate.session is not None and PlaceKind.objects.filter(subject=gate.subject, session=gate.session).exists()


def with_a_place(gate: Gate, registration_ids: Collection[int] | None = None) -> set[int]:
    """Return which registrations (None: of all) may come in at the door of a session with places of its own: one query.

    Only a held place counts: who waits for one or gave it up has none.
    """
    rows = SessionPlace.objects.filter(
        place_kind__subject=gate.subject, place_kind__session=gate.session, state=SessionPlaceState.HELD
    )
    if registration_ids is not None:
        rows = rows.filter(registration__in=registration_ids)
    return set(rows.values_list("registration_id", flat=True))
