"""Which stories name a thing; ``news.domain.mentions`` writes down what a story names."""

from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import translation
from wagtail.models import Page

from news import queries
from news.models import ArticleRelatedPage
from news.models.leads import ArticleSubject
from portal.kernel.languages import Language
from portal.page_cache import collecting, tags
from portal.pages.related import Shown

SHOWN: Final = 6
TEMPLATE: Final = "news/parts/about.html"


def naming(key: str) -> Q:
    """Return the condition for stories that name a thing, in their text or among their related pages, in any language.

    A story names a thing in both languages as soon as it does in one: its translation may be behind.
    """
    in_text = ArticleSubject.objects.filter(key=key).values("article__translation_key")
    beside = Q(pk__in=[])
    if (page_key := _page_key(key)) is not None:
        same = Page.objects.filter(translation_key=page_key).values("pk")
        beside = Q(
            translation_key__in=ArticleRelatedPage.objects.filter(page__in=same).values("article__translation_key")
        )
    return beside | Q(translation_key__in=in_text)


def _page_key(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


def _is_named(key: str) -> bool:
    """Return whether any story names a thing, public or not: most things are named by none, which is told sooner than which ones do."""
    found = ArticleSubject.objects.filter(key=key).order_by().values("pk")
    if (page_key := _page_key(key)) is not None:
        beside = ArticleRelatedPage.objects.filter(page__translation_key=page_key).order_by().values("pk")
        found = found.union(beside, all=True)
    return bool(found[:1])


def stories(key: str, language: Language) -> Shown | None:
    """Return the newest public stories that name a thing, as readers of a language see them; None where there are none."""
    # Besides stories only the named thing itself is read, to find its other language.
    with translation.override(language), collecting.pages_named(tags.translations_of(key)):
        if not _is_named(key):
            return None
        rows = queries.public_articles(language).filter(naming(key))
        cards = queries.cards(queries.with_card_data(queries.newest_first(rows))[:SHOWN])
    return Shown(TEMPLATE, cards) if cards else None
