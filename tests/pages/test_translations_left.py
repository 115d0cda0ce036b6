"""Whoever unpublishes or moves a page learns what became of its translations."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from portal.accounts.models import User
from tests.factories import home as factory
from tests.factories import news

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client: Client) -> User:
    user = User.objects.create_superuser("van-hanh@example.org", full_name="Vận Hành")
    client.force_login(user)
    return user


def told(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_unpublished_page_names_its_published_translation(client: Client, site: Site, operator: User) -> None:
    page = factory.content_page(site, title="Bài cũ", slug="bai-cu")
    english = factory.english(page, title="Old <b>page</b>", slug="old-page")
    unpublish = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    words = told(client.post(unpublish, follow=True))
    assert "Bản dịch “Old &lt;b&gt;page&lt;/b&gt;” (Tiếng Anh) vẫn đang được công bố." in words
    assert english.url in words
    assert reverse("wagtailadmin_pages:unpublish", args=[english.pk]) in words
    words = told(client.post(reverse("wagtailadmin_pages:unpublish", args=[english.pk]), follow=True))
    assert "vẫn đang được công bố" not in words


def test_several_unpublished_pages_name_their_published_translations(
    client: Client, site: Site, operator: User
) -> None:
    pages = [factory.content_page(site, title=f"Bài {number}", slug=f"bai-{number}") for number in range(2)]
    factory.english(pages[1], title="Second page", slug="second")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    query = "&".join(f"id={page.pk}" for page in pages)
    words = told(client.post(f"{address}?{query}&next=/quan-tri/", follow=True))
    assert "“Second page”" in words


def test_an_editor_is_sent_only_where_they_may_act(client: Client, site: Site) -> None:
    room = news.make_newsroom(site)
    story = news.make_article(room.page)
    english = news.translate(story, "The story")
    client.force_login(room.chief)
    words = told(client.post(reverse("wagtailadmin_pages:unpublish", args=[story.pk]), follow=True))
    assert "“The story”" in words
    assert english.url in words


def test_moved_page_names_the_translation_in_the_other_section(client: Client, site: Site, operator: User) -> None:
    old, new = (factory.content_page(site, title=title, slug=slug) for title, slug in (("Cũ", "cu"), ("Mới", "moi")))
    english_old = factory.english(old, title="Old section", slug="old")
    english_new = factory.english(new, title="New section", slug="new")
    page = factory.add(old, type(old)(title="Bài", slug="bai", intro="Bài"))
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))

    def move(moved: Page, to: Page) -> str:
        return told(client.post(reverse("wagtailadmin_pages:move_confirm", args=[moved.pk, to.pk]), follow=True))

    words = move(page, new)
    assert f"(Tiếng Anh) vẫn nằm trong mục “{english_old.title}”." in words
    assert reverse("wagtailadmin_pages:move", args=[english.pk]) in words
    assert "vẫn nằm trong mục" not in move(english, english_new)
