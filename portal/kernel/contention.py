"""Databases that are asked for the same rows by many at once: whose failure passes by itself, and one more try."""

import sqlite3
from collections.abc import Callable
from typing import Final, TypeVar

from django.db import OperationalError

Result = TypeVar("Result")

GIVEN_UP: Final = frozenset({"40P01", "40001"})
"""SQLSTATE of PostgreSQL for a deadlock and for a transaction that cannot be put in order: it was rolled back, and the same
again usually works (PostgreSQL manual, 13.5 "Serialization Failure Handling")."""
TIRED_OF_WAITING: Final = frozenset({"55P03"})
"""SQLSTATE for a lock that was not got in time."""
LOCKED: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
"""SQLite's codes for a file that others wrote to for longer than the timeout of the settings."""
_PRIMARY: Final = 0xFF


def _state(failure: BaseException) -> str:
    return str(getattr(failure.__cause__, "sqlstate", None) or "")


def is_busy(failure: BaseException) -> bool:
    """Return whether the database works and others were in the way: whoever asks again in a moment will be answered."""
    if not isinstance(failure, OperationalError):
        return False
    code = getattr(failure.__cause__, "sqlite_errorcode", None)
    # Extended codes such as SQLITE_BUSY_SNAPSHOT have the plain one in their last byte.
    is_locked = code is not None and code & _PRIMARY in LOCKED
    return is_locked or _state(failure) in GIVEN_UP | TIRED_OF_WAITING


def tried_again(work: Callable[[], Result]) -> Result:
    """Do some work, and once more where the database gave it up because of others; call it outside of transactions.

    Whoever has waited in vain for a lock is not made to wait twice as long: that failure is raised as it is.
    """
    try:
        return work()
    except OperationalError as failure:
        if _state(failure) not in GIVEN_UP:
            raise
    return work()
