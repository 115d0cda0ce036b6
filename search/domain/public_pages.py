"""Which pages the search may know: published, readable by everyone, no copies, of a type that can be found."""

from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from portal.pages import restrictions
from portal.pages.base import PortalPage
from portal.pages.findables import FindableDocument

BATCH: Final = 200


def types() -> list[type[PortalPage]]:
    """Return the page types that can be found."""
    return [model for model in apps.get_models() if issubclass(model, PortalPage) and model.findable_kind is not None]


def readable() -> PageQuerySet:
    """Return the live pages that anybody may read, without aliases of pages of another language."""
    return Page.objects.live().exclude(restrictions.private()).filter(alias_of=None)


def findable() -> PageQuerySet:
    """Return the readable pages that the search shows."""
    return readable().filter(content_type__in=ContentType.objects.get_for_models(*types()).values())


def documents(pages: PageQuerySet) -> Iterator[FindableDocument]:
    """Describe pages, a batch at a time, each in its own language."""
    locales = {locale.pk: locale for locale in Locale.objects.all()}
    ids = list(pages.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        for page in Page.objects.filter(pk__in=ids[start : start + BATCH]).specific().order_by("pk"):
            page.locale = locales[page.locale_id]
            with translation.override(page.locale.language_code):
                document = page.findable_document()
            if document is not None:
                yield document
