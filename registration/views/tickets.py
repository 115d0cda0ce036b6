"""The tickets of a registration, for the holder of its link: on the screen, on paper, as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.kernel import clock
from portal.pdf import codes, documents, drawn
from portal.ui import views as ui_views
from registration import attending, subjects, ticket_sheets
from registration.domain import links, tickets
from registration.enums import PLACE_HOLDING_STATES
from registration.models import Registration
from registration.views.base import PersonalView


def _with_a_place(secret: str) -> Registration:
    registration = links.registration_of(purpose=links.MANAGE, secret=secret, now=clock.now())
    if registration is None or registration.state not in PLACE_HOLDING_STATES:
        raise Http404
    return registration


class TicketView(PersonalView):
    """Shows each person's code, large enough to be scanned from a phone's screen."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Show the tickets."""
        registration = _with_a_place(secret)
        info, now = subjects.info(registration.place_kind.subject), clock.now()
        shown = [
            {
                "code": tickets.spoken(ticket.code),
                "qr": codes.inline(ticket.token),
                "holder": ticket_sheets.holder_of(registration, ticket.position),
                "position": ticket.position,
            }
            for ticket in tickets.ensure(registration=registration, now=now)
        ]
        return self.page(
            request,
            "tickets",
            info=info,
            title=_("Your ticket") if len(shown) == 1 else _("Your tickets"),
            registration=registration,
            secret=secret,
            tickets=shown,
            where=attending.where(registration, info),
            comes_to_the_door=attending.comes_to_the_door(registration, info),
            online_address=attending.online_address(registration, info),
            address_later=attending.address_later(registration, info, now),
        )


class TicketFileView(PersonalView):
    """Hands out the tickets as a PDF in the language of the page."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Hand out the file, drawn now or a moment ago; somebody who has it drawn again and again waits."""
        registration = _with_a_place(secret)
        sheets = ticket_sheets.sheets(registration=registration, now=clock.now())
        try:
            pdf = drawn.once(sheets, key=f"tickets {registration.pk}")
        except drawn.DrawnTooOftenError:
            return ui_views.too_many_requests(request)
        except documents.NotDrawnError as error:
            documents.log_failure(error, of=f"the tickets of registration {registration.pk}")
            return ui_views.file_unavailable(request)
        return documents.response(pdf=pdf, name=ticket_sheets.file_name(registration))
