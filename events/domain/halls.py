"""Drawing up halls and booths: one hall, many booths at once (a table, a file, a row of numbers), without overlaps."""

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from events import fair_queries as fairs
from events.booth_enums import TAKEN, BoothKind
from events.domain import application_steps as steps
from events.domain import booths
from events.enums import PowerNeed
from events.models import Booth, Hall
from portal.kernel.errors import DomainError
from registration.domain import audit
from registration.organiser_enums import AuditAction

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_BOOTHS: Final = 1000


@dataclass(frozen=True, slots=True)
class BoothSpec:
    """A booth as somebody wants it; measures in decimetres, the fee in đồng. ``pk`` names one that is there."""

    hall: str
    number: str
    x: int
    y: int
    width: int
    depth: int
    kind: BoothKind = BoothKind.SHELL
    power: PowerNeed = PowerNeed.ONE_PHASE
    has_water: bool = False
    is_corner: bool = False
    fee: int | None = None
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one booth of a list; ``row`` counts from 0."""

    row: int
    words: "str | _StrPromise"


class PlanFaultsError(DomainError):
    """Booths that cannot stand so; nothing was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(faults[0].words)


def save_hall(*, hall: Hall, by: Any, now: datetime) -> Hall:
    """Write a hall; raises NotAllowedError, and DomainError for a code used twice and booths that would stand outside."""
    steps.require_reviewer(by)
    if hall.pk:
        outside = next(
            (row for row in hall.booths.all() if row.x + row.width > hall.width or row.y + row.depth > hall.depth), None
        )
        if outside is not None:
            raise DomainError(
                _("Booth %(number)s would stand outside the hall.") % {"number": outside.number}, field="width"
            )
    try:
        with transaction.atomic():
            before = Hall.objects.select_for_update().filter(pk=hall.pk).first()
            hall.save()
            changes = audit.differences(
                audit.values_of(before, without=["fair_key"]), audit.values_of(hall, without=["fair_key"])
            )
            if changes:
                audit.record(
                    action=AuditAction.HALL_ADDED if before is None else AuditAction.HALL_CHANGED,
                    by=by,
                    now=now,
                    subject=hall.fair_key,
                    about=hall,
                    label=before.code if before else hall.code,
                    changes=changes,
                )
    except IntegrityError:
        raise DomainError(_("Another hall of this fair has this code."), field="code") from None
    return hall


def _overlap(one: BoothSpec, other: BoothSpec) -> bool:
    return (
        one.hall == other.hall
        and one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.depth
        and other.y < one.y + one.depth
    )


def faults(*, fair_key: uuid.UUID, specs: Sequence[BoothSpec]) -> list[Fault]:
    """Return what is wrong with booths that shall be added to, or change, those of a fair.

    A hall that is not there, a number twice, a booth outside its hall, two booths in the same place: both are named.
    """
    too_many = Fault(0, _("A fair has at most %(number)d booths.") % {"number": MOST_BOOTHS})
    if len(specs) > MOST_BOOTHS:
        return [too_many]  # nothing is compared: every booth is held against every other one
    halls = {hall.code.lower(): hall for hall in fairs.halls_of(fair_key)}
    present = list(fairs.booths_of(fair_key))
    changed = {spec.pk for spec in specs if spec.pk} | {
        booth.pk
        for booth in present
        for spec in specs
        if spec.pk is None and spec.number.lower() == booth.number.lower()
    }
    others = [spec_of(booth) for booth in present if booth.pk not in changed]
    found: list[Fault] = []
    counted = Counter(spec.number.lower() for spec in (*specs, *others))
    for row, spec in enumerate(specs):
        hall = halls.get(spec.hall.lower())
        if hall is None:
            found.append(Fault(row, _("There is no hall %(code)s.") % {"code": spec.hall}))
        elif spec.x + spec.width > hall.width or spec.y + spec.depth > hall.depth:
            found.append(Fault(row, _("Booth %(number)s would stand outside the hall.") % {"number": spec.number}))
        if counted[spec.number.lower()] > 1:
            found.append(Fault(row, _("The number %(number)s stands here twice.") % {"number": spec.number}))
        clash = next((other for other in (*specs[:row], *others) if _overlap(spec, other)), None)
        if clash is not None:
            words = _("Booths %(one)s and %(other)s would stand in the same place.")
            found.append(Fault(row, words % {"one": spec.number, "other": clash.number}))
    if len(others) + len(specs) > MOST_BOOTHS:
        found.append(too_many)
    return found


def spec_of(booth: Booth) -> BoothSpec:
    """Return a booth as it stands, with its hall joined."""
    return BoothSpec(
        hall=booth.hall.code,
        number=booth.number,
        x=booth.x,
        y=booth.y,
        width=booth.width,
        depth=booth.depth,
        kind=BoothKind(booth.kind),
        power=PowerNeed(booth.power),
        has_water=booth.has_water,
        is_corner=booth.is_corner,
        fee=booth.fee,
        pk=booth.pk,
    )


