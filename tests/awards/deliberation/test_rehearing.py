"""Deciding anew after an upheld appeal: when it begins, what the council and the jurors do, and what follows another decision."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from wagtail.models import Site

from awards.deliberation import council
from awards.deliberation.domain import appeals, deciding, meetings, rehearing
from awards.deliberation.enums import CaseState, Choice, MotionKind, RehearingState
from awards.domain import reopened
from awards.editions import results
from awards.editions.domain import steps
from awards.editions.enums import EditionState
from awards.enums import Honour, NominationState, PhaseKind
from awards.honours.domain import certificates, revoking
from awards.honours.enums import CertificateState
from awards.jury.domain import conflicts
from awards.ledger import recompute
from awards.marking.domain import sheets
from awards.marking.enums import MarkState
from awards.models import (
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
from tests.awards.deliberation.rehearings import (
    BECAUSE,
    begin,
    convene,
    correct,
    meet,
    moment,
    replace,
    sheet_of,
    uphold,
    vote,
)
from tests.factories import deliberation as make
from tests.factories import exhibitors
from tests.factories.deliberation import Council

pytestmark = pytest.mark.django_db


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
    for act in (
        lambda: replace(decided, made),
        lambda: rehearing.let_stand(rehearing=made, outcome="x", by=decided.secretary, now=moment(decided)),
    ):
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
    assert after is not None
    assert after > late


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


def test_a_changed_ranking_asks_the_council_and_a_vote_that_is_lost_gives_no_prize(
    site: Site, decided: Council
) -> None:
    made = begin(decided, site)
    correct(decided, 1, 10)
    assert rehearing.changed(decided.key, decided.rules) == {decided.category}
    with pytest.raises(deciding.NotReadyError) as caught:
        replace(decided, made)
    assert "has changed" in str(caught.value)
    meeting = convene(decided)
    with pytest.raises(errors.DomainError):
        make.put(decided, meeting, MotionKind.SHORTLIST, decided.dossiers[:3], now=moment(decided))
    vote(decided, meeting, 1, Honour.FIRST, Choice.AGAINST)
    assert "under way" in str(rehearing.missing(made, decided.rules))
    meetings.close_meeting(meeting=meeting, remarks="", by=decided.secretary, now=moment(decided))
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


def test_votes_in_vain_after_a_decision_that_was_replaced_leave_its_prizes(site: Site, decided: Council) -> None:
    second = uphold(decided, site, place=2)
    made = begin(decided, site)
    meet(decided)
    replace(decided, made)
    opened = moment(decided) + timedelta(hours=3)
    again = begin(decided, site, appeal=second, now=opened)
    meet(decided, (1, Honour.FIRST), later=timedelta(hours=3))
    ended = moment(decided) + timedelta(hours=5)
    rehearing.let_stand(rehearing=again, outcome="Hội đồng xác nhận.", by=decided.secretary, now=ended)
    assert council.prizes(decided.key) == {decided.dossiers[0].pk: Honour.FIRST}
    assert council.voted_anew(decided.key, made.opened_at) == set()


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
            cursor.execute(f"UPDATE awards_{table} SET {change} WHERE id = %s", [pk])
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


def test_a_sheet_goes_back_to_its_juror_who_corrects_it(site: Site, decided: Council) -> None:
    sheet_, other = sheet_of(decided, 0, 1, 8), sheet_of(decided, 1, 1, 8)
    juror = decided.jurors[0].user
    act = {"sheet": sheet_, "reason": "Nhập nhầm điểm.", "by": decided.secretary, "now": moment(decided)}
    with pytest.raises(errors.IllegalMoveError):
        sheets.give_back(**act)
    made = begin(decided, site)
    for values, refusal in (
        ({"by": juror}, errors.NotAllowedError),
        ({"reason": " "}, errors.DomainError),
    ):
        with pytest.raises(refusal):
            sheets.give_back(**{**act, **values})
    sheets.give_back(**act)
    with pytest.raises(errors.IllegalMoveError):
        sheets.give_back(**act)
    assert [one.pk for one in rehearing.returned(decided.key)] == [sheet_.pk]
    assert decided.jurors[0].full_name in str(rehearing.missing(made, decided.rules))
    assert OutgoingMail.objects.filter(kind="awards/emails/marking_returned").count() == 1
    sheet_.refresh_from_db()
    words = sheets.Words(points={criterion.key: 10 for criterion in decided.rules.criteria})
    with pytest.raises(errors.DomainError):
        sheets.save_draft(assignment=other.assignment, words=words, by=decided.jurors[1].user, now=moment(decided))
    saved = sheets.save_draft(
        assignment=sheet_.assignment, words=words, by=juror, now=moment(decided), seen_at=sheet_.saved_at
    )
    sheets.hand_in(assignment=sheet_.assignment, by=juror, seen_at=saved.saved_at)
    assert not rehearing.returned(decided.key)
    last = make.bodies(decided, "score")[-1]
    assert (last["juror"], set(last["points"].values())) == (decided.jurors[0].alias, {10})
    meet(decided, (0, Honour.FIRST), (1, Honour.SECOND))
    replace(decided, made)
    assert states(decided)[:2] == [WON, ("winner", "second")]
    with pytest.raises(errors.IllegalMoveError):
        sheets.give_back(**act)
    with pytest.raises(errors.DomainError):
        sheets.take_back(assignment=sheet_.assignment, by=juror)


def test_a_conflict_that_shows_late_voids_a_sheet_while_it_is_decided_anew(site: Site, decided: Council) -> None:
    sheet_ = sheet_of(decided, 0, 0, 9)
    act = {
        "juror": decided.jurors[0],
        "nomination": decided.dossiers[0],
        "reason": "Cùng đơn vị.",
        "by": decided.secretary,
        "now": moment(decided),
    }
    with pytest.raises(errors.DomainError):
        conflicts.declare(**act)
    begin(decided, site)
    conflicts.declare(**act)
    sheet_.refresh_from_db()
    assert sheet_.state == MarkState.VOID
    assert make.bodies(decided, "void")[-1]["dossier"] == decided.dossiers[0].alias
