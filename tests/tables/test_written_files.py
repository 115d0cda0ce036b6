"""What is written can be read again: templates, exports, and the rows that are given back."""

import io
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.tables import headings, kinds, queries, sources, writers
from portal.tables.enums import Verdict
from showcase.models import TechnologyPage, TechnologySpecification
from tests import worlds
from tests.factories import exhibitors, tables
from tests.factories import showcase as factory


@worlds.standing
def market(site: Any) -> SimpleNamespace:
    return factory.make_market(site)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("language", list(Language))
def test_template_is_read_back_as_an_empty_table(market: SimpleNamespace, ending: str, language: Language) -> None:
    for kind in kinds.kinds():
        columns = kind.columns(for_officers=True)
        make = writers.template if ending == "xlsx" else writers.template_csv
        content = make(columns, language)
        assert sources.check(io.BytesIO(content), size=len(content)) == ending
        with sources.rows(io.BytesIO(content), ending) as rows:
            found, data = headings.match(rows, columns)
            assert list(found.values()) == [column.code for column in columns]
            assert list(data) == []


def test_template_offers_lists_and_explains_in_both_languages(market: SimpleNamespace) -> None:
    kind = kinds.kind("technologies")
    assert kind is not None
    book = load_workbook(io.BytesIO(writers.template(kind.columns(for_officers=False), Language.VIETNAMESE)))
    data, lists, explanations = book.worksheets
    assert data.row_dimensions[2].hidden
    checks = {str(check.sqref): check for check in data.data_validations.dataValidation}
    column = next(cell.column_letter for cell in data[2] if cell.value == "kind")
    check = next(check for where, check in checks.items() if where.startswith(f"{column}3"))
    assert check.type == "list"
    assert "Quy trình" in {cell.value for row in lists.iter_rows() for cell in row}
    words = {cell.value for row in explanations.iter_rows() for cell in row if cell.value}
    assert {"Cấp độ sẵn sàng công nghệ (TRL)", "Technology readiness level"} & words


def exported(kind_code: str, scope: int, by: Any, ending: str, language: Language) -> SimpleUploadedFile:
    kind = kinds.kind(kind_code)
    assert kind is not None
    session = kind.open(scope=scope, by=by, now=clock.now())
    records = queries.records(session)
    if ending == "csv":
        return SimpleUploadedFile("x.csv", b"".join(writers.export_csv(records, session.reader, language)))
    target = io.BytesIO()
    writers.export_xlsx(records, session.reader, language, target)
    return SimpleUploadedFile("x.xlsx", target.getvalue())


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("language", list(Language))
def test_export_imported_again_says_nothing_new(market: SimpleNamespace, ending: str, language: Language) -> None:
    owner = exhibitors.owner_of(market.organisation)
    nasty = [
        "=HYPERLINK(1)",
        "'=x",
        "''",
        "+84 | 222",
        "-",
        "@x",
        "Hai  khoảng\ttrắng",
        "Sa\u0302\u0301y\u200b",
        "a;b",
        '"q"',
    ]
    for words in nasty:
        page = factory.publish_technology(
            market, title=f"{words} {len(words)}", problem=f"{words}\n\n  {words}", keywords=words
        )
        page.inventors = words
        page.specifications = [TechnologySpecification(name=words, value="1.234,5", unit=words[:40])]
        page.trl_assessed_on = date(2026, 2, 3)
        page.save_revision()
    factory.publish_technology(market, organisation=market.buyer)
    TechnologyPage.objects.filter(pk=TechnologyPage.objects.latest("pk").pk).update(latest_revision=None)
    for scope, by in ((market.organisation.pk, owner), (0, factory.make_reviewer())):
        batch = tables.send(exported("technologies", scope, by, ending, language), by=by, scope=scope)
        assert batch.failure == {}
        wrong = [row for row in batch.rows.all() if row.verdict != Verdict.SAME]
        assert not wrong, [(row.label, row.verdict, row.changes, row.errors) for row in wrong]
        assert batch.rows.count() == len(nasty) + (0 if scope else 1)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_export_of_organisations_and_needs_says_nothing_new(market: SimpleNamespace, ending: str) -> None:
    officer = exhibitors.make_officer()
    exhibitors.make_organisation(name="Công ty Nước Ngoài", country="KR", description="Một\n\nHai", tax_code="")
    exhibitors.make_organisation(name="Có Mã Số", tax_code="0100109106", place="phuong-thu", roles=("exhibitor",))
    batch = tables.send(
        exported("organisations", 0, officer, ending, Language.VIETNAMESE), by=officer, kind="organisations"
    )
    assert set(tables.verdicts(batch)) == {Verdict.SAME}
    factory.publish_need(market, needed_by=date(2027, 1, 2))
    reviewer = factory.make_reviewer()
    batch = tables.send(exported("needs", 0, reviewer, ending, Language.ENGLISH), by=reviewer, kind="needs")
    assert tables.verdicts(batch) == [Verdict.SAME], [(r.changes, r.errors) for r in batch.rows.all()]


def test_faulty_rows_go_back_with_what_is_wrong_and_are_found_again(market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    table = [{"title": "Tốt", "trl": 3}, {"title": "Sai", "trl": "tám"}, {"title": "=1+1", "trl": 4}]
    batch = tables.send(tables.xlsx(table), by=owner, scope=market.organisation.pk)
    kind = kinds.kind("technologies")
    assert kind is not None
    target = io.BytesIO()
    columns = kind.columns(for_officers=False)
    writers.faulty_rows(queries.faulty_rows(batch), columns, Language.VIETNAMESE, target)
    sheet = load_workbook(io.BytesIO(target.getvalue())).worksheets[0]
    assert sheet.cell(row=3, column=1).value
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    again = tables.send(SimpleUploadedFile("loi.xlsx", target.getvalue()), by=owner, scope=market.organisation.pk)
    assert tables.verdicts(again) == [Verdict.FAULTY] * 2
