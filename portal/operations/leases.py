"""One process at a time: a row that its holder renews and that runs out by itself where the holder died."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.crypto import get_random_string

from portal.operations.models import Lease

TERM: Final = timedelta(seconds=60)
"""Longer than one piece of work between two renewals; as long does the next process wait after a death."""


@dataclass(frozen=True, slots=True)
class Held:
    """A lease in this process's hands; ``read`` tells the time."""

    name: str
    holder: str
    read: Callable[[], datetime]

    def keep(self) -> bool:
        """Renew it; False where another process has it by now, and this one must stop."""
        until = self.read() + TERM
        return bool(Lease.objects.filter(name=self.name, holder=self.holder).update(until=until))

    def give_back(self) -> None:
        """Let the next one have it at once."""
        Lease.objects.filter(name=self.name, holder=self.holder).update(until=self.read())


def take(name: str, *, read: Callable[[], datetime]) -> Held | None:
    """Return the lease of this name, or None while another process holds it.

    One that would run for longer than any is given was written by a clock that has been set back since: it counts as over.
    """
    now, holder = read(), get_random_string(32)
    Lease.objects.get_or_create(name=name, defaults={"holder": "", "until": now})
    free = Q(until__lte=now) | Q(until__gt=now + 2 * TERM)
    taken = Lease.objects.filter(free, name=name).update(holder=holder, until=now + TERM)
    return Held(name, holder, read) if taken else None
