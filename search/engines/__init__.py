"""Full-text search in SQLite (FTS5) and PostgreSQL (tsvector, pg_trgm), or in OpenSearch, behind one interface."""

from django.conf import settings
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
    """Return the engine that searches: OpenSearch where the operator named a server, else the default database."""
    database = engine_of(connection)
    if not settings.OPENSEARCH_URL:
        return database
    from search.engines.opensearch import OpenSearchEngine  # noqa: PLC0415 -- needs the models

    return OpenSearchEngine(database)
