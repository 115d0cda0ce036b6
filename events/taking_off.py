"""Asking once more before an event is taken off the site while people count on it: nobody is told of that by itself."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from events import permissions
from events.domain import announcing
from events.enums import EventStatus
from events.models import EventPage
from portal.kernel import clock
from portal.kernel.languages import Language

SURE: Final = "taking-off-sure"
DELETE: Final = "delete"
ACTIONS: Final = frozenset({DELETE, "unpublish"})
ALONG: Final = "include_descendants"


@dataclass(frozen=True, slots=True)
class CountedOn:
    """An event that would go, how many hold or asked for places at it, and where they can be told, for those who may."""

    title: str
    number: int
    status_url: str


def _going(pages: Collection[Page], *, with_below: bool) -> Iterator[EventPage]:
    """Yield the public events among some pages, or below them as well, that are not over."""
    for page in pages:
        rows = EventPage.objects.live().filter(alias_of=None, ends_at__gt=clock.now())
        here = rows.filter(path__startswith=page.path) if with_below else rows.filter(pk=page.pk)
        yield from here.select_related("locale").order_by("path")


def counted_on(pages: Collection[Page], user: Any, *, with_below: bool) -> list[CountedOn]:
    """Return the events that would go although people count on them.

    A translation may go while the Vietnamese page stays: everybody still finds the event.
    """
    found: dict[Any, CountedOn] = {}
    going = list(_going(pages, with_below=with_below))
    main = {event.translation_key for event in going if event.locale.language_code == Language.VIETNAMESE}
    others = {event.translation_key for event in going} - main
    vietnamese = EventPage.objects.live().filter(translation_key__in=others, locale__language_code=Language.VIETNAMESE)
    stays = set(vietnamese.values_list("translation_key", flat=True))
    for event in going:
        if event.translation_key in found or event.translation_key in stays:
            continue
        number = announcing.number_told(event)
        may_tell = event.status != EventStatus.CANCELLED and permissions.can_change_status(user, event)
        if number:
            url = reverse("event_status", args=[event.pk]) if may_tell else ""
            found[event.translation_key] = CountedOn(event.title, number, url)
    return list(found.values())


def ask(request: HttpRequest, pages: Collection[Page], action: str) -> HttpResponse | None:
    """Return the question, or None where there is nothing to ask: nobody counts on it, or the person has said so."""
    if action not in ACTIONS or request.method != "POST" or SURE in request.POST:
        return None
    with_below = action == DELETE or bool(request.POST.get(ALONG))
    found = counted_on(pages, request.user, with_below=with_below)
    if not found:
        return None
    again = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    context = {
        "page_title": _("People count on this event"),
        "found": found,
        "again": [(name, value) for name, value in again if name != "csrfmiddlewaretoken"],
        "sure": SURE,
        "is_deletion": action == DELETE,
        "address": request.get_full_path(),
    }
    return render(request, "events/admin/taking_off.html", context)
