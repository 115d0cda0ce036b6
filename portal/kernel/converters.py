"""Numbers of records in addresses and in hidden fields."""

import re

from django.urls.converters import IntConverter


class IdConverter(IntConverter):
    """A record's number; no database numbers further than 18 digits, and larger ones would overflow the query."""

    regex = "[0-9]{1,18}"


def record_number(given: str) -> int | None:
    """Return the number of a record that a browser sent back, by the same rule; None for anything else."""
    return int(given) if re.fullmatch(IdConverter.regex, given) else None
