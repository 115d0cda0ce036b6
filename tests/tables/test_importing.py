"""Imports from the file to the record and back: reading, confirming, writing, twice the same, taking back."""

import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from wagtail.models import PageLogEntry, ReferenceIndex

from portal.kernel import clock, errors
from portal.media.models import PrivateFile
from portal.tables.domain import batch as batches
from portal.tables.domain import running, writing
from portal.tables.enums import BatchState, Mode, RowState, Verdict
from portal.tables.models import ImportBatch, ImportRow, OwnCode
from portal.tables.personal_data import RETENTION
from showcase.domain import need_for_others
from showcase.domain import technology as technologies
from showcase.models import NeedPage, TechnologyPage
from tests import worlds
from tests.factories import exhibitors, tables
from tests.factories import showcase as factory

pytestmark = pytest.mark.references

GOOD = {
    "code": "CN-1",
    "title": "Sấy tỏi tốn ít điện",
    "summary": "Cho hộ trồng tỏi.",
    "kind": "Quy trình",
    "field": "Sấy",
    "further_fields": "Energy saving",
    "trl": 8,
    "trl_assessed_on": "25/12/2025",
    "price_min": "380.000.000",
    "specifications": "Điện năng | 0,52 | kWh/kg\nCông suất | 200 | kg/mẻ",
    "rights": "Sáng chế | Đã cấp bằng | 1-0012345 | VN | 02/03/2020",
    "transfer_forms": "Độc lập; capital",
    "is_anonymous": "có",
}


@worlds.standing
def market(site: Any) -> SimpleNamespace:
    return factory.make_market(site)


@pytest.fixture
def owner(market: SimpleNamespace) -> Any:
    return exhibitors.owner_of(market.organisation)


def rows(number: int, **values: Any) -> list[dict[str, Any]]:
    return [{"title": f"Công nghệ thứ {index}", "summary": "Thử.", **values} for index in range(number)]


