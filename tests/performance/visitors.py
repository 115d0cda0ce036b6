"""Visitors with a form open in front of them, who all press the button at one moment."""

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlencode

CLIENTS: Final = 32
SECONDS: Final = 60
GUARD_SECONDS: Final = 2.5
"""A form sent within two seconds of being shown is taken for a machine's."""


class FormReader(HTMLParser):
    """Reads the form that is sent by POST and has a ticket: what is filled in already, and what can be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.names: set[str] = set()
        self.boxes: dict[str, str] = {}
        self._open: dict[str, str] | None = None
        self._found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag not in {"input", "textarea", "select"} or not name:
            return
        self.names.add(name)
        kind = given.get("type", "text") if tag == "input" else "text"
        if kind == "radio":
            self.values.setdefault(name, given.get("value", ""))
        elif kind == "checkbox":
            self.boxes[name] = given.get("value", "on")
        elif kind in {"hidden", "number"}:
            self.values[name] = given.get("value", "")


@dataclass
class Visitor:
    """One person with an address of their own, and what their form was answered with."""

    number: int
    form: dict[str, str] = field(default_factory=dict)
    cookie: str = ""
    shown_in: float = 0
    answered_in: float = 0
    answered_at: float = 0
    status: int = 0
    requests: int = 0

    @property
    def email(self) -> str:
        """The address this visitor registers with."""
        return f"visitor{self.number}@example.org"

    @property
    def headers(self) -> dict[str, str]:
        """What every request of this visitor carries."""
        connection = f"10.{self.number >> 16 & 255}.{self.number >> 8 & 255}.{self.number & 255}"
        return {"X-Forwarded-For": connection} | ({"Cookie": self.cookie} if self.cookie else {})

    def look(self, port: int, address: str) -> None:
        """Open the form and fill it in."""
        started = time.perf_counter()
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)) as connection:
            connection.request("GET", address, headers=self.headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        self.shown_in = time.perf_counter() - started
        self.requests += 1
        if answer.status != http.client.OK:
            raise RuntimeError(f"The form was answered with {answer.status}.")
        self.cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        self.fill_in(page)

    def fill_in(self, page: str) -> None:
        """Fill in the form of a page: what is asked of everybody, and the consent without which there is no place."""
        reader = FormReader()
        reader.feed(page)
        typed = {"full_name": f"Người thử {self.number}", "email": self.email, "phone": "0912 345 678"}
        self.form = {**reader.values, **{name: value for name, value in typed.items() if name in reader.names}}
        self.form |= {name: value for name, value in reader.boxes.items() if name == "consent"}

    def take_over(self, other: "Visitor", ticket: str) -> None:
        """Fill in a form as another visitor was shown it, with a ticket of one's own."""
        self.cookie = other.cookie
        self.form = {**other.form, "ticket": ticket, "full_name": f"Người thử {self.number}", "email": self.email}

    def send(self, port: int, address: str) -> None:
        """Send the form."""
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        started = time.perf_counter()
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)) as connection:
            connection.request("POST", address, body=urlencode(self.form), headers=headers)
            answer = connection.getresponse()
            answer.read()
        self.answered_at = time.perf_counter()
        self.answered_in = self.answered_at - started
        self.requests += 1
        self.status = answer.status


def rush(port: int, address: str, visitors: list[Visitor]) -> tuple[float, float]:
    """Let all visitors open the form, wait, and send it together; return the seconds of opening and the moment of sending."""
    gun = threading.Barrier(CLIENTS)
    moments: dict[str, float] = {}

    def work(share: list[Visitor]) -> None:
        gun.wait()
        moments.setdefault("opening", time.perf_counter())
        for visitor in share:
            visitor.look(port, address)
        if gun.wait() == 0:
            moments["opened"] = time.perf_counter()
        time.sleep(GUARD_SECONDS)
        gun.wait()
        moments.setdefault("sending", time.perf_counter())
        for visitor in share:
            visitor.send(port, address)

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(work, [visitors[offset::CLIENTS] for offset in range(CLIENTS)]))
    return moments["opened"] - moments["opening"], moments["sending"]


def crowd(port: int, address: str, visitors: list[Visitor]) -> None:
    """Let all visitors send the forms they have at one moment."""
    gun = threading.Barrier(CLIENTS)

    def work(share: list[Visitor]) -> None:
        gun.wait()
        for visitor in share:
            visitor.send(port, address)

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(work, [visitors[offset::CLIENTS] for offset in range(CLIENTS)]))
