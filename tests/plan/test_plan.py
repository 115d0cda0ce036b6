"""Indicators, targets, values: the figures, the charts, the page, the download, the admin."""

import csv
import io
import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry, Site

from plan import charts, queries, roles
from plan.domain import baseline, values
from plan.enums import TargetLevel
from plan.models import Indicator, IndicatorTarget, IndicatorValue, Measure, PlanPage
from portal.accounts.models import User
from portal.blocks import meters
from portal.kernel import clock, errors, spreadsheets
from portal.kernel.languages import Language
from tests import worlds
from tests.factories import home as make

pytestmark = pytest.mark.django_db


@worlds.standing
def plan(site: Site) -> PlanPage:
    baseline.load()
    return make.add(site.root_page, PlanPage(title="Tiến độ kế hoạch", slug="ke-hoach", intro="Số liệu"))


def value(code: str, year: int, number: str, **extra: Any) -> IndicatorValue:
    fields = {"source_vi": "Minh họa", "source_en": "Illustrative", "is_illustrative": True, **extra}
    fields.setdefault("by", monitor())
    return values.record_value(indicator=Indicator.objects.get(code=code), year=year, value=Decimal(number), **fields)


def monitor() -> User:
    """Return the one who follows the plan."""
    return User.objects.filter(email="monitor@example.org").first() or make.person(
        "monitor@example.org", roles.MONITORS_GROUP
    )


def test_only_those_who_follow_the_plan_record_values() -> None:
    baseline.load()
    for person in (None, make.person("editor@example.org")):
        with pytest.raises(errors.NotAllowedError):
            value("growth", 2024, "21", by=person)
    assert not IndicatorValue.objects.exists()
    assert value("growth", 2024, "21").value == 21


def test_targets_of_the_nation_say_that_they_are_reported() -> None:
    baseline.load()
    nation = IndicatorTarget.objects.filter(level=TargetLevel.NATION)
    assert nation.count() == 10
    assert {target.source for target in nation} == {
        "Quyết định 1158/QĐ-TTg (theo tài liệu thứ cấp, chưa đối chiếu bản gốc)"
    }
    with translation.override("en"):
        rows = [row for item in queries.progress() for row in item.rows if row[3] != "–"]
    assert rows
    assert all("Decision 1158/QĐ-TTg (as reported, not compared with the original)" in row[4] for row in rows)
    assert all("Quyết định" not in row[4] for row in rows)


def test_baseline_holds_the_targets_of_the_plan() -> None:
    baseline.load()
    found = {
        (target.indicator.code, target.level, target.year): (target.value, target.comparison)
        for target in IndicatorTarget.objects.select_related("indicator")
    }
    assert found["growth", "province", 2025] == (Decimal(25), "about")
    assert found["growth", "province", 2030] == (Decimal(30), "about")
    assert found["ip-share", "province", 2025] == (Decimal(15), "over")
    assert found["ip-share", "province", 2030] == (Decimal(20), "over")
    assert found["imported-share", "province", 2025] == (Decimal(30), "exact")
    assert found["imported-share", "province", 2030] == (Decimal(35), "exact")
    assert found["institute-share", "province", 2025] == (Decimal(35), "from")
    assert found["institute-share", "province", 2030] == (Decimal(40), "over")
    assert found["intermediaries", "province", 2025] == (Decimal(1), "exact")
    assert found["intermediaries", "nation", 2030] == (Decimal(240), "over")
    assert found["exchange-floor", "province", 2030] == (Decimal(1), "exact")


def test_baseline_has_every_clause_of_sections_iii_and_v() -> None:
    baseline.load()
    clauses = list(Measure.objects.values_list("clause", flat=True))
    assert len(clauses) == 38
    assert clauses[0] == "III.1.a"
    assert Measure.objects.get(clause="III.2.đ").text_vi.startswith("Nghiên cứu, cụ thể hóa cơ chế chính sách")
    assert "Báo Bắc Ninh" in Measure.objects.get(clause="V.5").body_vi


def test_baseline_loaded_twice_keeps_values() -> None:
    baseline.load()
    value("growth", 2025, "22.5")
    assert baseline.load() == (6, 38)
    assert IndicatorValue.objects.count() == 1
    assert IndicatorTarget.objects.count() == 20


@pytest.mark.parametrize(("number", "year", "field"), [("2000", 2025, "value"), ("-1", 2025, None), ("5", 1700, None)])
def test_record_value_refuses_figures_that_cannot_be(number: str, year: int, field: str | None) -> None:
    baseline.load()
    with pytest.raises(errors.DomainError) as caught:
        value("growth", year, number)
    if field:
        assert caught.value.field == field
    assert not IndicatorValue.objects.exists()


