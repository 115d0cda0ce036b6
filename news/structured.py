"""A story as schema.org data."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from news.broadcasts import playing
from news.corrections import notes
from news.enums import ArticleKind, LiveState
from news.opinions import reads
from portal.kernel import clock
from portal.mail import domain as mail

if TYPE_CHECKING:
    from news.broadcasts.playing import Media
    from news.models import ArticlePage, NewsroomPage

PICTURE = "fill-1200x675"
LOGO = "max-600x60"
LONGEST_HEADLINE = 110
MOST_COMMENTS = 20


def news_article(article: "ArticlePage") -> dict[str, Any]:
    """Return the story as NewsArticle, with the newsroom's publisher and the first and last dates."""
    newsroom = article.get_parent().specific
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title[:LONGEST_HEADLINE],
        "description": article.lead,
        "inLanguage": article.locale.language_code,
        "mainEntityOfPage": mail.absolute_url(article.get_url() or ""),
        "author": {"@type": "Person", "name": article.byline},
        "publisher": _publisher(newsroom),
        "articleSection": newsroom.title,
        "isAccessibleForFree": True,
    }
    if article.published_at:
        data["datePublished"] = clock.local(article.published_at).isoformat()
    shown = notes.notes_of(article)
    if modified := notes.modified_at(article, shown):
        data["dateModified"] = clock.local(modified).isoformat()
    if article.picture:
        data["image"] = [urljoin(mail.absolute_url("/"), article.picture.get_rendition(PICTURE).url)]
    if corrections := notes.texts_of(shown):
        data["correction"] = corrections
    opinions = list(reads.approved(article.translation_key)[:MOST_COMMENTS])
    if opinions:
        data["comment"] = [
            {
                "@type": "Comment",
                "text": opinion.text,
                "inLanguage": opinion.language,
                "author": {"@type": "Person", "name": opinion.name},
                "dateCreated": clock.local(opinion.submitted_at).isoformat(),
            }
            for opinion in opinions
        ]
    return data


def _publisher(newsroom: "NewsroomPage") -> dict[str, Any]:
    publisher: dict[str, Any] = {
        "@type": "NewsMediaOrganization",
        "name": newsroom.publisher,
        "url": mail.absolute_url(newsroom.get_url() or ""),
    }
    if newsroom.logo:
        address = newsroom.logo.get_rendition(LOGO).url
        publisher["logo"] = {"@type": "ImageObject", "url": urljoin(mail.absolute_url("/"), address)}
    return publisher


def _duration(seconds: int) -> str:
    return f"PT{seconds // 60}M{seconds % 60}S"


def _media(article: "ArticlePage", media: "Media") -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "AudioObject" if media.is_sound else "VideoObject",
        "name": article.title,
        "description": article.lead,
        "inLanguage": article.locale.language_code,
    }
    if article.published_at:
        data["uploadDate"] = clock.local(article.published_at).isoformat()
    if media.file is not None:
        data["contentUrl"] = mail.absolute_url(media.file.file.url)
        data["encodingFormat"] = media.media_type
        data["contentSize"] = str(media.file.get_file_size())
    if media.film is not None:
        data["embedUrl"] = media.film.frame_url
    if article.duration_seconds:
        data["duration"] = _duration(article.duration_seconds)
    if article.transcript:
        data["transcript"] = article.transcript
    if article.still:
        data["thumbnailUrl"] = [urljoin(mail.absolute_url("/"), article.still.get_rendition(PICTURE).url)]
    return data


def recordings_of(article: "ArticlePage") -> list[dict[str, Any]]:
    """Return film or sound as VideoObject or AudioObject, and a live story as BroadcastEvent."""
    state = playing.live_state(article)
    media = playing.media_of(article, state)
    found = [_media(article, media)] if media is not None else []
    if article.kind == ArticleKind.LIVE and article.live_starts_at is not None:
        event: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "BroadcastEvent",
            "name": article.title,
            "description": article.lead,
            "isLiveBroadcast": state is not LiveState.AFTER,
            "startDate": clock.local(article.live_starts_at).isoformat(),
            "url": mail.absolute_url(article.get_url() or ""),
            "publishedOn": {
                "@type": "BroadcastService",
                "name": article.get_parent().title,
                "url": mail.absolute_url(article.get_parent().get_url() or ""),
            },
        }
        if article.live_ends_at:
            event["endDate"] = clock.local(article.live_ends_at).isoformat()
        found.append(event)
    return found
