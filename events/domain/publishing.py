"""What follows when an event's page is published, unpublished, moved or deleted."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from events.calendars import entries
from events.domain import announcing, calendar, pages, programme, registration
from events.models import CalendarIdentity, EventPage
from news.enums import ArticleKind
from news.models import ArticlePage, NewsroomPage, Programme
from portal.kernel import clock
from portal.kernel.languages import Language


@transaction.atomic
def published(*, page: EventPage, now: datetime, by: Any = None) -> None:
    """Share the facts of a Vietnamese page with its translations, open places, and bring the calendar up to date.

    Where time or place moved, everybody registered is told in the same transaction, once: the state of the calendar is locked
    before the facts last told are read, so that a page published twice at the same instant tells once.
    """
    event = page.specific_class.objects.select_related("locale").get(pk=page.pk)
    translations = EventPage.objects.filter(translation_key=event.translation_key, alias_of=None)
    is_main = event.locale.language_code == Language.VIETNAMESE
    if is_main:
        pages.share_facts(source=event, by=by)
    # Scaling a picture takes long: it is done before anything is locked.
    entries.image_url(event)
    calendar.lock(now=now)
    before = programme.last_told(event.translation_key)
    calendar.refresh(keys=[event.translation_key], now=now)
    announcing.follow(event=event, before=before, after=programme.last_told(event.translation_key), by=by, now=now)
    # Pools are locked last, as where an event is postponed or cancelled: whoever registers does not wait for the calendar.
    if is_main or not translations.live().filter(locale__language_code=Language.VIETNAMESE).exists():
        registration.open_places(event=event, now=now, by=by)


def on_published(instance: Page, revision: Any = None, **_kwargs: Any) -> None:
    """Receive ``page_published``; the person is whoever made the revision."""
    if isinstance(instance, ArticlePage):
        _refresh_broadcast(instance)
    if isinstance(instance, NewsroomPage):
        # Broadcasts say which newsroom sends them.
        _refresh_below(instance.path)
    if isinstance(instance, EventPage) and instance.alias_of_id is None:
        published(page=instance, now=clock.now(), by=revision.user if revision is not None else None)


def on_removed(instance: Page, **_kwargs: Any) -> None:
    """Receive ``page_unpublished`` and the deletion of an event or a story."""
    if isinstance(instance, ArticlePage):
        _refresh_broadcast(instance)
    if isinstance(instance, NewsroomPage):
        _refresh_below(instance.path)
    if isinstance(instance, EventPage):
        calendar.refresh(keys=[instance.translation_key], now=clock.now())


def _refresh_broadcast(story: ArticlePage) -> None:
    """Bring the calendar up to date with a story that is a broadcast or was one, and with its programme; others cost one query.

    An episode gives its name to the planned time at which it is sent. A story that is gone has its entries still.
    """
    key = story.translation_key
    programme = Programme.objects.filter(pk=story.programme_id).order_by().values_list("key", flat=True)
    entered = CalendarIdentity.objects.filter(event_key=key, removed_at=None).order_by()
    sent = ArticlePage.objects.filter(pk=story.pk, air_times__isnull=False).order_by()
    groups = set(
        programme.union(entered.values_list("event_key", flat=True), sent.values_list("translation_key", flat=True))
    )
    if story.kind == ArticleKind.LIVE:
        groups.add(key)
    if groups:
        calendar.refresh_dated(groups=groups, now=clock.now())


def on_air_times_changed(groups: Collection[uuid.UUID], **_kwargs: Any) -> None:
    """Receive that the planned times of programmes have changed."""
    calendar.refresh_dated(groups=groups, now=clock.now())


def on_moved(instance: Page, **_kwargs: Any) -> None:
    """Receive ``page_slug_changed`` and ``post_page_move``: the addresses of events and broadcasts below have changed."""
    _refresh_below(instance.path)


def on_restricted(instance: PageViewRestriction, origin: Any = None, **_kwargs: Any) -> None:
    """Receive that a page is made private or public again: what stands below leaves the calendar or comes back.

    A restriction that goes because its page is deleted (``origin``) makes nothing public, although the rows of the pages below
    are still there at that moment: ``on_removed`` follows.
    """
    deleted = getattr(origin, "model", type(origin)) if origin is not None else PageViewRestriction
    if issubclass(deleted, PageViewRestriction):
        _refresh_below(instance.page.path)


def _refresh_below(path: str) -> None:
    below = EventPage.objects.filter(path__startswith=path)
    keys: set[uuid.UUID] = set(below.values_list("translation_key", flat=True))
    if keys:
        calendar.refresh(keys=keys, now=clock.now())
    pages = Page.objects.filter(path__startswith=path).values("translation_key")
    groups = CalendarIdentity.objects.filter(subject__in=calendar.SUBJECTS.values(), event_key__in=pages)
    found = set(groups.values_list("event_key", flat=True))
    if found := found | set(Programme.objects.filter(newsroom_key__in=pages).values_list("key", flat=True)):
        calendar.refresh_dated(groups=found, now=clock.now())
