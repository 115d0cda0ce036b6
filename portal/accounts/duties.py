"""What a person, or an organisation, has to be at: rooms register sources, the private calendars ask them.

It stands below every room that knows duties, so that a jury's sessions or a meeting of two organisations can be added without the
calendar knowing of them.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from portal.accounts.models import User
from portal.kernel.languages import Language


class DutyState(Enum):
    """How firm a duty is; one that ended stays for a while, so that calendars see that it is gone."""

    FIRM = "firm"
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing to be at, with no more than a calendar needs: no other person's name, no secret, no answer.

    ``uid`` is that of the public calendar where the entry means the same. ``sequence`` never falls and rises with time, place and state;
    ``changed_at`` is the last change of what is said. ``starts`` and ``ends`` are instants, or dates of which the last is not included.
    ``path`` is a page of the portal that asks for sign-in, ``mailbox`` that of the organisers, ``ended_at`` when a duty ended. Of two
    duties with one ``uid`` the one of higher ``weight`` is said.
    """

    uid: uuid.UUID
    sequence: int
    changed_at: datetime
    starts: datetime | date
    ends: datetime | date
    title: str
    path: str
    place: str = ""
    state: DutyState = DutyState.FIRM
    ended_at: datetime | None = None
    fills_time: bool = True
    mailbox: str = ""
    weight: int = 0


PersonalSource = Callable[[User, Language], Iterable[Duty]]
OrganisationSource = Callable[[Any, Language], Iterable[Duty]]
_PERSONAL: list[PersonalSource] = []
_ORGANISATIONS: list[OrganisationSource] = []


def register(source: PersonalSource) -> Callable[[], None]:
    """Add a source of a person's duties from an AppConfig.ready(); return what takes it out again.

    It answers with a constant number of queries, in words of the language that is active when it is called.
    """
    if source not in _PERSONAL:
        _PERSONAL.append(source)
    return lambda: _PERSONAL.remove(source)


def register_for_organisations(source: OrganisationSource) -> Callable[[], None]:
    """Add a source of an organisation's duties, as ``register``."""
    if source not in _ORGANISATIONS:
        _ORGANISATIONS.append(source)
    return lambda: _ORGANISATIONS.remove(source)


def of_person(user: User, language: Language) -> list[Duty]:
    """Return everything that a person has to be at."""
    return [duty for source in _PERSONAL for duty in source(user, language)]


def of_organisation(organisation: Any, language: Language) -> list[Duty]:
    """Return everything that an organisation has to be at."""
    return [duty for source in _ORGANISATIONS for duty in source(organisation, language)]
