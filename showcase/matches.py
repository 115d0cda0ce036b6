"""Reads stored matches for pages and desks: best first, only what is public now, a constant number of queries."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from portal.kernel import clock
from portal.pages import translations
from showcase import match_words
from showcase.enums import ANSWERABLE_NEEDS, Outcome
from showcase.match_enums import MatchSide, Strength
from showcase.match_index import OTHER
from showcase.models import Match, MatchRefusal, NeedPage, TechnologyPage

SHOWN: Final = 4
# A little more than is shown is read, because what ran out since the last refresh is left out.
READ: Final = 12
COLUMNS: Final = {MatchSide.NEED: "need_id", MatchSide.TECHNOLOGY: "technology_id"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page that fits another, how well, and why."""

    page: Any
    score: int
    strength: Strength
    reasons: list[match_words.Line]
    key: uuid.UUID
    is_new: bool = False
    found_at: datetime | None = None


def public_in_language(side: MatchSide, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Any]:
    """Return the public, still open pages of keys in the active language, with card data, by key."""
    rows: Any
    if side is MatchSide.NEED:
        rows = NeedPage.objects.public(clock.today()).filter(status__in=ANSWERABLE_NEEDS)
    else:
        rows = TechnologyPage.objects.public(clock.today()).filter(outcome=Outcome.NONE)
    listed: Any = translations.listed_in(rows.filter(translation_key__in=list(keys)))
    return {page.translation_key: page for page in listed.with_card_data()}


def suggestions(rows: Iterable[Match], *, of: MatchSide, limit: int | None = None) -> list[tuple[Match, Suggestion]]:
    """Return what rows suggest to a side, in their order, without what is not public now."""
    other = OTHER[of]
    rows = list(rows)
    if not rows:
        return []
    pages = public_in_language(other, {getattr(row, COLUMNS[other]) for row in rows})
    shown = [row for row in rows if getattr(row, COLUMNS[other]) in pages][:limit]
    labels = match_words.vocabulary(reason for row in shown for reason in row.reasons)
    return [(row, _suggestion(row, of, pages, labels)) for row in shown]


def _suggestion(
    row: Match, of: MatchSide, pages: Mapping[uuid.UUID, Any], labels: match_words.Vocabulary
) -> Suggestion:
    key = getattr(row, COLUMNS[OTHER[of]])
    return Suggestion(
        page=pages[key],
        score=row.score,
        strength=row.strength,
        reasons=match_words.lines(row.reasons, labels),
        key=key,
        is_new=getattr(row, f"{of.value}_seen_at") is None,
        found_at=row.created_at,
    )


def _of(side: MatchSide, key: uuid.UUID) -> "QuerySet[Match]":
    return Match.objects.filter(**{COLUMNS[side]: key}).order_by("-score", COLUMNS[OTHER[side]])


def needs_for(technology: TechnologyPage) -> list[Suggestion]:
    """Return the best open needs of others that a technology may answer."""
    rows = _of(MatchSide.TECHNOLOGY, technology.translation_key)[:READ]
    return [found for _row, found in suggestions(rows, of=MatchSide.TECHNOLOGY, limit=SHOWN)]


def technologies_for(need: NeedPage) -> list[Suggestion]:
    """Return the best technologies of others that may answer a need."""
    rows = _of(MatchSide.NEED, need.translation_key)[:READ]
    return [found for _row, found in suggestions(rows, of=MatchSide.NEED, limit=SHOWN)]


def of_page(side: MatchSide, key: uuid.UUID) -> "QuerySet[Match]":
    """Return every stored match of one page, best first."""
    return _of(side, key)


def of_organisation(organisation: Any) -> "QuerySet[Match]":
    """Return the stored matches of an organisation's needs and technologies."""
    return Match.objects.filter(Q(need__organisation=organisation) | Q(technology__organisation=organisation))


def new_of_organisation(organisation: Any) -> "QuerySet[Match]":
    """Return the matches that nobody of the organisation has looked at yet."""
    return Match.objects.filter(
        Q(need__organisation=organisation, need_seen_at=None)
        | Q(technology__organisation=organisation, technology_seen_at=None)
    )


def said_by_page(side: MatchSide, key: uuid.UUID) -> "QuerySet[MatchRefusal]":
    """Return everything that a side ever said not to fit, newest first."""
    column = "need_key" if side is MatchSide.NEED else "technology_key"
    return MatchRefusal.objects.filter(side=side, **{column: key})


def refusals_of_page(side: MatchSide, key: uuid.UUID) -> "QuerySet[MatchRefusal]":
    """Return what a side said not to fit and has not taken back, newest first."""
    return said_by_page(side, key).filter(undone_at=None)
