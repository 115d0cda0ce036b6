"""Sends requests to the admin as somebody, and says what is wrong with the answer to whoever should be turned away."""

import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from tests.admin.belongings import FIGURE
from tests.admin.policy import CLOSED, OWNED, Access, Line
from tests.admin.world import ANONYMOUS, CANARY, World

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
HOME: Final = f"/{settings.ADMIN_PATH}"
SIGN_IN: Final = f"{HOME}login/"
TRACE: Final = "VETNHO"
"""Stands in what B's people send wherever A's editor would send the canary: an echo is no leak."""
OWN_TRACES: Final = frozenset({"django_session"})
"""What a request of anybody may leave behind: the sentence for the next page."""
MARKS: Final = (CANARY, *(f"{FIGURE:,}".replace(",", mark) for mark in ("", ",", ".")))
"""What is A's alone: its word, and its figure as files and pages of either language write it."""
_WRITING: Final = re.compile(r'^\s*(INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?([\w.]+)"?', re.IGNORECASE)
_PLACE: Final = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")
_UUID: Final = "00000000-0000-4000-8000-000000000000"


@dataclass
class Cell:
    """One request: what came back, which tables it wrote to, what it tells the next page."""

    person: str
    method: str
    address: str
    status: int
    where: str
    body: bytes
    headers: str
    messages: list[str]
    written: set[str] = field(default_factory=set)

    def shows(self, *words: str) -> bool:
        """Return whether one of the words stands anywhere in the answer, in a packed file or in a sentence for the next page."""
        looked = [self.body, self.headers.encode(), *(message.encode() for message in self.messages)]
        if self.body[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(self.body)) as packed:
                looked += [packed.read(name) for name in packed.namelist()]
        return any(word.lower().encode() in text for text in map(bytes.lower, looked) for word in words)

    @property
    def is_turned_away(self) -> bool:
        """Return whether the answer tells nothing: not there, not so, sign in, or Wagtail's way back to its front page.

        Wagtail answers 302 to its front page with one and the same sentence for everything that it refuses (403 to
        scripts), so that people find their way; it says no more than 404 does, as keys are plain numbers.
        """
        to_door = self.status == 302 and (self.where == HOME or self.where.startswith(SIGN_IN))
        # Which methods an address takes is said before anybody looks whether the object is there.
        is_menu = self.method == "OPTIONS" and self.status == 200
        return to_door or is_menu or self.status in {403, 404, 405}

    def __str__(self) -> str:
        told = f" -> {self.where}" if self.where else ""
        return f"{self.person}: {self.method} {self.address} {self.status}{told}"


def filled(address: str, values: Mapping[str, object]) -> str:
    """Return the address of one object; what has no value is a number or key that nothing has."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1) or match.group(2)
        given = values.get(name)
        return str(given) if given is not None else _UUID if "<uuid:" in match.group(0) else "1"

    plain = _PLACE.sub(value, address)
    # Wagtail 7.4 does not name the page and the two revisions that it compares, 8 does.
    plain = plain.replace("(live|earliest|\\d+)", "earliest").replace("(live|latest|\\d+)", "latest")
    plain = plain.replace("(\\d+)", str(values.get("page_id", 1)))
    plain = plain.replace("$", "").replace("\\Z", "").replace("\\.", ".")
    return HOME + plain + str(values.get("?", ""))


class Walk:
    """Sends requests as the people of a world and keeps count of them; every change is undone."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cells = 0
        # One client for all: a new one would load every middleware again.
        self.client = Client(raise_request_exception=False)
        self._forms: dict[str, list[dict[str, list[str]]]] = {}

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Undo everything that happens inside."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def send(self, person: str, method: str, address: str, data: Any = None, **given: Any) -> Cell:
        """Return the answer to one request and what it wrote; nothing stays."""
        self.cells += 1
        cache.clear()
        self.client.cookies.clear()
        if person != ANONYMOUS:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.world.sessions[person]
        written: set[str] = set()
        with self.undone(), connection.execute_wrapper(noting(written)):
            if method == "POST":
                response: Any = self.client.post(address, data or {}, **given)
            else:
                response = self.client.generic(method, address, **given)
            # Read to its end, a file that is handed out is closed.
            body = b"".join(response.streaming_content) if response.streaming else response.content
        request = getattr(response, "wsgi_request", None)
        queued = getattr(getattr(request, "_messages", None), "_queued_messages", [])
        return Cell(
            person=person,
            method=method,
            address=address,
            status=response.status_code,
            where=response.get("Location", ""),
            body=body,
            headers=str(dict(response.headers)),
            messages=[str(message) for message in queued],
            written=written,
        )

    def sent_by_owner(self, address: str) -> list[dict[str, list[str]]]:
        """Return what A's people would send of the forms that this address shows them; one empty form where none is."""
        if address not in self._forms:
            forms: list[dict[str, list[str]]] = []
            for person in ("editor A", "chief A", "operator"):
                cell = self.send(person, "GET", address)
                if cell.status == 200 and (forms := forms_of(cell.body)):
                    break
            self._forms[address] = forms or [{}]
        return self._forms[address]


