"""Stored calendars in the admin: what subscribers get, why an older file is served, and the decision on one that shrank."""

import logging
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events import permissions
from events.calendars import feed, selection, snapshots
from portal.kernel import clock
from portal.kernel.languages import Language

MOST_SHOWN: Final = 200
logger = logging.getLogger(__name__)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the stored calendars, those with an alarm first."""
    if not permissions.can_accept_calendar(request.user):
        raise Http404
    states = snapshots.state()
    rows = [{"state": state, "address": selection.path(state.selection, state.language)} for state in states]
    context = {
        "rows": rows[:MOST_SHOWN],
        "total": len(rows),
        "page_title": _("Stored calendars"),
        "header_title": _("Stored calendars"),
        "header_icon": "calendar",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Stored calendars")},
        ],
    }
    return render(request, "events/admin/calendar_snapshots.html", context)


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Serve the file that waits, because somebody looked at it."""
    if not permissions.can_accept_calendar(request.user):
        raise Http404
    try:
        chosen = selection.from_query(QueryDict(request.POST.get("query", "")))
        language = Language(request.POST.get("language", ""))
    except (selection.UnknownSelectionError, ValueError) as error:
        raise Http404 from error
    if feed.accept(chosen=chosen, language=language, now=clock.now()):
        logger.info("the shrunken calendar %s in %s was accepted by user %s", chosen.name, language, request.user.pk)
        messages.success(request, _("The new calendar is served from now on."))
    else:
        messages.warning(request, _("No file waits for a decision any more; nothing was changed."))
    return redirect("calendar_snapshots")


urlpatterns: list[URLPattern] = [
    path("calendar-snapshots/", index, name="calendar_snapshots"),
    path("calendar-snapshots/accept/", accept, name="calendar_snapshots_accept"),
]
