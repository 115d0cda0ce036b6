"""Certificates: who gets one, numbers, replacing, revoking, the seal, the file; and taking a prize back."""

import re
from typing import Any

import pytest
from django.core import mail as outbox
from wagtail.models import Site

from awards.editions.enums import EditionState
from awards.enums import Honour, NominationState
from awards.honours import printed, printing
from awards.honours.domain import certificates, revoking
from awards.honours.enums import CertificateState
from awards.ledger.enums import LedgerKind
from awards.models import AwardCertificate, AwardEdition, AwardPage, AwardRevocation, LedgerEntry, NominationPage
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.pdf import documents
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import honours as make

pytestmark = pytest.mark.django_db


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    return {
        "secretary": secretary,
        "page": make.make_edition(site, secretary),
        "person": exhibitors.make_person(full_name="Trần Thị Tác Giả"),
    }


@pytest.fixture
def secretary(world: dict[str, Any]) -> User:
    return world["secretary"]


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


@pytest.fixture
def person(world: dict[str, Any]) -> User:
    return world["person"]


def revoke(nomination: Any, by: User, **values: Any) -> AwardRevocation:
    given = {"number": "200/QĐ-UBND", "decided_on": clock.today(), "reason": "Số liệu không có thật.", **values}
    return revoking.revoke_award(nomination=nomination, by=by, now=clock.now(), **given)


def test_winners_get_numbers_without_gaps_once(page: AwardPage, secretary: User) -> None:
    make.win(page, secretary, Honour.SECOND, title="B")
    make.win(page, secretary, Honour.FIRST, title="A")
    with pytest.raises(certificates.NotDecidedError):
        make.issue(page, secretary)
    make.decide(page, secretary)
    first = make.issue(page, secretary)
    assert [(one.number, one.facts["work"]["vi"]) for one in first] == [(1, "A"), (2, "B")]
    assert make.issue(page, secretary) == []
    make.win(page, secretary, Honour.THIRD, title="C")
    (third,) = make.issue(page, secretary)
    assert third.number == 3
    assert all(re.fullmatch(r"[2-9A-HJKMNP-RT-Y]{4}(-[2-9A-HJKMNP-RT-Y]{4}){3}", one.code) for one in (*first, third))
    assert third.facts["decision"] == {"number": "149/QĐ-UBND", "on": "2026-11-20", "issued_by": "Chủ tịch UBND tỉnh"}
    assert third.facts["prize"] == {"vi": "Giải Ba", "en": "Third prize"}


def test_numbers_begin_anew_with_the_next_decision(page: AwardPage, secretary: User) -> None:
    make.win(page, secretary)
    make.decide(page, secretary)
    make.issue(page, secretary)
    make.decide(page, secretary, number="150/QĐ-UBND")
    make.win(page, secretary, title="Khác")
    (second,) = make.issue(page, secretary)
    assert (second.number, second.decision.number) == (1, "150/QĐ-UBND")


@pytest.mark.parametrize("state", [EditionState.PUBLIC_COMMENT, EditionState.CANCELLED])
def test_nothing_is_issued_unless_decided(page: AwardPage, secretary: User, state: EditionState) -> None:
    make.win(page, secretary)
    make.decide(page, secretary)
    AwardEdition.objects.update(state=state)
    with pytest.raises(certificates.NotDecidedError):
        make.issue(page, secretary)


def test_only_the_editions_secretaries_act(page: AwardPage, secretary: User, person: User) -> None:
    winner = make.win(page, secretary)
    make.decide(page, secretary)
    (held,) = make.issue(page, secretary)
    with pytest.raises(errors.NotAllowedError):
        make.issue(page, person)
    with pytest.raises(errors.NotAllowedError):
        certificates.replace(certificate=held, recipient="Tên", by=person, now=clock.now(), reason="Sai")
    with pytest.raises(errors.NotAllowedError):
        certificates.revoke(certificate=held, by=person, now=clock.now(), reason="Sai")
    with pytest.raises(errors.NotAllowedError):
        revoke(winner, person)


def test_people_of_the_dossier_get_it_by_mail(page: AwardPage, secretary: User, person: User) -> None:
    make.win(page, secretary, person=person)
    make.decide(page, secretary)
    (held,) = make.issue(page, secretary)
    (sent,) = outbox.outbox
    assert sent.to == [person.email]
    assert held.code in sent.body
    (attached,) = sent.attachments
    assert attached[0] == printing.file_name(held)
    assert attached[1].startswith(b"%PDF-")


def test_correcting_a_name_replaces_and_keeps_the_rest(page: AwardPage, secretary: User) -> None:
    winner = make.win(page, secretary, nominee_name="Nguyễn Thị Hòa")
    make.decide(page, secretary)
    (old,) = make.issue(page, secretary)
    for recipient, reason, field in (("", "Sai tên", "recipient"), ("Nguyễn Thị Hòa", "Sai", "recipient"),
                                     ("x" * 201, "Sai", "recipient"), ("Nguyễn Thị Hoà", " ", "reason")):  # fmt: skip
        with pytest.raises(errors.DomainError) as refusal:
            certificates.replace(certificate=old, recipient=recipient, by=secretary, now=clock.now(), reason=reason)
        assert refusal.value.field == field
    new = certificates.replace(
        certificate=old, recipient=" Nguyễn Thị  Hoà ", by=secretary, now=clock.now(), reason="Sai chính tả"
    )
    old.refresh_from_db()
    winner.refresh_from_db()
    assert (old.state, old.replacement, old.reason) == (CertificateState.REPLACED, new, "Sai chính tả")
    assert (new.number, new.recipient, new.facts) == (2, "Nguyễn Thị Hoà", old.facts)
    assert winner.nominee_name == "Nguyễn Thị Hoà"
    assert set(NominationPage.objects.values_list("recipient", flat=True)) == {"Nguyễn Thị Hoà"}
    with pytest.raises(errors.IllegalMoveError):
        certificates.revoke(certificate=old, by=secretary, now=clock.now(), reason="Nhầm")


