"""Counting one reading: who is not counted, once in half an hour for each reader and story, and kept for some seconds only.

The reader's address and program make a keyed digest that lives in the cache for half an hour. Its key is made by chance each
day and lives in the cache alone: afterwards nobody, the operator included, can tell whose digest it was. Nothing of it
reaches the database or a log.
"""

import atexit
import hashlib
import hmac
import logging
import re
import secrets
import threading
import uuid
from collections import Counter
from datetime import date
from typing import Final, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.http import HttpRequest

from news.models import ArticlePage, ReadingCount
from news.readership.enums import Source
from portal.kernel import clock, limits
from portal.kernel.languages import Language

AGAIN_AFTER: Final = 1800
"""Seconds for which the same reader's next opening of a story is the same reading."""
MOST_OF_ONE: Final = 60
"""Readings that one connection and program may add in that time; an office or a school reads much, a script more."""
DAY: Final = 86_400
MOST_WAITING: Final = 10_000
"""Sums that may wait in memory; a flood of invented keys is dropped."""
ROBOTS: Final = re.compile(
    r"bot|crawl|spider|slurp|preview|headless|lighthouse|monitor|scan|curl|wget|python|httpx|java/|libwww|go-http|okhttp"
    r"|axios|node-fetch|facebookexternalhit|embed|archiv",
    re.IGNORECASE,
)

logger = logging.getLogger(__name__)


class _Sum(NamedTuple):
    article_key: uuid.UUID
    language: Language
    day: date
    source: Source


_waiting: Counter[_Sum] = Counter()
_lock = threading.Lock()
_timer: threading.Timer | None = None


def _wants_no_count(request: HttpRequest) -> bool:
    """Return whether the reader asked not to be followed (DNT, Global Privacy Control), or only a program looks ahead."""
    headers = request.headers
    if headers.get("DNT") == "1" or headers.get("Sec-GPC") == "1":
        return True
    return "prefetch" in f"{headers.get('Sec-Purpose', '')} {headers.get('Purpose', '')}".lower()


def _is_robot(request: HttpRequest) -> bool:
    program = request.headers.get("User-Agent", "")
    return not program or ROBOTS.search(program) is not None


def _salt(day: date) -> bytes:
    name = f"reading:salt:{day.isoformat()}"
    cache.add(name, secrets.token_bytes(32), DAY)
    found: bytes = cache.get(name) or secrets.token_bytes(32)
    return found


def _digest(request: HttpRequest, what: str, day: date) -> str:
    reader = f"{limits.connection_of(request)}\n{request.headers.get('User-Agent', '')}\n{what}"
    return hmac.new(_salt(day), reader.encode(), hashlib.sha256).hexdigest()[:32]


def _is_new(request: HttpRequest, article_key: uuid.UUID, day: date) -> bool:
    if not cache.add(f"reading:{_digest(request, str(article_key), day)}", 1, AGAIN_AFTER):
        return False
    name = f"reading:all:{_digest(request, '', day)}"
    cache.add(name, 0, AGAIN_AFTER)
    try:
        return cache.incr(name) <= MOST_OF_ONE
    except ValueError:
        return True


def note(request: HttpRequest, *, article_key: uuid.UUID, language: Language, source: str) -> bool:
    """Count a reading unless the reader asked not to be counted, is a program or was counted just now; return whether it was."""
    if _wants_no_count(request) or _is_robot(request):
        return False
    day = clock.today()
    if not _is_new(request, article_key, day):
        return False
    known = Source(source) if source in Source.values else Source.DIRECT
    item = _Sum(article_key, language, day, known)
    with _lock:
        if item not in _waiting and len(_waiting) >= MOST_WAITING:
            return False
        _waiting[item] += 1
    _write_soon()
    return True


def _write_soon() -> None:
    """Have the sums written in some seconds, by this very process: another one could not see them without a shared cache."""
    global _timer  # noqa: PLW0603 -- one timer for the process
    seconds = settings.READINGS_WRITTEN_AFTER
    if not seconds:
        return
    with _lock:
        if _timer is not None:
            return
        _timer = threading.Timer(seconds, _write_and_rest)
        _timer.daemon = True
        _timer.start()


def _write_and_rest() -> None:
    global _timer  # noqa: PLW0603 -- one timer for the process
    with _lock:
        _timer = None
    try:
        write()
    finally:
        connection.close()


def write() -> int:
    """Add the waiting sums to the table; return how many readings. Where the database is away they wait on."""
    with _lock:
        sums = Counter(_waiting)
        _waiting.clear()
    if not sums:
        return 0
    try:
        return _store(sums)
    except DatabaseError:
        logger.warning("%d reading figures could not be written; they wait.", len(sums))
        with _lock:
            _waiting.update(sums)
        _write_soon()
        return 0


def _store(sums: Counter[_Sum]) -> int:
    """Write sums of public stories, in one order for all processes, so that none waits for another crosswise."""
    keys = {item.article_key for item in sums}
    public = set(
        ArticlePage.objects.filter(live=True, translation_key__in=keys).values_list("translation_key", flat=True)
    )
    written = 0
    with transaction.atomic():
        for item, number in sorted(sums.items()):
            if item.article_key not in public:
                continue
            row, made = ReadingCount.objects.get_or_create(
                **item._asdict(), is_month=False, defaults={"number": number}
            )
            if not made:
                ReadingCount.objects.filter(pk=row.pk).update(number=F("number") + number)
            written += number
    return written


@atexit.register
def _write_at_the_end() -> None:
    if _waiting:
        write()
