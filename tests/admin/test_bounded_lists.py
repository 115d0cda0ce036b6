"""Lists of the admin are counted up to a bound only: the explorer and lists of records."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.views.pages.listing import IndexView
from wagtail.models import Page, Site

from portal.accounts.models import User
from portal.pages import admin_pages
from tests.factories import search as factory

MOST = 6


@pytest.fixture
def editor(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(admin_pages, "MOST_COUNTED", MOST)
    client.force_login(User.objects.create_superuser("quan-tri@example.org", "mat-khau-thu", full_name="Quản Trị"))
    return client


def paginator(rows: Any, size: int = 2) -> admin_pages.BoundedPaginator:
    return admin_pages.BoundedPaginator(rows, size)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1", (1, MOST, True)),
        ("3", (3, 7, True)),
        ("4", (4, 9, True)),
        ("5", (5, 10, False)),
        ("50", (5, 10, False)),
        ("x", (1, MOST, True)),
    ],
)
def test_each_page_of_a_long_list_is_found(
    site: Site, monkeypatch: pytest.MonkeyPatch, number: str, expected: tuple[int, int, bool]
) -> None:
    monkeypatch.setattr(admin_pages, "MOST_COUNTED", MOST)
    shown, count, is_more = expected
    made = [factory.page(site, f"Trang {index}").pk for index in range(10)]
    rows = Page.objects.filter(pk__in=made).order_by("pk")
    pages = paginator(rows)
    page = pages.get_page(number)
    assert (page.number, pages.count, pages.is_more) == (shown, count, is_more)
    assert [row.pk for row in page] == made[(shown - 1) * 2 : shown * 2]
    assert page.has_next() == (shown < 5)
    assert pages.items_count_label.startswith(f"{count}{'+' if is_more else ''} ")


@pytest.mark.django_db
def test_a_short_list_and_one_in_memory_are_counted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admin_pages, "MOST_COUNTED", MOST)
    for _index in range(MOST):
        factory.page(site, "Trang")
    rows = Page.objects.filter(title="Trang").order_by("pk")
    assert (paginator(rows).count, paginator(rows).get_page("9").number, paginator(rows).more) == (MOST, 3, "")
    assert (paginator(list(range(20))).count, paginator(list(range(20))).get_page("9").number) == (20, 9)
    assert paginator(rows.none()).get_page(1).number == 1


def told(editor: Client, url: str) -> str:
    return " ".join(editor.get(url).content.decode().split())


@pytest.mark.django_db
def test_the_explorer_says_that_there_are_more(editor: Client, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = factory.page(site, "Mục")
    url = reverse("wagtailadmin_explore", args=[parent.pk])
    for index in range(MOST):
        factory.page(site, f"Trang {index}", parent=parent)
    monkeypatch.setattr(IndexView, "paginate_by", 3)
    assert f"1-3 trên {MOST} " in told(editor, url)
    factory.page(site, "Trang cuối", parent=parent)
    with CaptureQueriesContext(connection) as caught:
        assert f"trên {MOST}+ " in told(editor, url)
    counted = [
        row["sql"] for row in caught.captured_queries if "COUNT(*)" in row["sql"] and "wagtailcore_page" in row["sql"]
    ]
    assert any(f"LIMIT {MOST + 1}" in sql for sql in counted)
