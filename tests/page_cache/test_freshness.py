"""After any change the next anonymous view is what Django would draw; pages that do not depend on it stay warm."""

from types import SimpleNamespace

import pytest
from django.db import transaction
from wagtail.models import Page, Site

from news import findables
from portal.page_cache import boundary, collecting, parts
from tests import worlds as standing_worlds
from tests.page_cache import portal as portals
from tests.page_cache import world as worlds
from tests.page_cache.portal import Portal, Seen


@standing_worlds.standing
def world(site: Site) -> SimpleNamespace:
    return worlds.build(site)


def same(kept: Seen, drawn: Seen) -> bool:
    """Return whether both say the same; a refusal and a redirect are compared by what they are."""
    return kept.code == drawn.code and (kept.code != 200 or kept.body == drawn.body)


@pytest.fixture(autouse=True)
def _long_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep full minutes, at which pages that show the time are drawn anew, out of these tests."""
    monkeypatch.setattr(boundary, "_seconds", lambda *_given: 3600.0)


@pytest.mark.parametrize("name", sorted(worlds.CHANGES))
def test_the_next_view_is_fresh(portal: Portal, world: SimpleNamespace, name: str) -> None:
    change = worlds.CHANGES[name]
    for address in world.addresses:
        assert (address, portal.warm(address).headers.get("Cache-Status")) == (address, "portal; hit")
    change.do(world)
    portals.commit()
    stays = {Page.objects.get(pk=getattr(world, one).pk).get_url() for one in change.leaves}
    answers = {address: portal.get(address) for address in world.addresses}
    drawn = {address: portal.drawn(address) for address in world.addresses}
    assert [address for address, answer in answers.items() if not same(answer, drawn[address])] == []
    # Those who pass by the finished pages, such as visitors who signed in, see the same, put together from parts.
    old = [address for address in world.addresses if not same(portal.put_together(address), drawn[address])]
    assert old == []
    assert {address for address in stays if not answers[address].is_hit} == set()


def test_the_comparison_would_show_a_stale_page(
    portal: Portal, world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = worlds.fresh(world.policy).get_url()
    portal.warm(address)
    monkeypatch.setattr("portal.page_cache.changes.tell", lambda *_names, **_options: None)
    worlds.retitle(world.policy, "Không ai nghe")
    portals.commit()
    assert not same(portal.get(address), portal.drawn(address))


def test_a_change_that_is_rolled_back_says_nothing(portal: Portal, world: SimpleNamespace) -> None:
    address = worlds.fresh(world.policy).get_url()
    portal.warm(address)
    with transaction.atomic():
        worlds.retitle(world.policy, "Rồi thôi")
        transaction.set_rollback(True)
    worlds.retitle(world.policy, "Rồi lại có")
    portals.commit()
    assert "Rồi lại có" in portal.get(address).text


def test_a_draft_leaves_every_page_warm(portal: Portal, world: SimpleNamespace) -> None:
    for address in world.addresses:
        portal.warm(address)
    draft = worlds.fresh(world.policy)
    draft.title = "Bản nháp"
    draft.save_revision()
    portals.commit()
    assert [address for address in world.addresses if not portal.get(address).is_hit] == []


def test_a_waiting_comment_leaves_every_page_warm(portal: Portal, world: SimpleNamespace) -> None:
    from tests.factories import news

    for address in world.addresses:
        portal.warm(address)
    news.make_comment(world.article, "Còn chờ.", state="pending")
    portals.commit()
    assert [address for address in world.addresses if not portal.get(address).is_hit] == []


@pytest.mark.parametrize("bears_a_revision", [True, False])
@pytest.mark.parametrize("how", ["unpublish", "update", "bulk"])
def test_a_page_taken_offline_is_given_to_nobody_any_more(
    portal: Portal, world: SimpleNamespace, how: str, bears_a_revision: bool
) -> None:
    worlds.fresh(world.policy).save_revision().publish()
    page = worlds.fresh(world.policy)
    if not bears_a_revision:
        # As domain functions and imports make them: Django writes NULL without a parameter.
        Page.objects.filter(pk=page.pk).update(latest_revision=None, live_revision=None)
        page = worlds.fresh(world.policy)
    address = page.get_url()
    portal.warm(address)
    if how == "unpublish":
        page.unpublish()
    elif how == "update":
        Page.objects.filter(pk=page.pk).update(latest_revision=None, live=False)
    else:
        page.live = False
        Page.objects.bulk_update([page], ["live"])
    portals.commit()
    portal.cache._known.catch_up()
    assert portal.cache.store.get(("testserver", address, "")) is None


def test_a_page_published_leaves_the_others_to_those_who_come_meanwhile(portal: Portal, world: SimpleNamespace) -> None:
    address = worlds.fresh(world.policy).get_url()
    portal.warm(address)
    worlds.retitle(world.policy, "Mới")
    portals.commit()
    portal.cache._known.catch_up()
    kept = portal.cache.store.get(("testserver", address, ""))
    assert kept is not None
    assert not kept.is_fresh


def test_what_stands_below_a_page_moved_into_a_private_section_is_given_to_nobody_any_more(
    portal: Portal, world: SimpleNamespace
) -> None:
    worlds.fresh(world.policies).save_revision().publish()
    worlds._restrict(world.about)
    portals.commit()
    address = worlds.fresh(world.policy).get_url()
    assert portal.warm(address).is_hit
    worlds.fresh(world.policies).move(worlds.fresh(world.about), pos="last-child")
    portals.commit()
    portal.cache._known.catch_up()
    assert portal.cache.store.get(("testserver", address, "")) is None


def test_the_filter_of_newsrooms_in_a_search_follows_at_once(portal: Portal, world: SimpleNamespace) -> None:
    def titles() -> list[str]:
        with collecting.gathering(), parts.using():
            return [title for _code, title in findables._newsrooms()]

    before = worlds.fresh(world.room.page).title
    assert titles() == [before]
    worlds.retitle(world.room.page, "Tòa soạn đổi tên")
    portals.commit()
    assert titles() == ["Tòa soạn đổi tên"]
    worlds._restrict(world.room.page)
    portals.commit()
    assert titles() == []
