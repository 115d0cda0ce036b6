"""Deciding anew after an upheld appeal: when it begins, what the council and the jurors do, and what follows another decision."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from wagtail.models import Site

from awards.deliberation import council
from awards.deliberation.domain import appeals, deciding, meetings, motions, rehearing
from awards.deliberation.enums import AppealGround, CaseState, Choice, MotionKind, RehearingState
from awards.domain import reopened
from awards.editions import results
from awards.editions.domain import steps
from awards.editions.enums import EditionState
from awards.enums import Honour, NominationState, PhaseKind
from awards.honours.domain import certificates, revoking
from awards.honours.enums import CertificateState
from awards.ledger import domain as ledger
from awards.ledger import recompute
from awards.ledger.enums import LedgerKind
from awards.models import (
    Appeal,
    AwardCertificate,
    AwardEdition,
    AwardPage,
    DecidedPrize,
    Decision,
    NominationPage,
    Rehearing,
)
from portal.kernel import clock, errors
from portal.mail.models import OutgoingMail
from tests.factories import awards as factory
from tests.factories import deliberation as make
from tests.factories import exhibitors
from tests.factories.deliberation import Council

pytestmark = pytest.mark.django_db
BECAUSE = "Hội đồng họp lại vì cuộc họp trước thiếu người."


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """What is missing is said in English here."""
    with translation.override("en"):
        yield


@pytest.fixture
def decided(listed: Council) -> Council:
    make.decide(listed)
    make.leave(listed, EditionState.DECIDED, PhaseKind.DECISION)
    return listed


def moment(council_: Council) -> datetime:
    return council_.begins(PhaseKind.APPEAL) + timedelta(hours=2)


def uphold(council_: Council, site: Site, *, place: int = 1, result: CaseState = CaseState.UPHELD) -> Appeal:
    member = council_.dossiers[place].members.get()
    made = appeals.file_appeal(
        nomination=council_.dossiers[place],
        ground=AppealGround.QUORUM,
        words="Cuộc họp thiếu người.",
        by=member.user,
        now=moment(council_),
    )
    officer = factory.make_secretary(site)
    appeals.assign(appeal=made, officer=officer, by=council_.secretary, now=moment(council_))
    return appeals.answer(
        appeal=made, result=result, outcome="Đúng vậy.", follows="Quyết định lại.", by=officer, now=moment(council_)
    )


def begin(council_: Council, site: Site, **values: Any) -> Rehearing:
    return rehearing.open_rehearing(
        **{
            "appeal": uphold(council_, site),
            "reason": "Cuộc họp thiếu một thành viên so với thể lệ.",
            "by": council_.secretary,
            "now": moment(council_),
            **values,
        }
    )


def meet(council_: Council, *given: tuple[int, Honour]) -> None:
    """Let the council meet in the time of the rehearing and give prizes by the places of the dossiers."""
    at = moment(council_) + timedelta(hours=1)
    meeting = meetings.plan_meeting(
        award_key=council_.key, held_at=at + timedelta(hours=1), place="Phòng 2", by=council_.secretary, now=at
    )
    people = {juror.pk: meetings.Presence(is_present=True) for juror in council_.jurors}
    meetings.note_attendance(meeting=meeting, people=people, by=council_.secretary)
    meetings.open_meeting(meeting=meeting, by=council_.secretary, now=at)
    for place, honour in given:
        motion = make.put(council_, meeting, MotionKind.PRIZE, [council_.dossiers[place]], honour=honour, now=at)
        make.vote(council_, motion, [Choice.FOR] * 5)
        motions.close_motion(motion=motion, reason=BECAUSE, by=council_.secretary, now=at)
    meetings.close_meeting(meeting=meeting, remarks="", by=council_.secretary, now=at)


def correct(council_: Council, place: int, points: int) -> None:
    """Let the log hold other points of all three jurors for a dossier, as sheets that were handed in again write them."""
    named = {"category": council_.category, "dossier": council_.dossiers[place].alias}
    given = {criterion.key: points for criterion in council_.rules.criteria}
    acts: list[ledger.Act] = [
        (LedgerKind.SCORE, {**named, "juror": juror.alias, "points": given}) for juror in council_.jurors[:3]
    ]
    ledger.append_all(award_key=council_.key, acts=acts, now=moment(council_))


def replace(council_: Council, made: Rehearing, **values: Any) -> Decision:
    now = moment(council_) + timedelta(hours=2)
    return rehearing.replace_decision(
        **{
            "rehearing": made,
            "document": make.document(council_, number="20/QĐ-UBND", decided_on=clock.local(now).date()),
            "because": BECAUSE,
            "because_en": "The council met again.",
            "by": council_.secretary,
            "now": now,
            **values,
        }
    )


def states(council_: Council) -> list[tuple[str, str]]:
    for nomination in council_.dossiers:
        nomination.refresh_from_db()
    return [(one.state, one.honour) for one in council_.dossiers]


def sheet(council_: Council) -> results.ScoreSheet:
    return results.score_sheet(AwardEdition.objects.get(award_key=council_.key))


WON, LOST = ("winner", "first"), ("not-selected", "")


def test_only_an_upheld_appeal_opens_it_once_and_only_for_the_secretariat(site: Site, decided: Council) -> None:
    refused = uphold(decided, site, place=2, result=CaseState.REJECTED)
    upheld = uphold(decided, site)
    act = {"reason": "Thiếu người.", "by": decided.secretary, "now": moment(decided)}
    with pytest.raises(errors.IllegalMoveError):
        rehearing.open_rehearing(appeal=refused, **act)
    for person in (exhibitors.make_person(), decided.jurors[0].user):
        with pytest.raises(errors.NotAllowedError):
            rehearing.open_rehearing(appeal=upheld, **{**act, "by": person})
    with pytest.raises(errors.DomainError) as caught:
        rehearing.open_rehearing(appeal=upheld, **{**act, "reason": " "})
    assert caught.value.field == "reason"
    made = rehearing.open_rehearing(appeal=upheld, **act)
    assert (made.state, made.decision.number) == (RehearingState.OPEN, "12/QĐ-UBND")
    second = uphold(decided, site, place=3)
    for one in (upheld, second):
        with pytest.raises(errors.IllegalMoveError):
            rehearing.open_rehearing(appeal=one, **act)
    assert [body["result"] for body in make.bodies(decided, "rehearing")] == ["open"]
    assert OutgoingMail.objects.filter(kind="awards/emails/award_reopened").count() == len(decided.dossiers)


def test_until_it_ends_the_decision_stands_and_the_edition_is_not_closed(site: Site, decided: Council) -> None:
    certificates.issue_all(award_key=decided.key, by=decided.secretary, now=decided.later)
    before = states(decided)
    begin(decided, site)
    correct(decided, 1, 10)
    assert states(decided) == before == [WON, LOST, LOST, LOST]
    assert AwardCertificate.objects.get().state == CertificateState.VALID
    found = sheet(decided)
    assert (found.state, found.is_reopened) == (results.SheetState.READY, True)
    assert not recompute.faults(recompute.read(found.raw))
    end = appeals.until(decided.rules, decided.key)
    assert end is not None
    with pytest.raises(errors.DomainError) as caught:
        steps.move_edition(award_key=decided.key, to=EditionState.CLOSED, by=decided.secretary, now=end)
    assert "being decided anew" in str(caught.value)


def test_a_renewed_deliberation_ends_with_a_decision_that_everything_follows(site: Site, decided: Council) -> None:
    (held,) = certificates.issue_all(award_key=decided.key, by=decided.secretary, now=decided.later)
    made = begin(decided, site)
    meet(decided, (1, Honour.FIRST))
    decision = replace(decided, made)
    assert states(decided) == [LOST, WON, LOST, LOST]
    assert (decision.replaces, decision.because) == (Decision.objects.get(number="12/QĐ-UBND"), BECAUSE)
    assert list(DecidedPrize.objects.values_list("decision__number", "nomination", "honour")) == [
        ("12/QĐ-UBND", decided.dossiers[0].pk, "first"),
        ("20/QĐ-UBND", decided.dossiers[1].pk, "first"),
    ]
    pages = {page.nomination_id: page for page in NominationPage.objects.filter(live=True)}
    assert [pages[one.pk].honour for one in decided.dossiers[:2]] == ["", "first"]
    assert AwardPage.objects.get(pk=decided.page.pk).decision_number == "20/QĐ-UBND"
    held.refresh_from_db()
    assert (held.state, "20/QĐ-UBND" in held.reason) == (CertificateState.REVOKED, True)
    assert certificates.waiting(decided.key) == [decided.dossiers[1]]
    assert [body.get("replaces") for body in make.bodies(decided, "decision")] == [None, "12/QĐ-UBND"]
    found = sheet(decided)
    assert (found.state, found.is_reopened) == (results.SheetState.READY, False)
    assert not recompute.faults(recompute.read(found.raw))
    mails = {mail.recipient: mail for mail in OutgoingMail.objects.filter(kind="awards/emails/award_decided_anew")}
    assert len(mails) == len(decided.dossiers)
    made.refresh_from_db()
    assert made.state == RehearingState.REPLACED
    for act in (lambda: replace(decided, made), lambda: rehearing.let_stand(
        rehearing=made, outcome="x", by=decided.secretary, now=moment(decided)
    )):
        with pytest.raises(errors.IllegalMoveError):
            act()


def test_the_time_for_appeals_begins_anew_with_the_new_decision(site: Site, decided: Council) -> None:
    before = appeals.until(decided.rules, decided.key)
    assert before is not None
    made = begin(decided, site)
    meet(decided, (0, Honour.SECOND))
    late = before + timedelta(days=30)
    document = make.document(decided, number="20/QĐ-UBND", decided_on=clock.local(late).date())
    replace(decided, made, now=late, document=document)
    after = appeals.until(decided.rules, decided.key)
    assert after is not None and after > late


def test_a_winner_who_keeps_or_changes_the_prize_gets_a_certificate_on_the_new_decision(
    site: Site, decided: Council
) -> None:
    (held,) = certificates.issue_all(award_key=decided.key, by=decided.secretary, now=decided.later)
    made = begin(decided, site)
    meet(decided, (0, Honour.SECOND))
    decision = replace(decided, made)
    assert states(decided)[0] == ("winner", "second")
    held.refresh_from_db()
    fresh = held.replacement
    assert (held.state, fresh.state, fresh.decision, fresh.number) == ("replaced", "valid", decision, 1)
    assert (fresh.facts["prize"]["en"], fresh.facts["decision"]["number"]) == ("Second prize", "20/QĐ-UBND")
    assert certificates.is_intact(fresh)


def test_a_changed_ranking_asks_the_council_and_a_vote_that_is_lost_gives_no_prize(site: Site, decided: Council) -> None:
    made = begin(decided, site)
    correct(decided, 1, 10)
    assert rehearing.changed(decided.key, decided.rules) == {decided.category}
    with pytest.raises(deciding.NotReadyError) as caught:
        replace(decided, made)
    assert "has changed" in str(caught.value)
    at = moment(decided) + timedelta(hours=1)
    meeting = meetings.plan_meeting(
        award_key=decided.key, held_at=at + timedelta(hours=1), place="Phòng 2", by=decided.secretary, now=at
    )
    people = {juror.pk: meetings.Presence(is_present=True) for juror in decided.jurors}
    meetings.note_attendance(meeting=meeting, people=people, by=decided.secretary)
    meetings.open_meeting(meeting=meeting, by=decided.secretary, now=at)
    with pytest.raises(errors.DomainError):
        make.put(decided, meeting, MotionKind.SHORTLIST, decided.dossiers[:3], now=at)
    motion = make.put(decided, meeting, MotionKind.PRIZE, [decided.dossiers[1]], honour=Honour.FIRST, now=at)
    make.vote(decided, motion, [Choice.AGAINST] * 5)
    motions.close_motion(motion=motion, reason="Không trao giải.", by=decided.secretary, now=at)
    assert "under way" in str(rehearing.missing(made, decided.rules))
    meetings.close_meeting(meeting=meeting, remarks="", by=decided.secretary, now=at)
    replace(decided, made)
    assert states(decided) == [LOST, LOST, LOST, LOST]
    assert not recompute.faults(recompute.read(sheet(decided).raw))


def test_what_a_new_decision_states(site: Site, decided: Council) -> None:
    made = begin(decided, site)
    with pytest.raises(deciding.NotReadyError) as caught:
        replace(decided, made)
    assert "Nothing has changed" in str(caught.value)
    meet(decided, (1, Honour.FIRST))
    day = clock.local(moment(decided)).date()
    for values, field in (
        ({"because": " "}, "because"),
        ({"document": make.document(decided, decided_on=day)}, "number"),
        ({"document": make.document(decided, number="20", decided_on=day - timedelta(days=1))}, "decided_on"),
        ({"document": make.document(decided, number="20", decided_on=day + timedelta(days=1))}, "decided_on"),
        ({"document": make.document(decided, number=" ", decided_on=day)}, "number"),
    ):
        with pytest.raises(errors.DomainError) as refused:
            replace(decided, made, **values)
        assert refused.value.field == field
    with pytest.raises(errors.NotAllowedError):
        replace(decided, made, by=exhibitors.make_person())
    assert states(decided) == [WON, LOST, LOST, LOST]


def test_the_decision_may_stand_with_a_reason_unless_the_ranking_changed(site: Site, decided: Council) -> None:
    made = begin(decided, site)
    act = {"rehearing": made, "outcome": "Hội đồng xác nhận.", "by": decided.secretary, "now": moment(decided)}
    with pytest.raises(errors.DomainError) as caught:
        rehearing.let_stand(**{**act, "outcome": ""})
    assert caught.value.field == "outcome"
    meet(decided, (1, Honour.FIRST))
    correct(decided, 1, 10)
    with pytest.raises(deciding.NotReadyError):
        rehearing.let_stand(**act)
    correct(decided, 1, 8)
    rehearing.let_stand(**{**act, "now": moment(decided) + timedelta(hours=3)})
    assert reopened.of(decided.key) is None
    assert council.prizes(decided.key) == {decided.dossiers[0].pk: Honour.FIRST}
    assert states(decided) == [WON, LOST, LOST, LOST]
    assert not recompute.faults(recompute.read(sheet(decided).raw))
    assert OutgoingMail.objects.filter(kind="awards/emails/award_reopened").count() == 2 * len(decided.dossiers)


def test_a_revoked_prize_is_not_decided_anew(site: Site, decided: Council) -> None:
    made = begin(decided, site)
    revoking.revoke_award(
        nomination=decided.dossiers[0],
        number="15/QĐ",
        decided_on=clock.local(decided.later).date(),
        reason="Hồ sơ sai.",
        by=decided.secretary,
        now=moment(decided),
    )
    meet(decided, (1, Honour.FIRST))
    replace(decided, made)
    assert states(decided)[:2] == [(NominationState.REVOKED, "first"), WON]


def test_the_database_keeps_one_line_of_decisions_and_one_open_rehearing(site: Site, decided: Council) -> None:
    made = begin(decided, site)
    meet(decided, (1, Honour.FIRST))
    new = replace(decided, made)
    old = new.replaces
    assert old is not None
    for table, pk, change in (
        ("decision", new.pk, "replaces_id = NULL, because = ''"),
        ("decision", new.pk, "because = ''"),
        ("decision", new.pk, f"replaces_id = {new.pk}"),
        ("decision", old.pk, f"replaces_id = {old.pk}, because = 'x'"),
        ("rehearing", made.pk, "state = 'open'"),
        ("rehearing", made.pk, "state = 'stands'"),
        ("rehearing", made.pk, "reason = ''"),
        ("rehearing", made.pk, "outcome = 'x'"),
        ("decidedprize", DecidedPrize.objects.values_list("pk", flat=True)[0], "honour = ''"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE awards_{table} SET {change} WHERE id = %s", [pk])  # noqa: S608 -- of this list
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            award_key=decided.key,
            number="30",
            decided_on=old.decided_on,
            issued_by="a",
            signed_by="b",
            replaces=old,
            because="x",
            recorded_at=decided.later,
        )
    values = {"award_key": decided.key, "reason": "x", "opened_at": decided.later, "entry": 1, "decision": new}
    Rehearing.objects.create(appeal=uphold(decided, site, place=2), **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rehearing.objects.create(appeal=uphold(decided, site, place=3), **values)
