"""Outcomes: reported by one side, confirmed or contested by the other, corrected in versions, settled by an officer."""

import io
import re
import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from exhibitors.enums import MemberRole
from portal.kernel import clock, errors
from portal.pages import inspecting
from showcase import deal_queries
from showcase.deal_enums import DealOrigin, DealStage, DealState, ValueBand
from showcase.domain import deal as deals
from showcase.domain.deal import Party
from showcase.domain.deal_details import DealDetails
from showcase.domain.sides import Actor
from showcase.enquiry_enums import Side
from showcase.models import Deal, DealVersion
from tests.factories import exhibitors
from tests.factories import showcase as factory

BY_LINK = Party(Side.SENDER)
READ = {"version": "1"}
TYPED = {"stage": "contract", "value_band": "100m-500m", "origin": "foreign", "is_imported": "on"}


@pytest.fixture
def talk(market: SimpleNamespace) -> SimpleNamespace:
    """An answered enquiry with its owner."""
    owner = exhibitors.owner_of(market.organisation)
    made = factory.answered(factory.publish_technology(market), owner)
    return SimpleNamespace(
        market=market,
        owner=owner,
        enquiry=made,
        by_owner=Party(Side.OWNER, owner),
        report=lambda **values: factory.report_deal(made, Actor(Side.OWNER, owner), **values),
    )


def picture() -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "PNG")
    return SimpleUploadedFile("bien ban.png", stream.getvalue(), "image/png")


def correct(
    made: Deal,
    party: Party,
    details: DealDetails | None = None,
    *,
    reason: str = "Ký thêm",
    version: int = 1,
    submission_key: uuid.UUID | None = None,
) -> Deal:
    return deals.correct(
        deal=made,
        party=party,
        version=version,
        details=details or factory.deal_details(),
        reason=reason,
        submission_key=submission_key or uuid.uuid4(),
        now=clock.now(),
    )


def counted() -> list[Any]:
    return deal_queries.confirmed_outcomes(before=clock.now() + timedelta(minutes=1))


def test_owner_reports_and_sender_confirms_by_link(client: Client, talk: SimpleNamespace) -> None:
    mail.outbox.clear()
    made = talk.report(stage=DealStage.CONTRACT, note="Giá thật 412 triệu")
    (letter,) = mail.outbox
    assert letter.to == ["mua@example.org"]
    assert "412" not in letter.body
    assert counted() == []
    path = factory.link_in(letter, "/ket-qua/")
    html = client.get(path).content.decode()
    assert "412" not in html
    assert Deal.objects.get().state == DealState.REPORTED
    assert client.get(f"{path}xac-nhan/").status_code == 405
    assert client.post(f"{path}xac-nhan/", READ).status_code == 302
    confirmed = Deal.objects.get()
    assert (confirmed.state, confirmed.counted_version) == (DealState.CONFIRMED, 1)
    assert [(row.stage, row.value_band) for row in counted()] == [(DealStage.CONTRACT, ValueBand.UP_TO_500_MILLION)]
    assert factory.letters_to(mail.outbox, talk.owner.email)
    assert made.partner_name == "Trần Thị Mua"
    client.post(f"{path}xac-nhan/", READ)
    assert Deal.objects.get().log.count() == 2


def test_sender_reports_from_the_conversation_and_owner_confirms_at_the_desk(
    client: Client, talk: SimpleNamespace
) -> None:
    path = factory.link_in(factory.letters_to(mail.outbox, "mua@example.org")[-1], "/quan-tam/trao-doi/")
    form = client.get(f"{path}ket-qua/").context["form"]
    typed = {
        **TYPED,
        "happened_on": clock.today().strftime("%d/%m/%Y"),
        "submission_key": form["submission_key"].value(),
    }
    for _twice in range(2):
        assert client.post(f"{path}ket-qua/", typed).status_code == 302
    made = Deal.objects.get()
    version = made.versions.get()
    assert (version.stage, version.origin, version.is_imported) == (DealStage.CONTRACT, DealOrigin.FOREIGN, True)
    inside = f"{path}ket-qua/{made.reference}/"
    assert inside in client.get(path).content.decode()
    assert client.get(inside).status_code == 200
    assert client.post(f"{inside}xac-nhan/", READ, follow=True).status_code == 200
    assert Deal.objects.get().state == DealState.REPORTED
    client.force_login(talk.owner)
    desk = client.get(reverse("exhibitors:desk")).content.decode()
    assert reverse("showcase:deal", args=[made.reference]) in desk
    assert client.post(reverse("showcase:deal-confirm", args=[made.reference]), READ).status_code == 302
    assert Deal.objects.get().state == DealState.CONFIRMED


