"""The newsrooms' reports: figures, walls between newsrooms, files, queries."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from wagtail.models import Site

from news import roles
from news.domain import takedowns
from news.enums import ArticleKind
from news.models import ArticlePage, ReadingCount
from news.reports import desks, published, scope, tables, translations, views
from news.reports.enums import ReportKind
from portal.kernel import clock
from portal.pages.translating.enums import TranslationStatus
from tests import worlds
from tests.factories import news as factory


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@worlds.standing
def other(site: Site, room: factory.Newsroom) -> factory.Newsroom:
    return factory.make_newsroom(site, "dai-thu", "Đài Thử")


@pytest.fixture
def _no_desks() -> Iterator[None]:
    known = list(desks._SOURCES)
    desks._SOURCES.clear()
    yield
    desks._SOURCES[:] = known


def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(kind: ReportKind, **query: str) -> str:
    text = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{reverse('news_reports:report', args=[kind.value])}?{text}"


def read(article: ArticlePage, number: int, **fields: Any) -> None:
    ReadingCount.objects.create(
        **{
            "article_key": article.translation_key,
            "language": "vi",
            "day": clock.today(),
            "source": "direct",
            "number": number,
        }
        | fields
    )


def lines(client: Client, kind: ReportKind, **query: str) -> list[list[str]]:
    answer = client.get(address(kind, file="csv", **query))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return [row for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) if row]


def _page(client: Client, kind: ReportKind) -> str:
    return client.get(address(kind)).content.decode()


def this_month() -> str:
    return clock.today().strftime("%Y-%m")


@pytest.mark.usefixtures("_no_desks")
def test_published_stories_are_counted_by_month_kind_and_byline(room: factory.Newsroom) -> None:
    factory.make_article(room.page, "Một", byline="An")
    factory.make_article(room.page, "Hai", byline="An", kind="gallery")
    factory.make_article(room.page, "Ba", byline="Bình")
    factory.make_article(room.page, "Nháp", live=False)
    factory.translate(ArticlePage.objects.get(title="Một"), "One")
    rows = lines(desk(room.chief), ReportKind.PUBLISHED)
    assert [this_month(), "3", "0"] in rows
    assert [this_month(), "Báo Thử", str(ArticleKind.STORY.label), "2", "0"] in rows
    assert ["An", "Báo Thử", "2", "0"] in rows


def test_what_was_published_does_not_fall_when_it_is_taken_down(room: factory.Newsroom) -> None:
    for name in ("Một", "Hai"):
        factory.make_article(room.page, name, byline="An")
    client = desk(room.chief)
    before = lines(client, ReportKind.PUBLISHED)
    takedowns.take_down(
        article=ArticlePage.objects.get(title="Hai"),
        reason=takedowns.Reason("Sai nguồn."),
        by=room.chief,
        now=clock.now(),
    )
    after = lines(client, ReportKind.PUBLISHED)
    assert ["Tổng", "2", "0"] in before
    assert ["Tổng", "2", "1"] in after
    assert ["An", "Báo Thử", "2", "1"] in after


def test_months_are_words_on_the_screen_and_sort_in_files(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Một")
    read(article, 1200)
    factory.make_comment(article)
    today = clock.today()
    client = desk(room.chief)
    for kind in (ReportKind.PUBLISHED, ReportKind.READINGS, ReportKind.COMMENTS):
        shown = "".join(re.findall(r"<(?:tbody|svg class=.report-bars.).*?</(?:tbody|svg)>", _page(client, kind), re.S))
        assert f'<th scope="row">tháng {today.month} năm {today.year}</th>' in shown
        assert this_month() not in shown
        assert any(row[0] == this_month() for row in lines(client, kind))
        book = load_workbook(io.BytesIO(client.get(address(kind, file="xlsx")).content))
        assert this_month() in [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    for language, words in (("vi", "tháng 3 năm 2027"), ("en", "March 2027")):
        with translation.override(language):
            assert tables.Month.of(date(2027, 3, 31)).words == words


@pytest.mark.usefixtures("_no_desks")
def test_desks_get_a_column_where_they_are_known(room: factory.Newsroom) -> None:
    first, second = factory.make_article(room.page, "Một"), factory.make_article(room.page, "Hai")
    desks.register(lambda pages: {first.pk: "Kinh tế"} if second.pk in pages else {})
    found = published.tables(scope.parse({}, offered=[room.page]))[1]
    assert {row[2] for row in found.rows} == {"Kinh tế", "không thuộc ban nào"}


def test_only_the_days_that_are_asked_for_count(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Cũ")
    ArticlePage.objects.filter(pk=article.pk).update(first_published_at=clock.now() - timedelta(days=40))
    today = clock.today()
    around = {"from": (today - timedelta(days=50)).isoformat(), "to": (today - timedelta(days=30)).isoformat()}
    assert ["Tổng", "1", "0"] in lines(desk(room.chief), ReportKind.PUBLISHED, **around)
    swapped = {"from": around["to"], "to": around["from"]}
    assert ["Tổng", "1", "0"] in lines(desk(room.chief), ReportKind.PUBLISHED, **swapped)
    assert ["Tổng", "0", "0"] in lines(desk(room.chief), ReportKind.PUBLISHED, **{"from": today.isoformat(), "to": "x"})


def test_readings_are_told_by_story_source_and_month(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Được đọc")
    read(article, 1200)
    read(article, 30, source="search")
    read(article, 2, source="newsletter")
    read(article, 5, language="en")
    rows = lines(desk(room.chief), ReportKind.READINGS)
    assert ["Được đọc", "Báo Thử", "1237"] in rows
    assert [this_month(), "1237"] in rows
    assert ["bản tin", "dưới 3"] in rows
    book = load_workbook(io.BytesIO(desk(room.chief).get(address(ReportKind.READINGS, file="xlsx")).content))
    assert book.worksheets[0].cell(row=2, column=2).value == 1237
    page = desk(room.chief).get(address(ReportKind.READINGS)).content.decode()
    assert page.count(">1.237<") == 4  # by month and by story, each in the table and beside its bar
    assert ">1237<" not in page


def test_screens_group_the_digits_of_every_number_and_files_keep_them_plain(
    room: factory.Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tables.Table("Bảng", ["Tháng", "Tin"], [["Đây", 1237]], bars=1, totals=["Tổng", 12345])
    monkeypatch.setitem(views.SOURCES, ReportKind.PUBLISHED, lambda _scope: [table])  # type: ignore[misc]
    page = desk(room.chief).get(address(ReportKind.PUBLISHED)).content.decode()
    assert page.count(">1.237<") == 2
    assert ">12.345<" in page
    assert ">1237<" not in page
    assert lines(desk(room.chief), ReportKind.PUBLISHED)[2:] == [["Đây", "1237"], ["Tổng", "12345"]]


@pytest.mark.parametrize("kind", list(ReportKind))
def test_a_newsroom_sees_its_own_figures_only(
    room: factory.Newsroom, other: factory.Newsroom, kind: ReportKind
) -> None:
    article = factory.make_article(other.page, "Của đài", byline="Người của đài")
    read(article, 77)
    factory.make_comment(article)
    client = desk(room.chief)
    for query in ({}, {"newsroom": "dai-thu"}):
        for file in ("", "csv"):
            text = client.get(address(kind, file=file, **query)).content.decode()
            assert "Của đài" not in text
            assert "Người của đài" not in text
            assert "Đài Thử" not in text
            assert ",77" not in text


def test_operator_and_department_see_all_and_choose_one(room: factory.Newsroom, other: factory.Newsroom) -> None:
    factory.make_article(room.page, "Của báo", byline="Báo")
    factory.make_article(other.page, "Của đài", byline="Đài")
    group = Group.objects.get_or_create(name=roles.FEATURING_GROUP)[0]
    department = factory.make_user("so@example.org", group.name)
    assert ["Tổng", "2", "0"] in lines(desk(department), ReportKind.PUBLISHED)
    assert ["Tổng", "1", "0"] in lines(desk(department), ReportKind.PUBLISHED, newsroom="dai-thu")


def test_who_works_in_no_newsroom_finds_nothing(room: factory.Newsroom, site: Site) -> None:
    from django.contrib.auth.models import Permission

    stranger = factory.make_user("la@example.org")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    for kind in ReportKind:
        assert desk(stranger).get(address(kind)).status_code == 404
    assert desk(room.chief).get("/admin/news-reports/khac/").status_code == 404


def test_coverage_tells_none_draft_current_and_outdated(room: factory.Newsroom) -> None:
    made = {name: factory.make_article(room.page, name) for name in ("Không", "Nháp", "Mới", "Cũ")}
    draft = factory.translate(made["Nháp"], "Draft")
    draft.unpublish()
    factory.translate(made["Mới"], "New")
    factory.translate(made["Cũ"], "Old")
    changed = ArticlePage.objects.get(pk=made["Cũ"].pk)
    changed.lead = "Sapo khác hẳn."
    changed.save_revision().publish()
    ArticlePage.objects.get(pk=made["Mới"].pk).save_revision().publish()
    counts = {row[0]: row[1] for row in translations.tables(scope.parse({}, offered=[room.page]))[0].rows}
    assert list(counts.values()) == [1, 1, 1, 1]
    text = desk(room.chief).get(address(ReportKind.TRANSLATIONS)).content.decode()
    assert str(TranslationStatus.OUT_OF_DATE.label) in text


def test_comments_are_counted_by_state_and_tell_nobody(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Tin")
    factory.make_comment(article)
    factory.make_comment(article, state="approved", decided_at=clock.now())
    rows = lines(desk(room.chief), ReportKind.COMMENTS)
    assert [this_month(), "2", "0", "1", "1", "0", "0"] in rows
    assert "ban-doc@example.org" not in str(rows)


@pytest.mark.parametrize("trap", ["=HYPERLINK(1)", "+84912", "@SUM(A1)", "-1+1", "\tx"])
def test_files_hold_no_formulas(room: factory.Newsroom, trap: str) -> None:
    factory.make_article(room.page, "Tin", byline=trap)
    client = desk(room.chief)
    assert any(cell == f"'{trap}" for row in lines(client, ReportKind.PUBLISHED) for cell in row)
    book = load_workbook(io.BytesIO(client.get(address(ReportKind.PUBLISHED, file="xlsx")).content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert any(cell.value == f"'{trap}" for cell in cells)


@pytest.mark.parametrize("kind", list(ReportKind))
def test_queries_do_not_grow(room: factory.Newsroom, kind: ReportKind) -> None:
    client = desk(room.chief)

    def cost(number: int) -> int:
        for count in range(number):
            article = factory.make_article(room.page, f"Tin {number} {count}")
            read(article, 5)
            factory.make_comment(article)
        client.get(address(kind))
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(kind)).status_code == 200
        return len(found)

    assert cost(1) == cost(9)


def test_the_page_has_a_picture_with_its_table_and_no_inline_style(room: factory.Newsroom) -> None:
    factory.make_article(room.page, "Tin")
    html = desk(room.chief).get(address(ReportKind.PUBLISHED)).content.decode()
    part = html.partition('<div class="report">')[2]
    assert '<svg class="report-bars"' in part
    assert "<table" in part
    assert " style=" not in part.partition("</main>")[0]
