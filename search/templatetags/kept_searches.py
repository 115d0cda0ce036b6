"""The ways in which the search that a page shows can be kept."""

from typing import Any

from django import template
from django.http import QueryDict
from django.urls import reverse

from portal.kernel import languages
from portal.mail import domain as mail
from search.saved import atom, calendar, wanted
from search.saved.wanted import UnknownSearchError

register = template.Library()


@register.simple_tag
def ways_to_keep(parameters: str) -> dict[str, Any] | None:
    """Return the addresses of a search by mail, as Atom and as a calendar; None where there is no search to keep."""
    try:
        looked_for = wanted.from_query(QueryDict(parameters), is_checked=True)
    except UnknownSearchError:
        return None
    language = languages.current()
    calendar_url = mail.absolute_url(calendar.path(looked_for, language)) if calendar.can_hold(looked_for) else ""
    return {
        "mail_url": f"{reverse('search:saved')}?{looked_for.parameters}",
        "feed_url": mail.absolute_url(atom.path(looked_for, language)),
        "calendar_url": calendar_url,
        "webcal_url": f"webcal://{calendar_url.partition('://')[2]}" if calendar_url else "",
    }
