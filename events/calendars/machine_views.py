"""Serving the calendar to programs, as the calendar file is served."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from events.calendars import access, machine, views
from events.calendars.machine import Form
from events.calendars.selection import Selection
from events.calendars.snapshots import Feed
from portal.kernel.languages import Language


def _serve(request: HttpRequest, form: Form) -> HttpResponse:
    def make(chosen: Selection, language: Language, now: datetime) -> Feed:
        return machine.current(form, chosen=chosen, language=language, now=now)

    return views.serve(request, make, machine.CONTENT_TYPES[form])


@access.for_every_origin
def schema_org(request: HttpRequest) -> HttpResponse:
    """Serve the events of the address's filters with the words of schema.org."""
    return _serve(request, Form.SCHEMA_ORG)


@access.for_every_origin
def jscalendar(request: HttpRequest) -> HttpResponse:
    """Serve the entries of the address's filters as JSCalendar."""
    return _serve(request, Form.JSCALENDAR)
