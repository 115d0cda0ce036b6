"""What is counted of searches, what is kept of it, and the report for those who keep the lists of words."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from portal.kernel import clock
from search import searched as reading
from search.domain import searched
from search.models import SearchedWords
from tests.factories import search as factory

PHONE = "Mozilla/5.0 (Linux; Android 15) Firefox/140.0"
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _nothing_waits() -> None:
    searched.tally.waiting.clear()


@pytest.fixture
def ask(client: Client, site: Site) -> Callable[..., Any]:
    """Return a function that searches as one of several visitors."""

    def search(typed: str, visitor: int = 1, *, path: str = "/tim-kiem/", agent: str = PHONE, **more: Any) -> Any:
        headers = {"User-Agent": agent, **more.pop("headers", {})}
        return client.get(path, {"q": typed, **more}, REMOTE_ADDR=f"203.0.113.{visitor}", headers=headers)

    return search


def kept() -> dict[str, tuple[int, int]]:
    searched.tally.write()
    return {row.words: (row.number, row.found) for row in SearchedWords.objects.all()}


def test_searches_are_summed_by_week_with_what_was_found(ask: Callable[..., Any]) -> None:
    factory.index("Máy sấy tỏi")
    for visitor in (1, 2, 2):
        ask("Máy SẤY  tỏi", visitor)
    ask("lò phản ứng", 1)
    ask("máy phản ứng", 1)
    assert kept() == {"máy sấy tỏi": (2, 1), "lò phản ứng": (1, 0), "máy phản ứng": (1, 0)}
    factory.index("Lò phản ứng")
    ask("lò phản ứng", 3)
    assert kept()["lò phản ứng"] == (2, 1)
    row = SearchedWords.objects.get(words="lò phản ứng")
    assert (row.week.weekday(), row.language) == (0, "vi")
    assert {field.name for field in SearchedWords._meta.get_fields()} == {
        "id",
        "week",
        "language",
        "words",
        "number",
        "found",
    }


@pytest.mark.parametrize(
    "typed",
    [
        "an@example.org",
        "0912 345 678",
        "nguyễn văn a 0912.345.678",
        "001099012345",
        "x" * 90,
        "một hai ba bốn năm sáu bảy tám chín",
        "***",
        "",
    ],
)
def test_what_may_be_a_persons_own_is_not_counted(ask: Callable[..., Any], typed: str) -> None:
    assert ask(typed).status_code == 200
    assert kept() == {}


@pytest.mark.parametrize("headers", [{"DNT": "1"}, {"Sec-GPC": "1"}, {"Sec-Purpose": "prefetch"}])
def test_who_asked_to_be_left_out_is(ask: Callable[..., Any], headers: dict[str, str]) -> None:
    ask("máy", headers=headers)
    ask("máy", agent="Googlebot/2.1")
    assert kept() == {}


def test_turning_pages_and_filters_is_no_new_search(ask: Callable[..., Any]) -> None:
    factory.index(*(f"Máy {number}" for number in range(30)))
    ask("máy", page="2")
    ask("máy", kind="technology")
    assert kept() == {}


def test_rare_words_go_after_their_week_and_all_after_half_a_year(db: None) -> None:
    now, monday = clock.now(), searched.week_of(clock.today())
    for words, weeks, number in (("nay", 0, 1), ("hiếm", 1, 1), ("thường", 1, 2), ("xưa", 30, 50)):
        SearchedWords.objects.create(week=monday - weeks * WEEK, language="vi", words=words, number=number)
    assert searched.forget(now=now, dry_run=True)[0].number == 2
    assert SearchedWords.objects.count() == 4
    searched.forget(now=now)
    assert set(SearchedWords.objects.values_list("words", flat=True)) == {"nay", "thường"}


def rows(*wanted: tuple[str, int, int, int]) -> None:
    monday = searched.week_of(clock.today())
    SearchedWords.objects.bulk_create(
        SearchedWords(week=monday - weeks * WEEK, language="vi", words=words, number=number, found=found)
        for words, weeks, number, found in wanted
    )


def test_report_tells_what_nobody_finds_and_what_rises(db: None, django_assert_num_queries: Any) -> None:
    rows(
        ("tỏi đen", 0, 5, 0),
        ("tỏi đen", 1, 4, 3),
        ("một mình", 0, 1, 0),
        ("máy sấy", 0, 6, 9),
        ("máy sấy", 3, 20, 9),
        ("in 3d", 0, 4, 2),
        ("in 3d", 4, 2, 2),
        ("cũ", 3, 90, 0),
    )
    with django_assert_num_queries(2):
        found = reading.report(clock.today())
    assert [(line.words, line.recent, line.found) for line in found.without_result] == [("tỏi đen", 9, 0)]
    assert [(line.words, line.recent, line.before) for line in found.rising] == [("tỏi đen", 9, 0.0), ("in 3d", 4, 1.0)]
    assert [line.words for line in found.most] == ["tỏi đen", "máy sấy", "in 3d"]


def test_one_press_leads_from_a_line_to_a_synonym(admin_client: Client, site: Site) -> None:
    rows(("tỏi đen", 0, 5, 0), ("=1+1 tỏi", 0, 4, 0))
    page = admin_client.get("/admin/searches/")
    html = page.content.decode()
    line = page.context["sections"][0]["lines"][0]
    assert "tỏi đen" in html
    form = admin_client.get(line["synonym_url"]).content.decode()
    assert 'value="tỏi đen, "' in form
    form = admin_client.get(line["promotion_url"]).content.decode()
    assert 'value="tỏi đen"' in form
    file = admin_client.get("/admin/searches/?file=csv").content.decode("utf-8-sig")
    words = [row[1] for row in csv.reader(io.StringIO(file))]
    assert "'=1+1 tỏi" in words


def test_report_is_for_those_who_keep_the_lists(client: Client, site: Site) -> None:
    from django.contrib.auth.models import Group

    from portal.accounts.domain import roles as role_domain
    from portal.accounts.models import User
    from search import roles

    role_domain.sync(declared=[roles.declared()])
    keeper, other = (User.objects.create_user(f"{name}@example.org") for name in ("giu", "khac"))
    keeper.groups.add(Group.objects.get(name=roles.GROUP))
    client.force_login(keeper)
    assert client.get("/admin/searches/").status_code == 200
    client.force_login(other)
    assert client.get("/admin/searches/").status_code in {302, 404}
    assert not other.has_perm("search.add_synonym")
