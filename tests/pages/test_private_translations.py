"""A page and its translations are private together."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction, Site

from portal.accounts.models import User
from search.models import SearchDocument
from tests.factories import home as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site: Site) -> Page:
    return factory.content_page(site, title="Trang kín", slug="trang-kin")


@pytest.fixture
def english(page: Page) -> Page:
    return factory.english(page, title="Hidden page", slug="hidden-page")


def restrictions(page: Page) -> list[tuple[str, str, list[str]]]:
    return [
        (row.restriction_type, row.password, sorted(row.groups.values_list("name", flat=True)))
        for row in PageViewRestriction.objects.filter(page_id=page.pk)
    ]


def found(page: Page) -> bool:
    return SearchDocument.objects.filter(page_id=page.pk).exists()


def set_privacy(client: Client, page: Page, **values: Any) -> None:
    client.force_login(User.objects.create_superuser(email=f"{len(values)}-{User.objects.count()}@example.org"))
    answer = client.post(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), values)
    assert answer.json()["step"] == "set_privacy_done"


def test_privacy_set_in_the_admin_covers_the_other_language(client: Client, page: Page, english: Page) -> None:
    with translation.override("en"):
        map_url = reverse("home:site-map")
    assert "Hidden page" in Client().get(map_url).content.decode()
    assert found(english)
    set_privacy(client, page, restriction_type="login", password="")
    assert restrictions(english) == restrictions(page) == [("login", "", [])]
    assert not found(english)
    assert not found(page)
    assert "Hidden page" not in Client().get(map_url).content.decode()
    assert Client().get(english.url).status_code == 302

    groups = [Group.objects.create(name=name) for name in ("A", "B", "C")]
    set_privacy(client, page, restriction_type="groups", password="", groups=[group.pk for group in groups[:2]])
    assert restrictions(english) == restrictions(page) == [("groups", "", ["A", "B"])]
    set_privacy(client, english, restriction_type="groups", password="", groups=[group.pk for group in groups[1:]])
    assert restrictions(english) == restrictions(page) == [("groups", "", ["B", "C"])]

    set_privacy(client, page, restriction_type="password", password="mat-khau", groups=[])
    assert [row[:2] for row in restrictions(english)] == [("password", "mat-khau")]
    assert restrictions(english) == restrictions(page)
    set_privacy(client, page, restriction_type="password", password="khac")
    assert [row[:2] for row in restrictions(english)] == [("password", "khac")]

    set_privacy(client, page, restriction_type="none", password="")
    assert restrictions(english) == restrictions(page) == []
    assert found(english)
    assert found(page)


def test_what_goes_with_its_page_leaves_the_translation_private(page: Page, english: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    type(page).objects.get(pk=page.pk).delete()
    assert restrictions(english) == [("login", "", [])]
    assert not found(english)


@pytest.mark.parametrize("alias", [False, True])
def test_a_translation_made_later_is_private(page: Page, alias: bool) -> None:
    group = Group.objects.create(name="A")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    restriction.groups.set([group])
    made = page.copy_for_translation(Locale.objects.get(language_code="en"), alias=alias)
    assert restrictions(made) == restrictions(page) == [("groups", "", ["A"])]


def test_a_translation_under_a_private_section_has_its_own_restriction(site: Site, page: Page, english: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    below = factory.add(page, type(page)(title="Bên dưới", slug="ben-duoi", intro="Bên dưới"))
    PageViewRestriction.objects.create(page=below, restriction_type="password", password="x")
    made = below.copy_for_translation(Locale.objects.get(language_code="en"))
    assert restrictions(made) == restrictions(below) == [("password", "x", [])]
