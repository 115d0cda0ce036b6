"""What every test of the search needs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from search.domain import abbreviations
from search.models import Abbreviation, SearchDocument
from search.queries import Found, find


@pytest.fixture
def shipped(db: None) -> None:
    abbreviations.load_shipped(Abbreviation)
    abbreviations.forget()


@pytest.fixture
def titles(shipped: None) -> Callable[[str], list[str]]:
    """Return a function that searches the Vietnamese documents and returns titles, best first."""
    from search import engines

    def search(typed: str) -> list[str]:
        found: Found = find(SearchDocument.objects.filter(language="vi"), typed)
        if found.criteria is None:
            return []
        rows = engines.current().ranked(found.rows, found.criteria)
        return list(rows.values_list("title", flat=True))

    return search


@pytest.fixture
def get(client: Client, site: Site, shipped: None) -> Callable[..., Any]:
    """Return a function that asks for the page of results."""

    def ask(path: str = "/tim-kiem/", **parameters: Any) -> Any:
        return client.get(path, parameters)

    return ask
