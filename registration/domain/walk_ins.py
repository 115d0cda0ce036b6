"""People who come to the gate without a ticket: registered by its phone under the rules of the queue, and let in."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.kernel import languages
from portal.kernel.errors import DomainError
from registration import check_in_queries, gate_sessions, question_queries
from registration.answered import Answered
from registration.domain import answers, check_in, registrations, tickets
from registration.domain.check_in import Outcome
from registration.enums import PLACE_HOLDING_STATES, Audience, Direction, QuestionKind, WayOfAttending
from registration.models import Device, PlaceKind, QuestionVersion, Registration
from registration.question_set import Question, frozen

CONSENT_VERSION: Final = "2026-11"
"""The words of the consent that stands at the door; those of the form have their own version."""


@dataclass(frozen=True, slots=True)
class WalkIn:
    """A registration made at the gate, and the readings of its tickets: none where it has no place."""

    registration: Registration
    outcomes: list[Outcome]

    @property
    def has_place(self) -> bool:
        """Whether the party has places."""
        return self.registration.state in PLACE_HOLDING_STATES


def kinds_at(device: Device) -> list[PlaceKind]:
    """Return the kinds of place that people can get at this gate; at most three queries.

    They are open, on site and let in here. Single sessions belong to a registration for the whole, and exhibitors name their staff themselves.
    """
    allowed = check_in_queries.kinds_let_in(device.gate)
    whole = PlaceKind.objects.filter(subject=device.gate.subject, session=None, is_open=True)
    kinds = whole.exclude(audience=Audience.EXHIBITOR).exclude(way=WayOfAttending.ONLINE).order_by("position", "pk")
    return [kind for kind in kinds if allowed is None or kind.code in allowed]


def asked_at_the_door(version: QuestionVersion | None) -> QuestionVersion | None:
    """Return a version with only the questions that the door asks; None where it asks none.

    They are those that must be answered, required consents too, and those on whose answers such a one depends. Files are not
    asked for: nobody has them at hand in a queue, and the holder can send them by the link.
    """
    if version is None:
        return None
    asked: list[Question] = []
    needed: set[str] = set()
    for question in reversed(version.read()):  # conditions look back only
        if question.kind is not QuestionKind.FILE and (question.required or question.key in needed):
            asked.append(question)
            needed |= {question.condition.question} if question.condition is not None else set()
    if not asked:
        return None
    content = [frozen(question) for question in reversed(asked)]
    return QuestionVersion(
        subject=version.subject, number=version.number, questions=content, created_at=version.created_at
    )


def _answered(kind: PlaceKind, given: Mapping[str, Any]) -> Answered | None:
    version = question_queries.current(kind.subject)
    asked = asked_at_the_door(version)
    if version is None or asked is None:
        return None
    return replace(answers.check(version=asked, place_kind=kind, given=given), version=version)


def _sessions(device: Device) -> list[PlaceKind]:
    """Return the kind of place of the session whose door this is, where it has places of its own."""
    if not gate_sessions.has_own_places(device.gate):
        return []
    kinds = PlaceKind.objects.filter(subject=device.gate.subject, session=device.gate.session, is_open=True)
    return list(kinds.order_by("position", "pk")[:1])


def register(
    *,
    device: Device,
    kind_code: str,
    full_name: str,
    email: str,
    nonce: uuid.UUID,
    now: datetime,
    organisation: str = "",
    party_size: int = 1,
    others: Sequence[str] = (),
    given: Mapping[str, Any] | None = None,
    consents: bool = False,
) -> WalkIn:
    """Register a party at the gate and let it in where it has places; the same ``nonce`` again gives the first result.

    Nobody passes those who wait: without room the party joins the waiting list or is refused, as in advance. The address counts as
    confirmed, for the person stands there. ``given`` are answers by the key of the question, to those that the door asks
    (``asked_at_the_door``); ``others`` are the names of those who come along. At the door of a session with places of its own the
    party gets places there too. ``consents`` says that the person agreed to the use of these details, without which nothing is kept.

    Raises what ``registrations.register`` and ``answers.check`` raise, and DomainError for a kind that this gate does not let in
    and a missing consent.
    """
    kind = next((kind for kind in kinds_at(device) if kind.code == kind_code), None)
    if kind is None:
        raise DomainError(_("Choose one of these."), field="kind")
    if not consents:
        raise DomainError(_("Without this the organiser cannot keep a place for the person."), field="consent")
    registration = registrations.register(
        place_kind=kind,
        answered=_answered(kind, given or {}),
        sessions=_sessions(device),
        answers={"consent": {"version": CONSENT_VERSION, "given_at": now.isoformat(), "at": "door"}},
        full_name=full_name,
        email=email,
        language=languages.current(),
        now=now,
        organisation=organisation,
        party_size=party_size,
        others=others,
        form_key=nonce,
        email_verified=True,
        by=device.added_by,
        at_the_door=True,
    )
    outcomes = [
        check_in.scan(
            device=device,
            text=ticket.code,
            direction=Direction.ENTRY,
            nonce=uuid.uuid5(nonce, str(ticket.position)),
            now=now,
        )
        for ticket in tickets.ensure(registration=registration, now=now)
    ]
    return WalkIn(registration, outcomes)
