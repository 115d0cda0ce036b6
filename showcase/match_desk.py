"""What the desk shows of matches: how many each need and technology has, what is new, what was said not to fit."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exhibitors import desk
from exhibitors import queries as exhibitor_queries
from showcase import focal_points, matches, permissions
from showcase.match_enums import MatchSide
from showcase.match_index import OTHER
from showcase.match_profiles import MODELS
from showcase.models import Match, MatchRefusal


@dataclass(frozen=True, slots=True)
class Entry:
    """A public need or technology with its matches."""

    side: MatchSide
    title: str
    url: str
    number: int
    new: int


@dataclass(frozen=True, slots=True)
class Refused:
    """What was said not to fit, with the title that is public now, if there is one."""

    refusal: MatchRefusal
    title: str


def _counts(side: MatchSide, organisation: Any) -> dict[uuid.UUID, tuple[int, int]]:
    rows = (
        Match.objects.filter(**{f"{side.value}__organisation": organisation})
        .order_by()
        .values(matches.COLUMNS[side])
        .annotate(number=Count("pk"), new=Count("pk", filter=Q(**{f"{side.value}_seen_at": None})))
    )
    return {row[matches.COLUMNS[side]]: (row["number"], row["new"]) for row in rows}


def entries(organisation: Any) -> list[Entry]:
    """Return everything of an organisation that has matches, new ones first: four queries."""
    found = []
    for side in MatchSide:
        counts = _counts(side, organisation)
        pages = MODELS[side].objects.filter(translation_key__in=counts, alias_of=None, live=True)
        rows = pages.values_list("translation_key", "locale__language_code", "title")
        titles = {key: title for key, _code, title in sorted(rows, key=lambda row: row[1])}
        for key, title in titles.items():
            number, new = counts[key]
            found.append(Entry(side, title, reverse("showcase:matches-of", args=[side, key]), number, new))
    return sorted(found, key=lambda entry: (-entry.new, entry.side, entry.title))


def refusals(side: MatchSide, key: uuid.UUID) -> list[Refused]:
    """Return what a side said not to fit, newest first."""
    rows = list(matches.refusals_of_page(side, key))
    column = "technology_key" if side is MatchSide.NEED else "need_key"
    titles = {
        page_key: page.title
        for page_key, page in matches.public_in_language(OTHER[side], {getattr(row, column) for row in rows}).items()
    }
    return [Refused(row, titles.get(getattr(row, column), "")) for row in rows]


class MatchPanel:
    """New matches wait with the owner."""

    title = gettext_lazy("Matches")
    position = 12

    def sections(self, request: HttpRequest, organisation: Any) -> list[desk.DeskSection]:
        """Return one section: a row for everything with new matches, and the way to all."""
        if not permissions.can_write(exhibitor_queries.membership_in(request.user, organisation)):
            return []
        found = entries(organisation)
        new = sum(entry.new for entry in found)
        url = reverse("showcase:matches")
        return [
            desk.DeskSection(
                title=_("Matches"),
                counts=(desk.DeskCount(new, _("New matches"), url, kind="warning" if new else "neutral"),),
                rows=tuple(
                    desk.DeskRow(
                        title=entry.title,
                        url=entry.url,
                        text=_("Needs that this may answer")
                        if entry.side is MatchSide.TECHNOLOGY
                        else _("Technologies that may answer this"),
                        status=ngettext("%(number)d new match", "%(number)d new matches", entry.new)
                        % {"number": entry.new}
                        if entry.new
                        else ngettext("%(number)d match", "%(number)d matches", entry.number)
                        % {"number": entry.number},
                        status_kind="success" if entry.new else "neutral",
                        waits=bool(entry.new),
                    )
                    for entry in found
                ),
                actions=(desk.DeskAction(_("All matches"), url),) if found else (),
                empty_text=_("Nothing fits yet. The portal compares anew whenever something is published."),
            )
        ]


def focal_entrance(request: HttpRequest) -> desk.DeskAction | None:
    """Return the way to the focal point's desk, for focal points."""
    office = focal_points.of(request.user)
    if office is None or not permissions.is_focal_point(request.user, office):
        return None
    return desk.DeskAction(_("Needs entered for organisations"), reverse("showcase:focal-desk"))


desk.register_panel(MatchPanel())
desk.register_entrance(focal_entrance)
