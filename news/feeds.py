"""Atom and RSS feeds: all news, one newsroom, one audience, one field, in each language.

An address says which of them; ``atom`` and ``rss`` make one of the two forms of each. Both tell the same stories, with the same
names for ever, so that a reader who changes from one to the other sees nothing twice.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import formats
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from news import queries
from news.models import NewsIndexPage, NewsroomPage
from news.queries import ArticleCard
from portal.kernel import clock, languages
from portal.mail import domain as mail
from portal.pages import translations
from portal.vocabularies import queries as vocabularies
from portal.vocabularies.enums import VocabularyCode

SIZE = 30
REDIRECT_LIFE = 3600


def index_path() -> str:
    """Return the address of the news index in the active language, "" where it is not public."""
    rows = translations.listed_in(NewsIndexPage.objects.all())
    page = rows.order_by("only_vietnamese", "path").first()
    return (page.get_url() or "") if page is not None else ""


class NewsFeed(Feed[ArticleCard, Any]):
    """The newest stories for readers of the language of the address."""

    route: ClassVar = "news:feed"
    """The name of the address of the Atom form; that of the RSS form ends in "-rss"."""

    def title(self, obj: Any) -> str:
        """Return the portal's name and what the feed holds."""
        return f"{mail.site_name(languages.current())} – {self.subject(obj)}"

    def description(self, obj: Any) -> str:
        """Return what the feed holds; RSS asks for a sentence."""
        return _("The newest stories: %(subject)s") % {"subject": self.subject(obj)}

    def subject(self, _obj: Any) -> str:
        """Return what the feed holds."""
        return _("News")

    def arguments(self, _obj: Any) -> list[str]:
        """Return what the feed's address names."""
        return []

    def page(self, _obj: Any) -> str:
        """Return the path of the page that shows the same to people, "" where there is none."""
        return index_path()

    def link(self, obj: Any) -> str:
        """Return the full address of the page that shows the same to people, else that of the feed."""
        page = self.page(obj)
        return mail.absolute_url(page) if page else self.feed_url(obj)

    def feed_url(self, obj: Any) -> str:
        """Return the feed's own full address, from settings."""
        return mail.absolute_url(reverse(self.form_route(), args=self.arguments(obj)))

    def form_route(self) -> str:
        """Return the name of the address of this form of the feed."""
        return f"{self.route}-rss" if self.feed_type is Rss201rev2Feed else self.route

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
        """Return the lead; before it, what was corrected last. Readers of feeds take it for HTML."""
        if item.corrected is None:
            return escape(item.summary)
        day = formats.date_format(clock.local(item.corrected), "DATE_FORMAT")
        words = _("Correction of %(day)s: %(words)s") % {"day": day, "words": f"{item.correction}\n\n{item.summary}"}
        return escape(words)

    def item_link(self, item: ArticleCard) -> str:
        """Return the story's full address, from settings."""
        return mail.absolute_url(item.url)

    def item_guid(self, item: ArticleCard) -> str:
        """Return what names the story in its language for ever, whatever becomes of its address."""
        return f"tag:{mail.site_domain().partition(':')[0]},2026:news/{item.key}/{item.language}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: ArticleCard) -> datetime | None:
        """Return the date shown to readers."""
        return item.published

    def item_updateddate(self, item: ArticleCard) -> datetime | None:
        """Return the date shown to readers, or that of a later correction: readers' programs then show the story anew."""
        if item.corrected is None or item.published is None:
            return item.published
        return max(item.published, item.corrected)

    def item_author_name(self, item: ArticleCard) -> str:
        """Return the newsroom."""
        return item.newsroom


