"""Full-text search in SQLite (FTS5) and PostgreSQL (tsvector, pg_trgm) behind one interface."""

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from search.engines.base import Engine
from search.engines.postgresql import PostgreSQLEngine
from search.engines.sqlite import SQLiteEngine

_ENGINES: dict[str, Engine] = {"sqlite": SQLiteEngine(), "postgresql": PostgreSQLEngine()}


def engine_of(database: BaseDatabaseWrapper) -> Engine:
    """Return the engine for a connection; raises KeyError for a database that the portal does not support."""
    return _ENGINES[database.vendor]


def current() -> Engine:
    """Return the engine of the default database."""
    return engine_of(connection)
