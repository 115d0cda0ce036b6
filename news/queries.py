"""Reads of the news room: stories as cards, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q, QuerySet
from wagtail.models import Page

from news.enums import ArticleKind, CommentState
from news.models import ArticlePage, ArticleRelatedPage, Comment, FeaturedStory, NewsroomPage
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.media.models import PortalImage
from portal.pages import translations

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CARD_PICTURE = "fill-640x400"
LEAD_PICTURE = "fill-960x600"


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """What ``ui/components/article_card.html`` shows of a story; ``lead_image`` is the larger picture for a lead story."""

    title: str
    url: str
    summary: str
    newsroom: str
    newsroom_url: str
    published: datetime | None
    kind: str
    kind_label: "str | _StrPromise"
    duration: str
    image: Any
    lead_image: Any
    seed: str
    vietnamese_only: bool
    model_example: bool
    key: str
    language: str


def public_articles(language: Language | None = None) -> "QuerySet[ArticlePage]":
    """Return the public stories to list in a language, each with ``only_vietnamese``."""
    return translations.listed_in(ArticlePage.objects.all(), language)


def newest_first(rows: "QuerySet[ArticlePage]") -> "QuerySet[ArticlePage]":
    """Order by the date shown to readers."""
    return rows.order_by("-published_at", "-pk")


def with_card_data(rows: "QuerySet[ArticlePage]") -> "QuerySet[ArticlePage]":
    """Add what a card needs, and leave the long texts out."""
    pictures = PortalImage.objects.prefetch_renditions(CARD_PICTURE, LEAD_PICTURE)
    return (
        rows.select_related("locale")
        .defer("body", "transcript", "folded")
        .prefetch_related(Prefetch("picture", queryset=pictures))
    )


def live_newsrooms() -> list[NewsroomPage]:
    """Return the live newsrooms of every language, by title."""
    return list(NewsroomPage.objects.filter(live=True, alias_of=None).select_related("locale").order_by("title", "pk"))


def newsrooms(language: Language) -> list[NewsroomPage]:
    """Return the live newsrooms to list in a language."""
    rows = translations.listed_in(NewsroomPage.objects.all(), language)
    return list(rows.select_related("locale", "logo").order_by("title", "pk"))


def cards(rows: "Iterable[ArticlePage]", request: Any = None) -> list[ArticleCard]:
    """Return stories (from ``with_card_data``) as cards; the newsrooms cost one query together."""
    stories = list(rows)
    if not stories:
        return []
    by_path = {newsroom.path: newsroom for newsroom in live_newsrooms()}
    return [_card(story, by_path.get(story.path[: -story.steplen]), request) for story in stories]


def _card(story: ArticlePage, newsroom: NewsroomPage | None, request: Any) -> ArticleCard:
    picture = story.picture
    return ArticleCard(
        title=story.title,
        url=story.get_url(request) or "",
        summary=story.lead,
        newsroom=newsroom.title if newsroom else "",
        newsroom_url=(newsroom.get_url(request) or "") if newsroom else "",
        published=story.published_at,
        kind=story.kind,
        kind_label=ArticleKind(story.kind).label,
        duration=story.duration_words if story.duration_seconds else "",
        image=picture.get_rendition(CARD_PICTURE) if picture else None,
        lead_image=picture.get_rendition(LEAD_PICTURE) if picture else None,
        seed=str(story.translation_key),
        vietnamese_only=bool(getattr(story, "only_vietnamese", False)),
        model_example=story.is_model_example,
        key=str(story.translation_key),
        language=story.locale.language_code,
    )


def _cards_of(rows: "QuerySet[ArticlePage]", limit: int, request: Any) -> list[ArticleCard]:
    return cards(with_card_data(newest_first(rows))[:limit], request)


def latest(
    language: Language | None = None,
    limit: int = 5,
    *,
    newsroom: NewsroomPage | None = None,
    audience: str = "",
    field: str = "",
    without: Iterable[str] = (),
    request: Any = None,
) -> list[ArticleCard]:
    """Return the newest stories for readers of a language as cards, newest first.

    ``newsroom`` keeps one newsroom's, in whatever language its page is given; ``audience`` and ``field`` are codes of
    terms; ``without`` are translation keys to leave out. Six queries at most, however many stories there are.
    """
    rows = public_articles(language)
    if newsroom is not None:
        rows = rows.filter(of_newsrooms([newsroom.code]))
    if audience:
        rows = rows.filter(audiences__code=audience)
    if field:
        rows = rows.filter(fields__code=field)
    return _cards_of(rows.exclude(translation_key__in=list(without)), limit, request)


def of_newsrooms(codes: Iterable[str]) -> Q:
    """Return the condition for stories that stand under the newsrooms with these codes, in any language."""
    paths = NewsroomPage.objects.filter(code__in=list(codes)).values_list("path", flat=True)
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return condition


def featured_keys(now: datetime | None = None) -> "QuerySet[FeaturedStory]":
    """Return what the department features at an instant, newest first."""
    instant = now or clock.now()
    return FeaturedStory.objects.filter(Q(until=None) | Q(until__gt=instant)).order_by("-featured_at", "-pk")


def featured(language: Language | None = None, limit: int = 3, *, request: Any = None) -> list[ArticleCard]:
    """Return the stories that the department features, the one featured last first."""
    keys = list(featured_keys().values_list("article_key", flat=True)[: limit * 2])
    rows = with_card_data(public_articles(language).filter(translation_key__in=keys))
    found = {str(card.key): card for card in cards(rows, request)}
    return [found[str(key)] for key in keys if str(key) in found][:limit]


def lead_story(language: Language | None = None, *, request: Any = None) -> ArticleCard | None:
    """Return the story for the top of the page: the one featured last, else the newest."""
    chosen = featured(language, 1, request=request) or latest(language, 1, request=request)
    return chosen[0] if chosen else None


def about(page: Page, limit: int = 4, *, request: Any = None) -> list[ArticleCard]:
    """Return public stories that name a page, or its translation, among their related pages."""
    same = Page.objects.filter(translation_key=page.translation_key).values("pk")
    naming = ArticleRelatedPage.objects.filter(page__in=same).values("article_id")
    return _cards_of(public_articles().filter(pk__in=naming), limit, request)


def shown_comments(article: ArticlePage) -> list[Comment]:
    """Return the approved opinions on a story, in every language, oldest first."""
    rows = Comment.objects.filter(article_key=article.translation_key, state=CommentState.APPROVED)
    return list(rows.order_by("submitted_at", "pk"))


def commentable(article_key: Any, language: Language) -> ArticlePage | None:
    """Return the public story with this key that is open to comments, best in the reader's language."""
    rows = ArticlePage.objects.public().filter(
        translation_key=article_key, live=True, alias_of=None, comments_open=True
    )
    found = {page.locale.language_code: page for page in rows.select_related("locale")}
    page: ArticlePage | None = found.get(language) or next(iter(found.values()), None)
    return page
