"""Makes pools, kinds of place, registrations and organisers for tests, through the domain functions."""

import itertools
import uuid
from datetime import UTC, datetime
from typing import Any, Final

from django.contrib.auth.models import Permission

from portal.accounts.models import User
from registration.domain import places, registrations
from registration.models import PlaceKind, Pool, Registration
from registration.roles import ORGANISER_PERMISSIONS

NOON: Final = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""Twelve o'clock in Việt Nam."""

_numbers = itertools.count(1)


def make_pool(*, subject: uuid.UUID | None = None, capacity: int = 2, **fields: Any) -> Pool:
    """Make a pool of a new subject, or of the one named."""
    number = next(_numbers)
    values: dict[str, Any] = {"code": f"pool-{number}", "name_vi": f"Hội trường {number}", "now": NOON}
    return places.open_pool(subject=subject or uuid.uuid4(), capacity=capacity, **(values | fields))


def make_kind(*, capacity: int | None = 2, pools: list[Pool] | None = None, **fields: Any) -> PlaceKind:
    """Make a kind of place with one pool of this capacity, with the pools named, or (capacity None) with none."""
    number = next(_numbers)
    if pools is None:
        pools = [] if capacity is None else [make_pool(subject=fields.get("subject"), capacity=capacity)]
    values: dict[str, Any] = {
        "subject": pools[0].subject if pools else uuid.uuid4(),
        "code": f"kind-{number}",
        "name_vi": "Khách tham quan",
        "name_en": "Visitor",
    }
    return places.open_place_kind(pools=pools, **(values | fields))


def make_registration(place_kind: PlaceKind, **fields: Any) -> Registration:
    """Register somebody new."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "full_name": f"Nguyễn Văn {number}",
        "email": f"person{number}@example.org",
        "language": "vi",
        "now": NOON,
    }
    return registrations.register(place_kind=place_kind, **(values | fields))


def make_organiser(email: str = "organiser@example.org") -> User:
    """Make a user with the organiser's permissions."""
    user = User.objects.create_user(email, full_name="Trần Thị Tổ Chức")
    for name in sorted(ORGANISER_PERMISSIONS):
        label, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    return User.objects.get(pk=user.pk)


def taken(kind: PlaceKind) -> int:
    """Return how many places the counter of a kind with one pool says are taken."""
    return kind.pools.get().taken
