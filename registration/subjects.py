"""What can be registered for, as told by the rooms above: this room knows subjects only by their keys."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from portal.kernel import formats, languages
from portal.kernel.languages import Language
from registration.enums import InvitationMethod, SubjectStatus, WayOfAttending


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Whose calendar entries a mail brings or takes back.

    ``sessions`` are the keys of sessions that the person chose, ``with_event`` says whether the event itself is meant too.
    ``had_from`` is set where entries are taken back that have left the programme since, because the person may still have them.
    ``way`` says where the person takes part. ``steps`` only ever grows with what happens to the person's registrations for the subject; it is added to SEQUENCE.
    ``changed_at`` is when the registration itself changed last.
    """

    email: str
    name: str
    steps: int
    changed_at: datetime
    sessions: frozenset[uuid.UUID] = frozenset()
    with_event: bool = True
    had_from: datetime | None = None
    way: WayOfAttending = WayOfAttending.EITHER


class Invitations(Protocol):
    """Makes the calendar files of one subject for one person."""

    def __call__(self, *, invitee: Invitee, method: InvitationMethod, now: datetime) -> Sequence[bytes]:
        """Return a file for each entry, because one iTIP message has one UID (RFC 5546, 3.2); the event itself first."""


def former_date() -> str:
    """Return what the date of something that was put off is called, in the active language."""
    return _("Former date, no longer valid; the new one is not known yet")


class DamagedFileError(Exception):
    """A calendar file that the linter refuses: it is neither sent nor served."""


class OwnCalendar(Protocol):
    """Makes the file with which one person puts a registration for one subject into a calendar."""

    def __call__(self, *, invitee: Invitee) -> bytes | None:
        """Return one file with every entry of the person; None where the subject is no longer public. Raises DamagedFileError."""


@dataclass(frozen=True, slots=True)
class SubjectInfo:
    """One subject in one language.

    ``url`` is a path, ``starts`` and ``ends`` are instants, ``language`` is that of the texts (which may be Vietnamese
    where no translation exists). Where ``whole_days`` is set only the dates count. ``invitations`` makes the calendar files that go
    with mails, ``own_calendar`` the one file to download with the same entries. ``online_url`` is given only to people whose place is confirmed. ``calendar_url`` leads to the public calendar file for
    download, where the date stands. ``is_online`` says that everybody takes part online, whatever they registered for. ``has_exhibitors`` says whether there are exhibitors who might like to know visitors.
    """

    key: uuid.UUID
    title: str
    url: str
    starts: datetime
    ends: datetime | None = None
    whole_days: bool = False
    place: str = ""
    online_url: str = ""
    status: SubjectStatus = SubjectStatus.SCHEDULED
    language: Language = Language.VIETNAMESE
    invitations: Invitations | None = None
    own_calendar: OwnCalendar | None = None
    has_exhibitors: bool = False
    calendar_url: str = ""
    is_online: bool = False

    @property
    def when(self) -> str:
        """Beginning and end in words of the active language, for pages and mails alike."""
        return formats.period(self.starts, self.ends, whole_days=self.whole_days)

    @property
    def when_term(self) -> str:
        """What ``when`` is called: a day that was put off is no longer valid."""
        if self.status is SubjectStatus.POSTPONED:
            return former_date()
        return _("When")

    def accepts(self, now: datetime) -> bool:
        """Return whether people can still register: neither cancelled, postponed nor over."""
        return self.status in {SubjectStatus.SCHEDULED, SubjectStatus.MOVED_ONLINE} and now < (self.ends or self.starts)

    def is_over(self, now: datetime) -> bool:
        """Return whether it has ended; what is postponed waits for a new date, whatever its former one was."""
        return self.status is not SubjectStatus.POSTPONED and now >= (self.ends or self.starts)

    def answer_by(self, now: datetime) -> datetime | None:
        """Return until when a place can be offered at most: the start, or the end once it has begun; None while postponed."""
        if self.status is SubjectStatus.POSTPONED:
            return None
        return self.starts if now < self.starts else (self.ends or self.starts)


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """One session of a subject in one language; ``starts`` and ``ends`` are instants, the end is not included.

    ``gap_minutes`` is the time that walking to a session in another room takes. One that is ``not is_chosen`` takes place, but
    nobody registers for it any more.
    """

    key: uuid.UUID
    title: str
    starts: datetime
    ends: datetime
    room: str = ""
    speakers: str = ""
    gap_minutes: int = 0
    is_chosen: bool = True

    @property
    def when(self) -> str:
        """Beginning and end in words of the active language."""
        return formats.period(self.starts, self.ends)


