"""The sessions of a registration as its holder is told of them, on pages and in mails."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from registration import attending, queries, subjects
from registration.enums import SessionPlaceState, WayOfAttending
from registration.models import Registration, SessionPlace
from registration.subjects import SessionInfo, SubjectInfo


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session that a registration has, wants or waits for; ``info`` is missing where the programme does not tell of it.

    ``is_gone`` says that it was taken out of a programme that is public.
    """

    place: SessionPlace
    info: SessionInfo | None
    room: str
    is_gone: bool

    @property
    def title(self) -> str:
        """Its title in the active language."""
        return self.info.title if self.info is not None else str(self.place.place_kind.name)

    @property
    def when(self) -> str:
        """When it is, in words; empty where that is not known."""
        return self.info.when if self.info is not None else ""

    @property
    def state(self) -> str:
        """Where the wish for it stands, in words."""
        return _("Does not take place") if self.is_gone else str(self.place.get_state_display())

    @property
    def is_held(self) -> bool:
        """Whether the person has a place in something that takes place."""
        return self.place.state == SessionPlaceState.HELD and not self.is_gone


def lines(registration: Registration, info: SubjectInfo | None) -> list[SessionLine]:
    """Return the chosen sessions in the active language; ``info`` is the whole. Who takes part online is told no room."""
    places = queries.session_places_of(registration)
    if not places:
        return []
    known = subjects.sessions_for([registration.place_kind.subject], whole_programme=True)
    is_online = attending.way_of(registration.place_kind, info) is WayOfAttending.ONLINE
    found = []
    for place in places:
        session = known.get(place.place_kind.session) if place.place_kind.session else None
        is_gone = session is None and info is not None and not place.place_kind.is_open
        found.append(SessionLine(place, session, session.room if session and not is_online else "", is_gone))
    return found


def of(registration: Registration, info: SubjectInfo | None) -> list[str]:
    """Return one line of words for each chosen session; those that are waited for or do not take place say so."""
    return [
        " · ".join(filter(None, [line.title, line.when, line.room, "" if line.is_held else line.state]))
        for line in lines(registration, info)
    ]