def test_report_refuses_what_cannot_be(talk: SimpleNamespace) -> None:
    for values, field in (
        ({"happened_on": clock.today() + timedelta(days=1)}, "happened_on"),
        ({"happened_on": clock.today() - timedelta(days=3000)}, "happened_on"),
        ({"stage": DealStage.CONTRACT, "value_band": ""}, "value_band"),
        ({"value_band": ValueBand.OVER_5_BILLION}, "value_band"),
        ({"is_imported": True}, "is_imported"),
    ):
        with pytest.raises(errors.DomainError) as caught:
            talk.report(**values)
        assert caught.value.field == field
    fresh = factory.ask(factory.publish_technology(talk.market))
    with pytest.raises(errors.IllegalMoveError):
        factory.report_deal(fresh, Actor(Side.OWNER, talk.owner))
    assert not Deal.objects.exists()


def test_nobody_confirms_their_own_report(talk: SimpleNamespace) -> None:
    made = talk.report()
    for act in (deals.confirm, lambda **given: deals.contest(reason="x", **given)):
        with pytest.raises(errors.NotAllowedError):
            act(deal=made, party=talk.by_owner, version=1, now=clock.now())
    twin = exhibitors.owner_of(talk.market.buyer)
    viewer = exhibitors.make_member(talk.market.organisation, MemberRole.VIEWER).user
    for person in (twin, viewer):
        for side in Side:
            with pytest.raises(errors.NotAllowedError):
                deals.confirm(deal=made, party=Party(side, person), version=1, now=clock.now())


def test_contest_goes_to_the_officer_who_settles(client: Client, talk: SimpleNamespace) -> None:
    officer = factory.make_intermediary()
    made = talk.report(stage=DealStage.CONTRACT)
    mail.outbox.clear()
    with pytest.raises(errors.DomainError):
        deals.contest(deal=made, party=BY_LINK, version=1, reason=" ", now=clock.now())
    deals.contest(deal=made, party=BY_LINK, version=1, reason="Chưa ký", now=clock.now())
    assert {message.to[0] for message in mail.outbox} == {talk.owner.email, officer.email}
    assert counted() == []
    with pytest.raises(errors.NotAllowedError):
        deals.settle(deal=made, by=talk.owner, version=1, remark="x", now=clock.now())
    client.force_login(officer)
    inspect = reverse("deals:inspect", args=[made.pk])
    before = client.get(inspect).content.decode()
    assert not re.search(r">\s*None\s*<", before)
    assert inspecting.moment(made.reported_at) in before
    decide = reverse("deals:decide", args=[made.pk, "settle"])
    assert client.post(decide, {**READ, "remark": ""}).status_code == 200
    assert client.post(decide, {**READ, "remark": "Đã xem hợp đồng"}).status_code == 302
    settled = client.get(inspect).content.decode()
    for words in ("Chưa ký", "Đã xem hợp đồng", officer.get_full_name(), made.partner_name):
        assert words in settled
    assert "Người gửi" not in settled
    client.force_login(talk.owner)
    log = client.get(reverse("showcase:deal", args=[made.reference])).context["steps"]
    assert [row["by"] for row in log] == ["", made.partner_name, talk.market.organisation.display_name]
    client.force_login(officer)
    assert len(counted()) == 1
    void = reverse("deals:decide", args=[made.pk, "void"])
    assert client.post(void, {**READ, "remark": "Hợp đồng bị hủy"}).status_code == 302
    assert counted() == []
    with pytest.raises(errors.IllegalMoveError):
        correct(made, talk.by_owner, reason="x")


