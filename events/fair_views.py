"""A fair for its visitors: exhibitors and plan, one's own list to print, draws that anybody can recompute."""

import uuid
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from events import draw_rules, fair_exhibitors, floor_plan, queries
from events import fair_queries as fairs
from events.booth_enums import DrawState
from events.domain import draw as draws
from events.models import BoothDraw, FairPage
from portal.kernel import clock, languages, text
from portal.pages import shell

MOST_CHOSEN: Final = 200
FILTERS: Final = ("q", "hall", "field")


def _public_fair_or_404(key: uuid.UUID) -> FairPage:
    fair = queries.fair_page(key, languages.current())
    if fair is None or not fairs.setup_of(key).plan_is_public:
        raise Http404
    return fair


def _chosen(request: HttpRequest, rows: list[fair_exhibitors.Exhibitor]) -> list[fair_exhibitors.Exhibitor]:
    """Return the exhibitors that the address names, in the order of halls and booths."""
    wanted = {number.lower() for number in request.GET.getlist("g")[:MOST_CHOSEN]}
    found = [row for row in rows if row.booth and row.booth.lower() in wanted]
    return sorted(found, key=lambda row: (row.hall, row.booth))


def _with_choice(url: str, chosen: list[fair_exhibitors.Exhibitor]) -> str:
    """Return an address that keeps the list of one's visit."""
    return f"{url}?{urlencode([('g', row.booth) for row in chosen])}" if chosen else url


@require_safe
def plan(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show exhibitors and plan of a fair, filtered by words, hall and field.

    What was ticked for one's own list stays ticked from one search to the next: it travels in the address.
    """
    fair = _public_fair_or_404(key)
    shell.add_breadcrumbs(request, (fair.title, fair.url or ""))
    everybody = fair_exhibitors.exhibitors(key)
    asked = {name: text.line(request.GET.get(name, ""))[:100] for name in FILTERS}
    shown = fair_exhibitors.found(everybody, words=asked["q"], hall=asked["hall"], field=asked["field"])
    chosen = _chosen(request, everybody)
    booths, halls = list(fairs.booths_of(key)), list(fairs.halls_of(key))
    all_url = _with_choice(request.path, chosen)
    known = {row.booth.lower() for row in everybody if row.booth}
    listed = {row.booth.lower() for row in shown}
    urls = {
        booth.pk: f"{'' if booth.number.lower() in listed else all_url}#gian-{booth.number}"
        for booth in booths
        if booth.number.lower() in known
    }
    names = {row.application_id: row.name for row in everybody}
    fields = {row.field_code: row.field for one in everybody for row in one.technologies}
    context: dict[str, Any] = {
        "fair": fair,
        "exhibitors": shown,
        "total": len(shown),
        "chosen": [row.booth for row in chosen],
        "chosen_elsewhere": [row.booth for row in chosen if row not in shown],
        "all_url": all_url,
        "asked": asked,
        "is_filtered": any(asked.values()),
        "halls": floor_plan.halls(plan=halls, booths=booths, now=clock.now(), names=names, urls=urls),
        "columns": floor_plan.columns(),
        "legend": floor_plan.legend(),
        "hall_choices": [(hall.code, str(hall)) for hall in halls],
        "field_choices": sorted(fields.items(), key=lambda pair: text.fold(pair[1])),
        "draws": BoothDraw.objects.filter(fair_key=key).exclude(state=DrawState.CANCELLED),
        "page_title": _("Exhibitors and plan"),
    }
    return render(request, "events/fair_plan.html", context)


@require_safe
def visit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show the exhibitors that the address names, in the order of halls and booths, to print and to keep as a bookmark.

    What the form of the search sent along is left out of the address.
    """
    fair = _public_fair_or_404(key)
    rows = _chosen(request, fair_exhibitors.exhibitors(key))
    if any(name in request.GET for name in FILTERS):
        return redirect(_with_choice(request.path, rows))
    shell.add_breadcrumbs(
        request, (fair.title, fair.url or ""), (_("Exhibitors and plan"), reverse("events:fair-plan", args=[key]))
    )
    context = {
        "fair": fair,
        "exhibitors": rows,
        "plan_url": _with_choice(reverse("events:fair-plan", args=[key]), rows),
        "page_title": _("My visit"),
    }
    return render(request, "events/visit.html", context)


def _draw_or_404(key: uuid.UUID) -> tuple[BoothDraw, FairPage]:
    found = get_object_or_404(BoothDraw, key=key)
    fair = queries.fair_page(found.fair_key, languages.current())
    if fair is None:
        raise Http404
    return found, fair


@require_safe
def draw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show rules, lists, commitment and, once it was held, the result of a draw.

    Exhibitors are named where the fair shows its exhibitors; otherwise by their references, which are all that a recomputation needs.
    """
    found, fair = _draw_or_404(key)
    shell.add_breadcrumbs(request, (fair.title, fair.url or ""))
    is_public = fairs.setup_of(found.fair_key).plan_is_public
    names = (
        {row.reference: row.organisation.display_name for row in queries.exhibitors_of(found.fair_key)}
        if is_public
        else {}
    )
    context: dict[str, Any] = {
        "draw": found,
        "fair": fair,
        "is_drawn": found.state == DrawState.DRAWN,
        "is_public": is_public,
        "is_cancelled": found.state == DrawState.CANCELLED,
        "entrant_columns": [
            {"label": pgettext("for a stand", "Application")},
            {"label": _("Least area, m²"), "numeric": True},
        ],
        "entrants": [[row["reference"], row["area"] / 100] for row in found.frozen["entrants"]],
        "booth_columns": [{"label": _("Booth")}, {"label": _("Hall")}, {"label": _("Area, m²"), "numeric": True}],
        "booths": [[row["number"], row["hall"], row["area"] / 100] for row in found.frozen["booths"]],
        "result_columns": [
            {"label": _("Place in the draw"), "numeric": True},
            {"label": pgettext("for a stand", "Application")},
            *([{"label": _("Exhibitor")}] if is_public else []),
            {"label": _("Booth")},
            {"label": pgettext("draw", "Ticket")},
        ],
        "result": [
            [
                row["position"],
                row["reference"],
                *([names.get(row["reference"], "–")] if is_public else []),
                row["booth"] or _("none that fits"),
                row["ticket"][:12],
            ]
            for row in found.result
        ],
        "page_title": _("Draw of booths"),
    }
    return render(request, "events/draw.html", context)


@require_safe
def draw_record(request: HttpRequest, key: uuid.UUID) -> JsonResponse:  # noqa: ARG001 -- a view's signature
    """Hand out what the recomputation needs."""
    found, _fair = _draw_or_404(key)
    answer = JsonResponse(draws.record(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="draw-{found.key}.json"'
    return answer


@require_safe
def draw_script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view's signature
    """Hand out the very file that draws, to run it elsewhere."""
    words = Path(draw_rules.__file__).read_text(encoding="utf-8")
    answer = HttpResponse(words, content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="draw_rules.py"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
