"""From an address to its page: what Wagtail would find, in fewer statements; and what a request remembers."""

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from portal.kernel import once
from portal.pages import arrival, restrictions
from tests.factories import news
from tests.factories import search as factory


def find(path: str) -> tuple[str, int]:
    request = RequestFactory().get(path)
    Site.find_for_request(request)
    with once.remembering():
        arrival.root_paths()
        with CaptureQueriesContext(connection) as caught:
            found = arrival._find(request, [part for part in path.split("/") if part])
    return (found.page.url_path if found else "", len(caught))


@pytest.mark.django_db
def test_a_page_is_found_in_two_statements_however_deep(site: Site) -> None:
    above = factory.page(site, "Một")
    below = factory.page(site, "Hai", parent=above)
    deepest = factory.page(site, "Ba", parent=below)
    # Django keeps the types of pages that it has read.
    find("/")
    find("/mot/")
    assert find("/") == (site.root_page.url_path, 2)
    assert find("/mot/") == (above.url_path, 2)
    assert find("/mot/hai/ba/") == (deepest.url_path, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/khong-co/", "/mot/khong-co/", "/hai/", "/mot/hai/khac/"])
def test_an_address_without_a_page_is_left_to_wagtail(site: Site, client: Client, path: str) -> None:
    factory.page(site, "Hai", parent=factory.page(site, "Một"))
    assert find(path)[0] == ""
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_a_page_that_is_not_live_is_not_found_but_what_stands_below_it_is(site: Site, client: Client) -> None:
    above = factory.page(site, "Một")
    factory.page(site, "Hai", parent=above)
    Page.objects.filter(pk=above.pk).update(live=False)
    with pytest.raises(Http404):
        find("/mot/")
    assert client.get("/mot/").status_code == 404
    assert client.get("/mot/hai/").status_code == 200


@pytest.mark.django_db
def test_a_page_knows_those_above_it_and_their_restrictions(site: Site, client: Client) -> None:
    above = factory.page(site, "Một")
    below = factory.page(site, "Hai", parent=above)
    assert client.get("/mot/hai/").status_code == 200
    assert [link.title for link in client.get("/mot/hai/").context["shell"].breadcrumbs] == ["Trang chủ", "Một"]
    PageViewRestriction.objects.create(page=above, restriction_type="login")
    assert restrictions.is_private(below.path)
    assert not restrictions.is_private(site.root_page.path)
    assert client.get("/mot/hai/").status_code == 302
    assert not Page.objects.public().filter(pk=below.pk).exists()


@pytest.mark.django_db
def test_addresses_below_a_page_with_ways_of_its_own(site: Site, client: Client) -> None:
    room = news.make_newsroom(site)
    story = news.make_article(room.page, "Tin")
    assert client.get(story.url).status_code == 200
    assert client.get(f"{story.url}khong-co/").status_code == 404


def test_a_request_remembers_and_forgets() -> None:
    asked: list[int] = []

    def read() -> int:
        asked.append(1)
        return len(asked)

    assert (once.read("x", read), once.read("x", read)) == (1, 2)
    with once.remembering():
        assert (once.read("x", read), once.read("x", read), once.read("y", read)) == (3, 3, 4)
        once.forget()
        assert once.read("x", read) == 5
    with once.remembering():
        assert once.read("x", read) == 6
    assert once.read("x", read) == 7
