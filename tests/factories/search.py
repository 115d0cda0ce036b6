"""Findable pages and documents for tests of the search."""

from typing import Any

from wagtail.models import Locale, Page, Site

from home.models import ContentPage
from portal.pages.findables import FindableDocument, FindableKind
from search.domain import indexing


def page(site: Site, title: str, *, parent: Page | None = None, **values: Any) -> ContentPage:
    """Return a published content page under the Vietnamese front page or ``parent``."""
    above = Page.objects.get(pk=(parent or site.root_page).pk)
    made: ContentPage = above.add_child(instance=ContentPage(title=title, locale=above.locale, live=False, **values))
    made.save_revision().publish()
    return ContentPage.objects.get(pk=made.pk)


def english_page(source: Page, title: str, **values: Any) -> ContentPage:
    """Return the published English translation of a page."""
    made = source.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    made.title = title
    for name, value in values.items():
        setattr(made, name, value)
    made.save_revision().publish()
    return ContentPage.objects.get(pk=made.pk)


def document(title: str, **values: Any) -> FindableDocument:
    """Return a document of an item that is no page."""
    number = values.pop("number", title)
    language = values.pop("language", "vi")
    return FindableDocument(
        **{
            "key": f"thing:{number}:{language}",
            "kind": FindableKind.TECHNOLOGY,
            "language": language,
            "title": title,
            "url": f"/thing/{number}/",
            **values,
        }
    )


def index(*titles: str, **values: Any) -> None:
    """Index a document for each title."""
    indexing.index_documents([document(title, **values) for title in titles])
