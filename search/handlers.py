"""What happens in Wagtail and in the features that changes a search document; each handler only passes it on."""

from typing import Any, Final

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail import signals
from wagtail.models import Page, PageViewRestriction

from portal.media import document_texts
from portal.pages import findables, privacy
from portal.pages.base import PortalPage
from search import promotions
from search.domain import abbreviations, attachments, indexing
from search.models import Abbreviation, PromotedResult, SearchDocument, Synonym

# A draft is saved with these fields only; the published page stays as it is.
_DRAFT_FIELDS: Final = frozenset(
    {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
)


def page_saved(
    instance: Model, *, raw: bool = False, update_fields: frozenset[str] | None = None, **_kwargs: Any
) -> None:
    """Follow pages that are added or changed without a revision."""
    if raw or not isinstance(instance, PortalPage) or (update_fields and set(update_fields) <= _DRAFT_FIELDS):
        return
    indexing.index_page(instance.pk)


def page_published(instance: Page, **_kwargs: Any) -> None:
    """Follow a publication, when the page's rows of other tables are stored too."""
    indexing.index_page(instance.pk)


def page_unpublished(instance: Page, **_kwargs: Any) -> None:
    """Remove a page that is unpublished or about to be deleted."""
    indexing.remove_page(instance.pk)
    _follow_items_under(instance.slug)


def page_moved(instance: Page, **_kwargs: Any) -> None:
    """Renew addresses and readers of everything that moved."""
    indexing.index_subtree(Page.objects.values_list("path", flat=True).get(pk=instance.pk))
    _follow_items_under(instance.slug)


def page_slug_changed(instance: Page, instance_before: Page, **_kwargs: Any) -> None:
    """Renew the addresses of a page and everything under it."""
    indexing.renew_addresses(instance.path)
    _follow_items_under(instance_before.slug)


def _follow_items_under(slug: str) -> None:
    if SearchDocument.objects.filter(page=None, url__contains=f"/{slug}/").exists():
        indexing.index_sources()


def restriction_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Remove what became private, add what became public; a restriction covers everything under its page."""
    if "origin" in kwargs and not privacy.is_taken_away(kwargs["origin"]):
        return  # The page is being deleted with everything under it.
    path = Page.objects.filter(pk=instance.page_id).values_list("path", flat=True).first()
    if path is not None:
        indexing.index_subtree(path)


def item_changed(instance: Model, **_kwargs: Any) -> None:
    """Follow an item that is no page."""
    indexing.index_instance(instance)


def pages_changed(page_ids: list[int], **_kwargs: Any) -> None:
    """Follow pages that name or count records which changed."""
    indexing.index_pages(page_ids)


def texts_changed(document_ids: list[int], **_kwargs: Any) -> None:
    """Follow documents of the library whose words may be found from now on, or no longer."""
    attachments.follow(document_ids)


def abbreviation_changed(**_kwargs: Any) -> None:
    """Let the next search read the list anew."""
    abbreviations.forget()


def promotion_changed(**_kwargs: Any) -> None:
    """Let the next search read the recommended results anew."""
    promotions.forget()


def connect() -> None:
    """Connect every handler; called once, when the apps are ready."""
    post_save.connect(page_saved, dispatch_uid="search.page_saved")
    signals.page_published.connect(page_published, dispatch_uid="search.page_published")
    signals.page_unpublished.connect(page_unpublished, dispatch_uid="search.page_unpublished")
    signals.post_page_move.connect(page_moved, dispatch_uid="search.page_moved")
    signals.page_slug_changed.connect(page_slug_changed, dispatch_uid="search.page_slug_changed")
    for signal in (post_save, post_delete):
        signal.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid="search.restriction")
        signal.connect(abbreviation_changed, sender=Abbreviation, dispatch_uid="search.abbreviation")
        signal.connect(abbreviation_changed, sender=Synonym, dispatch_uid="search.synonym")
        signal.connect(promotion_changed, sender=PromotedResult, dispatch_uid="search.promotion")
    findables.findable_changed.connect(item_changed, dispatch_uid="search.item_changed")
    findables.findable_pages_changed.connect(pages_changed, dispatch_uid="search.pages_changed")
    document_texts.texts_changed.connect(texts_changed, dispatch_uid="search.texts_changed")
