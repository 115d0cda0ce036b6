"""The events and deadlines among what a search finds, as a calendar; the room of the events writes it."""

import uuid
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pages import dated_files
from search import facets
from search.saved import reading, wanted
from search.saved.wanted import Wanted

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
MOST: Final = 300
"""So many items are looked through, those furthest ahead first."""
_PAGE: Final = "page:"


def path(looked_for: Wanted, language: Language) -> str:
    """Return the one address of a search's calendar, from the root of the site."""
    with translation.override(language):
        return f"{reverse('search:calendar')}?{looked_for.parameters}"


def can_hold(looked_for: Wanted) -> bool:
    """Return whether anything that a search finds could stand in a calendar."""
    kinds = dated_files.kinds()
    chosen = looked_for.values(facets.KIND)
    return bool(kinds) and (not chosen or not kinds.isdisjoint(chosen))


def render(looked_for: Wanted, language: Language, now: datetime) -> bytes | None:
    """Return the calendar of a search; None where nothing it finds could stand in one. Raises DamagedError."""
    if not can_hold(looked_for):
        return None
    items = reading.items(looked_for, language, now, kinds=dated_files.kinds(), most=MOST)
    keys = [uuid.UUID(item.removeprefix(_PAGE)) for item in items if item.startswith(_PAGE)]
    with translation.override(language):
        name = " – ".join(("; ".join(wanted.words(looked_for)), mail.site_name(language)))
        page = mail.absolute_url(f"{reverse('search:results')}?{looked_for.parameters}")
    return dated_files.calendar_of(
        keys,
        head=dated_files.Head(
            name=name,
            description=_describe(language),
            source=mail.absolute_url(path(looked_for, language)),
            url=page,
        ),
        language=language,
        now=now,
    )


def _describe(language: Language) -> str:
    with translation.override(language):
        return _("Events and deadlines among what a search finds.")
