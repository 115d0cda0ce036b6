"""The changes that this process knows of, in the order in which they arrived here."""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Final

from django.db import connection

from portal.page_cache import bells, catalogue, tags
from portal.page_cache.lending import Lender
from portal.page_cache.models import Change

_LOOK_BACK: Final = 1000
"""On PostgreSQL a change with a smaller number may be committed after one with a greater; so many are looked through again."""
_ANYWAY_SECONDS: Final = 5.0
"""The bell is rung after the commit: a process that was killed between the two is caught up with after this time."""
_MOST_TAGS: Final = 50_000

Drop = Callable[[frozenset[str], bool], None]
"""What is done with the tags of a change, and whether it withdraws what depended on them."""


class Known:
    """Catches up with the database when the bell sounds; tells for some tags whether they changed since a point in time."""

    def __init__(self, drop: Drop, lender: Lender | None = None) -> None:
        self._drop = drop
        self._lender = lender
        self._lock = threading.Lock()
        self._seen: set[int] = set()
        self._sound: object = bells  # equal to no sound
        self._looked = 0.0
        self._arrived = 0
        self._last: dict[str, int] = {}
        self._everything = 0

    def catch_up(self) -> int:
        """Return how many changes have arrived, after looking for new ones where the bell says so; raises what the database raises."""
        sound = bells.current().sound()
        if sound == self._sound and time.monotonic() - self._looked < _ANYWAY_SECONDS:
            return self._arrived
        with self._lock:
            with nullcontext() if self._lender is None else self._lender.lent():
                self._look()
            # What was rung while looking sounds again next time, for the sound was heard before.
            self._sound, self._looked = sound, time.monotonic()
            return self._arrived

    def has_changed(self, names: Iterable[str], *, since: int) -> bool:
        """Return whether any of these tags changed after ``since``, an answer of ``catch_up``."""
        return self._everything > since or any(self._last.get(name, 0) > since for name in names)

    def _look(self) -> None:
        highest = max(self._seen, default=0)
        back = _LOOK_BACK if connection.vendor == "postgresql" else 0
        rows = Change.objects.filter(pk__gt=max(highest - back, 0)).order_by("pk")
        first = not self._seen
        if first:
            self._seen = set(rows.order_by("-pk").values_list("pk", flat=True)[: _LOOK_BACK + 1]) or {0}
            return
        new = list(rows.exclude(pk__in=self._seen).values_list("pk", "tags", "withdraws"))
        for number, names, withdraws in new:
            self._seen.add(number)
            self._arrive(frozenset(names), withdraws=withdraws)
        highest = max(self._seen)
        self._seen = {number for number in self._seen if number >= highest - _LOOK_BACK}

    def _arrive(self, names: frozenset[str], *, withdraws: bool) -> None:
        self._arrived += 1
        if tags.EVERYTHING in names or len(self._last) > _MOST_TAGS:
            catalogue.forget()
            self._everything = self._arrived
            self._last.clear()
        for name in names:
            self._last[name] = self._arrived
        self._drop(names if self._everything != self._arrived else frozenset({tags.EVERYTHING}), withdraws)
