"""The sessions of a registration in one line each, for mails."""

from registration import queries, subjects
from registration.enums import SessionPlaceState
from registration.models import Registration


def of(registration: Registration) -> list[str]:
    """Return the chosen sessions with their times, in the active language; those that are waited for say so."""
    places = queries.session_places_of(registration)
    if not places:
        return []
    known = subjects.sessions_for([registration.place_kind.subject])
    lines = []
    for place in places:
        session = known.get(place.place_kind.session) if place.place_kind.session else None
        parts = [session.title, session.when, session.room] if session else [place.place_kind.name]
        if place.state != SessionPlaceState.HELD:
            parts.append(str(place.get_state_display()))
        lines.append(" · ".join(part for part in parts if part))
    return lines
