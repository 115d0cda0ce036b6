"""Registry of personal fields: what is held, why, for how long, and what becomes of it when a person asks.

Each room declares its own fields in ``personal_data.py``; a test fails for a field that looks personal and is missing.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class EraseAction(Enum):
    """What happens to a field when its person is erased."""

    DELETE_RECORD = "delete-record"
    BLANK = "blank"
    KEEP_BY_LAW = "keep-by-law"
    NAMELESS = "nameless"
    """Stays as it is: it tells of nobody once the record that names the person is erased."""


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One model field that tells something about a person; ``retention`` None means as long as the account lives.

    Where a rule of another kind ends its keeping, or ends it earlier, ``until`` says which, and a sweep of the room's own acts on it.
    """

    model: str
    field: str
    purpose: "str | _StrPromise"
    retention: timedelta | None
    on_erase: EraseAction
    until: "str | _StrPromise" = ""


@dataclass(frozen=True, slots=True)
class KeepingRule:
    """From when the records of a model count their time of keeping, and by what they belong to a person.

    ``counted_from`` is the look-up of a date or an instant. ``accounts`` and ``addresses`` are look-ups of the account and
    of the e-mail address whose record it is; a model without them belongs to nobody who could ask. ``only`` leaves
    records alone that are not over. ``blanks`` are the words that stand in fields which must not be empty.
    """

    model: str
    counted_from: str
    accounts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    only: Q = dataclasses.field(default_factory=Q)
    blanks: Mapping[str, str] = dataclasses.field(default_factory=dict)


class Leaving(Protocol):
    """What a room has to say and to do before the account of a person is erased."""

    def obstacles(self, user: Any) -> list[str]:
        """Return a sentence for each thing that the person must settle first."""

    def leave(self, user: Any, addresses: Sequence[str], now: datetime) -> None:
        """Give back what the person holds: places, memberships. Runs in the transaction of the erasure."""


_RULES: dict[str, KeepingRule] = {}
_LEAVING: list[Leaving] = []
_FIELDS: dict[tuple[str, str], PersonalField] = {}


def register(*fields: PersonalField) -> None:
    """Add fields; ``model`` is "app_label.ModelName". The same field again replaces its entry."""
    for field in fields:
        _FIELDS[field.model.lower(), field.field] = field


def registered() -> list[PersonalField]:
    """Return every declared field, ordered by model and field."""
    return [_FIELDS[key] for key in sorted(_FIELDS)]


def is_registered(model: str, field: str) -> bool:
    """Return whether "app_label.modelname" and ``field`` are declared."""
    return (model.lower(), field) in _FIELDS


def keep(*rules: KeepingRule) -> None:
    """Add rules; ``model`` is "app_label.ModelName". Every model with a time of keeping needs one."""
    for rule in rules:
        _RULES[rule.model.lower()] = rule


def rules() -> list[KeepingRule]:
    """Return every rule, ordered by model."""
    return [_RULES[key] for key in sorted(_RULES)]


def fields_of(model: str) -> list[PersonalField]:
    """Return the declared fields of "app_label.ModelName", by name."""
    return [declared for declared in registered() if declared.model.lower() == model.lower()]


def register_leaving(hook: Leaving) -> None:
    """Add what a room does before an account is erased."""
    if hook not in _LEAVING:
        _LEAVING.append(hook)


def leaving() -> list[Leaving]:
    """Return what the rooms do before an account is erased."""
    return list(_LEAVING)
