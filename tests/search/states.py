"""A page or event with a telling title in every state in which nobody may find it."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Page, PageViewRestriction, Site

from portal.kernel import clock
from tests.factories import events as make
from tests.factories import search as factory
from tests.search.saved.scene import DAY

SECRET = "Hoànggyến"


def _draft(site: Site) -> None:
    above = Page.objects.get(pk=site.root_page.pk)
    from home.models import ContentPage

    above.add_child(instance=ContentPage(title=SECRET, locale=above.locale, live=False)).save_revision()


def _draft_of_a_public_page(site: Site) -> None:
    page = factory.page(site, "Công khai")
    page.title = page.intro = SECRET
    page.save_revision()


def _scheduled(site: Site) -> None:
    from home.models import ContentPage

    above = Page.objects.get(pk=site.root_page.pk)
    page = above.add_child(instance=ContentPage(title=SECRET, locale=above.locale, live=False))
    page.go_live_at = clock.now() + 30 * DAY
    page.save_revision().publish()


def _expired(site: Site) -> None:
    page = factory.page(site, SECRET)
    # The worker has not come round yet.
    Page.objects.filter(pk=page.pk).update(expire_at=clock.now())


def _unpublished_past_the_signals(site: Site) -> None:
    page = factory.page(site, SECRET)
    Page.objects.filter(pk=page.pk).update(live=False)


def _unpublished(site: Site) -> None:
    factory.page(site, SECRET).unpublish()


def _deleted(site: Site) -> None:
    factory.page(site, SECRET).delete()


def _private(site: Site) -> None:
    page = factory.page(site, SECRET)
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def _under_a_private_page(site: Site) -> None:
    parent = factory.page(site, "Kín")
    PageViewRestriction.objects.create(page=parent, restriction_type="password", password="x")
    factory.page(site, SECRET, parent=parent)


def _event(act: Callable[[Any], None], **values: Any) -> Callable[[Site], None]:
    def made(site: Site) -> None:
        event = make.make_event(make.make_index(site), title=SECRET, starts_at=clock.now() + 20 * DAY, **values)
        act(event)

    return made


def _restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


STATES: dict[str, Callable[[Site], None]] = {
    "draft": _draft,
    "draft of a public page": _draft_of_a_public_page,
    "scheduled": _scheduled,
    "expired": _expired,
    "unpublished": _unpublished,
    "unpublished past the signals": _unpublished_past_the_signals,
    "deleted": _deleted,
    "private": _private,
    "under a private page": _under_a_private_page,
    "event draft": _event(lambda _event: None, publish=False),
    "event unpublished": _event(lambda event: event.unpublish()),
    "event private": _event(_restrict),
    "event deleted": _event(lambda event: Page.objects.get(pk=event.pk).delete()),
}
