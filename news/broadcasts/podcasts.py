"""Podcast feeds: RSS 2.0 with the names of Apple (itunes) and Podcasting 2.0 (podcast), of a programme and of a newsroom.

Rules: podcasters.apple.com/support/823-podcast-requirements, rssboard.org/rss-specification, podcastindex.org/namespace/1.0.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.broadcasts import covers, episodes
from news.enums import PODCAST_NAMES, PodcastCategory
from news.models import ArticlePage, NewsroomPage, Programme
from portal.kernel import languages
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.media import recordings

CACHE_CONTROL: Final = "public, max-age=300"
PODCAST_NAMESPACE: Final = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""From which the guid of a podcast follows, by its address (podcastindex.org/namespace/1.0, podcast:guid)."""
TAG_LENGTH: Final = 32


class PodcastGenerator(Rss201rev2Feed):
    """Writes RSS 2.0 with what podcast directories ask for."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        """Return the names in use."""
        return {
            **super().rss_attributes(),
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
        }

    def add_root_elements(self, handler: Any) -> None:
        """Write what the podcast says of itself."""
        super().add_root_elements(handler)
        feed = self.feed
        handler.addQuickElement("itunes:author", feed["author"])
        handler.addQuickElement("itunes:summary", feed["description"])
        handler.addQuickElement("itunes:type", "episodic")
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:image", None, {"href": feed["cover"]})
        handler.addQuickElement("itunes:category", None, {"text": feed["category"]})
        handler.startElement("itunes:owner", {})
        handler.addQuickElement("itunes:name", feed["author"])
        handler.addQuickElement("itunes:email", feed["owner_email"])
        handler.endElement("itunes:owner")
        handler.addQuickElement("podcast:guid", feed["guid"])
        handler.addQuickElement("podcast:locked", "no", {"owner": feed["owner_email"]})
        handler.startElement("image", {})
        handler.addQuickElement("url", feed["cover"])
        handler.addQuickElement("title", feed["title"])
        handler.addQuickElement("link", feed["link"])
        handler.endElement("image")

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """Write what the podcast says of an episode."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:title", item["title"])
        handler.addQuickElement("itunes:episodeType", "full")
        handler.addQuickElement("itunes:explicit", "false")
        if item["duration"]:
            handler.addQuickElement("itunes:duration", str(item["duration"]))
        for address, kind, language in item["transcripts"]:
            handler.addQuickElement("podcast:transcript", None, {"url": address, "type": kind, "language": language})


@dataclass(frozen=True, slots=True)
class Podcast:
    """What a feed is about."""

    newsroom: NewsroomPage
    programme: Programme | None = None


