"""A market with both lists, terms, an organisation and reviewers."""

from types import SimpleNamespace

import pytest
from wagtail.models import Site

from tests.factories import showcase as factory


@pytest.fixture
def market(site: Site) -> SimpleNamespace:
    return factory.make_market(site)
