"""The site map of news: stories of the last two days, as news search engines ask for it.

The form is that of Google's news site maps (version 0.9): at most 1,000 stories, none older than two days, each with the
publication's name, its language, the date and the headline.
"""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from news import queries
from portal.kernel import clock
from portal.mail import domain as mail

MOST: Final = 1000
FRESH: Final = timedelta(days=2)


@require_safe
@cache_control(public=True, no_cache=True)
@conditional_page
def news_site_map(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Return the stories of the last two days in every language they are written in, newest first."""
    stories = [
        {
            "url": mail.absolute_url(card.url),
            "publication": card.newsroom,
            "language": card.language,
            "published": clock.local(card.published).isoformat(timespec="seconds"),
            "title": card.title,
        }
        for card in queries.fresh(since=clock.now() - FRESH, limit=MOST)
        if card.published is not None and card.newsroom
    ]
    content = render_to_string("news/news_sitemap.xml", {"stories": stories})
    return HttpResponse(content, content_type="application/xml; charset=utf-8")