def test_correction_is_a_new_version_and_the_old_one_counts_until_then(talk: SimpleNamespace) -> None:
    made = talk.report(stage=DealStage.CONTRACT)
    deals.confirm(deal=made, party=BY_LINK, version=1, now=clock.now())
    bigger = factory.deal_details(stage=DealStage.CONTRACT, value_band=ValueBand.UP_TO_5_BILLION)
    with pytest.raises(errors.DomainError):
        correct(made, BY_LINK, bigger, reason="")
    corrected = correct(made, BY_LINK, bigger)
    assert (corrected.version, corrected.counted_version, corrected.reported_side) == (2, 1, Side.SENDER)
    assert [row.value_band for row in counted()] == [ValueBand.UP_TO_500_MILLION]
    with pytest.raises(errors.NotAllowedError):
        deals.confirm(deal=made, party=BY_LINK, version=2, now=clock.now())
    deals.confirm(deal=made, party=talk.by_owner, version=2, now=clock.now())
    assert [row.value_band for row in counted()] == [ValueBand.UP_TO_5_BILLION]
    assert DealVersion.objects.count() == 2
    with pytest.raises(errors.IllegalMoveError):
        deals.take_back(deal=made, party=BY_LINK, now=clock.now())


def test_report_without_enquiry_names_an_organisation_or_words(client: Client, talk: SimpleNamespace) -> None:
    client.force_login(talk.owner)
    url = reverse("showcase:deal-new")
    buyer = exhibitors.owner_of(talk.market.buyer)
    typed = {
        **TYPED,
        "title": "Máy sấy",
        "partner_name": "hop tac xa dong trang",
        "happened_on": clock.today().strftime("%d/%m/%Y"),
        "submission_key": str(uuid.uuid4()),
    }
    mail.outbox.clear()
    assert client.post(url, typed).status_code == 302
    made = Deal.objects.get()
    assert made.partner_organisation == talk.market.buyer
    assert [message.to for message in mail.outbox] == [[buyer.email]]
    client.force_login(buyer)
    assert client.post(reverse("showcase:deal-confirm", args=[made.reference]), READ).status_code == 302
    assert Deal.objects.get().state == DealState.CONFIRMED
    client.force_login(talk.owner)
    own = {**typed, "partner_name": "Công ty Sông Mơ", "submission_key": str(uuid.uuid4())}
    assert "partner_name" in client.post(url, own).context["form"].errors
    words = {
        **typed,
        "partner_name": "Xưởng ngoài cổng",
        "partner_email": "Xuong@example.net",
        "submission_key": str(uuid.uuid4()),
    }
    mail.outbox.clear()
    client.post(url, words)
    assert [message.to for message in mail.outbox] == [["xuong@example.net"]]
    client.logout()
    assert client.get(factory.link_in(mail.outbox[0], "/ket-qua/")).status_code == 200


def test_reporter_takes_back_what_nobody_confirmed(talk: SimpleNamespace) -> None:
    made = talk.report()
    with pytest.raises(errors.NotAllowedError):
        deals.take_back(deal=made, party=BY_LINK, now=clock.now())
    assert deals.take_back(deal=made, party=talk.by_owner, now=clock.now()).state == DealState.VOIDED


