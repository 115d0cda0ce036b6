"""The lists of transfer as data: loading, suggestions, screening again, the officer's decision."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.kernel import clock, errors
from showcase.domain import decisions, screening, transfer_list
from showcase.domain import technology as technologies
from showcase.domain.screening import Listed
from showcase.enums import Compliance, ReviewState
from showcase.management.commands.load_transfer_list import SAMPLE
from showcase.models import Screening, TechnologyPage, TransferList
from tests.factories import exhibitors
from tests.factories import showcase as factory
from tests.showcase.test_review import filled_draft, state_of

ENTRIES = [
    Listed(Compliance.ENCOURAGED, "K1", "Tiết kiệm điện", ("bơm nhiệt",)),
    Listed(Compliance.RESTRICTED, "H1", "Phóng xạ", ("nguồn phóng xạ", "chiếu xạ")),
    Listed(Compliance.PROHIBITED, "C1", "Amiăng", ("amiăng xanh",)),
]
CSV = "kind,code,words_vi,words_en,keywords\nrestricted,H1,Thử bơm nhiệt,,bơm nhiệt\n"


def load(by: Any, version: str = "Mẫu 1", content: str = CSV, **values: Any) -> TransferList:
    return transfer_list.load_list(
        version=version,
        source="Văn bản mẫu",
        valid_from=values.pop("valid_from", date(2020, 1, 1)),
        entries=transfer_list.read_rows(content),
        by=by,
        now=clock.now(),
        **values,
    )


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Sấy bằng BƠM NHIỆT", Compliance.ENCOURAGED),
        ("say bang bom nhiet", Compliance.ENCOURAGED),
        ("bơm  nhiệt, chiếu xạ", Compliance.RESTRICTED),
        ("tấm amiăng xanh có bơm nhiệt", Compliance.PROHIBITED),
        ("bơm nhiệtx và chiếu sáng", Compliance.NOT_LISTED),
        ("", Compliance.NOT_LISTED),
    ],
)
def test_suggestion_is_the_strictest_list_met_by_whole_words(text: str, suggested: Compliance) -> None:
    found = screening.hits({"summary": text}, ENTRIES)
    assert screening.suggestion(found) is suggested
    assert all(hit.field == "summary" and hit.keyword for hit in found)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n1,2\n", "kind"),
        ("kind,code,words_vi,words_en,keywords\nnever,1,a,,b\n", "2"),
        ("kind,code,words_vi,words_en,keywords\nprohibited,1,a,,\n", "keywords"),
        ("kind,code,words_vi,words_en,keywords\nprohibited,1,a,,b\nprohibited,1,c,,d\n", "3"),
        ("kind,code,words_vi,words_en,keywords\n", ""),
        (f"kind,code,words_vi,words_en,keywords\nprohibited,1,{'a' * 501},,b\n", "words_vi"),
    ],
)
def test_wrong_tables_are_refused_with_their_row(content: str, words: str) -> None:
    with pytest.raises(errors.DomainError) as caught:
        transfer_list.read_rows(content)
    assert caught.value.field == "file"
    assert words in str(caught.value)


def test_sample_is_marked_as_invented_everywhere() -> None:
    entries = transfer_list.read_rows(SAMPLE.read_text("utf-8"))
    assert {entry.kind for entry in entries} == {Compliance.ENCOURAGED, Compliance.RESTRICTED, Compliance.PROHIBITED}
    assert all("không phải văn bản pháp luật" in entry.words_vi for entry in entries)
    assert all("not the text of any law" in entry.words_en for entry in entries)


def test_new_version_screens_every_live_technology_and_takes_nothing_down(market: SimpleNamespace) -> None:
    hit = factory.publish_technology(market)
    free = factory.publish_technology(market, title="Máy đo", solution="Cảm biến", keywords="")
    loaded = load(factory.make_reviewer())
    rows = {row.translation_key: row for row in Screening.objects.filter(transfer_list=loaded)}
    assert rows[hit.translation_key].has_changed
    assert rows[hit.translation_key].suggested == Compliance.RESTRICTED
    assert rows[hit.translation_key].hits[0]["keyword"] == "bơm nhiệt"
    assert not rows[free.translation_key].has_changed
    assert TechnologyPage.objects.filter(live=True).count() == 2
    screening.screen_live(transfer_list=loaded, now=clock.now())
    assert Screening.objects.count() == 2, "again renews, adds nothing"


def test_loading_asks_for_an_officer_and_a_new_version(market: SimpleNamespace) -> None:
    with pytest.raises(errors.NotAllowedError):
        load(exhibitors.owner_of(market.organisation))
    officer = factory.make_reviewer()
    load(officer)
    for wrong in ({}, {"version": "Mẫu 2", "valid_to": date(2019, 1, 1)}):
        with pytest.raises(errors.DomainError):
            load(officer, **wrong)
    assert TransferList.objects.count() == 1


def test_version_in_force_follows_the_dates(market: SimpleNamespace) -> None:
    officer = factory.make_reviewer()
    old = load(officer, "Cũ", valid_to=date(2024, 12, 31))
    new = load(officer, "Mới", valid_from=date(2025, 1, 1))
    assert TransferList.objects.in_force(date(2024, 6, 1)).first() == old
    assert TransferList.objects.in_force(date(2026, 6, 1)).first() == new
    assert TransferList.objects.in_force(date(2019, 6, 1)).first() is None


def test_restricted_needs_its_permit_and_prohibited_is_refused(market: SimpleNamespace) -> None:
    officer = factory.make_reviewer()
    loaded = load(officer)
    page = filled_draft(market)
    technologies.submit_technology(page=page, by=exhibitors.owner_of(market.organisation), now=clock.now())

    def decide(compliance: Compliance, permit: str = "") -> None:
        decisions.decide_on_lists(
            page=TechnologyPage.objects.get(pk=page.pk),
            by=officer,
            compliance=compliance,
            transfer_list=loaded,
            permit=permit,
            now=clock.now(),
        )

    with pytest.raises(errors.DomainError) as caught:
        decide(Compliance.RESTRICTED)
    assert caught.value.field == "transfer_permit"
    with pytest.raises(errors.DomainError):
        decide(Compliance.UNCHECKED)
    decide(Compliance.RESTRICTED, "GP 12/2026")
    assert state_of(page) is ReviewState.IN_REVIEW
    decide(Compliance.PROHIBITED)
    assert state_of(page) is ReviewState.REFUSED


def test_officers_load_and_read_reports_in_the_admin(client: Client, market: SimpleNamespace) -> None:
    factory.publish_technology(market)
    lists = reverse("showcase_review:lists")
    client.force_login(exhibitors.owner_of(market.organisation))
    assert client.get(lists).status_code == 302
    client.force_login(factory.make_reviewer())
    assert client.get(lists).status_code == 200
    data = {"version": "Mẫu 1", "source": "Văn bản mẫu", "valid_from": "01/01/2020"}
    bad = client.post(lists, {**data, "file": SimpleUploadedFile("x.csv", b"kind\n1\n")})
    assert bad.context["form"].errors["file"]
    assert not TransferList.objects.exists()
    done = client.post(lists, {**data, "file": SimpleUploadedFile("x.csv", CSV.encode())})
    report = reverse("showcase_review:list-report", args=[TransferList.objects.get().pk])
    assert done.url == report
    html = client.get(report).content.decode()
    assert "bơm nhiệt" in html

    def cost() -> int:
        client.get(report)
        with CaptureQueriesContext(connection) as captured:
            client.get(report)
        return len(captured)

    one = cost()
    for _number in range(5):
        factory.publish_technology(market)
    screening.screen_live(transfer_list=TransferList.objects.get(), now=clock.now())
    assert cost() == one


def test_command_loads_the_sample_as_illustrative(market: SimpleNamespace, capsys: Any) -> None:
    officer = factory.make_reviewer()
    call_command(
        "load_transfer_list", list_version="Mẫu", source="Minh họa", valid_from=date(2020, 1, 1), by=officer.email
    )
    assert TransferList.objects.get().is_illustrative
    assert Path(SAMPLE).exists()
    assert "6" in capsys.readouterr().out


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE showcase_transferlist SET version = ''",
        "UPDATE showcase_transferlist SET source = ''",
        "UPDATE showcase_transferlist SET valid_to = '2019-01-01'",
        "UPDATE showcase_transferlistentry SET kind = 'unchecked'",
        "UPDATE showcase_transferlistentry SET keywords = ''",
        "UPDATE showcase_screening SET suggested = 'maybe'",
    ],
)
def test_database_holds_the_rules_of_lists(market: SimpleNamespace, statement: str) -> None:
    factory.publish_technology(market)
    load(factory.make_reviewer())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
