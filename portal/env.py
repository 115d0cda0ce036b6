"""Typed readers of the PORTAL_* environment variables; a bad value stops the start with one clear line."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict, cast
from urllib.parse import urlsplit

import dj_database_url

PREFIX: Final = "PORTAL_"


class BadEnvironmentError(SystemExit):
    """Stops the process and prints which variable is wrong, what was found and what is expected."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{PREFIX}{name}: {problem}")


@dataclass(frozen=True, slots=True)
class Variable:
    """What the operator may set: documented in docs/reference/environment.md, which a test compares."""

    name: str
    kind: str
    default: str
    help: str
    secret: bool = False


VARIABLES: dict[str, Variable] = {}


def _declare(name: str, kind: str, default: object, help_text: str, *, secret: bool = False) -> None:
    shown = "required" if default is None else str(default)
    VARIABLES[name] = Variable(PREFIX + name, kind, shown, help_text, secret)


def _raw(name: str) -> str | None:
    value = os.environ.get(PREFIX + name)
    return value.strip() if value is not None and value.strip() else None


def text(name: str, *, default: str | None, help: str, secret: bool = False) -> str:
    """Return the variable's text, or the default; with no default the start stops when it is missing."""
    _declare(name, "text", default, help, secret=secret)
    value = _raw(name)
    if value is not None:
        return value
    if default is None:
        raise BadEnvironmentError(name, f"is not set. It is required: {help}")
    return default


def flag(name: str, *, default: bool, help: str) -> bool:
    """Return a yes/no variable; accepts 1/0, true/false, yes/no, on/off."""
    _declare(name, "yes or no", "yes" if default else "no", help)
    value = _raw(name)
    if value is None:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise BadEnvironmentError(name, f"{value!r} is not yes or no (use 1 or 0).")


def integer(name: str, *, default: int, help: str, minimum: int = 0) -> int:
    """Return a whole number not below ``minimum``."""
    _declare(name, "number", default, help)
    value = _raw(name)
    if value is None:
        return default
    try:
        number = int(value)
    except ValueError:
        raise BadEnvironmentError(name, f"{value!r} is not a whole number.") from None
    if number < minimum:
        raise BadEnvironmentError(name, f"{number} is too small; the least is {minimum}.")
    return number


def choice(name: str, *, default: str, choices: tuple[str, ...], help: str) -> str:
    """Return one of ``choices``."""
    _declare(name, "text", default, help)
    value = _raw(name) or default
    if value not in choices:
        raise BadEnvironmentError(name, f"{value!r} is none of {', '.join(choices)}.")
    return value


def names(name: str, *, default: tuple[str, ...], help: str) -> list[str]:
    """Return a comma-separated list without empty entries."""
    _declare(name, "list", ",".join(default), help)
    value = _raw(name)
    if value is None:
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]


_HOST: Final = re.compile(r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$")


def hosts(name: str, *, help: str) -> list[str]:
    """Return a comma-separated list of server names, each with a port where it needs one; none where it is not set.

    The port of https is left out, as it is in the addresses that are compared with them.
    """
    found = [host.lower().removesuffix(":443") for host in names(name, default=(), help=help)]
    for host in found:
        if not _HOST.match(host):
            raise BadEnvironmentError(name, f"{host!r} is not a server name such as stream.example.org.")
    return found


def folder(name: str, *, default: Path, help: str) -> Path:
    """Return a folder's absolute path; it is not created here."""
    _declare(name, "folder", "var" if default.name == "var" else default.name, help)
    value = _raw(name)
    return Path(value).expanduser().resolve() if value else default


def url(name: str, *, default: str, help: str, secret: bool = False) -> str:
    """Return an absolute address (http, https or redis) without a closing slash; empty when the default is empty."""
    _declare(name, "address", default, help, secret=secret)
    value = _raw(name)
    if value is None:
        return default
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https", "redis", "rediss", "unix"} or not (parts.netloc or parts.path):
        raise BadEnvironmentError(name, "is not an address such as https://example.org or redis://127.0.0.1:6379/0.")
    return value.rstrip("/")


def mapping(name: str, *, help: str, secret: bool = False) -> dict[str, object]:
    """Return a JSON object as a dictionary; empty where the variable is not set."""
    _declare(name, "JSON object", "", help, secret=secret)
    value = _raw(name)
    if value is None:
        return {}
    try:
        read = json.loads(value)
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise BadEnvironmentError(name, 'is not a JSON object such as {"LIBRETRANSLATE_URL": "https://example.org"}.')
    return read


class DatabaseSettings(TypedDict, total=False):
    """The keys of Django's DATABASES entry that the portal sets."""

    ENGINE: str
    NAME: str
    USER: str
    PASSWORD: str
    HOST: str
    PORT: str | int
    CONN_MAX_AGE: int
    CONN_HEALTH_CHECKS: bool
    OPTIONS: dict[str, object]


def database(name: str, *, default: str, help: str) -> DatabaseSettings:
    """Return Django's settings for a sqlite:/// or postgresql:// address.

    SQLite runs with a write-ahead log and immediate transactions, so that the web server and the worker can share it.
    """
    _declare(name, "database address", "sqlite:///var/portal.sqlite3", help, secret=True)
    value = _raw(name) or default
    scheme = value.partition(":")[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise BadEnvironmentError(name, "must start with sqlite:/// or postgresql://.")
    try:
        parsed = dj_database_url.parse(value)
    except ValueError as error:
        raise BadEnvironmentError(name, f"cannot be read as a database address ({error}).") from None
    settings = cast(
        "DatabaseSettings", {key: value for key, value in parsed.items() if key in DatabaseSettings.__annotations__}
    )
    # Opening either database costs more than most requests do; for SQLite it means reading the whole schema.
    settings["CONN_MAX_AGE"] = 60
    if scheme == "sqlite":
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # With 128 statements, as Python has it, and 2 MB of pages, each connection came to hold 7 MB; so it is 2.5, and a page takes no longer.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-512;",
            "cached_statements": 32,
        }
    else:
        settings["CONN_HEALTH_CHECKS"] = True
    return settings
