"""Programmes of a newsroom: made and changed by its people, and their air times planned from the weekly slots."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from news import permissions
from news.broadcasts import streams
from news.broadcasts.signals import air_times_changed
from news.models import Programme, ProgrammeAirTime, ProgrammeSlot
from portal.kernel import clock, errors
from portal.kernel.erasure import Erased

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PLANNED_DAYS: Final = 28
"""How far ahead air times are planned; each night adds one more day."""
DAYS_IN_A_WEEK: Final = 7


class StreamsRefusedError(errors.DomainError):
    """Streams are not at a permitted server, or of the wrong kind; ``refusals`` has a sentence for each field to blame."""

    default_message = _("Correct the addresses of the live stream.")

    def __init__(self, refusals: "Mapping[str, _StrPromise]") -> None:
        super().__init__()
        self.refusals = dict(refusals)


@transaction.atomic
def save(*, programme: Programme, slots: Iterable[ProgrammeSlot] | None = None, by: Any, now: datetime) -> Programme:
    """Store a programme, with these weekly slots in place of those it has, and plan its air times anew.

    Slots that a form has attached to the programme are stored with it. Raises NotAllowedError for people of other
    newsrooms, DomainError where two slots fall on the same time and channel, StreamsRefusedError where new streams are not
    at a permitted server.
    """
    if not permissions.may_make_programmes(by, programme.newsroom_key):
        raise errors.NotAllowedError
    stored = Programme.objects.filter(pk=programme.pk)
    if refused := streams.refused(programme, known=lambda field, address: stored.filter(**{field: address}).exists()):
        raise StreamsRefusedError(refused)
    if slots is not None:
        programme.slots.set(list(slots))
    wanted = [(slot.weekday, slot.starts, slot.channel) for slot in programme.slots.all()]
    if len(set(wanted)) != len(wanted):
        raise errors.DomainError(_("Two weekly slots have the same day, time and channel. Take one away."))
    programme.save()
    _plan(programme=programme, now=now)
    air_times_changed.send(Programme, groups=[programme.key])
    return programme


def _wanted(programme: Programme, now: datetime) -> dict[tuple[datetime, str], tuple[ProgrammeSlot, datetime]]:
    first = clock.local(now).date()
    found: dict[tuple[datetime, str], tuple[ProgrammeSlot, datetime]] = {}
    if not programme.is_active:
        return found
    slots = list(programme.slots.all())
    for number in range(PLANNED_DAYS):
        day = first + timedelta(days=number)
        for slot in slots:
            if slot.weekday == day.weekday():
                starts = clock.at(day, slot.starts.hour, slot.starts.minute)
                if starts > now:
                    found[(starts, slot.channel)] = (slot, starts + timedelta(minutes=slot.minutes))
    return found


def _plan(*, programme: Programme, now: datetime) -> int:
    """Bring the coming air times up to date with the slots; return how many rows changed.

    A row keeps its key when its slot moves to another hour of the same day or another channel, so that calendars move
    the entry. What was cancelled stays cancelled as long as its slot stands.
    """
    wanted = _wanted(programme, now)
    coming = list(programme.planned.select_for_update().filter(starts_at__gt=now).order_by("starts_at", "pk"))
    standing = {(row.starts_at, row.channel): row for row in coming}
    changed: int = 0
    free: dict[tuple[int | None, date], ProgrammeAirTime] = {
        (row.slot_id, clock.local(row.starts_at).date()): row for place, row in standing.items() if place not in wanted
    }
    leaving = {row.pk for place, row in standing.items() if place not in wanted}
    pending: list[tuple[ProgrammeAirTime, dict[str, Any]]] = []
    for (starts, channel), (slot, ends) in wanted.items():
        values = {
            "slot_id": slot.pk,
            "starts_at": starts,
            "ends_at": ends,
            "channel": channel,
            "is_repeat": slot.is_repeat,
        }
        row = standing.get((starts, channel)) or free.pop((slot.pk, clock.local(starts).date()), None)
        leaving.discard(row.pk if row else None)
        pending.append((row or ProgrammeAirTime(programme=programme), values))
    # What leaves goes first: its time and channel may be taken by another row at once.
    changed += int(programme.planned.filter(pk__in=leaving).delete()[0])
    for row, values in pending:
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
            changed += 1
    return changed


def plan_all(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Plan the air times of every programme a day further; each night. Erases nothing, so that it reports nothing as erased."""
    if dry_run:
        return []
    for pk in Programme.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            programme = Programme.objects.select_for_update().get(pk=pk)
            if _plan(programme=programme, now=now):
                air_times_changed.send(Programme, groups=[programme.key])
    return []


@transaction.atomic
def cancel(*, air_time: ProgrammeAirTime, by: Any, now: datetime) -> ProgrammeAirTime:
    """Mark a coming air time as dropped: it stays in lists and calendars, marked.

    Raises NotAllowedError for people of other newsrooms, IllegalMoveError for one that is over or dropped already.
    """
    return _mark(air_time, by=by, now=now, cancelled=True)


@transaction.atomic
def restore(*, air_time: ProgrammeAirTime, by: Any, now: datetime) -> ProgrammeAirTime:
    """Take back ``cancel``; raises as it does."""
    return _mark(air_time, by=by, now=now, cancelled=False)


def _mark(air_time: ProgrammeAirTime, *, by: Any, now: datetime, cancelled: bool) -> ProgrammeAirTime:
    row = ProgrammeAirTime.objects.select_for_update().select_related("programme").get(pk=air_time.pk)
    if not permissions.may_make_programmes(by, row.programme.newsroom_key):
        raise errors.NotAllowedError
    if (row.cancelled_at is not None) == cancelled:
        raise errors.IllegalMoveError
    if row.starts_at <= now:
        raise errors.IllegalMoveError(_("This air time is over or on already."))
    row.cancelled_at = now if cancelled else None
    row.save(update_fields=["cancelled_at"])
    air_times_changed.send(Programme, groups=[row.programme.key])
    return row
