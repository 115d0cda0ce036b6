"""A small portal with one page of each kind, and everything that may change on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.core.management import call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from exhibitors.models import DirectoryPage
from news.domain import comments, moderation
from portal.kernel import clock
from portal.pages.models import ResponsibleBody
from portal.pages.schedule import runner
from portal.pages.translating import marks
from registration.domain import gate
from tests.factories import awards, events, home, news, registration, showcase

NAMED = {"caption": "Máy sấy", "credit": "Ảnh: Người Viết"}


@dataclass(frozen=True)
class Change:
    """What somebody does; ``leaves`` are names of pages of the world that have nothing to do with it."""

    do: Callable[[SimpleNamespace], object]
    leaves: tuple[str, ...] = ()


def build(site: Site) -> SimpleNamespace:
    """Return the portal's pages by name, and ``addresses`` of all that are looked at."""
    world = SimpleNamespace(site=site)
    # Wagtail makes the row when it is first asked for, be it by a reader.
    ResponsibleBody.for_site(site)
    market = showcase.make_market(site)
    world.market, world.directory = market, DirectoryPage.objects.get(locale__language_code="vi")
    world.technology = showcase.publish_technology(market)
    world.need = showcase.publish_need(market)
    world.room = news.make_newsroom(site)
    world.picture = news.make_image()
    world.article = news.make_article(world.room.page, "Tin thứ nhất", picture=world.picture, **NAMED)
    world.other_article = news.make_article(world.room.page, "Tin thứ hai")
    world.english = news.translate(world.other_article, "The second story")
    world.operator = events.make_operator()
    world.comment = news.make_comment(world.article)
    world.index = events.make_index(site)
    world.event = events.make_event(world.index)
    world.pool = registration.make_pool(subject=world.event.translation_key, capacity=60)
    registration.make_kind(subject=world.event.translation_key, pools=[world.pool])
    world.policies = home.policy_index(site)
    world.policy = home.policy(world.policies)
    world.awards = awards.make_index(site)
    world.award = awards.make_award(world.awards)
    world.about = home.content_page(site)
    pages = [
        site.root_page,
        *(world.directory, world.technology.get_parent(), world.technology, world.need.get_parent(), world.need),
        *(
            world.room.page.get_parent(),
            world.room.page,
            world.article,
            world.other_article,
            world.english,
            world.index,
            world.event,
        ),
        *(world.policies, world.policy, world.awards, world.award, world.about),
    ]
    addresses = [Page.objects.get(pk=page.pk).get_url() for page in pages]
    addresses += [f"/en{address}" for address in ("/", "/news/", "/events/")]
    profile = f"{world.directory.get_url()}{market.organisation.slug}/"
    world.addresses = [address.removeprefix("http://testserver") for address in [*addresses, profile]]
    return world


def fresh(page: Any) -> Any:
    """Return the page as it stands in the database."""
    return Page.objects.get(pk=page.pk).specific


def retitle(page: Any, title: str) -> None:
    """Publish a page with another title, as editors do."""
    found = fresh(page)
    found.title = title
    found.save_revision().publish()


def _schedule(world: SimpleNamespace) -> None:
    page = fresh(world.policy)
    page.title, page.go_live_at = "Đăng sau", clock.now() + timedelta(seconds=1)
    page.save_revision().publish()
    Page.objects.filter(pk=page.pk).update(go_live_at=clock.now() - timedelta(seconds=1))
    page.revisions.update(approved_go_live_at=clock.now() - timedelta(seconds=1))
    runner.run()
    call_command("publish_scheduled")


def _expire(world: SimpleNamespace) -> None:
    page = fresh(world.policy)
    page.expire_at = clock.now() - timedelta(seconds=1)
    page.save()
    runner.run()
    call_command("publish_scheduled")


def _translate(world: SimpleNamespace) -> None:
    news.translate(world.article, "The first story")


def _mark_current(world: SimpleNamespace) -> None:
    retitle(world.other_article, "Tin thứ hai, sửa lại")
    marks.confirm_current(page=fresh(world.english), by=world.operator, now=clock.now())


