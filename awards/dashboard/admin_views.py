"""The secretariat's dashboard in the admin: all its editions, one edition, and tables to take away."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards import permissions
from awards.dashboard import exports, queries
from awards.dashboard.tasks import Place
from awards.editions import admin_views as edition_views
from awards.editions.enums import RESULT_STATES, SHORTLISTED
from awards.editions.rules import from_json
from awards.models import AwardEdition
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import admin_headers

ADDRESSES: Final[dict[Place, str]] = {
    Place.EDITION: "awards-edition",
    Place.SCREENING: "awards-screening",
    Place.JURY: "awards-jury",
    Place.MARKING: "awards-marking",
    Place.MEETINGS: "awards-meetings",
    Place.OBJECTIONS: "awards-objections",
    Place.VOTING: "awards-votes",
    Place.DECISION: "awards-decision",
    Place.APPEALS: "awards-appeals",
    Place.CERTIFICATES: "awards-certificates",
    Place.FEEDBACK: "awards-feedback",
}
"""Names of addresses that take the edition's key, in the order of the edition's way."""


def links(award_key: UUID) -> dict[str, str]:
    """Return where each kind of task is done."""
    return {place.value: reverse(name, args=[award_key]) for place, name in ADDRESSES.items()}


def _rooms(board: queries.Board) -> list[tuple[str, str]]:
    """Return names and addresses of the pages of an edition, in the order of its way, as far as there is a reason to open them."""
    found = links(board.award_key)
    hidden = {Place.EDITION}
    if not board.has_public_vote:
        hidden.add(Place.VOTING)
    if board.state not in SHORTLISTED:
        hidden |= {Place.OBJECTIONS, Place.DECISION}
    if board.state not in RESULT_STATES:
        hidden |= {Place.APPEALS, Place.CERTIFICATES, Place.FEEDBACK}
    return [(str(place.label), found[place.value]) for place in ADDRESSES if place not in hidden]


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """List the editions that the reader looks after, and where they stand."""
    if not permissions.can_manage_nominations(request.user):
        raise Http404
    rows = queries.editions_of(user=request.user, now=clock.now())
    head = admin_headers.header(_("Editions of awards"), icon="success")
    return render(
        request, "awards/admin/dashboard/editions.html", {"rows": rows, "homes": queries.homes_of(request.user), **head}
    )


def edition(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show what happens next in an edition, who must act and how far everybody is, above its state and its next step."""
    record = AwardEdition.objects.filter(award_key=award_key).first()
    more: dict[str, Any] = {}
    if record is not None and record.is_frozen and permissions.can_manage_edition(request.user, award_key):
        language = Language(translation.get_language() or Language.VIETNAMESE)
        board = queries.board(edition=record, now=clock.now(), language=language)
        more = {
            "board": board,
            "rooms": _rooms(board),
            "links": links(award_key),
        }
    return edition_views.edition(request, award_key, more)


@require_safe
def table(request: HttpRequest, award_key: UUID, name: str) -> HttpResponse:
    """Hand out one table of an edition as CSV."""
    record = AwardEdition.objects.filter(award_key=award_key).first()
    if record is None or not record.is_frozen or not permissions.can_manage_edition(request.user, award_key):
        raise Http404
    if name not in set(exports.Table):
        raise Http404
    wanted = exports.Table(name)
    language = Language(translation.get_language() or Language.VIETNAMESE)
    written, _number = exports.csv_of(
        table=wanted, award_key=award_key, rules=from_json(record.rules or {}), language=language
    )
    return HttpResponse(
        written,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{exports.FILE_NAMES[wanted]}.csv"',
            "Cache-Control": "private, no-store",
        },
    )