def noting(written: set[str]) -> Callable[..., Any]:
    """Return a wrapper of statements that puts the tables which they change into ``written``."""

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        found = _WRITING.match(sql) if isinstance(sql, str) else None
        # How many rows an INSERT that returns its key made is known only after it was read.
        if found and (found.group(1).upper().startswith("INSERT") or context["cursor"].rowcount != 0):
            written.add(found.group(2))
        return result

    return note


def _one_paragraph(name: str) -> dict[str, list[str]]:
    text = json.dumps({"blocks": [{"key": "a", "type": "unstyled", "text": TRACE}], "entityMap": {}})
    block = {"count": "1", "0-deleted": "", "0-order": "0", "0-type": "paragraph", "0-value": text, "0-id": ""}
    return {f"{name}-{part}": [value] for part, value in block.items()}


class _Forms(HTMLParser):
    """Gathers what a browser would send of every form that is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._text: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({"": [given.get("method", "get").lower()]})
        if not self.forms:
            return
        name, form = given.get("name", ""), self.forms[-1]
        if "data-w-block-data-value" in given:
            # A script draws these fields; this is what it would send of one paragraph.
            form.update(_one_paragraph(given.get("id", "")))
        kind = given.get("type", "text")
        if tag == "textarea" and name:
            self._text = name
            form[name] = [""]
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            form.setdefault(self._select, []).append(given.get("value", ""))
        elif tag == "input" and name and kind in {"checkbox", "radio"}:
            if "checked" in given:
                form.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "input" and name and kind not in {"file", "submit"}:
            form.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._text and self.forms:
            self.forms[-1][self._text][0] += data


def forms_of(body: bytes) -> list[dict[str, list[str]]]:
    """Return the posted forms of a page or of a modal's answer, the canary replaced by a word that may be echoed."""
    text = body.decode("utf-8", "replace")
    if text[:1] == "{":
        try:
            text = html.unescape(str(json.loads(text).get("html", "")))
        except ValueError:
            return []
    parser = _Forms()
    parser.feed(text)
    found = []
    for form in parser.forms:
        if form.pop("", ["get"])[0] == "post" and "csrfmiddlewaretoken" in form and "wagtail_csrf" not in form:
            form.pop("csrfmiddlewaretoken")
            found.append({name: [_harmless(value) for value in values] for name, values in form.items()})
    return found


def _harmless(value: str) -> str:
    return re.sub(CANARY, TRACE, value, flags=re.IGNORECASE)


def wrong(cell: Cell, line: Line, *, traces: frozenset[str] = OWN_TRACES) -> list[str]:
    """Return what is wrong with the answer to somebody who has no right on anything of A's."""
    found = []
    if cell.shows(*MARKS):
        found.append("shows what is A's")
    if changed := cell.written - traces:
        found.append(f"changes {', '.join(sorted(changed))}")
    if cell.status >= 500:
        found.append("breaks")
    if line.access in OWNED | CLOSED and not cell.is_turned_away:
        found.append("is not turned away")
    if cell.person in {ANONYMOUS, "account"} and line.access is not Access.NOT_WALKED:
        is_to_sign_in = cell.status == 302 and (cell.where.startswith(SIGN_IN) or cell.where == HOME)
        if not is_to_sign_in and cell.status not in {403, 404, 405}:
            found.append("is let in")
    return [f"{cell}: {problem}" for problem in found]
