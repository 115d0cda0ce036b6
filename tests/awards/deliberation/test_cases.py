"""From the shortlist to the end: clock, objections, decision, appeals, and what keeps an edition in its state."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Site

from awards.deliberation.domain import deciding, meetings, motions, objections, shortlisting
from awards.deliberation.enums import CaseState, Choice, MotionKind
from awards.editions.enums import EditionState, Preset
from awards.editions.rules import scoring_rules
from awards.enums import NominationState, PhaseKind
from awards.ledger import queries as ledger
from awards.ledger import sheet
from awards.models import (
    AwardEdition,
    AwardPage,
    Decision,
    EditionStep,
    Nomination,
    NominationPage,
    Objection,
    Shortlist,
)
from portal.kernel import clock, errors
from portal.kernel.languages import Language
from portal.mail.models import OutgoingMail
from tests import worlds
from tests.factories import deliberation as make
from tests.factories import dossiers, exhibitors
from tests.factories.deliberation import Council

pytestmark = pytest.mark.django_db
LINK = re.compile(r"/x2/([\w-]{43})/|/xac-nhan/([\w-]{43})/")


@worlds.standing
def council(site: Site) -> Council:
    return make.make_council(site)


def objection(council: Council, *, confirmed: bool = True, **values: Any) -> Objection:
    made = objections.file_objection(
        **{
            "award_key": council.key,
            "nomination": council.dossiers[0],
            "full_name": "Phạm Thị Dân",
            "email": "dan@example.org",
            "words": "Giải pháp này đã có từ trước.",
            "language": Language.VIETNAMESE,
            "now": council.now + timedelta(days=1),
            **values,
        }
    )
    return objections.confirm_objection(objection=made, now=council.now + timedelta(days=1)) if confirmed else made


def test_deliberation_is_left_with_a_shortlist_for_every_ranked_category(council: Council) -> None:
    to = (EditionState.PUBLIC_COMMENT, PhaseKind.PUBLIC_COMMENT)
    with pytest.raises(errors.DomainError):
        make.leave(council, *to)
    meeting = make.convene(council)
    make.carry(council, meeting, MotionKind.SHORTLIST, council.dossiers[:2])
    with pytest.raises(errors.DomainError):
        make.leave(council, *to)
    meetings.close_meeting(meeting=meeting, remarks="", by=council.secretary, now=council.now)
    make.leave(council, *to)
    states = [Nomination.objects.get(pk=one.pk).state for one in council.dossiers]
    assert states == ["finalist", "finalist", "eligible", "eligible"]
    assert NominationPage.objects.filter(live=True, locale__language_code="vi").count() == 2
    shortlist = Shortlist.objects.get()
    phase = council.rules.phase(PhaseKind.PUBLIC_COMMENT)
    assert phase is not None
    assert shortlist.comment_until == max(
        phase.ends, clock.at(clock.local(phase.starts).date() + timedelta(days=council.rules.comment_days + 1))
    )
    assert OutgoingMail.objects.filter(kind="awards/emails/shortlist_published").count() == 4
    assert EditionStep.objects.filter(to_state=EditionState.PUBLIC_COMMENT).exists()


def test_a_shortlist_that_comes_late_shortens_nobodys_time(council: Council) -> None:
    phase = council.rules.phase(PhaseKind.PUBLIC_COMMENT)
    assert phase is not None
    late = phase.ends - timedelta(days=1)
    until = shortlisting.comment_until(council.rules, late)
    assert until - late >= timedelta(days=council.rules.comment_days)
    assert clock.local(until).hour == 0


def test_nobody_on_the_shortlist_is_a_decision_too(council: Council) -> None:
    meeting = make.convene(council)
    with pytest.raises(errors.DomainError):
        make.carry(council, meeting, MotionKind.SHORTLIST, [])


def test_ties_across_the_edge_of_the_shortlist_have_to_be_voted_on(site: Site) -> None:
    council = make.make_council(site, points=(9, 8, 8, 6), preset=Preset.INNOVATION)
    meeting = make.convene(council)
    make.carry(council, meeting, MotionKind.SHORTLIST, council.dossiers[:2], reason="Đủ hai hồ sơ.")
    assert len(shortlisting.missing(council.key, council.rules)) == 2
    motion = make.put(council, meeting, MotionKind.TIE, council.dossiers[1:3])
    make.vote(council, motion, [Choice.FOR] * 3, preferred=council.dossiers[1])
    motions.close_motion(motion=motion, reason="", by=council.secretary, now=council.now)
    assert len(shortlisting.missing(council.key, council.rules)) == 1


def test_an_objection_counts_once_its_address_is_confirmed(listed: Council) -> None:
    made = objection(listed, confirmed=False)
    assert objections.unanswered(listed.key) == 0
    mail = OutgoingMail.objects.get(kind="awards/emails/objection_confirm")
    found = LINK.search(mail.text)
    assert found is not None
    secret = next(part for part in found.groups() if part)
    now = listed.now + timedelta(days=1)
    assert objections.by_secret(secret=secret, now=now) == made
    assert objections.by_secret(secret=secret, now=now + objections.VALID_FOR) is None
    for _time in range(2):
        objections.confirm_objection(objection=made, now=now)
    assert objections.unanswered(listed.key) == 1
    assert OutgoingMail.objects.filter(kind="awards/emails/objection_received").count() == 1
    assert OutgoingMail.objects.filter(kind="awards/emails/case_waiting").count() == 1


def test_objections_end_with_the_clock_and_name_finalists_only(listed: Council) -> None:
    until = Shortlist.objects.get().comment_until
    objection(listed, now=until - timedelta(microseconds=1), confirmed=False)
    cases: list[tuple[dict[str, Any], str | None]] = [
        ({"now": until}, None),
        ({"nomination": listed.dossiers[3]}, "nomination"),
        ({"words": " "}, "text"),
        ({"full_name": ""}, "full_name"),
    ]
    for values, field in cases:
        with pytest.raises(errors.DomainError) as caught:
            objection(listed, **values)
        assert caught.value.field == field
    waiting = objection(listed, confirmed=False)
    for _time in range(objections.MOST_OF_ADDRESS):
        objection(listed, nomination=None)
    with pytest.raises(errors.LimitReachedError):
        objection(listed)
    with pytest.raises(errors.LimitReachedError):
        objections.confirm_objection(objection=waiting, now=listed.now)


def test_answers_need_words_and_an_upheld_one_can_take_the_place(listed: Council) -> None:
    made = objection(listed)
    deed = {"objection": made, "by": listed.secretary, "now": listed.later}
    with pytest.raises(errors.NotAllowedError):
        objections.take_up(objection=made, by=exhibitors.make_person(), now=listed.now)
    with pytest.raises(errors.IllegalMoveError):
        objections.answer(result=CaseState.UPHELD, words="Đúng.", **deed)
    objections.take_up(**deed)
    for values, field in (
        ({"result": CaseState.REJECTED, "words": " "}, "answer"),
        ({"result": CaseState.REJECTED, "words": "x", "remove_to": NominationState.NOT_SELECTED}, "remove_to"),
        ({"result": CaseState.UPHELD, "words": "x", "remove_to": NominationState.WITHDRAWN}, "remove_to"),
    ):
        with pytest.raises(errors.DomainError) as caught:
            objections.answer(**deed, **values)  # type: ignore[arg-type]  # cases of different shape
        assert caught.value.field == field
    page = NominationPage.objects.get(nomination=listed.dossiers[0], locale__language_code="vi")
    objections.answer(
        result=CaseState.UPHELD, words="Đã công bố từ 2019.", remove_to=NominationState.INELIGIBLE, **deed
    )
    listed.dossiers[0].refresh_from_db()
    page.refresh_from_db()
    assert (listed.dossiers[0].state, page.live) == (NominationState.INELIGIBLE, False)
    (body,) = make.bodies(listed, "objection")
    assert body["result"] == "upheld"
    assert body["code"] == str(made.public_id)
    assert make.bodies(listed, "screening")[-1] == {
        "category": listed.category,
        "dossier": listed.dossiers[0].alias,
        "result": "fail",
    }
    assert OutgoingMail.objects.filter(kind="awards/emails/objection_answered").count() == 1
    # Its prize falls with it, and the ranking in the log has one dossier less.
    make.decide(listed)
    assert not Nomination.objects.filter(state=NominationState.WINNER).exists()
    assert [row["rank"] for row in make.bodies(listed, "decision")[0]["ranking"]] == [1, 2, 3]


def test_the_decision_waits_for_clock_answers_and_meetings(listed: Council) -> None:
    until = Shortlist.objects.get().comment_until
    with pytest.raises(deciding.NotReadyError) as caught:
        make.decide(
            listed,
            now=until - timedelta(microseconds=1),
            document=make.document(listed, decided_on=clock.local(until).date()),
        )
    assert len(caught.value.faults) == 1
    waiting = objection(listed)
    meeting = make.convene(listed, now=listed.later)
    with pytest.raises(deciding.NotReadyError) as caught:
        make.decide(listed)
    assert len(caught.value.faults) == 2
    with pytest.raises(errors.DomainError):
        make.leave(listed, EditionState.DECIDED, PhaseKind.DECISION)
    meetings.close_meeting(meeting=meeting, remarks="", by=listed.secretary, now=listed.later)
    objections.take_up(objection=waiting, by=listed.secretary, now=listed.now)
    objections.answer(
        objection=waiting, result=CaseState.REJECTED, words="Không đúng.", by=listed.secretary, now=listed.now
    )
    for values, field in (
        ({"number": " "}, "number"),
        ({"issued_by": ""}, "issued_by"),
        ({"signed_by": ""}, "signed_by"),
        ({"decided_on": clock.local(listed.later).date() + timedelta(days=1)}, "decided_on"),
        ({"decided_on": clock.local(listed.now).date() - timedelta(days=1)}, "decided_on"),
    ):
        with pytest.raises(errors.DomainError) as refused:
            make.decide(listed, document=make.document(listed, **values))  # type: ignore[arg-type]  # cases of different types
        assert refused.value.field == field
    assert not Decision.objects.exists()
    with pytest.raises(errors.NotAllowedError):
        make.decide(listed, by=exhibitors.make_person())


def test_the_decision_makes_winners_and_says_the_ranking_of_the_log(listed: Council) -> None:
    made = make.decide(listed, file=dossiers.pdf("quyet-dinh.pdf"))
    states = [(one.state, one.honour) for one in Nomination.objects.order_by("pk")]
    assert states == [("winner", "first"), ("not-selected", ""), ("not-selected", ""), ("not-selected", "")]
    (body,) = make.bodies(listed, "decision")
    assert body["ranking"] == [{"rank": n, "dossier": one.alias} for n, one in enumerate(listed.dossiers, start=1)]
    assert (body["number"], body["document"]) == ("12/QĐ-UBND", made.file_sha256)
    for page in AwardPage.objects.filter(translation_key=listed.key):
        assert (page.decision_number, page.decided_on) == ("12/QĐ-UBND", made.decided_on)
    assert OutgoingMail.objects.filter(kind="awards/emails/award_decided").count() == 4
    with pytest.raises(errors.IllegalMoveError):
        make.decide(listed)
    make.leave(listed, EditionState.DECIDED, PhaseKind.DECISION)
    assert ledger.verify(listed.key) is None
    # The program for everybody confirms the file, decision included.
    assert sheet.build_from_log(award_key=listed.key, rules_digest=_digest(listed), rules=scoring_rules(listed.rules))


def _digest(council: Council) -> str:
    return AwardEdition.objects.get(award_key=council.key).rules_digest


def test_with_a_public_vote_the_tally_has_to_be_in_the_log(site: Site) -> None:
    council = make.make_council(site, points=(9, 8, 7), preset=Preset.INNOVATION)
    make.shortlist(council, number=3)
    with pytest.raises(deciding.NotReadyError):
        make.decide(council)
    make.tally(council, (0, 100, 0))
    make.decide(council)
    (body,) = make.bodies(council, "decision")
    assert body["ranking"][0]["dossier"] == council.dossiers[1].alias


def test_the_number_of_a_decision_is_a_code_in_the_log() -> None:
    assert deciding.code_of("12/QĐ-UBND") == "12/QĐ-UBND"
    assert deciding.code_of("Số 12 / QĐ") == "Số-12-/-QĐ"
    assert deciding.code_of("« »") == "-"


def test_a_file_that_is_no_pdf_is_refused(listed: Council) -> None:
    with pytest.raises(errors.DomainError) as caught:
        make.decide(listed, file=SimpleUploadedFile("x.pdf", b"khong phai"))
    assert caught.value.field == "file"
    assert not Decision.objects.exists()
