"""What follows when an event's page is published, unpublished, moved or deleted."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page

from events.domain import calendar, pages, registration
from events.models import EventPage
from portal.kernel import clock
from portal.kernel.languages import Language


@transaction.atomic
def published(*, page: EventPage, now: datetime, by: Any = None) -> None:
    """Share the facts of a Vietnamese page with its translations, open places, and bring the calendar up to date."""
    event = page.specific_class.objects.select_related("locale").get(pk=page.pk)
    translations = EventPage.objects.filter(translation_key=event.translation_key, alias_of=None)
    is_main = event.locale.language_code == Language.VIETNAMESE
    if is_main:
        pages.share_facts(source=event)
    if is_main or not translations.live().filter(locale__language_code=Language.VIETNAMESE).exists():
        registration.open_places(event=event, now=now, by=by)
    calendar.refresh(keys=[event.translation_key], now=now)


def on_published(instance: Page, revision: Any = None, **_kwargs: Any) -> None:
    """Receive ``page_published``; the person is whoever made the revision."""
    if isinstance(instance, EventPage) and instance.alias_of_id is None:
        published(page=instance, now=clock.now(), by=revision.user if revision is not None else None)


def on_removed(instance: Page, **_kwargs: Any) -> None:
    """Receive ``page_unpublished`` and the deletion of an event."""
    if isinstance(instance, EventPage):
        calendar.refresh(keys=[instance.translation_key], now=clock.now())


def on_moved(instance: Page, **_kwargs: Any) -> None:
    """Receive ``page_slug_changed`` and ``post_page_move``: the addresses of events below have changed."""
    below = EventPage.objects.filter(path__startswith=instance.path)
    keys: set[uuid.UUID] = set(below.values_list("translation_key", flat=True))
    if keys:
        calendar.refresh(keys=keys, now=clock.now())
