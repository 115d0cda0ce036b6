"""The editor's preview panel: a frame of the own origin, on the admin's address, for every kind of page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.blocks import BlockField
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import querydict_from_html

from tests.factories import events, news, showcase
from tests.factories import search as factory
from tests.pages.test_headers import directives

KINDS: dict[str, Callable[[Site], Page]] = {
    "front page": lambda site: site.root_page,
    "content": lambda site: factory.page(site, "Trang xem trước"),
    "event": lambda site: events.make_event(events.make_index(site)),
    "fair": lambda site: events.make_fair(events.make_index(site)),
    "article": lambda site: news.make_article(news.make_newsroom(site).page),
    "technology": lambda site: showcase.publish_technology(showcase.make_market(site)),
    "need": lambda site: showcase.publish_need(showcase.make_market(site)),
}
PANEL = {"in_preview_panel": "true"}


def typed(client: Client, page: Page) -> dict[str, Any]:
    """Return what the editor's form sends unchanged; its script, which is not run here, would add the blocks."""
    answer = client.get(f"/admin/pages/{page.pk}/edit/")
    data = querydict_from_html(answer.content.decode(), form_id="page-edit-form")
    blocks = [name for name, field in answer.context["form"].fields.items() if isinstance(field, BlockField)]
    return {**dict(data.lists()), **{f"{name}-count": "0" for name in blocks}}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_preview_is_framed_by_the_own_origin_only(site: Site, admin_client: Client, kind: str) -> None:
    page = KINDS[kind](site)
    address = f"/admin/pages/{page.pk}/edit/preview/"
    assert admin_client.post(address, typed(admin_client, page)).json() == {"is_valid": True, "is_available": True}
    answer = admin_client.get(address, PANEL)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1" in html
    assert "ui/portal" in html
    policy = directives(answer)
    assert policy["frame-ancestors"] == ["'self'"]
    assert {"'self'"} <= set(policy["style-src"]) & set(policy["img-src"]) & set(policy["script-src"])
    assert not any("http" in source or "*" in source for sources in policy.values() for source in sources)
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db
def test_older_version_is_shown_under_the_same_policy(site: Site, admin_client: Client) -> None:
    page: Any = factory.page(site, "Trang có bản cũ")
    revision = page.save_revision()
    answer = admin_client.get(f"/admin/pages/{page.pk}/revisions/{revision.pk}/view/")
    assert answer.status_code == 200
    assert directives(answer)["frame-ancestors"] == ["'self'"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["content", "event", "article"])
def test_public_page_itself_is_framed_by_nobody(site: Site, client: Client, kind: str) -> None:
    page = KINDS[kind](site)
    assert directives(client.get(page.get_url()))["frame-ancestors"] == ["'none'"]
