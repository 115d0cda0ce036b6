"""A market with both lists, terms, an organisation and reviewers."""

from types import SimpleNamespace

from wagtail.models import Site

from tests import worlds
from tests.factories import showcase as factory


@worlds.standing
def market(site: Site) -> SimpleNamespace:
    return factory.make_market(site)