@transaction.atomic
def write_booths(*, fair_key: uuid.UUID, specs: Sequence[BoothSpec], by: Any, now: datetime) -> tuple[int, int]:
    """Add and change booths, all or none; return how many are new and how many were changed.

    A booth that is there is found by ``pk``, else by its number. A booth that somebody has keeps place, size and number.
    Raises NotAllowedError, ReservedForDrawError, and PlanFaultsError with every fault.
    """
    steps.require_reviewer(by)
    halls = {hall.code.lower(): hall for hall in fairs.halls_of(fair_key).select_for_update().order_by("pk")}
    wrong = faults(fair_key=fair_key, specs=specs)
    if wrong:
        raise PlanFaultsError(wrong)
    rows = booths.lock(booth_ids=list(fairs.booths_of(fair_key).values_list("pk", flat=True)))
    if fairs.announced_draw(fair_key) is not None:
        raise booths.ReservedForDrawError
    named = {spec.pk for spec in specs if spec.pk}
    by_number = {booth.number.lower(): booth for booth in rows.values() if booth.pk not in named}
    for spec in specs:
        if spec.pk in rows and rows[spec.pk].number.lower() != spec.number.lower():
            # Two booths may change numbers with each other: both numbers are given back before one is taken.
            Booth.objects.filter(pk=spec.pk).update(number=f"~{spec.pk}")
    added: list[str] = []
    changed = 0
    for row, spec in enumerate(specs):
        booth = rows.get(spec.pk) if spec.pk else by_number.get(spec.number.lower())
        fields = {
            "hall_id": halls[spec.hall.lower()].pk,
            "number": spec.number,
            "x": spec.x,
            "y": spec.y,
            "width": spec.width,
            "depth": spec.depth,
            "kind": spec.kind,
            "power": spec.power,
            "has_water": spec.has_water,
            "is_corner": spec.is_corner,
            "fee": spec.fee,
        }
        if booth is None:
            Booth.objects.create(fair_key=fair_key, **fields)
            added.append(spec.number)
            continue
        differing = [name for name, value in fields.items() if getattr(booth, name) != value]
        if differing and fairs.shown_state(booth, now) in TAKEN:
            raise PlanFaultsError([Fault(row, _("Booth %(number)s is taken.") % {"number": booth.number})])
        if differing:
            _change(booth=booth, fields={name: fields[name] for name in differing}, by=by, now=now)
            changed += 1
    if added:
        _note_numbers(fair_key, AuditAction.BOOTHS_ADDED, [("booths", None, added)], by, now)
    return len(added), changed


def _change(*, booth: Booth, fields: dict[str, Any], by: Any, now: datetime) -> None:
    """Write named fields of a booth and the row of the audit."""
    stood, hall, number = {name: getattr(booth, name) for name in fields}, booth.hall, booth.number
    for name, value in fields.items():
        setattr(booth, name, value)
    booth.save(update_fields=list(fields))
    changes = [(name, stood[name], value) for name, value in fields.items() if name != "hall_id"]
    if "hall_id" in fields:
        changes.append(("hall", hall.code, booth.hall.code))
    audit.record(
        action=AuditAction.BOOTH_CHANGED,
        by=by,
        now=now,
        subject=booth.fair_key,
        about=booth,
        label=number,
        changes=changes,
    )


def _note_numbers(
    fair_key: uuid.UUID, action: AuditAction, changes: list[audit.Change], by: Any, now: datetime
) -> None:
    audit.record(action=action, by=by, now=now, subject=fair_key, changes=changes)


@transaction.atomic
def delete_booths(*, booth_ids: Collection[int], by: Any, now: datetime) -> int:
    """Delete booths that nobody has or had; return how many. Raises NotAllowedError and DomainError naming one that stays."""
    steps.require_reviewer(by)
    rows = booths.lock(booth_ids=booth_ids)
    for booth in rows.values():
        if fairs.announced_draw(booth.fair_key) is not None:
            raise booths.ReservedForDrawError
        if booth.state in TAKEN or booth.log.exclude(reference="").exists():
            raise DomainError(
                _("Booth %(number)s was given to an exhibitor; block it instead of deleting it.")
                % {"number": booth.number}
            )
    gone: dict[uuid.UUID, list[str]] = {}
    for booth in rows.values():
        gone.setdefault(booth.fair_key, []).append(booth.number)
        booth.delete()
    for fair_key, numbers in gone.items():
        _note_numbers(fair_key, AuditAction.BOOTHS_REMOVED, [("booths", numbers, None)], by, now)
    return len(rows)


def row_of_booths(
    *,
    hall: str,
    prefix: str,
    first: int,
    count: int,
    x: int,
    y: int,
    width: int,
    depth: int,
    per_line: int,
    aisle: int,
    kind: BoothKind,
    power: PowerNeed,
    fee: int | None,
) -> list[BoothSpec]:
    """Return booths numbered one after the other, in lines of ``per_line`` with an aisle below each line.

    The first and the last of a line stand at a corner. Numbers have two figures at least: A01 … A12.
    """
    return [
        BoothSpec(
            hall=hall,
            number=f"{prefix}{first + place:02d}",
            x=x + (place % per_line) * width,
            y=y + (place // per_line) * (depth + aisle),
            width=width,
            depth=depth,
            kind=kind,
            power=power,
            is_corner=place % per_line in {0, per_line - 1} or place == count - 1,
            fee=fee,
        )
        for place in range(count)
    ]
