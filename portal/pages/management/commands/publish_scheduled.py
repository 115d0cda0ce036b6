"""Wagtail's own command, which stops at the first item that fails; here it is the portal's runner."""

from portal.pages.management.commands import publish_due


class Command(publish_due.Command):
    """``manage.py publish_scheduled``: the same as ``publish_due``, for timers that were set up before it."""
