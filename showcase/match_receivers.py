"""What happens to pages and organisations that changes matches; each handler only asks for a refresh."""

from typing import Any, Final

from django.db.models.signals import post_delete, post_save
from wagtail import signals

from exhibitors.models import Organisation
from showcase.domain import matches
from showcase.match_tasks import refresh_matches_of
from showcase.models import NeedPage, TechnologyPage

# A draft is saved with these fields only; the published page stays as it is.
_DRAFT_FIELDS: Final = frozenset(
    {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
)


def page_changed(instance: Any, **_kwargs: Any) -> None:
    """Follow what was published, unpublished or deleted."""
    page = getattr(instance, "specific_deferred", instance)
    if isinstance(page, NeedPage | TechnologyPage) and page.alias_of_id is None:
        matches.request_refresh(side=matches.side_of(page), key=page.translation_key)


def page_saved(
    instance: Any, *, raw: bool = False, update_fields: frozenset[str] | None = None, **_kwargs: Any
) -> None:
    """Follow rules that change a published page without a revision: its status, its outcome, its days."""
    if raw or not instance.first_published_at or (update_fields and set(update_fields) <= _DRAFT_FIELDS):
        return
    page_changed(instance)


def organisation_saved(
    instance: Organisation, *, raw: bool = False, update_fields: frozenset[str] | None = None, **_kwargs: Any
) -> None:
    """Follow an organisation that is suspended, refused or open again."""
    if not raw and (update_fields is None or "state" in update_fields):
        refresh_matches_of.enqueue(instance.pk)


def connect() -> None:
    """Connect every handler; called once, when the apps are ready."""
    signals.page_published.connect(page_changed, dispatch_uid="showcase.matches.published")
    signals.page_unpublished.connect(page_changed, dispatch_uid="showcase.matches.unpublished")
    for model in (NeedPage, TechnologyPage):
        post_save.connect(page_saved, sender=model, dispatch_uid=f"showcase.matches.saved.{model.__name__}")
        post_delete.connect(page_changed, sender=model, dispatch_uid=f"showcase.matches.deleted.{model.__name__}")
    post_save.connect(organisation_saved, sender=Organisation, dispatch_uid="showcase.matches.organisation")
