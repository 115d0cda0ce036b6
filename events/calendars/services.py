"""How the calendar programs of this world are told of a calendar or of one event: their addresses, nothing more.

A portal that links to a service promises nothing in its name; the page opens none of these addresses by itself.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from events import occurrences
from events.calendars import entries
from events.models import EventPage
from events.occurrences import Occurrence
from portal.kernel import text

GOOGLE: Final = "https://calendar.google.com/calendar/render"
OUTLOOK_HOSTS: Final = (("Outlook.com", "https://outlook.live.com"), ("Microsoft 365", "https://outlook.office.com"))
SUBSCRIBE_PATH: Final = "/calendar/0/addfromweb"
COMPOSE_PATH: Final = "/calendar/0/deeplink/compose"
DETAILS_LENGTH: Final = 500
"""Longer addresses are cut or refused by some browsers and mail programs; the page of the event says everything."""


@dataclass(frozen=True, slots=True)
class Service:
    """A program or service, the address that hands something to it, and a word on what happens there."""

    name: str
    url: str
    hint: str = ""


def webcal(address: str) -> str:
    """Return the address of a feed as programs on the device take it for a subscription."""
    return f"webcal://{address.partition('://')[2]}"


def _query(**values: str) -> str:
    # A space as %20: Outlook shows a plus sign as it stands.
    return urlencode(values, quote_via=quote)


def subscriptions(address: str, title: str) -> list[Service]:
    """Return where a calendar with this https address can be subscribed to on the web."""
    google = Service(
        "Google Calendar",
        f"{GOOGLE}?{_query(cid=webcal(address))}",
        _("Only on a computer; the phone shows the calendar afterwards."),
    )
    return [
        google,
        *(Service(name, f"{host}{SUBSCRIBE_PATH}?{_query(url=address, name=title)}") for name, host in OUTLOOK_HOSTS),
    ]


def _google_instant(value: datetime | date) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}" if isinstance(value, datetime) else f"{value:%Y%m%d}"


def _outlook_instant(value: datetime | date) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value.isoformat()


def single(event: EventPage) -> list[Service]:
    """Return where an event can be put into a calendar of the web as a copy; none for one with several entries.

    An event of several days or sessions has more entries than one such address can hold: for it there is the file.
    """
    found = occurrences.of(event)
    if len(found) != 1:
        return []
    return [_google(event, found[0]), *_outlook(event, found[0])]


def _details(event: EventPage) -> str:
    words = text.visible(f"{entries.absolute_url(event)}\n\n{event.lead}")
    return words if len(words) <= DETAILS_LENGTH else f"{words[: DETAILS_LENGTH - 1]}…"


def _google(event: EventPage, occurrence: Occurrence) -> Service:
    query = _query(
        action="TEMPLATE",
        text=text.line(event.title),
        dates=f"{_google_instant(occurrence.starts)}/{_google_instant(occurrence.ends)}",
        details=_details(event),
        location=text.line(entries.location(event)),
    )
    return Service("Google Calendar", f"{GOOGLE}?{query}")


def _outlook(event: EventPage, occurrence: Occurrence) -> list[Service]:
    values = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": text.line(event.title),
        "startdt": _outlook_instant(occurrence.starts),
        "enddt": _outlook_instant(occurrence.ends),
        "location": text.line(entries.location(event)),
        "body": _details(event),
    }
    if occurrence.is_bar:
        values["allday"] = "true"
    return [Service(name, f"{host}{COMPOSE_PATH}?{_query(**values)}") for name, host in OUTLOOK_HOSTS]
