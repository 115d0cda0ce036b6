"""The calendar file of one registration, for the holder of its link."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from registration import invitations, subjects
from registration.domain import links
from registration.views.base import PersonalView, opened

logger = logging.getLogger(__name__)


class CalendarFileView(PersonalView):
    """Hands out the holder's own entries: the event, the sessions with a place, and where to join online."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Hand out the file; there is none for somebody without a place, and a damaged one is told in a sentence."""
        registration = opened(links.MANAGE, secret)
        info = subjects.info(registration.place_kind.subject)
        try:
            content = invitations.own_file(registration=registration, info=info)
        except subjects.DamagedFileError:
            logger.exception("the calendar file of a registration for %s is damaged", registration.place_kind.subject)
            return self.page(
                request,
                "calendar_missing",
                info=info,
                title=_("The calendar file is missing"),
                status=404,
                secret=secret,
            )
        if content is None:
            raise Http404
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{registration.reference}.ics"'
        return response
