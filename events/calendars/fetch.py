"""Fetching a calendar as a calendar program does, for the command that checks it: what HTTP says about it, within limits."""

import http.client
import time
import zlib
from dataclasses import dataclass, field
from email.message import Message
from enum import StrEnum
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from events.calendars import lint

SCHEMES: Final = ("http", "https")
SECONDS: Final = 20
MOST_OCTETS: Final = 20_000_000
MOST_REDIRECTS: Final = 5
LARGE_OCTETS: Final = 1_000_000
PIECE: Final = 65_536
CONTENT_TYPE: Final = "text/calendar"
AGENT: Final = "lint_calendar (calendar check of the Science and Technology Market Portal)"


class Level(StrEnum):
    """Whether a client loses events over it, or would only do better without it."""

    FAULT = "fault"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the answer said, or did not say."""

    level: Level
    message: str


class FetchError(Exception):
    """Nothing came, or too much, or too slowly; its words say what."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent in the end, and how one came there."""

    status: int
    headers: Message
    body: bytes
    redirects: tuple[str, ...] = ()


@dataclass
class _Redirects(HTTPRedirectHandler):
    """Counts and keeps where one is sent, and never leaves HTTP."""

    max_repeats = MOST_REDIRECTS + 1
    seen: list[str] = field(default_factory=list)

    def redirect_request(self, *args: Any) -> Request | None:
        """Follow as far as is allowed."""
        newurl: str = args[-1]
        if urlsplit(newurl).scheme not in SCHEMES:
            message = "the answer leads away from http and https"
            raise FetchError(message)
        self.seen.append(newurl)
        if len(self.seen) > MOST_REDIRECTS:
            message = f"more than {MOST_REDIRECTS} redirects"
            raise FetchError(message)
        return super().redirect_request(*args)


def _read(response: Any, *, deadline: float, is_packed: bool) -> bytes:
    """Read no more and no longer than is allowed, whatever a compressed answer unfolds to."""
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if is_packed else None
    body = bytearray()
    while True:
        if time.monotonic() > deadline:
            message = f"the answer took more than {SECONDS} seconds"
            raise FetchError(message)
        piece: bytes = response.read1(PIECE)
        if not piece:
            break
        try:
            body += unpack.decompress(piece, MOST_OCTETS + 1 - len(body)) if unpack else piece
        except zlib.error as error:
            message = "the answer says gzip and is not"
            raise FetchError(message) from error
        if len(body) > MOST_OCTETS:
            message = f"the answer has more than {MOST_OCTETS} octets"
            raise FetchError(message)
    if unpack is not None and not unpack.eof:
        message = "the compressed answer is cut off"
        raise FetchError(message)
    return bytes(body)


def fetch(url: str) -> Answer:
    """Return what is at an address of http or https; raises FetchError when that cannot be had within the limits."""
    if urlsplit(url).scheme not in SCHEMES:
        message = "only http and https are fetched"
        raise FetchError(message)
    handler = _Redirects()
    deadline = time.monotonic() + SECONDS
    headers = {"User-Agent": AGENT, "Accept": f"{CONTENT_TYPE}, */*;q=0.1", "Accept-Encoding": "gzip"}
    request = Request(url, headers=headers)  # noqa: S310 -- the scheme was looked at
    try:
        try:
            response = build_opener(handler).open(request, timeout=SECONDS)
        except HTTPError as error:
            if "Location" in error.headers:
                message = "a redirect leads away from http and https, or nowhere"
                raise FetchError(message) from error
            response = error
        with response:
            packed = response.headers.get("Content-Encoding", "").strip().lower() in {"gzip", "x-gzip"}
            body = _read(response, deadline=deadline, is_packed=packed)
            return Answer(response.status, response.headers, body, tuple(handler.seen))
    except URLError as error:
        raise FetchError(str(error.reason)) from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise FetchError(str(error) or type(error).__name__) from error


def _said(answer: Answer) -> list[tuple[Level, str, bool]]:
    """Return level, words, and whether they hold."""
    headers = answer.headers
    kind, charset = headers.get_content_type(), (headers.get_content_charset() or "").lower()
    method = headers.get_param("method")
    control = headers.get("Cache-Control", "").lower()
    ok = http.HTTPStatus.OK
    return [
        (Level.FAULT, f"the status is {answer.status} instead of 200", answer.status != ok),
        (
            Level.FAULT,
            "the answer is empty: some programs then delete every event",
            answer.status == ok and not answer.body,
        ),
        (Level.FAULT, "the answer is a page of HTML instead of a calendar", lint.looks_like_a_page(answer.body)),
        (Level.FAULT, f"the content type is {kind} instead of {CONTENT_TYPE}", kind != CONTENT_TYPE),
        (Level.FAULT, f"the charset is {charset} instead of utf-8", charset not in {"", "utf-8"}),
        (Level.ADVICE, "the content type names no charset", not charset),
        (
            Level.FAULT,
            "the method of the content type is not the METHOD of the file",
            bool(method) and f"\r\nmethod:{method}\r\n".lower().encode() not in answer.body[:PIECE].lower(),
        ),
        (
            Level.ADVICE,
            "neither ETag nor Last-Modified: everybody fetches everything every time",
            "ETag" not in headers and "Last-Modified" not in headers,
        ),
        (Level.ADVICE, "ETag is missing", "ETag" not in headers and "Last-Modified" in headers),
        (
            Level.ADVICE,
            "Last-Modified is missing, by which Apple Calendar asks",
            "Last-Modified" not in headers and "ETag" in headers,
        ),
        (Level.ADVICE, "cookies are set", "Set-Cookie" in headers),
        (Level.ADVICE, "nothing says how long the answer may be kept", not control),
        (Level.ADVICE, "the answer may not be kept", "no-store" in control),
        (Level.ADVICE, "the answer is not compressed", "Content-Encoding" not in headers and len(answer.body) > PIECE),
        (Level.ADVICE, f"the file has more than {LARGE_OCTETS} octets", len(answer.body) > LARGE_OCTETS),
        (Level.ADVICE, f"redirects: {len(answer.redirects)}", bool(answer.redirects)),
        (
            Level.ADVICE,
            "a redirect leads to http without encryption",
            any(urlsplit(url).scheme == "http" for url in answer.redirects),
        ),
    ]


def findings(answer: Answer) -> list[Finding]:
    """Return what is wrong or could be better in how the calendar is served, faults first."""
    said = [Finding(level, words) for level, words, holds in _said(answer) if holds]
    return sorted(said, key=lambda finding: finding.level is not Level.FAULT)
