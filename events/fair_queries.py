"""Reads about halls, booths, turns and draws of a fair."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from events.booth_enums import TAKEN, VACANT, BoothState, DrawState
from events.enums import WITHOUT_BOOTH, ApplicationState, EventStatus
from events.models import (
    Booth,
    BoothDraw,
    ChoiceTurn,
    EventPage,
    FairApplication,
    FairPage,
    FairRequirement,
    FairSetup,
    Hall,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet


def setup_of(fair_key: uuid.UUID) -> FairSetup:
    """Return how a fair is set up; an unsaved record with the defaults where nobody has said."""
    return FairSetup.objects.filter(fair_key=fair_key).first() or FairSetup(fair_key=fair_key)


def closings(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """Return until when exhibitors apply at each of these fairs that is public and says so; the Vietnamese page decides."""
    rows = FairPage.objects.live().public().filter(translation_key__in=keys, alias_of=None)
    dated = rows.exclude(applications_close_at=None).order_by("locale__language_code")
    return dict(dated.values_list("translation_key", "applications_close_at"))


def requirements_of(fair_key: uuid.UUID) -> list[FairRequirement]:
    """Return the questions and documents that the fair asks for, in order."""
    return list(FairRequirement.objects.filter(fair_key=fair_key))


def halls_of(fair_key: uuid.UUID) -> "QuerySet[Hall]":
    """Return the halls of a fair that have a plan."""
    return Hall.objects.filter(fair_key=fair_key)


def free_at(now: datetime) -> Q:
    """Return what makes a booth free at an instant: nobody has it, or its hold has run out (the end is not included)."""
    return Q(state__in=VACANT) | Q(state=BoothState.HELD, held_until__lte=now)


def shown_state(booth: Booth, now: datetime) -> BoothState:
    """Return the state of a booth at an instant; a hold that has run out is free again."""
    if booth.state == BoothState.HELD and booth.held_until is not None and booth.held_until <= now:
        return BoothState.RELEASED
    return BoothState(booth.state)


def booths_of(fair_key: uuid.UUID) -> "QuerySet[Booth]":
    """Return the booths of a fair with hall and holder, in the order of halls and numbers."""
    return Booth.objects.filter(fair_key=fair_key).select_related("hall", "holder__organisation")


def free_booths(fair_key: uuid.UUID, now: datetime) -> "QuerySet[Booth]":
    """Return the booths that can be had at an instant."""
    return booths_of(fair_key).filter(free_at(now))


def booth_of(application: FairApplication) -> Booth | None:
    """Return the booth that an application holds or has, whether or not its hold has run out."""
    return Booth.objects.select_related("hall").filter(holder=application, state__in=TAKEN).first()


def offer_stands(application: FairApplication, booth: Booth | None, now: datetime) -> bool:
    """Return whether the applicant can still confirm the booth that was offered."""
    return (
        application.state == ApplicationState.BOOTH_OFFERED
        and booth is not None
        and booth.held_until is not None
        and now < booth.held_until
    )


def announced_draw(fair_key: uuid.UUID) -> BoothDraw | None:
    """Return the draw that is announced and not yet held."""
    return BoothDraw.objects.filter(fair_key=fair_key, state=DrawState.ANNOUNCED).first()


def may_choose(application: FairApplication, now: datetime) -> bool:
    """Return whether it is an exhibitor's turn: its time has come, or everybody before it has chosen or is out.

    Whoever let the time pass may still choose from what is left.
    """
    turn = ChoiceTurn.objects.select_related("application").filter(application=application).first()
    if turn is None or turn.application.state not in WITHOUT_BOOTH | {ApplicationState.BOOTH_OFFERED}:
        return False
    if now >= turn.opens_at:
        return True
    before = ChoiceTurn.objects.filter(fair_key=turn.fair_key, position__lt=turn.position)
    return (
        before.filter(opens_at__lte=now).exists() and not before.filter(application__state__in=WITHOUT_BOOTH).exists()
    )


def is_over(fair_key: uuid.UUID, now: datetime) -> bool:
    """Return whether a fair has ended, the last moment not included; one that is postponed is not over."""
    ended = EventPage.objects.filter(translation_key=fair_key, alias_of=None, ends_at__lte=now)
    return bool(ended.exclude(status=EventStatus.POSTPONED).exists())
