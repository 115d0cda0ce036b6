"""Wagtail's site stands where the portal's own address says."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Collection, Page, Site

from tests.factories import news as factory


def run(**options: bool) -> str:
    out = StringIO()
    call_command("sync_site", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://khcn.example.vn", ("khcn.example.vn", 443)),
        ("http://127.0.0.1:8123", ("127.0.0.1", 8123)),
        ("http://cong.example.vn", ("cong.example.vn", 80)),
    ],
)
def test_the_site_follows_the_address_of_the_portal(
    site: Site, settings: Any, address: str, wanted: tuple[str, int]
) -> None:
    settings.BASE_URL = address
    story = factory.make_article(factory.make_newsroom(site).page, "Tin mới")

    with pytest.raises(CommandError):
        run(check=True)
    assert Site.objects.get().hostname == "testserver"

    run()
    run(check=True)
    found = Site.objects.get()
    assert (found.hostname, found.port) == wanted
    assert story.full_url.startswith(f"{address}/tin-tuc/")


def test_the_roots_of_pages_and_files_have_vietnamese_names(site: Site) -> None:
    run()
    run()
    root = Page.get_first_root_node()
    assert root is not None
    assert root.title == "Tất cả các trang"
    assert root.slug == "root"
    collection = Collection.get_first_root_node()
    assert collection is not None
    assert collection.name == "Tất cả các tệp"


def test_without_a_default_site_it_says_so(site: Site) -> None:
    Site.objects.update(is_default_site=False)
    with pytest.raises(CommandError, match="default site"):
        run()
