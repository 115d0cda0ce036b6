"""The organisers' menu in the admin: everything around events under one entry, in the order of an organiser's work.

Rooms above add theirs with the hook ``HOOK``. An entry is shown to those who may open it; the menu to those who see an entry.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import Any, Final

from django.http import HttpRequest
from wagtail.admin.menu import Menu, MenuItem

HOOK: Final = "register_events_menu_item"
EVENTS: Final = Menu(register_hook_name=HOOK)
MAIN_ORDER: Final = 260


class Place(IntEnum):
    """Where an entry stands: preparing, taking people in, the fair, writing, the day itself, afterwards."""

    CALENDAR = 50
    OVERVIEW = 100
    QUESTIONS = 150
    REGISTRATIONS = 200
    APPLICATIONS = 300
    HALLS = 310
    MAILS = 400
    CHECK_IN = 500
    COURSES = 600
    CERTIFICATES = 610
    AUDIT = 700


class GuardedItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    """An entry that only those see who may open it."""

    def __init__(self, *args: Any, may_open: Callable[[Any], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._may_open = may_open

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader may open it."""
        return self._may_open(request.user)
