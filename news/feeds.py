"""Atom feeds: all news, one newsroom, one audience, in each language."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from news import queries
from news.models import NewsroomPage
from news.queries import ArticleCard
from portal.kernel import languages
from portal.mail import domain as mail
from portal.vocabularies import queries as vocabularies
from portal.vocabularies.enums import VocabularyCode

SIZE = 30


class NewsFeed(Feed[ArticleCard, Any]):
    """The newest stories for readers of the language of the address."""

    feed_type = Atom1Feed

    def title(self, obj: Any) -> str:
        """Return the portal's name and what the feed holds."""
        return f"{mail.site_name(languages.current())} – {self.subject(obj)}"

    def subject(self, _obj: Any) -> str:
        """Return what the feed holds."""
        return _("News")

    def address(self, _obj: Any) -> str:
        """Return the path of the feed."""
        return reverse("news:feed")

    def link(self, obj: Any) -> str:
        """Return the full address of the feed: it has no other page of its own."""
        return self.feed_url(obj)

    def feed_url(self, obj: Any) -> str:
        """Return the feed's own full address, from settings."""
        return mail.absolute_url(self.address(obj))

    def feed_guid(self, obj: Any) -> str:
        """Return what names the feed for ever."""
        return self.feed_url(obj)

    def items(self, _obj: Any) -> list[ArticleCard]:
        """Return the newest stories."""
        return queries.latest(limit=SIZE)

    def item_title(self, item: ArticleCard) -> str:
        """Return the headline, with a word where the story is not in the feed's language."""
        return _("%(title)s (in Vietnamese)") % {"title": item.title} if item.vietnamese_only else item.title

    def item_description(self, item: ArticleCard) -> str:
        """Return the lead."""
        return item.summary

    def item_link(self, item: ArticleCard) -> str:
        """Return the story's full address, from settings."""
        return mail.absolute_url(item.url)

    def item_guid(self, item: ArticleCard) -> str:
        """Return what names the story in its language for ever, whatever becomes of its address."""
        return f"tag:{mail.site_domain().partition(':')[0]},2026:news/{item.key}/{item.language}"

    def item_pubdate(self, item: ArticleCard) -> datetime | None:
        """Return the date shown to readers."""
        return item.published

    def item_updateddate(self, item: ArticleCard) -> datetime | None:
        """Return the date shown to readers; corrections do not move a story up."""
        return item.published

    def item_author_name(self, item: ArticleCard) -> str:
        """Return the newsroom."""
        return item.newsroom


class NewsroomFeed(NewsFeed):
    """The newest stories of one newsroom."""

    def get_object(self, _request: HttpRequest, code: str) -> NewsroomPage:  # type: ignore[override]  # by its code
        """Return the newsroom in the reader's language; 404 for a code that is not on show."""
        found = next((room for room in queries.newsrooms(languages.current()) if room.code == code), None)
        if found is None:
            raise Http404
        return found

    def subject(self, obj: NewsroomPage) -> str:
        """Return the newsroom's name."""
        return str(obj.title)

    def address(self, obj: NewsroomPage) -> str:
        """Return the path of the feed."""
        return reverse("news:newsroom-feed", args=[obj.code])

    def items(self, obj: NewsroomPage) -> list[ArticleCard]:
        """Return the newsroom's newest stories."""
        return queries.latest(limit=SIZE, newsroom=obj)


class AudienceFeed(NewsFeed):
    """The newest stories for one audience."""

    def get_object(self, _request: HttpRequest, code: str) -> tuple[str, str]:  # type: ignore[override]  # code and words
        """Return the audience's code and words; 404 for a code that the vocabulary does not hold today."""
        choices = dict(vocabularies.term_choices(VocabularyCode.AUDIENCE))
        if code not in choices:
            raise Http404
        return code, choices[code]

    def subject(self, obj: tuple[str, str]) -> str:
        """Return the audience in words."""
        return _("News for: %(audience)s") % {"audience": obj[1]}

    def address(self, obj: tuple[str, str]) -> str:
        """Return the path of the feed."""
        return reverse("news:audience-feed", args=[obj[0]])

    def items(self, obj: tuple[str, str]) -> list[ArticleCard]:
        """Return the audience's newest stories."""
        return queries.latest(limit=SIZE, audience=obj[0])
