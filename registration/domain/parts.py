"""What comes with a registration besides its holder: the others of the party, sessions, consents."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from portal.kernel import text
from portal.kernel.errors import DomainError, LimitReachedError
from registration import clashes, errors, subjects
from registration.answered import Answered
from registration.domain import answers, consents
from registration.enums import ConsentPurpose
from registration.models import PartyMember, PlaceKind, Registration
from registration.models.parties import HOLDER
from registration.subjects import SessionInfo

NAME_LENGTH: Final = 150


@dataclass(frozen=True, slots=True)
class Parts:
    """What is added in the transaction of the registration. ``connection`` is a digest, never an address."""

    answered: Answered | None = None
    others: tuple[str, ...] = ()
    sessions: tuple[PlaceKind, ...] = ()
    waits_for_sessions: bool = False
    purposes: tuple[ConsentPurpose, ...] = ()
    consent_version: str = ""
    connection: str = ""

    def attach(self, registration: Registration, now: datetime) -> None:
        """Add the rows of a registration that has just been added."""
        answers.write(registration=registration, answered=self.answered, now=now)
        add_members(registration=registration, others=self.others)
        if self.purposes:
            consents.give(registration=registration, purposes=self.purposes, version=self.consent_version, now=now)


NOTHING: Final = Parts()


def checked_names(*, others: Sequence[str], place_kind: PlaceKind, party_size: int) -> tuple[str, ...]:
    """Return the names of the others as they are kept.

    Raises LimitReachedError for more names than people, DomainError where the organiser needs every name.
    """
    names = tuple(name for name in (text.line(other) for other in others) if text.words(name))
    if any(len(name) > NAME_LENGTH for name in names):
        raise DomainError(_("A name may have at most 150 characters."), field="others")
    if len(names) > party_size - HOLDER:
        raise LimitReachedError(
            _("There are more names than people. Raise the number of people, or take a name out."), field="others"
        )
    if place_kind.needs_names and len(names) < party_size - HOLDER:
        raise DomainError(_("Tell the name of each person who comes with you."), field="others")
    return names


def add_members(*, registration: Registration, others: Sequence[str]) -> None:
    """Add the names of the others of a party, in order."""
    PartyMember.objects.bulk_create(
        PartyMember(registration=registration, position=position, full_name=name)
        for position, name in enumerate(others, start=HOLDER + 1)
    )


def checked_sessions(
    *,
    kinds: Collection[PlaceKind],
    place_kind: PlaceKind,
    now: datetime,
    known: Mapping[uuid.UUID, SessionInfo] | None = None,
) -> tuple[PlaceKind, ...]:
    """Return the kinds of place of chosen sessions in key order.

    ``known`` saves asking for the sessions again. Raises SessionError for one that is closed, over or not of this subject, ClashError for two that one person cannot visit.
    """
    if not kinds:
        return ()
    known = subjects.sessions_for([place_kind.subject]) if known is None else known
    for kind in kinds:
        if kind.session is None or kind.subject != place_kind.subject:
            raise DomainError(_("Choose one of these."), field="sessions")
        session = known.get(kind.session)
        if session is None or not kind.accepts(now) or session.starts <= now:
            raise errors.SessionError(_("This session can no longer be chosen."), session=kind.session)
    wanted = told(kinds=kinds, known=known)
    clashes.refuse_any(of=wanted, among=wanted)
    return tuple(sorted({kind.pk: kind for kind in kinds}.values(), key=lambda kind: kind.pk))


def told(*, kinds: Collection[PlaceKind], known: Mapping[uuid.UUID, SessionInfo]) -> list[SessionInfo]:
    """Return what is known of the sessions of these kinds."""
    return [known[kind.session] for kind in kinds if kind.session is not None and kind.session in known]
