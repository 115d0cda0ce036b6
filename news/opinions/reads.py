"""Reads about readers' comments: what a page shows, what waits, and numbers for reports."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncMonth
from django.http import HttpRequest

from news.enums import CommentState
from news.models import ArticlePage, Comment, NewsroomPage
from news.opinions import shown as shown_facts
from portal.kernel import clock, pagination
from portal.kernel.pagination import PageWindow
from portal.page_cache import collecting

if TYPE_CHECKING:
    import uuid
    from datetime import date

PAGE_SIZE: Final = 20
PAGE_PARAMETER: Final = "y-kien"
ORDER_PARAMETER: Final = "thu-tu"
NEWEST: Final = "moi-nhat"


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of the opinions on a story, and in which order they stand."""

    window: PageWindow[Comment]
    is_newest_first: bool


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many comments of one newsroom, sent in one month, are in one state."""

    newsroom: str
    month: "date"
    state: CommentState
    number: int


def approved(article_key: "uuid.UUID | Any") -> "QuerySet[Comment]":
    """Return the opinions on a story that everybody may read, in every language, oldest first."""
    collecting.depends_on(shown_facts.fact(article_key))
    rows = Comment.objects.filter(article_key=article_key, state=CommentState.APPROVED)
    return rows.order_by("submitted_at", "pk")


def shown(article: ArticlePage, request: HttpRequest) -> Shown:
    """Return the page of opinions that the address asks for, those that the newsroom put first on top: two queries."""
    collecting.reads_parameters(ORDER_PARAMETER, PAGE_PARAMETER)
    is_newest = request.GET.get(ORDER_PARAMETER) == NEWEST
    order = ("-submitted_at", "-pk") if is_newest else ("submitted_at", "pk")
    rows = approved(article.translation_key).order_by(F("pin").asc(nulls_last=True), *order)
    number = request.GET.get(PAGE_PARAMETER)
    return Shown(pagination.paginate(rows, number=number, size=PAGE_SIZE), is_newest)


def places(article_key: "uuid.UUID | Any") -> dict[int, str]:
    """Return where each shown opinion stands on its story's page, by number: the end of an address, oldest first; one query."""
    rows = approved(article_key).order_by(F("pin").asc(nulls_last=True), "submitted_at", "pk")
    found = {}
    for index, key in enumerate(rows.values_list("pk", flat=True)):
        page = index // PAGE_SIZE + 1
        found[key] = (f"?{PAGE_PARAMETER}={page}" if page > 1 else "") + f"#y-kien-{key}"
    return found


def counts(*, since: datetime, until: datetime, newsroom: str = "") -> list[MonthCount]:
    """Return the comments sent from ``since`` to before ``until``, by newsroom (code), month in Việt Nam and state.

    Comments on stories that were deleted count under the newsroom "". Three queries, however many there are.
    """
    rooms = {room.path: room.code for room in NewsroomPage.objects.only("path", "code")}
    stories = ArticlePage.objects.values_list("translation_key", "path", "depth")
    step = ArticlePage.steplen
    room_of = {key: rooms.get(path[:-step], "") for key, path, _depth in stories}
    rows = (
        Comment.objects.filter(submitted_at__gte=since, submitted_at__lt=until)
        .annotate(month=TruncMonth("submitted_at", tzinfo=clock.VIETNAM))
        .order_by()
        .values_list("article_key", "month", "state")
        .annotate(number=Count("pk"))
    )
    summed: dict[tuple[str, Any, CommentState], int] = {}
    for key, month, state, number in rows:
        place = (room_of.get(key, ""), month.date(), CommentState(state))
        summed[place] = summed.get(place, 0) + number
    found = [MonthCount(room, month, state, number) for (room, month, state), number in summed.items()]
    kept = [count for count in found if not newsroom or count.newsroom == newsroom]
    return sorted(kept, key=lambda count: (count.newsroom, count.month, count.state))