class PodcastFeed(Feed[ArticlePage, Any]):
    """The episodes of one programme, or everything to hear of one newsroom."""

    feed_type = PodcastGenerator

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with validators; "304 Not Modified" to those who have this feed already."""
        response = super().__call__(request, *args, **kwargs)
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:TAG_LENGTH]}"'
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = CACHE_CONTROL
        # The tag alone decides: an episode that is taken down changes the feed and not its newest date.
        answer = get_conditional_response(request, etag=etag, response=response)
        return answer if isinstance(answer, HttpResponse) else response

    def title(self, obj: Podcast) -> str:
        """Return the programme's name, or the newsroom's with a word."""
        if obj.programme is not None:
            return obj.programme.name
        return _("%(newsroom)s – podcast") % {"newsroom": obj.newsroom.title}

    def link(self, obj: Podcast) -> str:
        """Return the full address of the page that the podcast is at home on."""
        if obj.programme is not None:
            return mail.absolute_url(reverse("news:programme", args=[obj.programme.code]))
        return mail.absolute_url(reverse("news:schedule", args=[obj.newsroom.code]))

    def feed_url(self, obj: Podcast) -> str:
        """Return the feed's own full address."""
        return mail.absolute_url(address(newsroom=obj.newsroom, programme=obj.programme))

    def description(self, obj: Podcast) -> str:
        """Return what listeners may expect."""
        words = obj.programme.description if obj.programme is not None else obj.newsroom.description
        return words or self.title(obj)

    @property
    def language(self) -> str:  # type: ignore[override]  # follows the address
        """The language of the feed."""
        return languages.current().value

    def feed_copyright(self, obj: Podcast) -> str:
        """Return whose the podcast is."""
        return f"© {obj.newsroom.publisher}"

    def feed_extra_kwargs(self, obj: Podcast) -> dict[str, Any]:
        """Return author, owner, picture and category."""
        own = obj.programme
        category = PodcastCategory(own.category) if own is not None else PodcastCategory.NEWS
        email = (own.contact_email if own is not None else "") or obj.newsroom.contact_email
        stem = self.feed_url(obj).partition("://")[2].rstrip("/")
        return {
            "author": obj.newsroom.title,
            "owner_email": email or mail.mailbox(settings.DEFAULT_FROM_EMAIL),
            "cover": covers.address(newsroom=obj.newsroom, programme=own),
            "category": PODCAST_NAMES[category],
            "guid": str(uuid5(PODCAST_NAMESPACE, stem)),
        }

    def items(self, obj: Podcast) -> list[ArticlePage]:
        """Return the newest episodes; a newsroom's podcast is for listening and leaves films out."""
        if obj.programme is not None:
            return episodes.playable(episodes.of(programme=obj.programme))
        return episodes.playable(episodes.only_sound(episodes.of(newsroom=obj.newsroom)))

    def item_title(self, item: ArticlePage) -> str:
        """Return the headline, with a word where the story is not in the feed's language."""
        if getattr(item, "only_vietnamese", False):
            return _("%(title)s (in Vietnamese)") % {"title": item.title}
        return str(item.title)

    def item_description(self, item: ArticlePage) -> str:
        """Return the lead."""
        return item.lead

    def item_link(self, item: ArticlePage) -> str:
        """Return the story's full address."""
        return mail.absolute_url(item.get_url() or "")

    def item_guid(self, item: ArticlePage) -> str:
        """Return what names the episode for ever, in both languages: it is the same recording."""
        return f"tag:{mail.site_domain().partition(':')[0]},2026:episode/{item.translation_key}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: ArticlePage) -> datetime | None:
        """Return the date shown to readers."""
        return item.published_at

    def item_enclosure_url(self, item: ArticlePage) -> str:
        """Return the full address of the file."""
        return mail.absolute_url(item.media_file.file.url)  # type: ignore[union-attr]  # episodes have one

    def item_enclosure_length(self, item: ArticlePage) -> int:
        """Return the size of the file in bytes."""
        return int(item.media_file.get_file_size() or 0)  # type: ignore[union-attr]  # the same

    def item_enclosure_mime_type(self, item: ArticlePage) -> str:
        """Return the file's media type, which its ending tells: uploading has compared both."""
        return recordings.type_of_name(item.media_file.filename)  # type: ignore[union-attr]  # the same

    def item_extra_kwargs(self, item: ArticlePage) -> dict[str, Any]:
        """Return playing time and transcripts."""
        found = [(self.item_link(item) + "#transcript", "text/html", item.locale.language_code)]
        for language, file in ((Language.VIETNAMESE, item.captions_file), (Language.ENGLISH, item.captions_en_file)):
            if file is not None:
                found.append((mail.absolute_url(file.file.url), "text/vtt", language.value))
        return {"duration": item.duration_seconds, "transcripts": found}


class ProgrammePodcast(PodcastFeed):
    """The podcast of a programme."""

    def get_object(self, _request: HttpRequest, code: str) -> Podcast:  # type: ignore[override]  # by its code
        """Return the programme; 404 for a code that is not on show."""
        programme = episodes.programme(code)
        newsroom = episodes.newsroom_of(programme) if programme is not None else None
        if programme is None or newsroom is None:
            raise Http404
        return Podcast(newsroom, programme)


class NewsroomPodcast(PodcastFeed):
    """The podcast of a newsroom."""

    def get_object(self, _request: HttpRequest, code: str) -> Podcast:  # type: ignore[override]  # by its code
        """Return the newsroom; 404 for a code that is not on show."""
        newsroom = episodes.newsroom(code)
        if newsroom is None:
            raise Http404
        return Podcast(newsroom)


def address(*, newsroom: NewsroomPage, programme: Programme | None = None) -> str:
    """Return the path of a podcast in the active language."""
    if programme is not None:
        return reverse("news:programme-podcast", args=[programme.code])
    return reverse("news:newsroom-podcast", args=[newsroom.code])


programme_podcast = require_safe(ProgrammePodcast())
newsroom_podcast = require_safe(NewsroomPodcast())
