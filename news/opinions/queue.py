"""What the newsroom's queue lists: rows with story, age and hints, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from news import permissions
from news.domain import personal_hints
from news.domain.personal_hints import Hint
from news.enums import CommentState
from news.models import ArticlePage, Comment
from news.opinions.admin_forms import ALL, FilterForm

STORIES: Final = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One comment of the queue; ``waits`` is how long it has waited, for those that wait."""

    comment: Comment
    story: str
    hints: tuple[Hint, ...]
    waits: timedelta | None

    @property
    def hours(self) -> int:
        """Whole hours that it has waited."""
        return int(self.waits.total_seconds() // 3600) if self.waits else 0

    @property
    def days(self) -> int:
        """Whole days that it has waited."""
        return self.waits.days if self.waits else 0


def readable(user: Any) -> "QuerySet[Comment]":
    """Return the comments that a newsroom's people may read: of their own newsrooms, from proven addresses."""
    return permissions.comments_for(user).exclude(state=CommentState.UNVERIFIED)


def titles(keys: Iterable[Any]) -> dict[Any, str]:
    """Return the headlines of stories by translation key, the Vietnamese first: one query."""
    rows = ArticlePage.objects.filter(translation_key__in=list(keys), alias_of=None)
    found: dict[Any, str] = {}
    for key, title in rows.order_by("pk").values_list("translation_key", "title"):
        found.setdefault(key, title)
    return found


def story_choices(user: Any) -> list[tuple[str, str]]:
    """Return the stories with comments that the person may read, by headline."""
    keys = list(readable(user).order_by("-article_key").values_list("article_key", flat=True).distinct()[:STORIES])
    return sorted(((str(key), title) for key, title in titles(keys).items()), key=lambda choice: choice[1])


def listed(user: Any, filters: FilterForm, now: datetime) -> "QuerySet[Comment]":
    """Return the comments that the filters ask for, those that wait first, the one that waits longest on top."""
    rows = readable(user)
    state = filters.chosen("state") or CommentState.PENDING
    if state != ALL:
        rows = rows.filter(state=state)
    if story := filters.chosen("story"):
        rows = rows.filter(article_key=story)
    if language := filters.chosen("language"):
        rows = rows.filter(language=language)
    if days := filters.chosen("days"):
        rows = rows.filter(submitted_at__gte=now - timedelta(days=int(days)))
    if state == CommentState.PENDING:
        return rows.order_by("confirmed_at", "pk")
    waits = Case(When(state=CommentState.PENDING, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(waits, "-submitted_at", "-pk")


def rows_of(comments: Iterable[Comment], now: datetime) -> list[Row]:
    """Return comments with what the queue tells of them: one query."""
    given = list(comments)
    by_key = titles({comment.article_key for comment in given})
    return [
        Row(
            comment=comment,
            story=by_key.get(comment.article_key, ""),
            hints=personal_hints.find(comment.text) if comment.state != CommentState.WITHDRAWN else (),
            waits=now - comment.confirmed_at
            if comment.state == CommentState.PENDING and comment.confirmed_at is not None
            else None,
        )
        for comment in given
    ]


def earlier(user: Any, comment: Comment) -> list[tuple[str, int]]:
    """Return what became of the writer's other comments in the person's own newsrooms, as states in words with numbers."""
    rows = readable(user).filter(email=comment.email).exclude(pk=comment.pk)
    counted = rows.order_by().values("state").annotate(number=Count("pk")).values_list("state", "number")
    return [(str(CommentState(state).label), number) for state, number in sorted(counted)]


def next_waiting(user: Any) -> Comment | None:
    """Return the comment that waits longest."""
    return readable(user).filter(state=CommentState.PENDING).order_by("confirmed_at", "pk").first()