SessionResolver = Callable[[Collection[uuid.UUID], Language], Mapping[uuid.UUID, Sequence[SessionInfo]]]
_SESSION_RESOLVERS: list[SessionResolver] = []
SubjectResolver = Callable[[Collection[uuid.UUID], Language], Mapping[uuid.UUID, SubjectInfo]]
_RESOLVERS: list[SubjectResolver] = []
BeginningFinder = Callable[[datetime, datetime], Collection[uuid.UUID]]
_BEGINNING_FINDERS: list[BeginningFinder] = []


def register(resolver: SubjectResolver) -> None:
    """Add a resolver from an AppConfig.ready(): it gets keys and a language and returns what it knows of them.

    It leaves out keys it does not know and subjects that the public may not see, and answers any number of keys with a
    constant number of queries.
    """
    if resolver not in _RESOLVERS:
        _RESOLVERS.append(resolver)


def unregister(resolver: SubjectResolver) -> None:
    """Remove a resolver."""
    _RESOLVERS.remove(resolver)


def info_for(keys: Collection[uuid.UUID], language: Language | None = None) -> dict[uuid.UUID, SubjectInfo]:
    """Return what is known of these subjects, in a language (default: the active one)."""
    wanted = language or languages.current()
    found: dict[uuid.UUID, SubjectInfo] = {}
    for resolver in _RESOLVERS:
        missing = [key for key in keys if key not in found]
        if not missing:
            break
        found.update(resolver(missing, wanted))
    return found


def info(key: uuid.UUID, language: Language | None = None) -> SubjectInfo | None:
    """Return what is known of one subject, or None."""
    return info_for([key], language).get(key)


def register_beginnings(finder: BeginningFinder) -> None:
    """Add a finder from an AppConfig.ready(), beside the resolver: it tells the keys of its subjects that begin in a time.

    Whatever is done at some distance from the beginning, such as reminding, knows only subjects that a finder tells of. It is
    asked for a time, not for keys, so that it reads none that are long over. The resolver decides what the public may see.
    """
    if finder not in _BEGINNING_FINDERS:
        _BEGINNING_FINDERS.append(finder)


def unregister_beginnings(finder: BeginningFinder) -> None:
    """Remove a finder."""
    _BEGINNING_FINDERS.remove(finder)


def beginning_between(after: datetime, until: datetime) -> set[uuid.UUID]:
    """Return the keys of the subjects that begin after an instant and not later than another."""
    return {key for finder in _BEGINNING_FINDERS for key in finder(after, until)}


def register_sessions(resolver: SessionResolver) -> None:
    """Add a resolver of sessions: it gets keys of subjects and a language and returns the sessions of those it knows."""
    if resolver not in _SESSION_RESOLVERS:
        _SESSION_RESOLVERS.append(resolver)


def unregister_sessions(resolver: SessionResolver) -> None:
    """Remove a resolver of sessions."""
    _SESSION_RESOLVERS.remove(resolver)


def sessions_for(
    keys: Collection[uuid.UUID], language: Language | None = None, *, whole_programme: bool = False
) -> dict[uuid.UUID, SessionInfo]:
    """Return the sessions of these subjects by their own keys, in a language (default: the active one).

    Those that one registers for; with ``whole_programme`` also those that take place without that.
    """
    wanted = language or languages.current()
    return {
        session.key: session
        for resolver in _SESSION_RESOLVERS
        for sessions in resolver(keys, wanted).values()
        for session in sessions
        if whole_programme or session.is_chosen
    }
