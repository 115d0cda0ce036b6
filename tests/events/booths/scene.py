"""Moments, a fair and its booths, for the tests."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from events.domain import booths
from portal.accounts.models import User
from tests.factories import booths as stock
from tests.factories import events as make

NOW = make.NOW


KEY = uuid.UUID(int=7)


LATER = NOW + timedelta(hours=73)


def run_sql(sql: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def confirmed(hall: Any, owner: User, operator: User, **values: Any) -> Any:
    application = stock.make_applicant(KEY, owner)
    booth = stock.make_booth(hall, **values)
    booths.offer(application=application, booth=booth, by=operator, now=NOW)
    return booths.confirm(application=application, by=owner, now=NOW)
