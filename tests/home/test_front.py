"""The front page: every section in both languages, costs, nothing broken while there is nothing to show."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Site
from wagtail.rich_text import RichText

from home import blocks
from home.models import HomePage
from plan.domain import baseline, values
from plan.models import Indicator, PlanPage
from plan.roles import MONITORS_GROUP
from tests.blocks.test_blocks import rendered
from tests.factories import home as make

pytestmark = pytest.mark.django_db
SECTIONS = [
    (name, block) for name, block in blocks.FrontBody().child_blocks.items() if isinstance(block, blocks.FrontSection)
]


@pytest.fixture
def front(site: Site) -> HomePage:
    page = HomePage.objects.get(locale__language_code="vi")
    page.headline = "Nơi công nghệ gặp người cần"
    page.body = blocks.standard()
    page.save_revision().publish()
    english = HomePage.objects.get(locale__language_code="en")
    english.headline = "Where technology meets those who need it"
    english.body = blocks.standard()
    english.save_revision().publish()
    return page


@pytest.mark.parametrize(
    ("path", "headline"), [("/", "Nơi công nghệ gặp người cần"), ("/en/", "Where technology meets")]
)
def test_front_page_reads_in_both_languages(front: HomePage, client: Client, path: str, headline: str) -> None:
    response = client.get(path)
    content = response.content.decode()
    assert headline in content
    assert content.count("<h1") == 1
    assert not response.cookies
    assert not re.search(r'\sstyle="', content)


def test_front_page_without_sections_still_searches(site: Site, client: Client) -> None:
    content = client.get("/").content.decode()
    assert 'role="search"' in content or "<search" in content


def test_front_page_shows_the_plans_meters(front: HomePage, site: Site, client: Client) -> None:
    baseline.load()
    make.add(site.root_page, PlanPage(title="Kế hoạch", slug="ke-hoach"))
    values.record_value(
        indicator=Indicator.objects.get(code="growth"),
        year=2025,
        value=Decimal(21),
        source_vi="Minh họa",
        by=make.person("monitor@example.org", MONITORS_GROUP),
        is_illustrative=True,
    )
    content = client.get("/").content.decode()
    assert content.count('<svg class="progress__bar') == 4
    assert "/ke-hoach/#growth" in content


def test_front_page_places_general_blocks_between_the_sections(front: HomePage, client: Client) -> None:
    front.body = [("paragraph", RichText("<p>Lời chào từ sàn.</p>")), *blocks.standard()]
    front.save_revision().publish()
    assert "Lời chào từ sàn." in client.get("/").content.decode()


def test_front_page_costs_the_same_with_1_and_30_policies_and_services(
    front: HomePage, site: Site, client: Client
) -> None:
    index = make.policy_index(site)
    make.policy(index)
    client.get("/")
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    for number in range(29):
        make.policy(index, number=f"{number}/KH")
    with CaptureQueriesContext(connection) as thirty:
        client.get("/")
    assert len(one) == len(thirty)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("name", "block"), SECTIONS, ids=[name for name, _block in SECTIONS])
def test_section_has_description_and_a_preview_that_renders(site: Site, name: str, block: Any, language: str) -> None:
    with override(language):
        assert block.get_description()
        assert block.is_previewable
        assert "<main>" in rendered(block)
