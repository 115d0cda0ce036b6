"""Courses as the rooms above tell of them: sessions, rule of the certificate, materials. This room knows them by their keys."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.kernel import languages
from portal.kernel.languages import Language
from portal.media.models import PrivateFile

HOUR = Decimal(3600)


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One session; times are instants."""

    key: uuid.UUID
    title: str
    starts: datetime
    ends: datetime
    room: str = ""

    @property
    def hours(self) -> Decimal:
        """How long it lasts."""
        return Decimal((self.ends - self.starts).total_seconds()) / HOUR


@dataclass(frozen=True, slots=True)
class CertificateTerms:
    """What a trainee needs for the certificate; None is not asked for. ``share`` in per cent of the sessions."""

    share: int | None = None
    hours: Decimal | None = None
    mark: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """A file for trainees; before ``opens_at`` it is named but not handed out. None: from the confirmation on."""

    key: uuid.UUID
    title: str
    file: PrivateFile
    opens_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Return whether trainees may have it now."""
        return self.opens_at is None or self.opens_at <= now


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """One course in one language; ``sessions`` by time, at least one. ``terms`` is None where no certificate is given.

    ``hours`` are those that the certificate names, ``issuer`` is the body that gives it, ``materials`` all files of the course,
    read only when asked for.
    """

    key: uuid.UUID
    title: str
    url: str
    sessions: tuple[SessionFacts, ...]
    hours: Decimal
    issuer: str
    terms: CertificateTerms | None
    materials: Callable[[], list[Material]]
    language: Language = Language.VIETNAMESE
    takes_place: bool = True

    @property
    def starts(self) -> datetime:
        """When the first session begins."""
        return self.sessions[0].starts

    @property
    def ends(self) -> datetime:
        """When the last session ends."""
        return max(session.ends for session in self.sessions)

    def session(self, key: uuid.UUID) -> SessionFacts | None:
        """Return a session of this course, or None."""
        return next((session for session in self.sessions if session.key == key), None)


CourseResolver = Callable[[Collection[uuid.UUID], Language], Mapping[uuid.UUID, CourseFacts]]
_RESOLVERS: list[CourseResolver] = []


def register(resolver: CourseResolver) -> None:
    """Add a resolver from an AppConfig.ready(): it gets keys and a language and returns the courses among them.

    It answers any number of keys with a constant number of queries.
    """
    if resolver not in _RESOLVERS:
        _RESOLVERS.append(resolver)


def unregister(resolver: CourseResolver) -> None:
    """Remove a resolver."""
    _RESOLVERS.remove(resolver)


def info_for(keys: Collection[uuid.UUID], language: Language | None = None) -> dict[uuid.UUID, CourseFacts]:
    """Return those of these subjects that are courses, in a language (default: the active one)."""
    wanted = language or languages.current()
    found: dict[uuid.UUID, CourseFacts] = {}
    for resolver in _RESOLVERS:
        missing = [key for key in keys if key not in found]
        if missing:
            found.update(resolver(missing, wanted))
    return found


def info(key: uuid.UUID, language: Language | None = None) -> CourseFacts | None:
    """Return a subject as a course, or None where it is none."""
    return info_for([key], language).get(key)
