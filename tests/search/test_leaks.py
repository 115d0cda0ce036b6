"""What must not be seen stands in no result, count, filter, recommendation or suggestion: canaries in every state and both languages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from search.domain import indexing
from search.models import PromotedResult, SearchDocument, SearchFacet
from tests.factories import showcase
from tests.search.states import SECRET, STATES

PAGES = ("/tim-kiem/", "/en/search/")
SUGGESTIONS = ("/tim-kiem/goi-y/", "/en/search/suggestions/")
# Nothing tells of these before the night's check: what was written past the signals, and what the worker has yet to end.
UNTOLD = {"unpublished past the signals"}
ENDED_BY_THE_WORKER = {"expired"}


def seen(client: Client) -> list[str]:
    """Return what pages of results and suggestions tell of the canary, asked for by its words, its beginning and without words."""
    found: list[str] = []
    for path in PAGES:
        for query in ({"q": SECRET}, {"q": SECRET[:5]}, {"kind": "content"}, {"kind": "event"}, {}):
            response = client.get(path, query)
            assert response.status_code == 200
            html = response.content.decode()
            found += [hit.title for hit in response.context["hits"] if SECRET in hit.title]
            if query.get("q") != SECRET and SECRET in html:
                found.append(f"{path} {query}")
        if client.get(path, {"q": SECRET}).context["listing"].total:
            found.append(f"{path} counts it")
    for path in SUGGESTIONS:
        found += ["".join(one["parts"]) for one in client.get(path, {"q": SECRET[:5]}).json()["suggestions"]]
    return found


@pytest.mark.parametrize("state", sorted(set(STATES) - ENDED_BY_THE_WORKER))
def test_nothing_of_it_is_found(client: Client, site: Site, state: str) -> None:
    STATES[state](site)
    if state not in UNTOLD:
        assert seen(client) == []
    indexing.rebuild()
    assert seen(client) == []
    assert not SearchFacet.objects.exclude(document__in=SearchDocument.objects.all()).exists()


def test_a_public_one_is_found_in_all_places(client: Client, site: Site) -> None:
    """The proof that the others look at the right place."""
    from tests.factories import search as factory

    factory.page(site, SECRET)
    told = seen(client)
    assert sum(line == SECRET for line in told) >= len(PAGES) * 3
    assert [line for line in told if line.endswith("counts it")] == [f"{path} counts it" for path in PAGES]


@pytest.mark.parametrize("publish", [showcase.publish_need, showcase.publish_technology])
def test_owners_who_wish_no_name_are_found_by_no_name(client: Client, site: Site, publish: Callable[..., Any]) -> None:
    market = showcase.make_market(site)
    market.organisation.name = f"Công ty {SECRET}"
    market.organisation.save()
    page = publish(market, is_anonymous=True)
    kind = {"kind": page.findable_kind.value}
    for path in PAGES:
        response = client.get(path, {"q": SECRET, **kind})
        assert response.context["listing"].total == 0
        html = client.get(path, {"q": page.title, **kind}).content.decode()
        assert SECRET not in html
    named = SearchDocument.objects.filter(page=page).values_list(
        "title", "summary", "body", "lead_folded", "body_folded"
    )
    assert all(SECRET.lower() not in " ".join(row).lower() for row in named)


def test_a_recommended_page_shows_nothing_of_itself_once_it_is_gone(client: Client, site: Site) -> None:
    from tests.factories import search as factory

    page = factory.page(site, SECRET)
    PromotedResult.objects.create(words="máy", page=page)
    assert SECRET in client.get("/tim-kiem/", {"q": "máy"}).content.decode()
    page.unpublish()
    assert SECRET not in client.get("/tim-kiem/", {"q": "máy"}).content.decode()
