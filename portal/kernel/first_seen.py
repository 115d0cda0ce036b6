"""Since when a file that is made anew for each request has its present bytes: a true Last-Modified, removals included."""

from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache

KEPT_SECONDS: Final = 400 * 86_400


def of(name: str, *, digest: str, now: datetime, seconds: int = KEPT_SECONDS) -> datetime:
    """Return since when the bytes of ``name`` are those of ``digest``. Other bytes always get a later second, so that nobody who asks by date misses them.

    Where the cache has forgotten, it is now: a client then fetches once more and loses nothing. It remembers for ``seconds``.
    """
    known: tuple[str, datetime] | None = cache.get(name)
    if known is not None and known[0] == digest:
        return known[1]
    instant = now.replace(microsecond=0)
    if known is not None:
        instant = max(instant, known[1] + timedelta(seconds=1))
    cache.set(name, (digest, instant), seconds)
    return instant
