"""The Atom feed of the opinions on one story."""

import uuid
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from news import queries
from news.models import ArticlePage, Comment
from news.opinions import reads
from portal.kernel import languages
from portal.mail import domain as mail

SIZE = 50
TITLE_WORDS = 12


class OpinionFeed(Feed[Comment, ArticlePage]):
    """The newest approved opinions on a story."""

    feed_type = Atom1Feed

    def get_object(self, _request: HttpRequest, article_key: uuid.UUID) -> ArticlePage:  # type: ignore[override]  # by its key
        """Return the public story; 404 for one that is not on show."""
        found = queries.commented_story(article_key, languages.current())
        if found is None:
            raise Http404
        return found

    def title(self, obj: ArticlePage) -> str:
        """Return what the feed holds."""
        return _("Readers' opinions: %(title)s") % {"title": obj.title}

    def link(self, obj: ArticlePage) -> str:
        """Return the story's full address."""
        return mail.absolute_url(obj.get_url() or "")

    def feed_url(self, obj: ArticlePage) -> str:
        """Return the feed's own full address, from settings."""
        return mail.absolute_url(reverse("news:comment-feed", args=[obj.translation_key]))

    def feed_guid(self, obj: ArticlePage) -> str:
        """Return what names the feed for ever."""
        return self.feed_url(obj)

    def items(self, obj: ArticlePage) -> list[Comment]:
        """Return the newest approved opinions, each knowing where it stands on the story's page."""
        found = list(reads.approved(obj.translation_key).order_by("-submitted_at", "-pk")[:SIZE])
        places = reads.places(obj.translation_key)
        for comment in found:
            comment.story_address = self.link(obj) + places.get(comment.pk, "")  # type: ignore[attr-defined]  # read by item_link
        return found

    def item_title(self, item: Comment) -> str:
        """Return who says what, shortened."""
        return f"{item.name}: {Truncator(item.text).words(TITLE_WORDS)}"

    def item_description(self, item: Comment) -> str:
        """Return the words, with the answer where there is one, as HTML: readers of feeds take them for it."""
        words = f"{item.text}\n\n{item.reply_desk}: {item.reply}" if item.reply else item.text
        return linebreaks(words, autoescape=True)

    def item_link(self, item: Comment) -> str:
        """Return where the opinion stands on the story's page."""
        return str(item.story_address)  # type: ignore[attr-defined]  # set in items

    def item_guid(self, item: Comment) -> str:
        """Return what names the opinion for ever."""
        return f"tag:{mail.site_domain().partition(':')[0]},2026:news/opinion/{item.pk}"

    def item_pubdate(self, item: Comment) -> datetime:
        """Return when it was sent."""
        return item.submitted_at

    def item_updateddate(self, item: Comment) -> datetime:
        """Return when it was last changed for readers."""
        return max(filter(None, (item.submitted_at, item.decided_at, item.replied_at, item.struck_at)))

    def item_author_name(self, item: Comment) -> str:
        """Return the name under which it was sent."""
        return item.name