def draft_of(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def test_table_becomes_a_draft_that_the_forms_can_go_on_with(market: SimpleNamespace, owner: Any) -> None:
    batch = tables.send(tables.xlsx([GOOD]), by=owner, scope=market.organisation.pk)
    assert batch.state == BatchState.CHECKED
    assert tables.verdicts(batch) == [Verdict.NEW], batch.rows.get().errors
    assert not TechnologyPage.objects.exists()

    done = tables.write(batch, by=owner, mode=Mode.ALL)
    assert done.state == BatchState.DONE
    page = TechnologyPage.objects.get()
    assert not page.live
    assert page.owner == owner
    assert page.get_parent().pk == market.technologies.pk
    for one in (page, draft_of(page)):
        assert one.title == "Sấy tỏi tốn ít điện"
        assert one.organisation == market.organisation
        assert one.kind.code == "process"
        assert [term.code for term in one.further_fields.all()] == ["energy-saving"]
        assert {term.code for term in one.transfer_forms.all()} == {"independent", "capital"}
        assert one.trl == 8
        assert one.price_min == 380_000_000
        assert one.is_anonymous
        assert [(row.value, row.unit) for row in one.specifications.all()] == [("0,52", "kWh/kg"), ("200", "kg/mẻ")]
        assert one.rights.get().status.code == "granted"
    assert page.specifications.first().number is not None
    assert page.folded_text.startswith("say toi")
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.create", user=owner).exists()
    assert ReferenceIndex.objects.filter(object_id=str(page.pk)).exists()
    assert OwnCode.objects.get().target == page.pk

    page.problem = "x"
    technologies.save_technology(page=draft_of(page), by=owner)
    market.technologies.refresh_from_db()
    assert market.technologies.get_children().count() == TechnologyPage.objects.count()
    assert type(market.technologies).find_problems() == ([], [], [], [], [])


def test_same_table_twice_makes_nothing_twice(market: SimpleNamespace, owner: Any) -> None:
    table = [GOOD, *rows(3)]
    for expected in ([Verdict.NEW] * 4, [Verdict.SAME] * 4):
        batch = tables.send(tables.xlsx(table), by=owner, scope=market.organisation.pk)
        assert tables.verdicts(batch) == expected
        if Verdict.NEW in expected:
            tables.write(batch, by=owner)
    with pytest.raises(errors.DomainError):
        tables.write(batch, by=owner)
    assert TechnologyPage.objects.count() == 4


def test_two_imports_of_the_same_table_at_once_make_nothing_twice(market: SimpleNamespace, owner: Any) -> None:
    """Both were read before either was written."""
    first, second = (tables.send(tables.xlsx(rows(3)), by=owner, scope=market.organisation.pk) for _ in range(2))
    assert tables.verdicts(first) == tables.verdicts(second) == [Verdict.NEW] * 3
    tables.write(first, by=owner)
    tables.write(second, by=owner)
    assert TechnologyPage.objects.count() == 3
    assert tables.states(second) == [RowState.LEFT] * 3
    assert tables.verdicts(second) == [Verdict.SAME] * 3


def test_code_finds_the_record_although_its_title_changed(market: SimpleNamespace, owner: Any) -> None:
    tables.write(tables.send(tables.xlsx([GOOD]), by=owner, scope=market.organisation.pk), by=owner)
    renamed = {"code": "CN-1", "title": "Sấy hành tốn ít điện"}
    batch = tables.send(tables.xlsx([renamed]), by=owner, scope=market.organisation.pk)
    assert [(row.verdict, row.changes) for row in batch.rows.all()] == [(Verdict.CHANGED, ["title"])]
    tables.write(batch, by=owner)
    page = TechnologyPage.objects.get()
    assert draft_of(page).title == "Sấy hành tốn ít điện"
    assert draft_of(page).trl == 8


def test_empty_cell_leaves_what_is_there(market: SimpleNamespace, owner: Any) -> None:
    tables.write(tables.send(tables.xlsx([GOOD]), by=owner, scope=market.organisation.pk), by=owner)
    batch = tables.send(tables.xlsx([{**GOOD, "summary": None, "trl": 9}]), by=owner, scope=market.organisation.pk)
    assert batch.rows.get().changes == ["trl"]
    tables.write(batch, by=owner)
    assert draft_of(TechnologyPage.objects.get()).summary == "Cho hộ trồng tỏi."


def test_live_page_stays_live_until_the_change_is_reviewed(market: SimpleNamespace, owner: Any) -> None:
    page = factory.publish_technology(market)
    table = [{"code": f"#{page.pk}", "summary": "Giảm một nửa điện năng."}]
    batch = tables.write(tables.send(tables.xlsx(table), by=owner, scope=market.organisation.pk), by=owner)
    assert tables.states(batch) == [RowState.DONE]
    page.refresh_from_db()
    assert page.live
    assert page.summary == "Giảm điện năng khi sấy tỏi."
    assert draft_of(page).summary == "Giảm một nửa điện năng."
    batches.undo(batch=batch, by=owner, now=clock.now())
    page.refresh_from_db()
    assert page.live
    assert not page.has_unpublished_changes
    assert draft_of(page).summary == "Giảm điện năng khi sấy tỏi."


def test_page_under_review_is_left_alone_and_said_so(market: SimpleNamespace, owner: Any) -> None:
    page = factory.publish_technology(market)
    draft = draft_of(page)
    draft.summary = "Mới."
    technologies.save_technology(page=draft, by=owner)
    technologies.submit_technology(page=page, by=owner, now=clock.now())
    table = [{"code": f"#{page.pk}", "summary": "Khác."}, *rows(1)]
    batch = tables.write(tables.send(tables.xlsx(table), by=owner, scope=market.organisation.pk), by=owner)
    assert tables.states(batch) == [RowState.FAILED, RowState.DONE]
    assert set(batch.rows.first().errors[0]["words"]) == {"vi", "en"}


def test_foreign_number_is_not_found(market: SimpleNamespace, owner: Any) -> None:
    foreign = factory.publish_technology(market, organisation=market.buyer)
    table = [{"code": f"#{foreign.pk}", "title": "Của người khác"}, {"code": "#999999999999999999999", "title": "Khác"}]
    batch = tables.send(tables.xlsx(table), by=owner, scope=market.organisation.pk)
    assert tables.verdicts(batch) == [Verdict.FAULTY] * 2


def test_faulty_rows_are_left_out_row_by_row_and_refused_all_or_nothing(market: SimpleNamespace, owner: Any) -> None:
    table = [*rows(3), {"title": "Sai mức", "trl": 12}, {"title": "Sai danh mục", "kind": "Quy  trịnh gì đó"}]
    batch = tables.send(tables.xlsx(table), by=owner, scope=market.organisation.pk)
    assert tables.verdicts(batch) == [Verdict.NEW] * 3 + [Verdict.FAULTY] * 2
    error = batch.rows.get(label="Sai mức").errors[0]
    assert (error["column"], error["value"]) == ("trl", "12")
    with pytest.raises(errors.DomainError) as refused:
        tables.write(batch, by=owner, mode=Mode.ALL)
    assert refused.value.field == "mode"
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED
    done = tables.write(batch, by=owner, mode=Mode.EACH)
    assert tables.states(done) == [RowState.DONE] * 3 + [RowState.LEFT] * 2
    assert TechnologyPage.objects.count() == 3


def test_rows_that_mean_the_same_record_are_refused(market: SimpleNamespace, owner: Any) -> None:
    table = [
        {"title": "Máy gieo hạt", "code": None},
        {"title": "MÁY GIEO  HẠT", "code": None},
        {"title": "Một", "code": "A"},
        {"title": "Hai", "code": "A"},
        {"title": "Ba", "code": "B"},
        {"title": "Ba", "code": "C"},
    ]
    batch = tables.send(tables.xlsx(table), by=owner, scope=market.organisation.pk)
    new, faulty = Verdict.NEW, Verdict.FAULTY
    assert tables.verdicts(batch) == [new, faulty, new, faulty, new, new]


def test_prices_in_the_wrong_order_are_refused_as_in_the_form(market: SimpleNamespace, owner: Any) -> None:
    batch = tables.send(
        tables.xlsx([{"title": "Giá", "price_min": 5, "price_max": 4}]), by=owner, scope=market.organisation.pk
    )
    assert batch.rows.get().errors[0]["column"] == "price_max"


class Killed(BaseException):
    """The worker is killed: nothing can be tidied up."""


def kill_after(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, chunks: int) -> None:
    original, count = getattr(module, name), iter(range(100))

    def doomed(**options: Any) -> Any:
        if next(count) == chunks:
            raise Killed
        return original(**options)

    monkeypatch.setattr(module, name, doomed)


@pytest.mark.parametrize("mode", [Mode.ALL, Mode.EACH])
def test_killed_task_goes_on_and_writes_nothing_twice(
    market: SimpleNamespace, owner: Any, monkeypatch: pytest.MonkeyPatch, mode: Mode
) -> None:
    monkeypatch.setattr(writing, "CHUNK", 2)
    batch = tables.send(tables.xlsx(rows(7)), by=owner, scope=market.organisation.pk)
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.QUEUED, mode=mode, confirmed_at=clock.now(), acts_for=owner
    )
    with monkeypatch.context() as patched:
        kill_after(patched, writing, "write_chunk", 2)
        with pytest.raises(Killed):
            running.work(batch_id=batch.pk)
    assert TechnologyPage.objects.count() == 4
    batch.refresh_from_db()
    assert batch.state == BatchState.WRITING
    assert running.work(batch_id=batch.pk) == "", "a second task must not work beside one that may still live"
    assert TechnologyPage.objects.count() == 4
    with pytest.raises(errors.IllegalMoveError):
        batches.start_again(batch=batch, by=owner, now=clock.now())
    later = clock.now() + timedelta(minutes=3)
    assert batches.resume_stalled(now=clock.now()) == 0
    monkeypatch.setattr(clock, "now", lambda: later)
    assert batches.resume_stalled(now=later) == 1
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert batch.rows_done == batch.rows_total == 7
    assert TechnologyPage.objects.count() == 7