class NewsroomFeed(NewsFeed):
    """The newest stories of one newsroom and of what went into it."""

    route: ClassVar = "news:newsroom-feed"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send programs that follow a newsroom which went into another to the feed that carries it on, for good."""
        heir = queries.code_of_heir(kwargs["code"])
        if heir != kwargs["code"]:
            response = HttpResponsePermanentRedirect(reverse(self.form_route(), args=[heir]))
            # A merger can be taken back; nobody should believe in it for ever.
            response.headers["Cache-Control"] = f"max-age={REDIRECT_LIFE}"
            return response
        return super().__call__(request, *args, **kwargs)

    def get_object(self, _request: HttpRequest, code: str) -> NewsroomPage:  # type: ignore[override]  # by its code
        """Return the newsroom in the reader's language; 404 for a code that is not on show."""
        found = next((room for room in queries.newsrooms(languages.current()) if room.code == code), None)
        if found is None:
            raise Http404
        return found

    def subject(self, obj: NewsroomPage) -> str:
        """Return the newsroom's name."""
        return str(obj.title)

    def arguments(self, obj: NewsroomPage) -> list[str]:
        """Return the newsroom's code."""
        return [obj.code]

    def page(self, obj: NewsroomPage) -> str:
        """Return the path of the newsroom's page."""
        return obj.get_url() or ""

    def items(self, obj: NewsroomPage) -> list[ArticleCard]:
        """Return the newsroom's newest stories."""
        return queries.latest(limit=SIZE, newsroom=obj)


class _TermFeed(NewsFeed):
    """The newest stories that carry one term of a vocabulary."""

    vocabulary: ClassVar[VocabularyCode]
    parameter: ClassVar[str]

    def get_object(self, _request: HttpRequest, code: str) -> tuple[str, str]:  # type: ignore[override]  # code and words
        """Return the term's code and words; 404 for a code that the vocabulary does not hold today."""
        choices = dict(vocabularies.term_choices(self.vocabulary))
        if code not in choices:
            raise Http404
        return code, choices[code]

    def arguments(self, obj: tuple[str, str]) -> list[str]:
        """Return the term's code."""
        return [obj[0]]

    def page(self, obj: tuple[str, str]) -> str:
        """Return the path of the news index, narrowed to the term."""
        path = index_path()
        return f"{path}?{self.parameter}={obj[0]}" if path else ""


class AudienceFeed(_TermFeed):
    """The newest stories for one audience."""

    route: ClassVar = "news:audience-feed"
    vocabulary: ClassVar = VocabularyCode.AUDIENCE
    parameter: ClassVar = "audience"

    def subject(self, obj: tuple[str, str]) -> str:
        """Return the audience in words."""
        return _("News for: %(audience)s") % {"audience": obj[1]}

    def items(self, obj: tuple[str, str]) -> list[ArticleCard]:
        """Return the audience's newest stories."""
        return queries.latest(limit=SIZE, audience=obj[0])


class FieldFeed(_TermFeed):
    """The newest stories about one field of technology."""

    route: ClassVar = "news:field-feed"
    vocabulary: ClassVar = VocabularyCode.FIELD
    parameter: ClassVar = "field"

    def subject(self, obj: tuple[str, str]) -> str:
        """Return the field in words."""
        return _("News about: %(field)s") % {"field": obj[1]}

    def items(self, obj: tuple[str, str]) -> list[ArticleCard]:
        """Return the newest stories about the field."""
        return queries.latest(limit=SIZE, field=obj[0])


def _served(feed: NewsFeed) -> Any:
    # Asked for anew each time, so that a story that was taken down is gone at once; what has not changed answers 304.
    return require_safe(cache_control(public=True, no_cache=True)(conditional_page(feed)))


def atom(feed: type[NewsFeed]) -> Any:
    """Return the view of a feed as Atom (RFC 4287)."""
    return _served(type(feed.__name__, (feed,), {"feed_type": Atom1Feed})())


def rss(feed: type[NewsFeed]) -> Any:
    """Return the view of a feed as RSS 2.0."""
    return _served(type(f"{feed.__name__}Rss", (feed,), {"feed_type": Rss201rev2Feed})())
