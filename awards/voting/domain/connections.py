"""Addresses of connections as digests: alike within a day, of no use afterwards."""

import hashlib
import hmac
import secrets
from datetime import datetime

from awards.models import ConnectionKey
from portal.kernel import clock


def digest(address: str, *, now: datetime) -> str:
    """Return what stands for an address on this day in Việt Nam, nothing for an unknown one; the address itself is kept nowhere."""
    if not address:
        return ""
    day = clock.local(now).date()
    key, _made = ConnectionKey.objects.get_or_create(day=day, defaults={"key": secrets.token_hex(32)})
    return hmac.new(bytes.fromhex(key.key), address.encode(), hashlib.sha256).hexdigest()


def forget_keys(*, now: datetime) -> int:
    """Delete the keys of days that are over; return how many."""
    number, _by_model = ConnectionKey.objects.filter(day__lt=clock.local(now).date()).delete()
    return number
