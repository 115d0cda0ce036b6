"""What is due, in the order of its time; read in small steps, so that a long list costs no memory."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from wagtail.models import Revision

from portal.pages.schedule import draftable
from portal.pages.schedule.enums import ScheduledAction

STEP: Final = 100
Key = tuple[int, str, str]


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One thing to do; ``content_type`` is that of the base model, such as the page's."""

    due_at: datetime
    action: ScheduledAction
    content_type: int
    object_id: str
    revision: int | None = None

    @property
    def key(self) -> Key:
        """What it is known by in ``ScheduleTrouble``."""
        return self.content_type, self.object_id, self.action.value


def going_live(now: datetime) -> "QuerySet[Revision]":
    """Return the approved versions whose time has come; the second that was set belongs to it."""
    rows: QuerySet[Revision] = Revision.objects.filter(approved_go_live_at__lte=now)
    return rows


def expiring(model: type[Any], now: datetime) -> "QuerySet[Any]":
    """Return the public records of a model whose last moment has come."""
    rows: QuerySet[Any] = draftable.rows(model).filter(live=True, expire_at__lte=now)
    return rows


def due(now: datetime) -> Iterator[Item]:
    """Yield everything that is due, the oldest first; what is done meanwhile may be yielded still."""

    def publishing(row: tuple[Any, ...]) -> Item:
        pk, at, content_type, object_id = row
        return Item(at, ScheduledAction.GO_LIVE, content_type, object_id, pk)

    streams = [
        _in_steps(going_live(now), "approved_go_live_at", ("base_content_type_id", "object_id"), publishing),
    ]
    for model in draftable.models():
        kind = draftable.kind_of(model).pk
        streams.append(_in_steps(expiring(model, now), "expire_at", (), _taking_off(kind)))
    yield from heapq.merge(*streams)


def _taking_off(content_type: int) -> Callable[[tuple[Any, ...]], Item]:
    return lambda row: Item(row[1], ScheduledAction.TAKE_OFF, content_type, str(row[0]))


def _in_steps(
    rows: "QuerySet[Any]", moment: str, more: tuple[str, ...], make: Callable[[tuple[Any, ...]], Item]
) -> Iterator[Item]:
    ordered = rows.order_by(moment, "pk").values_list("pk", moment, *more)
    step = list(ordered[:STEP])
    while step:
        yield from map(make, step)
        pk, at = step[-1][:2]
        step = list(ordered.filter(Q(**{f"{moment}__gt": at}) | Q(**{moment: at, "pk__gt": pk}))[:STEP])
