"""Path converters shared by the rooms."""

from django.urls.converters import IntConverter


class IdConverter(IntConverter):
    """A record's number; no database numbers further than 18 digits, and larger ones would overflow the query."""

    regex = "[0-9]{1,18}"