def test_note_and_evidence_are_for_the_own_side_and_the_officer(client: Client, talk: SimpleNamespace) -> None:
    mail.outbox.clear()
    made = talk.report(note="Riêng tư 77", evidence=picture())
    link = factory.link_in(mail.outbox[0], "/ket-qua/")
    assert client.get(f"{link}minh-chung/").status_code == 404
    assert "Riêng tư 77" not in client.get(link).content.decode()
    client.force_login(talk.owner)
    assert "Riêng tư 77" in client.get(reverse("showcase:deal", args=[made.reference])).content.decode()
    answer = client.get(reverse("showcase:deal-evidence", args=[made.reference]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    evidence = reverse("deals:evidence", args=[made.versions.get().pk])
    assert client.get(evidence).status_code in {302, 404}
    client.force_login(factory.make_intermediary())
    assert client.get(evidence).status_code == 200


def test_wrong_evidence_is_refused_beside_its_field(client: Client, talk: SimpleNamespace) -> None:
    client.force_login(talk.owner)
    url = reverse("showcase:desk-outcome", args=[talk.enquiry.reference])
    script = SimpleUploadedFile("x.pdf", b"<script>alert(1)</script>", "application/pdf")
    typed = {
        **TYPED,
        "happened_on": clock.today().strftime("%d/%m/%Y"),
        "submission_key": str(uuid.uuid4()),
        "note": "Giữ lại",
        "evidence": script,
    }
    answer = client.post(url, typed)
    assert "evidence" in answer.context["form"].errors
    assert "Giữ lại" in answer.content.decode()
    assert not Deal.objects.exists()


def test_deal_constraints_hold_in_the_database(talk: SimpleNamespace) -> None:
    talk.report()
    for statement in (
        "UPDATE showcase_deal SET state = 'lost'",
        "UPDATE showcase_deal SET counted_version = 1",
        "UPDATE showcase_deal SET counted_version = 2, counted_at = reported_at",
        "UPDATE showcase_deal SET state = 'confirmed'",
        "UPDATE showcase_deal SET state = 'contested'",
        "UPDATE showcase_deal SET state = 'voided', counted_version = 1, counted_at = reported_at",
        "UPDATE showcase_deal SET partner_organisation_id = organisation_id",
        "UPDATE showcase_dealversion SET stage = 'contract'",
        "UPDATE showcase_dealversion SET value_band = 'over-5b'",
        "UPDATE showcase_dealversion SET is_imported = true",
        "UPDATE showcase_dealversion SET number = 0",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_lists_and_reports_cost_the_same(client: Client, talk: SimpleNamespace) -> None:
    client.force_login(talk.owner)
    counts: dict[str, list[int]] = {}
    for size in (1, 30):
        while Deal.objects.count() < size:
            made = talk.report()
        for name, url in (
            ("list", reverse("showcase:deals")),
            ("report", reverse("showcase:deal", args=[made.reference])),
            ("conversation", reverse("showcase:enquiry", args=[talk.enquiry.reference])),
        ):
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            counts.setdefault(name, []).append(len(captured))
    assert all(small == large for small, large in counts.values()), counts


def test_the_form_says_what_a_contract_needs_and_the_way_back(client: Client, talk: SimpleNamespace) -> None:
    client.force_login(talk.owner)
    answer = client.get(reverse("showcase:desk-outcome", args=[talk.enquiry.reference]))
    html = answer.content.decode()
    assert 'Giá trị hợp đồng <span class="field__optional">(cần có khi đã ký hợp đồng)</span>' in html
    trail = html[html.index("breadcrumb") : html.index("<h1")]
    for url in (reverse("showcase:enquiries"), reverse("showcase:enquiry", args=[talk.enquiry.reference])):
        assert f'href="{url}"' in trail


def test_breadcrumbs_lead_nobody_astray(client: Client, talk: SimpleNamespace) -> None:
    made = talk.report()
    sender = exhibitors.make_person()
    talk.enquiry.sender = sender
    talk.enquiry.save(update_fields=["sender"])
    report, listed = reverse("showcase:deal", args=[made.reference]), reverse("showcase:deals")
    for person, status in ((sender, 404), (talk.owner, 200)):
        client.force_login(person)
        html = client.get(report).content.decode()
        assert made.reference in html
        assert client.get(listed).status_code == status
        assert (f'href="{listed}"' in html) is (status == 200)


def test_domain_keeps_no_invisible_characters(talk: SimpleNamespace) -> None:
    made = talk.report(note="Giá\u200b thật\r\nhai\u202e dòng")
    assert made.versions.get().note == "Giá thật\nhai dòng"
    with pytest.raises(errors.DomainError):
        deals.contest(deal=made, party=BY_LINK, version=made.version, reason="\u200b\u2060", now=clock.now())
    contested = deals.contest(
        deal=made, party=BY_LINK, version=made.version, reason="Không\u200b đúng", now=clock.now()
    )
    assert contested.contest_reason == "Không đúng"
