"""Statements that a page may send which is not kept, with parts known and on a first visit."""

from types import SimpleNamespace

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from portal.page_cache import parts
from tests import worlds as standing_worlds
from tests.factories import events, showcase
from tests.page_cache import portal as portals
from tests.page_cache import world as worlds
from tests.page_cache.portal import Portal

DETAIL, LIST = 9, 12
"""Statements that an uncached page may send, once what it shows is known as parts."""
FIRST = {"technology": 13, "need": 10, "event": 13, "story": 18}
"""The same for the first visit to one of many pages whose neighbours were seen."""


@standing_worlds.standing
def world(site: Site) -> SimpleNamespace:
    return worlds.build(site)


def test_an_uncached_page_costs_few_statements(portal: Portal, world: SimpleNamespace) -> None:
    lists = {
        worlds.fresh(page).get_url() for page in (world.site.root_page, world.index, world.technology.get_parent())
    }
    for address in world.addresses:
        portal.put_together(address)
    found = {}
    for address in world.addresses:
        with CaptureQueriesContext(connection) as caught:
            portal.put_together(address)
        found[address] = len(caught)
    assert {
        address: number for address, number in found.items() if number > (LIST if address in lists else DETAIL)
    } == {}


def test_a_first_visit_to_one_of_many_costs_few_statements(portal: Portal, world: SimpleNamespace) -> None:
    more = {
        "technology": showcase.publish_technology(world.market, title="Công nghệ thứ hai"),
        "need": showcase.publish_need(world.market, title="Nhu cầu thứ hai"),
        "event": events.make_event(world.index, title="Hội chợ thứ hai"),
        "story": world.other_article,
    }
    portals.commit()
    for page in more.values():
        # Pictures are made smaller at the very first visit.
        portal.put_together(worlds.fresh(page).get_url())
    parts.forget()
    for page in (world.technology, world.need, world.event, world.article):
        portal.put_together(worlds.fresh(page).get_url())
    found = {}
    for name, page in more.items():
        address = worlds.fresh(page).get_url()
        with CaptureQueriesContext(connection) as caught:
            portal.put_together(address)
        found[name] = len(caught)
    assert {name: number for name, number in found.items() if number > FIRST[name]} == {}
