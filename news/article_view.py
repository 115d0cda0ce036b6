"""What the page of a story shows beside its text."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from news import queries
from news.enums import ArticleKind
from portal.blocks.providers import Video
from portal.kernel import clock
from portal.mail import domain as mail

if TYPE_CHECKING:
    from news.models import ArticlePage

SIBLINGS = 4
SOUND_ENDINGS = frozenset({"mp3"})


@dataclass(frozen=True, slots=True)
class Media:
    """Film or sound of a story, by the names that the templates of the blocks read."""

    title: str
    film: Video | None
    file: Any
    captions: Any
    poster: Any
    transcript: str
    is_sound: bool


def media_of(article: "ArticlePage") -> Media | None:
    """Return the story's film or sound, or None."""
    file = article.media_file
    if file is None and article.film is None:
        return None
    return Media(
        title=article.title,
        film=article.film,
        file=file,
        captions=article.captions_file,
        poster=article.picture,
        transcript=article.transcript,
        is_sound=file is not None and file.file_extension.lower() in SOUND_ENDINGS,
    )


def _related(article: "ArticlePage", request: HttpRequest) -> list[dict[str, str]]:
    """Return public related pages, each in the story's language where it has a translation there."""
    keys = [row.page.translation_key for row in article.related_pages.select_related("page")]
    pages = (
        Page.objects.live()
        .public()
        .filter(translation_key__in=keys, alias_of=None)
        .select_related("locale", "content_type")
    )
    by_key: dict[Any, Page] = {}
    for page in pages:
        if page.translation_key not in by_key or page.locale_id == article.locale_id:
            by_key[page.translation_key] = page
    return [
        {
            "title": by_key[key].title,
            "url": by_key[key].get_url(request) or "",
            "kind": str(by_key[key].specific_class.get_verbose_name()) if by_key[key].specific_class else "",
            "language": by_key[key].locale.language_code,
        }
        for key in dict.fromkeys(keys)
        if key in by_key and by_key[key].get_url(request)
    ]


def live_state(article: "ArticlePage") -> str:
    """Return "before", "now" or "after" for a live story with a start, else an empty text."""
    if article.kind != ArticleKind.LIVE or article.live_starts_at is None:
        return ""
    now = clock.now()
    if now < article.live_starts_at:
        return "before"
    return "after" if article.live_ends_at and now >= article.live_ends_at else "now"


def context(article: "ArticlePage", request: HttpRequest) -> dict[str, Any]:
    """Return newsroom, media, corrections, air times, related pages, other stories and readers' opinions."""
    newsroom = article.get_parent().specific
    return {
        "newsroom": newsroom,
        "newsroom_url": newsroom.get_url(request),
        "media": media_of(article),
        "live_state": live_state(article),
        "air_times": list(article.air_times.order_by("starts_at")),
        "corrections": list(article.corrections.order_by("-corrected_at")),
        "related": _related(article, request),
        "audience_terms": list(article.audiences.all()),
        "field_terms": list(article.fields.all()),
        "index_url": article.get_parent().get_parent().get_url(request),
        "more": queries.latest(
            limit=SIBLINGS, newsroom=newsroom, without=[str(article.translation_key)], request=request
        ),
        "comments": queries.shown_comments(article),
        "comment_url": reverse("news:comment", args=[article.translation_key]) if article.comments_open else "",
        "share_url": mail.absolute_url(article.get_url(request) or ""),
    }
