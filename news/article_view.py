"""What the page of a story shows beside its text."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from news import editing, queries
from news.broadcasts import playing, subscriptions
from news.corrections import notes
from news.opinions import closing, reads
from news.rooms import public as rooms
from portal.blocks.related import things
from portal.kernel import clock
from portal.mail import domain as mail
from portal.page_cache import collecting, tags
from portal.pages import related as related_things
from portal.vocabularies import held

if TYPE_CHECKING:
    from news.models import ArticleAirTime, ArticlePage

SIBLINGS = 4


def _index_url(article: "ArticlePage", request: HttpRequest) -> str:
    """Return the address of all news. Where it stands changes with a move or a new slug only, which drops every finished page."""
    with collecting.pages_named():
        return article.get_parent().get_parent().get_url(request) or ""


def _related(article: "ArticlePage", request: HttpRequest) -> list[dict[str, str]]:
    """Return public related pages, each in the story's language where it has a translation there.

    What the text shows with a card of its own is not named a second time.
    """
    in_text = {related_things.key_of(thing) for _kind, thing in things(article.body or ())}
    with collecting.pages_named():
        keys = [
            row.page.translation_key
            for row in article.related_pages.select_related("page")
            if str(row.page.translation_key) not in in_text
        ]
        pages = list(
            Page.objects.live()
            .public()
            .filter(translation_key__in=keys, alias_of=None)
            .select_related("locale", "content_type")
        )
    collecting.depends_on(*(tags.translations_of(key) for key in keys))
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


def _is_coming(row: "ArticleAirTime", now: datetime) -> bool:
    return (row.ends_at or row.starts_at) >= now


def _opinions(article: "ArticlePage", newsroom: Any, request: HttpRequest, *, takes_comments: bool) -> dict[str, Any]:
    """Return the readers' opinions that the address asks for, and whether and until when more are taken."""
    terms = closing.terms(article, newsroom)
    end = terms.ends
    is_open = terms.has_place and newsroom.live and takes_comments and (end is None or clock.now() < end)
    return {
        "opinions": reads.shown(article, request),
        "comment_url": reverse("news:comment", args=[article.translation_key]) if is_open else "",
        "comments_end": end if terms.has_place else None,
        "opinion_query": request.GET,
    }


def context(article: "ArticlePage", request: HttpRequest) -> dict[str, Any]:
    """Return newsroom, media, corrections, air times, related pages, other stories and readers' opinions."""
    held.hold(article)
    newsroom = article.get_parent().specific
    now = clock.now()
    ending = rooms.ending(newsroom, request)
    state = playing.live_state(article, now)
    air_times = sorted(article.air_times.all(), key=lambda row: row.starts_at)
    return {
        "newsroom": newsroom,
        "newsroom_ending": ending,
        "newsroom_url": newsroom.get_url(request),
        "media": playing.media_of(article, state),
        "live_state": state.value if state else "",
        "streams": playing.streams_of(article, state),
        "calendar_url": subscriptions.address(newsroom=newsroom.code) if state or air_times else "",
        "air_times": [row for row in air_times if _is_coming(row, now)],
        "past_air_times": [row for row in air_times if not _is_coming(row, now)],
        "programme": article.programme,
        "script_url": reverse("news:script", args=[article.translation_key]) if article.script.strip() else "",
        "corrections": notes.notes_of(article),
        "reply_url": reverse("news:reply", args=[article.translation_key]),
        "corrections_url": reverse("news:newsroom-corrections", args=[newsroom.code]),
        "related": _related(article, request),
        "audience_leads": list(article.audience_leads.select_related("audience")),
        "embargo": editing.embargo_sentence(article) if getattr(request, "is_preview", False) else "",
        "audience_terms": list(article.audiences.all()),
        "field_terms": list(article.fields.all()),
        "index_url": _index_url(article, request),
        "more": queries.latest(
            limit=SIBLINGS, newsroom=newsroom, without=[str(article.translation_key)], request=request
        ),
        # A preview in the admin is no reading.
        "reading_url": ""
        if getattr(request, "is_preview", False)
        else reverse("news:reading", args=[article.translation_key]),
        **_opinions(article, newsroom, request, takes_comments=ending is None),
        "share_url": mail.absolute_url(article.get_url(request) or ""),
    }
