"""Reads of the news room: stories as cards, in a constant number of queries."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext
from wagtail.models import Page

from news.corrections import notes
from news.enums import ArticleKind
from news.models import ArticleAudienceLead, ArticlePage, FeaturedStory, NewsroomPage
from news.rooms import standing
from portal.kernel import clock, text
from portal.kernel.languages import Language
from portal.media.models import PortalRendition
from portal.page_cache import parts
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
    corrected: datetime | None = None
    correction: str = ""


def public_articles(language: Language | None = None) -> "QuerySet[ArticlePage]":
    """Return the public stories to list in a language, each with ``only_vietnamese``; none before its embargo has ended."""
    free = Q(embargo_until=None) | Q(embargo_until__lte=clock.now())
    return translations.listed_in(ArticlePage.objects.filter(free), language)


def public_articles_of_desks(desks: Iterable[int]) -> "QuerySet[ArticlePage]":
    """Return the public stories of desks, in every language: for reports and counts."""
    rows: QuerySet[ArticlePage] = ArticlePage.objects.live().public().filter(alias_of=None, desk__in=list(desks))
    return rows


def newest_first(rows: "QuerySet[ArticlePage]") -> "QuerySet[ArticlePage]":
    """Order by the date shown to readers."""
    return rows.order_by("-published_at", "-pk")


def with_card_data(rows: "QuerySet[ArticlePage]") -> "QuerySet[ArticlePage]":
    """Add what a card needs, and leave the long texts out."""
    sizes = PortalRendition.objects.filter(filter_spec__in=[CARD_PICTURE, LEAD_PICTURE])
    return (
        notes.with_corrections(rows)
        .select_related("locale", "picture")
        .defer("body", "transcript", "folded")
        # Where Wagtail's own ``prefetch_renditions`` leaves them.
        .prefetch_related(Prefetch("picture__renditions", queryset=sizes, to_attr="prefetched_renditions"))
    )


def live_newsrooms() -> list[NewsroomPage]:
    """Return the live newsrooms of every language, by title."""
    rows = NewsroomPage.objects.filter(live=True, alias_of=None).select_related("locale").order_by("title", "pk")
    return list(parts.read("news:newsrooms", lambda: list(rows)))


def listed_newsrooms(language: Language | None = None) -> "QuerySet[NewsroomPage]":
    """Return the public newsrooms to list in a language (the reader's), each with ``only_vietnamese``."""
    return translations.listed_in(NewsroomPage.objects.all(), language)


def newsrooms(language: Language) -> list[NewsroomPage]:
    """Return the live newsrooms to list in a language."""
    rows = listed_newsrooms(language).select_related("locale", "logo").order_by("title", "pk")
    return list(parts.read(("news:listed-newsrooms", language), lambda: list(rows)))


def newsrooms_by_key(keys: Collection[Any], language: Language) -> list[NewsroomPage]:
    """Return newsrooms by their translation keys, public or not, each once and best in a language."""
    found: dict[Any, NewsroomPage] = {}
    rows = NewsroomPage.objects.filter(translation_key__in=keys, alias_of=None).select_related("locale")
    for page in rows.order_by("title", "pk"):
        if page.translation_key not in found or page.locale.language_code == language:
            found[page.translation_key] = page
    return list(found.values())


def leads_for(stories: Iterable[ArticlePage], audience: str) -> dict[int, str]:
    """Return the leads written for an audience (a code) by the number of the story, in one query; none without a code."""
    if not audience:
        return {}
    rows = ArticleAudienceLead.objects.filter(article__in=[story.pk for story in stories], audience__code=audience)
    return dict(rows.values_list("article_id", "lead"))


def open_newsrooms(language: Language) -> list[NewsroomPage]:
    """Return the live newsrooms to list in a language that take stories."""
    known = standing.ended()
    return [newsroom for newsroom in newsrooms(language) if newsroom.translation_key not in known]


def cards(rows: "Iterable[ArticlePage]", request: Any = None, *, audience: str = "") -> list[ArticleCard]:
    """Return stories (from ``with_card_data``) as cards; the newsrooms cost two queries together.

    With the code of an ``audience`` the cards bear the leads written for it, for one more query.
    """
    stories = list(rows)
    if not stories:
        return []
    by_path = {newsroom.path: newsroom for newsroom in live_newsrooms()}
    leads = leads_for(stories, audience)
    known = standing.ended()
    cards_ = []
    for story in stories:
        newsroom = by_path.get(story.path[: -story.steplen])
        name = shown_name(newsroom, known) if newsroom is not None else ""
        cards_.append(_card(story, newsroom, name, leads.get(story.pk, story.lead), request))
    return cards_


def shown_name(newsroom: NewsroomPage, known: standing.Standings) -> str:
    """Return a newsroom's name, with a word where it is closed or went into another."""
    if newsroom.translation_key in known:
        return gettext("%(newsroom)s (former)") % {"newsroom": newsroom.title}
    return str(newsroom.title)


def _card(story: ArticlePage, newsroom: NewsroomPage | None, name: str, lead: str, request: Any) -> ArticleCard:
    picture = story.picture
    return ArticleCard(
        title=story.title,
        url=story.get_url(request) or "",
        summary=lead,
        newsroom=name,
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
        corrected=getattr(story, "corrected", None),
        correction=_correction(story),
    )


def _correction(story: ArticlePage) -> str:
    """Return the words of the last correction note, in the story's language if they are translated."""
    found = [getattr(story, "corrected_en", ""), getattr(story, "corrected_vi", "")]
    if story.locale.language_code != Language.ENGLISH:
        found.reverse()
    return next((words for words in found if words), "")


def _cards_of(rows: "QuerySet[ArticlePage]", limit: int, request: Any, audience: str = "") -> list[ArticleCard]:
    return cards(with_card_data(newest_first(rows))[:limit], request, audience=audience)


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
    terms, and an audience reads the lead written for it; ``without`` are translation keys to leave out. Nine queries at
    most, however many stories there are.
    """
    rows = public_articles(language)
    if newsroom is not None:
        rows = rows.filter(of_newsrooms([newsroom.code]))
    if audience:
        rows = rows.filter(audiences__code=audience)
    if field:
        rows = rows.filter(fields__code=field)
    return _cards_of(rows.exclude(translation_key__in=list(without)), limit, request, audience)


def published_between(
    language: Language, *, since: datetime, until: datetime, audiences: Iterable[str], limit: int
) -> tuple[list[ArticleCard], int]:
    """Return the stories that became public after ``since`` and up to ``until``, newest first, and how many there are.

    ``audiences`` are codes, none for every story. A story counts by the moment readers could first read it, whatever date it
    shows: one that is dated back is told too, one that was told is not told again.
    """
    rows = public_articles(language).filter(first_published_at__gt=since, first_published_at__lte=until)
    codes = list(audiences)
    if codes:
        rows = rows.filter(pk__in=ArticlePage.objects.filter(audiences__code__in=codes).values("pk"))
    number = rows.count()
    # One audience reads its own leads; several read the common one.
    audience = codes[0] if len(codes) == 1 else ""
    return (_cards_of(rows, limit, None, audience) if number else []), number


def fresh(*, since: datetime, limit: int) -> list[ArticleCard]:
    """Return the public stories dated after ``since`` and not in the future, each in its own language, newest first."""
    rows = ArticlePage.objects.live().public().filter(alias_of=None)
    return _cards_of(rows.filter(published_at__gt=since, published_at__lte=clock.now()), limit, None)


def of_newsrooms(codes: Iterable[str]) -> Q:
    """Return the condition for stories of the newsrooms with these codes, and of what went into them, in any language.

    Two queries, however many newsrooms there are; both are kept while no newsroom changes.
    """
    rows = parts.read("news:codes", lambda: list(NewsroomPage.objects.values_list("translation_key", "code", "path")))
    known, wanted = standing.ended(), set(codes)
    keys = {key for key, code, _path in rows if code in wanted}
    keys |= {former for key in keys for former in standing.formers(key, known)}
    condition = Q(pk__in=[])
    for key, _code, path in rows:
        if key in keys:
            condition |= Q(path__startswith=path)
    return condition


def code_of_heir(code: str) -> str:
    """Return the code of the newsroom that carries on the one with this code; the code itself where none does."""
    rows = dict(NewsroomPage.objects.filter(live=True, alias_of=None).values_list("translation_key", "code"))
    known = standing.ended()
    key = next((key for key, own in rows.items() if own == code), None)
    return rows.get(standing.heir(key, known), code) if key is not None else code


def featured_keys(now: datetime | None = None) -> "QuerySet[FeaturedStory]":
    """Return what the department features at an instant, in the department's order."""
    instant = now or clock.now()
    begun = Q(starts_at=None) | Q(starts_at__lte=instant)
    rows = FeaturedStory.objects.filter(begun, Q(until=None) | Q(until__gt=instant))
    return rows.order_by("position", "-featured_at", "-pk")


def featured(language: Language | None = None, limit: int = 3, *, request: Any = None) -> list[ArticleCard]:
    """Return the stories that the department features, in its order; one that is no longer public is passed over."""
    keys = list(featured_keys().values_list("article_key", flat=True))
    rows = with_card_data(public_articles(language).filter(translation_key__in=keys))
    found = {str(card.key): card for card in cards(rows, request)}
    return [found[str(key)] for key in keys if str(key) in found][:limit]


def featurable(query: str = "") -> "QuerySet[ArticlePage]":
    """Return the public stories of every newsroom, the newest first, with all words of a query in their folded text."""
    rows = ArticlePage.objects.live().public().filter(alias_of=None)
    for word in text.words(text.fold(query)):
        rows = rows.filter(folded__contains=word)
    return newest_first(rows.select_related("locale").defer("body", "transcript"))


def lead_story(language: Language | None = None, *, request: Any = None) -> ArticleCard | None:
    """Return the story for the top of the page: the first that is featured, else the newest."""
    chosen = featured(language, 1, request=request) or latest(language, 1, request=request)
    return chosen[0] if chosen else None


def about(page: Page, limit: int = 4, *, request: Any = None) -> list[ArticleCard]:
    """Return public stories that name a page, or its translation, in their text or among their related pages."""
    from news import mentions  # noqa: PLC0415 -- reads these queries

    return _cards_of(public_articles().filter(mentions.naming(str(page.translation_key))), limit, request)


def commented_story(article_key: Any, language: Language) -> ArticlePage | None:
    """Return the public story with this key, best in the reader's language, whether it takes comments or not."""
    rows = ArticlePage.objects.public().filter(translation_key=article_key, live=True, alias_of=None)
    found = {page.locale.language_code: page for page in rows.select_related("locale")}
    page: ArticlePage | None = found.get(language) or next(iter(found.values()), None)
    return page


def commentable(article_key: Any, language: Language) -> ArticlePage | None:
    """Return the public story with this key that has a place for comments, best in the reader's language."""
    page = commented_story(article_key, language)
    return page if page is not None and page.comments_open else None


def story_title(article_key: Any, language: Language) -> str:
    """Return the headline of the public story with this key, "" where there is none."""
    page = commented_story(article_key, language)
    return page.title if page is not None else ""


def newsroom_key_of(article: ArticlePage) -> uuid.UUID:
    """Return the translation key of the newsroom under which a story stands."""
    key: uuid.UUID = NewsroomPage.objects.values_list("translation_key", flat=True).get(
        path=article.path[: -article.steplen]
    )
    return key