def test_task_killed_while_reading_reads_again(
    market: SimpleNamespace, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.tables.domain import checking

    monkeypatch.setattr(checking, "CHUNK", 2)
    batch = tables.send(tables.xlsx(rows(5)), by=owner, scope=market.organisation.pk)
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.CHECKING)
    batch.rows.filter(number__gt=3).delete()
    assert running.work(batch_id=batch.pk) == BatchState.CHECKED
    assert batch.rows.count() == 5


def test_all_or_nothing_takes_back_what_was_written_before_the_row_that_failed(
    market: SimpleNamespace, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = factory.publish_technology(market)
    monkeypatch.setattr(writing, "CHUNK", 2)
    table = [*rows(3), {"code": f"#{page.pk}", "title": page.title, "summary": "Khác."}, {"title": "Sau cùng"}]
    batch = tables.send(tables.xlsx(table), by=owner, scope=market.organisation.pk)
    draft = draft_of(page)
    draft.summary = "Đang sửa."
    technologies.save_technology(page=draft, by=owner)
    technologies.submit_technology(page=page, by=owner, now=clock.now())
    done = tables.write(batch, by=owner, mode=Mode.ALL)
    assert done.state == BatchState.FAILED
    assert "5" in done.failure["vi"]
    assert TechnologyPage.objects.count() == 1
    assert RowState.DONE not in tables.states(done)


def test_undo_keeps_what_people_changed_since(market: SimpleNamespace, owner: Any) -> None:
    batch = tables.write(tables.send(tables.xlsx(rows(3)), by=owner, scope=market.organisation.pk), by=owner)
    touched = TechnologyPage.objects.get(title="Công nghệ thứ 1")
    draft = draft_of(touched)
    draft.summary = "Ai đó đã viết."
    technologies.save_technology(page=draft, by=owner)
    undone = batches.undo(batch=batch, by=owner, now=clock.now())
    assert undone.state == BatchState.UNDONE
    assert tables.states(undone) == [RowState.UNDONE, RowState.KEPT, RowState.UNDONE]
    assert list(TechnologyPage.objects.values_list("pk", flat=True)) == [touched.pk]
    assert tables.send(tables.xlsx(rows(3)), by=owner, scope=market.organisation.pk).rows.count() == 3


def test_form_sent_twice_gives_one_import(market: SimpleNamespace, owner: Any) -> None:
    key = uuid.uuid4()
    scope = market.organisation.pk
    made = [tables.send(tables.xlsx(rows(1)), by=owner, scope=scope, submission_key=key) for _ in range(2)]
    assert made[0].pk == made[1].pk
    assert ImportBatch.objects.count() == PrivateFile.objects.count() == 1


def test_editor_who_left_confirms_nothing(market: SimpleNamespace, owner: Any) -> None:
    editor = exhibitors.make_member(market.organisation).user
    batch = tables.send(tables.xlsx(rows(1)), by=editor, scope=market.organisation.pk)
    editor.organisation_memberships.all().delete()
    with pytest.raises(errors.NotAllowedError):
        tables.write(batch, by=editor)
    assert not TechnologyPage.objects.exists()
    tables.write(batch, by=owner)
    assert TechnologyPage.objects.get().owner == owner


def test_suspended_organisation_imports_nothing(market: SimpleNamespace, owner: Any) -> None:
    type(market.organisation).objects.filter(pk=market.organisation.pk).update(
        state="suspended", state_changed_at=clock.now()
    )
    with pytest.raises(errors.NotAllowedError):
        tables.send(tables.xlsx(rows(1)), by=owner, scope=market.organisation.pk)
    officer = factory.make_reviewer()
    table = [{"organisation": f"#{market.organisation.pk}", "title": "Cho đơn vị bị đình chỉ"}]
    assert tables.verdicts(tables.send(tables.xlsx(table), by=officer)) == [Verdict.FAULTY]


def test_officer_imports_needs_that_wait_for_the_organisation(market: SimpleNamespace) -> None:
    officer = factory.make_reviewer()
    table = [
        {"organisation": "Công ty Sông Mơ", "title": "Bớt hao hụt", "summary": "Thử.", "situation": "Đang phơi."},
        {"organisation": "Công ty không có", "title": "Khác"},
        {"organisation": None, "title": "Không nêu tổ chức"},
    ]
    batch = tables.send(tables.xlsx(table), by=officer, kind="needs")
    assert tables.verdicts(batch) == [Verdict.NEW, Verdict.FAULTY, Verdict.FAULTY]
    tables.write(batch, by=officer)
    need = NeedPage.objects.get()
    assert (need.entered_by, need.entered_by_user, need.live) == ("focal-point", officer, False)
    assert need.organisation == market.organisation
    need.live = True
    with pytest.raises(errors.NotAllowedError):
        need.save()
    taken = need_for_others.take_over(
        page=NeedPage.objects.get(),
        organisation=market.organisation,
        by=exhibitors.owner_of(market.organisation),
        now=clock.now(),
    )
    assert taken.consent_obstacle() == ""
    undone = batches.undo(batch=batch, by=officer, now=clock.now())
    assert tables.states(undone)[0] == RowState.KEPT


def test_old_imports_lose_file_and_contents(market: SimpleNamespace, owner: Any) -> None:
    batch = tables.write(tables.send(tables.xlsx(rows(2)), by=owner, scope=market.organisation.pk), by=owner)
    waiting = tables.send(tables.xlsx(rows(1, title="Chưa xác nhận")), by=owner, scope=market.organisation.pk)
    later = clock.now() + RETENTION + timedelta(minutes=1)
    assert batches.retire_old(now=later - timedelta(days=1)) == 0
    assert batches.retire_old(now=later) == 2
    assert not PrivateFile.objects.exists()
    assert not ImportRow.objects.exclude(values={}, label="", before={}, errors=[], cells={}).exists()
    batch.refresh_from_db()
    waiting.refresh_from_db()
    assert (batch.state, waiting.state) == (BatchState.DONE, BatchState.DISCARDED)
    with pytest.raises(errors.DomainError):
        batches.undo(batch=batch, by=owner, now=later)
    assert batches.retire_old(now=later) == 0


def test_every_fault_of_a_row_is_named_at_once(market: SimpleNamespace, owner: Any) -> None:
    officer = exhibitors.make_officer()
    batch = tables.send(
        tables.xlsx(
            [
                {"name": "Hai lỗi", "kind": "không có loại này", "tax_code": "123"},
                {"name": "", "kind": "không có loại này", "tax_code": "123"},
            ]
        ),
        by=officer,
        kind="organisations",
    )
    first, second = batch.rows.order_by("number")
    assert sorted(error["column"] for error in first.errors) == ["kind", "tax_code"]
    assert sorted(error["column"] for error in second.errors) == ["kind", "name", "tax_code"]

    own = tables.send(
        tables.xlsx([{"title": "", "summary": "Thử.", "trl": 99}]), by=owner, scope=market.organisation.pk
    )
    assert sorted(error["column"] for error in own.rows.get().errors) == ["title", "trl"]

    foreign = tables.send(
        tables.xlsx([{"organisation": "Không ai biết", "title": "Máy", "trl": 99}]), by=factory.make_reviewer()
    )
    assert sorted(error["column"] for error in foreign.rows.get().errors) == ["organisation", "trl"]
