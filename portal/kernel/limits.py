"""How often one connection or one address may use the public forms; counted in the cache, in fixed windows."""

import hashlib
import time
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW: Final = 600
"""Seconds."""
PER_CONNECTION: Final = 120
"""A school or an office fills in forms from one connection."""
PER_ADDRESS: Final = 6
PER_SECRET: Final = 20
"""Tries of one shared password; an office that opens a private page together types it right."""

PER_DRAWING: Final = 20
"""Files that are drawn anew for one link: a party whose details change is drawn a few times."""
PER_DEVICE: Final = 6_000
"""Requests of one phone at a gate: ten a second are more than a queue of people can bring about."""

PER_VOTER: Final = 30
"""Votes given, changed and taken back by one account: a ballot has a few categories, and people change their minds."""

PER_CALENDAR: Final = 60
"""Fetches of one private calendar: a person has a few programs, each of which asks every few minutes at most."""


def connection_of(request: HttpRequest) -> str:
    """Return the network address of the visitor, trusting as many proxies as the operator named."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted = int(settings.ALLAUTH_TRUSTED_PROXY_COUNT)
    if trusted and len(forwarded) >= trusted:
        return forwarded[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def _count(scope: str, key: str) -> int:
    digest = hashlib.sha256(key.encode()).hexdigest()
    name = f"limits:{scope}:{digest}:{int(time.time() // WINDOW)}"
    cache.add(name, 0, WINDOW)
    try:
        return cache.incr(name)
    except ValueError:
        return 1


def connection_may_ask(request: HttpRequest) -> bool:
    """Count one more request of this connection; return whether it is within the limit."""
    return _count("connection", connection_of(request)) <= PER_CONNECTION


def address_may_be_written_to(email: str, why: str = "") -> bool:
    """Count one more message to this address that a visitor caused; return whether it is within the limit.

    Anybody can type anybody's address. What a stranger may do for another person's therefore counts by itself, under the name
    ``why``: it must not use up what the owner needs for a form of another purpose.
    """
    return _count(f"address-{why}" if why else "address", email.strip().lower()) <= PER_ADDRESS


def secret_may_be_tried(request: HttpRequest, what: str) -> bool:
    """Count one more try of this connection at the password of ``what``; return whether it is within the limit."""
    return _count("secret", f"{what} {connection_of(request)}") <= PER_SECRET


def device_may_ask(key: str) -> bool:
    """Count one more request of a device that showed its secret; return whether it is within the limit."""
    return _count("device", key) <= PER_DEVICE


def calendar_may_be_fetched(key: str) -> bool:
    """Count one more fetch of one private calendar; return whether it is within the limit."""
    return _count("calendar", key) <= PER_CALENDAR


def vote_may_be_cast(request: HttpRequest, voter: str) -> bool:
    """Count one more vote of an account and its connection; return whether both are within their limits."""
    return connection_may_ask(request) and _count("vote", voter) <= PER_VOTER


def file_may_be_drawn(key: str) -> bool:
    """Count one more file that is drawn for what ``key`` names; return whether it is within the limit."""
    return _count("drawing", key) <= PER_DRAWING


def form_may_be_sent(request: HttpRequest, email: str = "") -> bool:
    """Count a form that was filled in; return whether its connection, and the address it makes us write to, may go on."""
    return connection_may_ask(request) and (not email or address_may_be_written_to(email))
