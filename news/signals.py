"""A newsroom that is published or translated gets its collection and roles."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import copy_for_translation_done, page_published

from news.domain import newsrooms
from news.models import NewsroomPage


@receiver(page_published, sender=NewsroomPage)
def furnish_published(instance: NewsroomPage, **_kwargs: Any) -> None:
    """Furnish a newsroom that was made in the admin."""
    newsrooms.furnish(newsroom=instance)


@receiver(copy_for_translation_done)
def furnish_translated(target_obj: Any, **_kwargs: Any) -> None:
    """Give the newsroom's people rights on its page in the other language."""
    if isinstance(target_obj, NewsroomPage):
        newsrooms.furnish(newsroom=target_obj)
