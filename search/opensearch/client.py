"""Talking to OpenSearch: short, and never at the cost of an answer. Nothing of what is searched for is logged."""

import json
import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from django.core.cache import cache

from portal.kernel.watch import Word

Json = dict[str, Any]
PAUSE: Final = 30
"""Seconds for which a server that did not answer is not asked again."""
ALARM: Final = 600
"""Seconds for which the operator's watch tells of it, unless it answers again."""
CONNECT: Final = 0.5
PATIENT: Final = 120.0
"""Seconds for the making of an index, where nobody waits."""
_AWAY: Final = "search.opensearch.away"
_ALARM: Final = "search.opensearch.alarm"
_NDJSON: Final = "application/x-ndjson"
_JSON: Final = "application/json"
_ERRORS: Final = 400
_UNREADY: Final = 500

logger = logging.getLogger(__name__)


class AwayError(Exception):
    """The server does not answer, or not as it should; its words may hold what was searched for and are not kept."""


class RefusedError(AwayError):
    """The server answered that it will not; ``status`` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


@lru_cache(maxsize=4)
def _pool(address: str, authority: str) -> urllib3.PoolManager:
    user = urlsplit(address)
    headers = urllib3.make_headers(basic_auth=f"{user.username}:{user.password}") if user.username else {}
    return urllib3.PoolManager(headers=headers, ca_certs=authority or None, retries=False, maxsize=8)


def _address(path: str) -> str:
    parts = urlsplit(settings.OPENSEARCH_URL)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}/{path}"


def request(
    method: str, path: str, body: Json | None = None, *, lines: Iterable[Json] = (), patient: bool = False
) -> Json:
    """Send a question and return the answer. Raises RefusedError for a refusal, AwayError for anything else."""
    data = "".join(f"{json.dumps(line)}\n" for line in lines) if body is None else json.dumps(body)
    pool = _pool(settings.OPENSEARCH_URL, settings.OPENSEARCH_CA)
    seconds = PATIENT if patient else settings.OPENSEARCH_TIMEOUT / 1000
    try:
        answer = pool.request(
            method,
            _address(path),
            body=data.encode() or None,
            headers={**pool.headers, "Content-Type": _JSON if body is not None else _NDJSON},
            timeout=urllib3.Timeout(connect=CONNECT, read=seconds),
            redirect=False,
        )
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise AwayError(type(error).__name__) from error
    if answer.status >= _ERRORS:
        raise RefusedError(answer.status)
    try:
        told = json.loads(answer.data or b"{}")
    except ValueError as error:
        raise AwayError("no JSON") from error
    if not isinstance(told, dict):
        raise AwayError("no object")
    return told


def is_away() -> bool:
    """Return whether the server did not answer a moment ago."""
    return bool(cache.get(_AWAY))


def note_failure(error: AwayError) -> None:
    """Leave the server alone for a while; the log says so once."""
    if cache.add(_AWAY, str(error), PAUSE):
        logger.warning("OpenSearch does not answer (%s): for %d seconds the database searches.", error, PAUSE)
    cache.set(_ALARM, str(error), ALARM)


def note_success() -> None:
    """Let the operator's watch be quiet again."""
    if cache.get(_ALARM):
        cache.delete_many([_AWAY, _ALARM])
        logger.warning("OpenSearch answers again.")


def watch() -> Word:
    """Tell the operator's watch whether the database searches in its place."""
    return Word.FAILED if cache.get(_ALARM) else Word.OK
