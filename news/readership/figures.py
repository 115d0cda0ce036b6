"""Reads of the reading figures: sums by story, month and source, and the stories read most this week."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from news.models import NewsroomPage, ReadingCount
from portal.kernel import clock, formats, small_cells
from portal.kernel.languages import Language

if TYPE_CHECKING:
    from news.queries import ArticleCard

WEEK: Final = timedelta(days=7)
FEWEST_TO_SHOW: Final = 20
"""A story of the public list was read at least so often: a few readers make no rank."""
FEWEST_STORIES: Final = 3
LONGEST_LIST: Final = 5
CANDIDATES: Final = 60


def shown(number: int) -> str:
    """Return a figure for people; one behind which fewer stand than the portal's tables show is not told exactly."""
    if 0 < number < small_cells.FEWEST_PARTIES:
        return _("fewer than %(number)s") % {"number": formats.number(small_cells.FEWEST_PARTIES)}
    return formats.number(number)


def between(first: date, last: date) -> "QuerySet[ReadingCount]":
    """Return the sums of a time; a month of which only the sum is kept belongs to the time of its first day."""
    return ReadingCount.objects.filter(day__gte=first, day__lte=last)


def most_read_keys(limit: int = CANDIDATES) -> list[UUID]:
    """Return the keys of the stories read most in seven days, at least ``FEWEST_TO_SHOW`` times each; one query."""
    rows = (
        between(clock.today() - WEEK, clock.today())
        .filter(is_month=False)
        .order_by()
        .values("article_key")
        .annotate(readings=Sum("number"))
        .filter(readings__gte=FEWEST_TO_SHOW)
        .order_by("-readings", "article_key")
    )
    return [row["article_key"] for row in rows[:limit]]


def most_read(
    language: Language | None = None, *, newsroom: NewsroomPage | None = None, request: Any = None
) -> "list[ArticleCard]":
    """Return the public stories read most this week, of all newsrooms or one; none where too few were read enough."""
    from news import queries  # noqa: PLC0415 -- reads all models

    keys = most_read_keys()
    if len(keys) < FEWEST_STORIES:
        return []
    rows = queries.public_articles(language).filter(translation_key__in=keys)
    if newsroom is not None:
        rows = rows.filter(queries.of_newsrooms([newsroom.code]))
    cards = {UUID(str(card.key)): card for card in queries.cards(queries.with_card_data(rows), request)}
    found = [cards[key] for key in keys if key in cards][:LONGEST_LIST]
    return found if len(found) >= FEWEST_STORIES else []


def by_story(first: date, last: date, keys: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """Return the readings of stories by source; one query."""
    found: dict[UUID, dict[str, int]] = {}
    rows = between(first, last).filter(article_key__in=list(keys)).order_by()
    for key, source, number in rows.values_list("article_key", "source").annotate(readings=Sum("number")):
        found.setdefault(key, {})[source] = number
    return found
