"""Registry of personal fields: what is held, why, for how long, and what becomes of it when a person asks.

Each room declares its own fields in ``personal_data.py``; a test fails for a field that looks personal and is missing.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class EraseAction(Enum):
    """What happens to a field when its person is erased."""

    DELETE_RECORD = "delete-record"
    BLANK = "blank"
    KEEP_BY_LAW = "keep-by-law"


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One model field that tells something about a person; ``retention`` None means as long as the account lives."""

    model: str
    field: str
    purpose: "str | _StrPromise"
    retention: timedelta | None
    on_erase: EraseAction


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
