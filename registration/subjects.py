"""What can be registered for, as told by the rooms above: this room knows subjects only by their keys."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.kernel import formats, languages
from portal.kernel.languages import Language
from registration.enums import SubjectStatus


@dataclass(frozen=True, slots=True)
class SubjectInfo:
    """One subject in one language.

    ``url`` is a path, ``starts`` and ``ends`` are instants, ``language`` is that of the texts (which may be Vietnamese
    where no translation exists). Where ``whole_days`` is set only the dates count. ``ics`` returns the calendar file that goes with mails. ``online_url`` is given only to
    people whose place is confirmed.
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
    ics: Callable[[], bytes] | None = None

    @property
    def when(self) -> str:
        """Beginning and end in words of the active language, for pages and mails alike."""
        return formats.period(self.starts, self.ends, whole_days=self.whole_days)

    def accepts(self, now: datetime) -> bool:
        """Return whether people can still register: neither cancelled, postponed nor over."""
        return self.status in {SubjectStatus.SCHEDULED, SubjectStatus.MOVED_ONLINE} and now < (self.ends or self.starts)


SubjectResolver = Callable[[Collection[uuid.UUID], Language], Mapping[uuid.UUID, SubjectInfo]]
_RESOLVERS: list[SubjectResolver] = []


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