def test_record_value_replaces_the_same_year() -> None:
    baseline.load()
    value("growth", 2025, "20")
    value("growth", 2025, "21.5")
    assert IndicatorValue.objects.get().value == Decimal("21.5")


def test_history_tells_who_recorded_what_in_place_of_what(client: Client) -> None:
    baseline.load()
    value("growth", 2025, "20")
    value("growth", 2025, "21.5", source_vi="Thống kê")
    value("growth", 2025, "21.50", source_vi="Thống kê")
    indicator = Indicator.objects.get(code="growth")
    rows = list(ModelLogEntry.objects.for_instance(indicator).filter(action=values.LOG_ACTION).order_by("pk"))
    assert [row.user for row in rows] == [monitor(), monitor()]
    assert rows[0].data["from"] == {}
    assert (rows[0].data["year"], rows[0].data["to"]["value"]) == (2025, "20.00")
    assert (rows[1].data["from"]["value"], rows[1].data["from"]["source_vi"]) == ("20.00", "Minh họa")
    assert (rows[1].data["to"]["value"], rows[1].data["to"]["source_vi"]) == ("21.50", "Thống kê")
    client.force_login(monitor())
    history = client.get(reverse("wagtailsnippets_plan_indicator:history", args=[indicator.pk])).content.decode()
    assert "Đã ghi giá trị của một năm" in history


def test_note_of_an_editor_stays_unless_another_is_given() -> None:
    baseline.load()
    value("growth", 2025, "20", note_vi="Ước tính", note_en="Estimate")
    value("growth", 2025, "21")
    kept = IndicatorValue.objects.get()
    assert (kept.note_vi, kept.note_en) == ("Ước tính", "Estimate")
    value("growth", 2025, "21", note_vi="")
    kept.refresh_from_db()
    assert (kept.note_vi, kept.note_en) == ("", "Estimate")


def test_recording_locks_the_indicator_first() -> None:
    baseline.load()
    by = monitor()
    with CaptureQueriesContext(connection) as caught:
        value("growth", 2025, "20", by=by)
    asked = [row["sql"] for row in caught.captured_queries if "plan_indicator" in row["sql"]]
    assert '"plan_indicatorvalue"' not in asked[1]
    assert "FOR NO KEY UPDATE" in asked[1] or not connection.features.has_select_for_update
    assert '"plan_indicatorvalue"' in asked[2]


def test_database_refuses_a_negative_value() -> None:
    baseline.load()
    record = value("growth", 2025, "20")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE plan_indicatorvalue SET value = -1 WHERE id = %s", [record.pk])


def test_database_refuses_two_targets_of_one_year() -> None:
    baseline.load()
    target = IndicatorTarget.objects.get(indicator__code="growth", level="province", year=2025)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE plan_indicatortarget SET year = 2030 WHERE id = %s", [target.pk])


def test_progress_measures_the_newest_value_against_the_target_due_next(monkeypatch: Any) -> None:
    from datetime import date

    baseline.load()
    value("growth", 2024, "18")
    value("growth", 2025, "21")
    monkeypatch.setattr(clock, "today", lambda: date(2025, 6, 1))
    item = queries.progress()[0]
    with translation.override("en"):
        assert (item.latest_words, item.target_words, item.share) == ("21%", "about 25%", 84)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 6, 1))
    item = queries.progress()[0]
    assert item.next_target is not None
    assert (item.next_target.year, item.share) == (2030, 70)


def test_share_never_passes_a_hundred_and_is_zero_without_values() -> None:
    baseline.load()
    value("intermediaries", 2025, "3")
    by_code = {item.indicator.code: item for item in queries.progress()}
    assert by_code["intermediaries"].share == 100
    assert by_code["growth"].share == 0


def test_figure_is_written_for_the_reader() -> None:
    assert queries.figure(Decimal("27.50"), "percent") == "27,5%"
    assert queries.figure(Decimal("1240"), "count") == "1.240"
    with translation.override("en"):
        assert queries.figure(Decimal("27.50"), "percent") == "27.5%"


def test_chart_is_well_formed_without_inline_style_and_escapes() -> None:
    svg = charts.bars(
        name="bieu-do",
        title="A < B & C",
        description="…",
        bars=[charts.Bar(2024, Decimal(10), "10%"), charts.Bar(2025, Decimal(20), "20%")],
        marks=[charts.Bar(2025, Decimal(25), "25%"), charts.Bar(2030, Decimal(30), "30%")],
    )
    root = ET.fromstring(svg)
    assert root.find("title").text == "A < B & C"
    assert "style=" not in svg
    assert root.get("role") == "img"
    heights = [float(bar.get("height")) for bar in root.iter("rect")]
    assert heights[1] == pytest.approx(2 * heights[0], rel=0.01)
    lines = [float(line.get("y1")) for line in root.iter("line") if line.get("class") == "chart__target"]
    assert lines[1] < lines[0]


