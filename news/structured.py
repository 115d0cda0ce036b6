"""A story as schema.org data."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from portal.kernel import clock
from portal.mail import domain as mail

if TYPE_CHECKING:
    from news.models import ArticlePage

PICTURE = "fill-1200x675"
LONGEST_HEADLINE = 110


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
        "publisher": {"@type": "NewsMediaOrganization", "name": newsroom.publisher},
    }
    if article.published_at:
        data["datePublished"] = clock.local(article.published_at).isoformat()
    if article.last_published_at:
        data["dateModified"] = clock.local(article.last_published_at).isoformat()
    if article.picture:
        data["image"] = [urljoin(mail.absolute_url("/"), article.picture.get_rendition(PICTURE).url)]
    corrections = [row.text for row in article.corrections.all()]
    if corrections:
        data["correction"] = corrections
    return data
