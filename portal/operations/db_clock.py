"""The database's clock: the one that all processes share, for what must happen once at a moment."""

from datetime import datetime

from django.db import connection

from portal.kernel import clock


def now() -> datetime:
    """Return the present instant by PostgreSQL's clock; SQLite runs in this process and has none of its own."""
    if connection.vendor != "postgresql":
        return clock.now()
    with connection.cursor() as cursor:
        # Not CURRENT_TIMESTAMP: that is when the transaction began.
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found