def test_chart_of_zeros_is_drawn() -> None:
    assert 'height="0' in charts.bars(
        name="n", title="t", description="d", bars=[charts.Bar(2025, Decimal(0), "0")], marks=[]
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [("/ke-hoach/", "Tỷ trọng giao dịch tài sản trí tuệ"), ("/en/plan/", "Share of intellectual property")],
)
def test_page_shows_figures_in_both_languages(plan: PlanPage, client: Client, path: str, words: str) -> None:
    make.english(plan, title="Progress of the plan", slug="plan")
    value("ip-share", 2025, "12.5")
    response = client.get(path)
    content = response.content.decode()
    assert words in content
    assert ("12,5%" if path == "/ke-hoach/" else "12.5%") in content
    assert content.count('class="chart"') == 1
    assert content.count("<h1") == 1
    assert not re.search(r'\sstyle="', content)
    assert not response.cookies


def test_page_costs_the_same_with_1_and_30_values(plan: PlanPage, client: Client) -> None:
    client.get("/ke-hoach/")
    value("growth", 2001, "10")
    with CaptureQueriesContext(connection) as one:
        client.get("/ke-hoach/")
    for year in range(2002, 2031):
        value("growth", year, "10")
    with CaptureQueriesContext(connection) as thirty:
        client.get("/ke-hoach/")
    assert len(one) == len(thirty)


@pytest.mark.parametrize("path", ["/ke-hoach/so-lieu.csv", "/en/plan/figures.csv"])
def test_download_is_a_table_that_excel_and_machines_read(plan: PlanPage, client: Client, path: str) -> None:
    make.english(plan, title="Plan of the province", slug="plan")
    PlanPage.objects.filter(pk=plan.pk).update(title="Kế hoạch tỉnh")
    value("growth", 2025, "22.5", source_vi="=HYPERLINK(1)", source_en="=HYPERLINK(1)")
    response = client.get(path)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    name = "ke-hoach-tinh-so-lieu.csv" if path.startswith("/ke-hoach") else "plan-of-the-province-figures.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    text = response.content.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert "22.50" in cells
    assert "'=HYPERLINK(1)" in cells
    assert not any(cell.startswith("=") for cell in cells)
    assert not response.cookies


def test_harmless_leaves_words_alone() -> None:
    assert spreadsheets.harmless("Sở KH&CN") == "Sở KH&CN"
    assert spreadsheets.harmless("@cmd") == "'@cmd"


def test_front_page_gets_four_meters_in_the_language_asked_for(plan: PlanPage) -> None:
    make.english(plan, title="Progress of the plan", slug="plan")
    value("growth", 2025, "24")
    found = meters.current(Language.ENGLISH, 4)
    assert len(found) == 4
    assert found[0].label == "Yearly growth of transactions"
    assert found[0].url == "/en/plan/#growth"
    assert found[0].is_illustrative
    assert found[1].measured_in is None
    assert meters.current(Language.VIETNAMESE, 2)[0].url == "/ke-hoach/#growth"
    assert len(meters.current(Language.VIETNAMESE, 2)) == 2


def test_front_page_gets_no_meters_without_a_page_to_lead_to(site: Site) -> None:
    baseline.load()
    assert queries.front_page_meters(Language.VIETNAMESE) == []


def test_monitor_edits_indicators_in_the_admin_and_others_do_not(plan: PlanPage, client: Client) -> None:
    indicator = Indicator.objects.get(code="growth")
    client.force_login(
        make.person("monitor@example.org", roles.MONITORS_GROUP), backend="django.contrib.auth.backends.ModelBackend"
    )
    listed = client.get("/admin/snippets/plan/indicator/")
    assert listed.status_code == 200
    assert re.search(r"<td[^>]*>\s*(<[^>]+>\s*)*Có\s*<", listed.content.decode())
    assert not re.search(r">\s*True\s*<", listed.content.decode())
    assert client.get(f"/admin/snippets/plan/indicator/edit/{indicator.pk}/").status_code == 200
    client.force_login(
        make.person("editor@example.org", "Biên tập viên cổng"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(f"/admin/snippets/plan/indicator/edit/{indicator.pk}/").status_code == 302
