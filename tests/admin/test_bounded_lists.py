"""Lists of the admin are counted up to a bound only: the explorer and lists of records."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.views.pages.listing import GenericPageFilterSet, IndexView, PageFilterSet
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.models import GroupPagePermission, ModelLogEntry, Page, PageLogEntry, Site
from wagtail.permissions import page_permission_policy

from portal.accounts.models import User
from portal.pages import admin_pages, page_indexes
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
def test_a_page_far_down_and_its_way_on_are_read_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admin_pages, "MOST_COUNTED", MOST)
    made = [factory.page(site, f"Trang {index}").pk for index in range(12)]
    pages = paginator(Page.objects.filter(pk__in=made).order_by("pk"))
    with CaptureQueriesContext(connection) as caught:
        page = pages.get_page("5")
        assert (page.has_next(), page.next_page_number(), [row.pk for row in page]) == (True, 6, made[8:10])
    assert len([one for one in caught if "OFFSET" in one["sql"]]) == 1
    made += [factory.page(site, f"Trang {index}").pk for index in range(12, 20)]
    following = paginator(Page.objects.filter(pk__in=made).order_by("pk"))
    assert [following.get_page(number).has_next() for number in (5, 6, 7)] == [True] * 3
    last = pages.get_page("6")
    assert (last.has_next(), [row.pk for row in last]) == (False, made[10:12])
    assert [row.pk for row in pages.get_page("7")] == made[10:12]


@pytest.mark.django_db
def test_the_people_of_the_explorers_filters_are_those_who_own_and_who_edited(editor: Client, site: Site) -> None:
    owner, author, _nobody = (
        User.objects.create_user(f"{name}@example.org", "mat-khau-thu", full_name=name) for name in ("a", "b", "c")
    )
    page = factory.page(site, "Trang", owner=owner)
    PageLogEntry.objects.log_action(page, "wagtail.edit", user=author)
    PageLogEntry.objects.log_action(page, "wagtail.publish", user=owner)
    for filters in (PageFilterSet, GenericPageFilterSet):
        shown = filters({}, queryset=Page.objects.all(), request=None).form
        assert owner in shown.fields["owner"].queryset
        assert author not in shown.fields["owner"].queryset
        assert list(shown.fields["edited_by"].queryset) == [author]
        # A list of the owners of all pages would be read from all pages.
        assert all("DISTINCT" not in str(shown.fields[name].queryset.query) for name in ("owner", "edited_by"))
    answer = editor.get(reverse("wagtailadmin_explore", args=[site.root_page_id]), {"owner": owner.pk})
    assert [row.pk for row in answer.context["pages"]] == [page.pk]


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


@pytest.mark.admin_search
@pytest.mark.django_db
def test_the_explorer_shows_what_was_edited_last_first_and_reads_it_in_that_order(
    editor: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, other = factory.page(site, "Mục"), factory.page(site, "Mục khác")
    made = [factory.page(site, f"Trang {index}", parent=parent) for index in range(5)]
    below = factory.page(site, "Sâu hơn", parent=made[0])
    factory.page(site, "Ở chỗ khác", parent=other)
    for page in (made[3], made[1]):
        page.save_revision()
    monkeypatch.setattr(IndexView, "paginate_by", 2)
    url = reverse("wagtailadmin_explore", args=[parent.pk])
    shown = [page.pk for number in (1, 2, 3) for page in editor.get(f"{url}?p={number}").context["page_obj"]]
    assert shown[:2] == [made[1].pk, made[3].pk]
    assert sorted(shown) == sorted(page.pk for page in made)
    by_place = [page.pk for page in editor.get(f"{url}?ordering=ord").context["pages"]]
    assert by_place == [page.pk for page in made]
    found = editor.get(f"{url}?q=S%C3%A2u").context["page_obj"]
    assert [page.pk for page in found] == [below.pk]


@pytest.mark.django_db
def test_pages_that_a_person_may_not_see_stay_out_of_the_explorer(site: Site, client: Client) -> None:
    parent, other = factory.page(site, "Mục"), factory.page(site, "Mục khác")
    mine = factory.page(site, "Của tôi", parent=parent)
    factory.page(site, "Không của tôi", parent=parent)
    group = Group.objects.create(name="Một trang")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for page in (mine, other):
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename="change_page")
        )
    person = User.objects.create_user("mot-trang@example.org", "mat-khau-thu", full_name="Một Trang")
    person.groups.add(group)
    rows = Page.objects.child_of(parent).filter(
        pk__in=page_permission_policy.explorable_instances(person).values_list("pk", flat=True)
    )
    assert [page.pk for page in page_indexes.below(parent, rows)] == [page.pk for page in rows] == [mine.pk]


@pytest.mark.django_db
def test_the_table_of_pages_has_our_indexes_even_after_it_was_made_anew() -> None:
    names = set(page_indexes._INDEXES)

    def there() -> set[str]:
        with connection.cursor() as cursor:
            return names & set(connection.introspection.get_constraints(cursor, "wagtailcore_page"))

    page_indexes.ensure(connection.alias)
    assert there() == names
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP INDEX {name}")
    assert there() == set()
    page_indexes.ensure(connection.alias)
    page_indexes.ensure(connection.alias)
    assert there() == names


@pytest.mark.django_db
def test_the_first_page_counts_pages_up_to_the_bound(editor: Client, site: Site) -> None:
    there = Page.objects.filter(depth__gt=1).count()

    def number() -> str:
        page = told(editor, reverse("wagtailadmin_home"))
        return page.split('href="#icon-doc-empty"')[1].split("<span")[0].split(">")[-1].split()[0]

    assert number() == str(there)
    for index in range(MOST + 1 - there):
        factory.page(site, f"Trang {index}")
    assert number() == f"{MOST}+"


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["1", "4"])
def test_the_history_of_the_site_has_pages_too(
    editor: Client, site: Site, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    monkeypatch.setattr(LogEntriesView, "paginate_by", 4)
    # Of worlds that stand for many tests, some of them later than today.
    PageLogEntry.objects.all().delete()
    ModelLogEntry.objects.all().delete()
    page = factory.page(site, "Trang nhiều lần sửa")
    for turn in range(MOST + 1):
        page.title = f"Lần {turn}"
        page.save_revision(user=User.objects.get(), log_action=True).publish()
    # Its rows come from two tables at once and have no key in common.
    answer = editor.get(reverse("wagtailadmin_reports:site_history"), {"p": number})
    assert answer.status_code == 200
    assert len(answer.context["page_obj"].object_list) > 0
    assert "Lần " in answer.content.decode()
