"""The calendar file of one registration, for the holder of its link."""

from django.http import Http404, HttpRequest, HttpResponse

from portal.kernel import clock
from registration import invitations, subjects
from registration.domain import links
from registration.views.base import PersonalView, opened


class CalendarFileView(PersonalView):
    """Hands out the holder's own entries: the event, the sessions with a place, and where to join online."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG002 -- Django hands it over
        """Hand out the file; there is none for somebody without a place."""
        registration = opened(links.MANAGE, secret)
        info = subjects.info(registration.place_kind.subject)
        content = invitations.own_file(registration=registration, info=info, now=clock.now())
        if content is None:
            raise Http404
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{registration.reference}.ics"'
        return response
