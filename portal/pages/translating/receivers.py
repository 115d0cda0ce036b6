"""What Wagtail tells of published and deleted pages, passed on to ``marks``."""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import page_published

from portal.kernel import clock
from portal.pages.translating import marks


def published(instance: Any, **_kwargs: Any) -> None:
    """Note what was published, unless it only stands for another page."""
    if instance.alias_of_id is None:
        marks.note_published(page=instance, now=clock.now())


def deleted(sender: Any, instance: Any, **_kwargs: Any) -> None:
    """Drop what was noted of a deleted page."""
    if sender is Page:
        marks.forget(page=instance)


def connect() -> None:
    """Connect every receiver; called once, when the apps are ready."""
    page_published.connect(published, dispatch_uid="pages.translating.published")
    post_delete.connect(deleted, sender=Page, dispatch_uid="pages.translating.deleted")
