"""After any change the next anonymous view is what Django would draw; pages that do not depend on it stay warm."""

from types import SimpleNamespace

import pytest
from django.db import transaction
from wagtail.models import Page, Site

from portal.page_cache import boundary
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
    stale = [address for address, answer in answers.items() if not same(answer, portal.drawn(address))]
    assert stale == []
    # Those who pass by the finished pages, such as visitors who signed in, see the same, put together from parts.
    old = [address for address in world.addresses if not same(portal.put_together(address), portal.drawn(address))]
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
