"""The hall of honour."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.honours import hall as hall_of_honour
from awards.honours import queries
from portal.pages import sharing


@require_safe
def hall(request: HttpRequest) -> HttpResponse:
    """Show every winner of every edition, as the address narrows them."""
    title = _("Hall of honour")
    lead = _("Everybody who has won a prize here, from all editions. A revoked prize stays on record, with its reason.")
    queries.show_way(request)
    sharing.set_social(request, sharing.Social(title=title, description=lead))
    context = {"listing": hall_of_honour.listing_of(request), "page_title": title, "lead": lead}
    return render(request, "awards/honours/hall.html", context)