def test_a_changed_record_breaks_its_seal(page: AwardPage, secretary: User) -> None:
    make.win(page, secretary)
    make.decide(page, secretary)
    (held,) = make.issue(page, secretary)
    held.refresh_from_db()
    assert certificates.is_intact(held)
    held.recipient = "Kẻ Khác"
    assert not certificates.is_intact(held)


def test_taking_a_prize_back_goes_everywhere_in_one_step(page: AwardPage, secretary: User, person: User) -> None:
    winner = make.win(page, secretary, person=person)
    make.decide(page, secretary)
    (held,) = make.issue(page, secretary)
    outbox.outbox.clear()
    made = revoke(winner, secretary, reason_en="False figures.")
    winner.refresh_from_db()
    held.refresh_from_db()
    assert (winner.state, winner.honour) == (NominationState.REVOKED, Honour.FIRST)
    assert (held.state, held.reason) == (CertificateState.REVOKED, "Số liệu không có thật.")
    assert set(NominationPage.objects.values_list("is_revoked", flat=True)) == {True}
    last = LedgerEntry.objects.filter(award_key=page.translation_key).latest("number")
    assert last.kind == LedgerKind.REVOCATION
    assert winner.alias in last.body
    assert winner.nominee_name not in last.body
    (told,) = outbox.outbox
    assert told.to == [person.email]
    assert "200/QĐ-UBND" in told.body
    assert "Số liệu không có thật." in told.body
    assert made.reason_en == "False figures."
    assert make.issue(page, secretary) == []
    with pytest.raises(errors.IllegalMoveError):
        revoke(winner, secretary)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": " "}, "number"),
        ({"number": "x" * 61}, "number"),
        ({"decided_on": None}, "decided_on"),
        ({"decided_on": clock.today().replace(year=2999)}, "decided_on"),
        ({"reason": " \n"}, "reason"),
    ],
)
def test_taking_back_needs_decision_day_and_reason(
    page: AwardPage, secretary: User, wrong: dict[str, Any], field: str
) -> None:
    winner = make.win(page, secretary)
    with pytest.raises(errors.DomainError) as refusal:
        revoke(winner, secretary, **wrong)
    assert refusal.value.field == field
    winner.refresh_from_db()
    assert winner.state == NominationState.WINNER
    assert not LedgerEntry.objects.filter(kind=LedgerKind.REVOCATION).exists()


def test_pdf_is_tagged_the_same_each_time_and_no_title_of_the_state(page: AwardPage, secretary: User) -> None:
    organisation = exhibitors.make_organisation(name="Hợp tác xã Lúa", name_en="Rice Cooperative")
    make.win(page, secretary, nominee_name="Hợp tác xã Lúa", organisation=organisation)
    make.decide(page, secretary)
    (held,) = make.issue(page, secretary)
    pdf = documents.draw(printing.sheet(held))
    assert b"pdfuaid" in pdf
    assert pdf == documents.draw(printing.sheet(AwardCertificate.objects.get(pk=held.pk)))
    data = printing.data_of(held)
    assert held.code in data["address"]
    assert (data["vi"]["holder"], data["en"]["holder"]) == ("Hợp tác xã Lúa", "Rice Cooperative")
    told = str(data).lower()
    assert "bằng khen" not in told
    assert "cộng hòa" not in told
    assert "không phải" in data["vi"]["guard"]


def test_long_names_and_titles_still_fit_one_page(page: AwardPage, secretary: User) -> None:
    made = make.win(
        page, secretary, title="Quy trình sấy lạnh nông sản bằng bơm nhiệt " * 5, nominee_name="Nguyễn " * 28
    )
    decision = make.decide(page, secretary, issued_by="Chủ tịch Ủy ban nhân dân tỉnh " * 6)
    shared = printed.sources(AwardEdition.objects.get(award_key=page.translation_key))
    facts = printed.facts(made, decision, shared)
    facts["edition"] = {"vi": "Giải thưởng sáng tạo " * 8, "en": "Award for innovation " * 8}
    facts["organiser"] = {"vi": "Sở Khoa học và Công nghệ " * 6, "en": "Department of Science " * 6}
    facts["organisation"] = {"vi": "Công ty cổ phần " * 10, "en": "Joint stock company " * 9}
    shown = AwardCertificate(
        nomination=made, decision=decision, number=0, code=printing.PREVIEW_CODE, recipient=made.nominee_name,
        facts=facts, issued_at=clock.now(),
    )  # fmt: skip
    pages = re.findall(rb"/Type\s*/Page[^s]", documents.draw(printing.sheet(shown, is_preview=True)))
    assert len(pages) == 1
