"""Draws of booths by lot (ADR 0019): announce with frozen lists and a sealed seed, draw, call off."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from events import draw_rules, emails
from events import fair_queries as fairs
from events.booth_enums import DRAW_MOVES, AllocationMode, BoothKind, DrawState
from events.domain import application_steps as steps
from events.domain import booths
from events.enums import WITHOUT_BOOTH, StandSize
from events.models import BoothDraw, FairApplication
from portal.kernel import text
from portal.kernel.errors import DomainError, IllegalMoveError

AREAS: Final = {StandSize.TABLE: 400, StandSize.STANDARD: 900, StandSize.DOUBLE: 1800, StandSize.OPEN_SPACE: 3600}
KINDS: Final = {
    StandSize.TABLE: (BoothKind.TABLE, BoothKind.SHELL),
    StandSize.STANDARD: (BoothKind.SHELL,),
    StandSize.DOUBLE: (BoothKind.SHELL,),
    StandSize.OPEN_SPACE: (BoothKind.RAW, BoothKind.OPEN),
}


def needs(application: FairApplication) -> dict[str, Any]:
    """Return what a booth must have for an application, as the rules of the draw read it."""
    size = StandSize(application.stand_size)
    return {
        "reference": application.reference,
        "area": AREAS[size],
        "kinds": sorted(KINDS[size]),
        "power": str(application.power),
        "water": application.needs_water,
    }


def _frozen(*, fair_key: uuid.UUID, commitment: str, draws_at: datetime, source: str, now: datetime) -> dict[str, Any]:
    entrants = FairApplication.objects.filter(fair_key=fair_key, state__in=WITHOUT_BOOTH).order_by("reference")
    return {
        "version": draw_rules.VERSION,
        "fair": str(fair_key),
        "announced_at": now.isoformat(),
        "draws_at": draws_at.isoformat(),
        "commitment": commitment,
        "public_source": source,
        "entrants": [needs(row) for row in entrants],
        "booths": [
            {
                "number": booth.number,
                "hall": booth.hall.code,
                "area": booth.area,
                "kind": str(booth.kind),
                "power": str(booth.power),
                "water": booth.has_water,
            }
            for booth in fairs.free_booths(fair_key, now)
        ],
    }


@transaction.atomic
def announce(*, fair_key: uuid.UUID, draws_at: datetime, by: Any, now: datetime, public_source: str = "") -> BoothDraw:
    """Freeze and publish who takes part and which booths there are, with the commitment to a new seed; entrants are told.

    Until the draw no booth of the fair can be given away or changed. Raises NotAllowedError, and DomainError where the fair
    does not draw, a draw is announced already, there is nobody or no booth to draw, or ``draws_at`` is not later than ``now``.
    """
    steps.require_reviewer(by)
    if fairs.setup_of(fair_key).mode != AllocationMode.DRAW:
        raise DomainError(_("Booths of this fair are not drawn by lot. Change that in its set-up first."))
    if draws_at <= now:
        raise DomainError(_("The draw must be announced before it takes place."), field="draws_at")
    booths.lock(booth_ids=list(fairs.booths_of(fair_key).values_list("pk", flat=True)))
    booths.require_taking_place(fair_key)
    booths.expire_offers(now=now)
    seed = secrets.token_hex(32)
    source = text.line(public_source)[:300]
    frozen = _frozen(
        fair_key=fair_key, commitment=draw_rules.commitment(seed), draws_at=draws_at, source=source, now=now
    )
    if not frozen["entrants"]:
        raise DomainError(_("Nobody waits for a booth."))
    if not frozen["booths"]:
        raise DomainError(_("There is no free booth to draw."))
    try:
        with transaction.atomic():
            draw = BoothDraw.objects.create(
                fair_key=fair_key,
                seed=seed,
                commitment=frozen["commitment"],
                frozen=frozen,
                digest=draw_rules.digest(frozen),
                public_source=source,
                announced_at=now,
                announced_by=by,
                draws_at=draws_at,
            )
    except IntegrityError:
        raise DomainError(_("A draw of this fair's booths is announced already.")) from None
    for row in FairApplication.objects.filter(reference__in=[entrant["reference"] for entrant in frozen["entrants"]]):
        emails.draw_announced(application=row, draw=draw)
    return draw


def _locked(draw: BoothDraw, target: DrawState) -> BoothDraw:
    current = BoothDraw.objects.select_for_update(of=("self",)).get(pk=draw.pk)
    DRAW_MOVES.check(DrawState(current.state), target)
    return current


@transaction.atomic
def call_off(*, draw: BoothDraw, by: Any) -> BoothDraw:
    """Call an announced draw off; its seed is never used. Raises NotAllowedError and IllegalMoveError."""
    steps.require_reviewer(by)
    current = _locked(draw, DrawState.CANCELLED)
    current.state, current.drawn_by = DrawState.CANCELLED, by
    current.save(update_fields=["state", "drawn_by"])
    return current


@transaction.atomic
def run(*, draw: BoothDraw, public_value: str = "", by: Any, now: datetime) -> BoothDraw:
    """Draw: reveal the seed, keep the result, offer each drawn booth to its entrant for the hours that the fair sets.

    Raises NotAllowedError, IllegalMoveError, and DomainError before ``draws_at`` and without the public value that was
    announced. Entrants who withdrew since keep their line in the result; their booth stays free.
    """
    steps.require_reviewer(by)
    numbers = [row["number"] for row in draw.frozen["booths"]]
    wanted = fairs.booths_of(draw.fair_key).filter(number__in=numbers)
    booths.lock(booth_ids=list(wanted.values_list("pk", flat=True)))
    current = _locked(draw, DrawState.DRAWN)
    public_value = text.line(public_value)[:100]
    if now < current.draws_at:
        raise DomainError(_("The draw does not take place before the time that was announced."))
    if current.public_source and not public_value:
        raise DomainError(_("Write the public value that was announced."), field="public_value")
    if not current.public_source:
        public_value = ""
    if draw_rules.digest(current.frozen) != current.digest:
        raise DomainError(_("The lists of this draw were changed after they were published. Call it off."))
    current.state, current.drawn_at, current.drawn_by = DrawState.DRAWN, now, by
    current.public_value = public_value
    current.result = draw_rules.draw(current.frozen, current.seed, public_value)
    current.save(update_fields=["state", "drawn_at", "drawn_by", "public_value", "result"])
    _give(draw=current, by=by, now=now)
    return current


def _give(*, draw: BoothDraw, by: Any, now: datetime) -> None:
    until = now + timedelta(hours=fairs.setup_of(draw.fair_key).offer_hours)
    known = {booth.number: booth for booth in fairs.booths_of(draw.fair_key)}
    entrants = {row.reference: row for row in FairApplication.objects.filter(fair_key=draw.fair_key)}
    for row in draw.result:
        application, booth = entrants.get(row["reference"]), known.get(row["booth"] or "")
        if application is None or booth is None:
            continue
        try:
            with transaction.atomic():
                booths.hold(application=application, booth=booth, until=until, by=by, now=now)
        except (booths.BoothTakenError, IllegalMoveError):
            continue


def record(draw: BoothDraw) -> dict[str, Any]:
    """Return what is published of a draw as JSON; the seed and the result only once it was drawn."""
    is_drawn = draw.state == DrawState.DRAWN
    return {
        "state": str(draw.state),
        "frozen": draw.frozen,
        "digest": draw.digest,
        "seed": draw.seed if is_drawn else None,
        "public_value": draw.public_value,
        "drawn_at": draw.drawn_at.isoformat() if draw.drawn_at else None,
        "result": draw.result,
    }