def _replace_picture(world: SimpleNamespace) -> None:
    picture = type(world.picture).objects.get(pk=world.picture.pk)
    picture.description = "Một ảnh khác"
    picture.title = "Ảnh mới"
    picture.save()


def _settings(world: SimpleNamespace) -> None:
    body = ResponsibleBody.for_site(world.site)
    body.name_vi, body.phone = "Sở Khoa học và Công nghệ mới", "0222 000 000"
    body.save()


def _rename_organisation(world: SimpleNamespace) -> None:
    organisation = world.market.organisation
    type(organisation).objects.filter(pk=organisation.pk).update(name="Tên mới của tổ chức")


def _take_places(world: SimpleNamespace) -> None:
    gate.take(pool_ids=[world.pool.pk], quantity=45)


def _approve(world: SimpleNamespace) -> None:
    moderation.approve(comment=world.comment, by=world.operator, now=clock.now())


def _withdraw(world: SimpleNamespace) -> None:
    _approve(world)
    comments.withdraw(comment=world.comment, now=clock.now())


CHANGES: dict[str, Change] = {
    "a page published": Change(
        lambda world: retitle(world.policy, "Văn bản đổi tên"), ("technology", "article", "event")
    ),
    "an article published": Change(
        lambda world: news.make_article(world.room.page, "Tin mới nhất"),
        ("policies", "policy", "index", "awards", "about"),
    ),
    "a technology published": Change(
        lambda world: showcase.publish_technology(world.market, title="Công nghệ thứ hai"),
        ("policy", "index", "about", "awards"),
    ),
    "an event published": Change(
        lambda world: events.make_event(world.index, title="Hội chợ thứ hai"),
        ("policy", "technology", "article", "about"),
    ),
    "a page unpublished": Change(lambda world: fresh(world.need).unpublish(), ("policy", "index", "about", "awards")),
    "a page moved": Change(lambda world: fresh(world.policy).move(fresh(world.about), pos="last-child")),
    "a page with a new slug": Change(lambda world: _slug(world.article)),
    "a section renamed": Change(lambda world: retitle(world.policies, "Văn bản")),
    "a section left out of the menu": Change(
        lambda world: Page.objects.filter(pk=world.index.pk).update(show_in_menus=False)
    ),
    "a page deleted": Change(lambda world: fresh(world.other_article).delete(), ("policy", "index", "about")),
    "a page made private": Change(lambda world: _restrict(world.technology)),
    "a section made private": Change(lambda world: _restrict(world.room.page)),
    "planned publishing": Change(_schedule, ("article", "technology", "event")),
    "the end of a page": Change(_expire, ("technology", "event", "article")),
    "a picture replaced": Change(_replace_picture, ("policy", "about", "policies")),
    "settings": Change(_settings),
    "a translation published": Change(_translate, ("policy", "index", "about")),
    "a translation out of date": Change(lambda world: retitle(world.other_article, "Tin thứ hai, sửa lại")),
    "a translation confirmed": Change(_mark_current),
    "a redirect": Change(
        lambda world: Redirect.objects.create(old_path="/cu", redirect_page=fresh(world.about)),
        ("policy", "event", "about", "article", "technology"),
    ),
    "an organisation renamed past the signals": Change(_rename_organisation),
    "places passing a band": Change(_take_places, ("policy", "about", "article", "technology")),
    "a comment approved": Change(_approve, ("other_article", "technology", "event")),
    "a comment withdrawn": Change(_withdraw, ("other_article", "technology", "event")),
    "a winner published": Change(lambda world: awards.publish(fresh(world.award), awards.make_secretary(world.site))),
    "a page written past the signals": Change(
        lambda world: Page.objects.filter(pk=world.article.pk).update(title="Tin khác")
    ),
    "all pages written at once": Change(lambda world: Page.objects.filter(depth__gte=3).update(title="Như nhau")),
}


def _slug(page: Any) -> None:
    found = fresh(page)
    found.slug = "dia-chi-moi"
    found.save_revision().publish()


def _restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type="login")
