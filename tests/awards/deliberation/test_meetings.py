"""The council's meetings: notice, quorum, one motion at a time, who may vote, what carries, ties, minutes."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import Site

from awards.deliberation import council as reads
from awards.deliberation import minutes
from awards.deliberation.domain import meetings, motions
from awards.deliberation.enums import Choice, MeetingState, MotionKind, MotionState
from awards.editions.enums import EditionState, Preset
from awards.enums import Honour
from awards.ledger import queries as ledger
from awards.models import Attendance, Meeting, Motion, MotionVote
from portal.kernel import errors
from portal.mail.models import OutgoingMail
from tests import worlds
from tests.factories import deliberation as make
from tests.factories import exhibitors
from tests.factories.deliberation import Council

pytestmark = pytest.mark.django_db
YES, NO, NEITHER = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


@worlds.standing
def council(site: Site) -> Council:
    return make.make_council(site)


def bodies(council: Council, kind: str) -> list[dict[str, Any]]:
    return [entry["body"] for entry in ledger.entries(council.key) if entry["kind"] == kind]


def test_every_member_is_invited_and_told_of_changes(council: Council) -> None:
    make.make_juror(council.key, is_reserve=True)
    meeting = make.plan(council)
    invited = {mail.recipient for mail in OutgoingMail.objects.filter(kind="awards/emails/council_meeting")}
    assert invited == {juror.email for juror in council.jurors}
    same = {"held_at": meeting.held_at, "place": meeting.place, "by": council.secretary, "now": council.now}
    meetings.change_meeting(meeting=meeting, **same)
    assert OutgoingMail.objects.filter(kind="awards/emails/council_meeting").count() == len(council.jurors)
    meetings.change_meeting(meeting=meeting, **{**same, "place": "Phòng họp số 2"})
    assert OutgoingMail.objects.filter(kind="awards/emails/council_meeting").count() == 2 * len(council.jurors)
    with pytest.raises(errors.DomainError) as caught:
        meetings.call_off(meeting=meeting, reason=" ", by=council.secretary, now=council.now)
    assert caught.value.field == "reason"
    gone = meetings.call_off(meeting=meeting, reason="Bão.", by=council.secretary, now=council.now)
    assert gone.was_called_off
    assert OutgoingMail.objects.filter(kind="awards/emails/council_meeting_off").count() == len(council.jurors)


def test_it_opens_only_with_the_quorum_of_the_frozen_rules(council: Council) -> None:
    meeting = make.plan(council)
    assert council.rules.quorum == 3
    two = {juror.pk: meetings.Presence(is_present=True) for juror in council.jurors[:2]}
    meetings.note_attendance(meeting=meeting, people=two, by=council.secretary)
    with pytest.raises(errors.DomainError, match="3"):
        meetings.open_meeting(meeting=meeting, by=council.secretary, now=council.now)
    three = {juror.pk: meetings.Presence(is_present=True) for juror in council.jurors[:3]}
    meetings.note_attendance(meeting=meeting, people=three, by=council.secretary)
    assert meetings.open_meeting(meeting=meeting, by=council.secretary, now=council.now).quorum == 3
    # Who leaves takes the quorum along.
    meetings.note_attendance(meeting=meeting, people=two, by=council.secretary)
    with pytest.raises(errors.DomainError):
        make.put(council, meeting, MotionKind.SHORTLIST, council.dossiers[:1])


def test_only_its_secretariat_acts_and_only_while_the_council_sits(council: Council) -> None:
    stranger = exhibitors.make_person()
    meeting = make.plan(council)
    for act in (
        lambda: meetings.open_meeting(meeting=meeting, by=stranger, now=council.now),
        lambda: meetings.note_attendance(meeting=meeting, people={}, by=stranger),
        lambda: meetings.call_off(meeting=meeting, reason="x", by=council.jurors[0].user, now=council.now),
    ):
        with pytest.raises(errors.NotAllowedError):
            act()
    council.set_state(EditionState.SCORING)
    make.plan(council)
    with pytest.raises(errors.DomainError):
        meetings.open_meeting(meeting=meeting, by=council.secretary, now=council.now)
    council.set_state(EditionState.DECIDED)
    with pytest.raises(errors.DomainError):
        make.plan(council)


def test_one_meeting_and_one_motion_at_a_time_also_in_the_database(council: Council) -> None:
    meeting = make.convene(council)
    with pytest.raises(errors.DomainError):
        make.convene(council)
    motion = make.put(council, meeting, MotionKind.SHORTLIST, council.dossiers[:2])
    with pytest.raises(errors.DomainError):
        make.put(council, meeting, MotionKind.SHORTLIST, council.dossiers[:1])
    with pytest.raises(errors.DomainError):
        meetings.note_attendance(meeting=meeting, people={}, by=council.secretary)
    with pytest.raises(errors.DomainError):
        meetings.close_meeting(meeting=meeting, remarks="", by=council.secretary, now=council.now)
    second = make.plan(council)
    for statement, parameters in (
        ("UPDATE awards_meeting SET state = 'open', opened_at = held_at WHERE id = %s", [second.pk]),
        ("UPDATE awards_meeting SET state = 'closed', closed_at = held_at WHERE id = %s", [meeting.pk]),
        ("UPDATE awards_motion SET state = 'rejected', closed_at = opened_at WHERE id = %s", [motion.pk]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    ("choices", "carried"),
    [
        ([YES, YES, YES], True),
        ([YES, YES, NO, NO, NO], False),
        ([YES, YES, NEITHER, NEITHER, NEITHER], False),
        ([YES, YES], False),
        ([], False),
    ],
)
def test_more_than_half_of_those_who_could_vote_carries(council: Council, choices: list[Choice], carried: bool) -> None:
    meeting = make.convene(council)
    motion = make.put(council, meeting, MotionKind.SHORTLIST, council.dossiers[:2])
    make.vote(council, motion, choices)
    closed = motions.close_motion(motion=motion, reason="Vì chất lượng.", by=council.secretary, now=council.now)
    assert (closed.state, closed.entitled) == (MotionState.CARRIED if carried else MotionState.REJECTED, 5)
    (body,) = bodies(council, "deliberation-vote")
    assert (body["for"], body["entitled"], body["result"]) == (choices.count(YES), 5, closed.state)
    assert body["dossiers"] == sorted(one.alias for one in council.dossiers[:2])
    assert not json.dumps(body).count("Giải pháp")


def test_half_is_not_more_than_half(council: Council) -> None:
    meeting = make.convene(council, absent={4: "Ốm"})
    motion = make.put(council, meeting, MotionKind.SHORTLIST, council.dossiers[:2])
    make.vote(council, motion, [YES, YES, NO, NO])
    with pytest.raises(errors.DomainError) as caught:
        motions.close_motion(motion=motion, reason="", by=council.secretary, now=council.now)
    assert caught.value.field == "reason"
    assert Motion.objects.get().state == MotionState.OPEN


def test_a_conflict_takes_the_vote_and_the_place_in_the_count(council: Council) -> None:
    out = council.jurors[0]
    make.conflict(out, council.dossiers[1])
    meeting = make.convene(council)
    motion = make.put(council, meeting, MotionKind.SHORTLIST, council.dossiers[:2])
    with pytest.raises(errors.NotAllowedError):
        motions.cast_vote(motion=motion, choice=YES, by=out.user, now=council.now)
    with pytest.raises(errors.DomainError):
        motions.record_ballot(motion=motion, juror_id=out.pk, choice=YES, by=council.secretary, now=council.now)
    for juror in council.jurors[1:4]:
        motions.cast_vote(motion=motion, choice=YES, by=juror.user, now=council.now)
    # A conflict told late takes a vote away that was cast before.
    make.conflict(council.jurors[1], council.dossiers[0])
    closed = motions.close_motion(motion=motion, reason="", by=council.secretary, now=council.now)
    assert (closed.state, closed.entitled) == (MotionState.CARRIED, 3)
    assert bodies(council, "deliberation-vote")[-1]["for"] == 2
    other = make.put(council, meeting, MotionKind.PRIZE, [council.dossiers[0]], honour=Honour.FIRST)
    assert motions.cast_vote(motion=other, choice=YES, by=out.user, now=council.now).juror == out


def test_too_many_conflicts_keep_a_motion_off_the_table(council: Council) -> None:
    for juror in council.jurors[:4]:
        make.conflict(juror, council.dossiers[0])
    meeting = make.convene(council)
    with pytest.raises(errors.DomainError) as caught:
        make.put(council, meeting, MotionKind.SHORTLIST, council.dossiers[:2])
    assert caught.value.field == "nominations"
    make.put(council, meeting, MotionKind.SHORTLIST, council.dossiers[1:2])


def test_votes_come_from_present_members_until_the_motion_is_closed(council: Council) -> None:
    meeting = make.convene(council, absent={4: ""})
    motion = make.put(council, meeting, MotionKind.SHORTLIST, council.dossiers[:2])
    absent, first, second = council.jurors[4], council.jurors[0], council.jurors[1]
    for person in (absent.user, council.secretary, exhibitors.make_person(), None):
        with pytest.raises(errors.NotAllowedError):
            motions.cast_vote(motion=motion, choice=YES, by=person, now=council.now)
    motions.cast_vote(motion=motion, choice=NO, by=first.user, now=council.now, reason="Chưa rõ.")
    motions.cast_vote(motion=motion, choice=YES, by=first.user, now=council.now)
    assert MotionVote.objects.get().choice == YES
    paper = {"motion": motion, "by": council.secretary, "now": council.now}
    with pytest.raises(errors.DomainError):
        motions.record_ballot(juror_id=first.pk, choice=NO, **paper)
    motions.record_ballot(juror_id=second.pk, choice=NO, **paper)
    motions.record_ballot(juror_id=second.pk, choice=YES, reason="Đọc nhầm phiếu.", **paper)
    with pytest.raises(errors.DomainError):
        motions.cast_vote(motion=motion, choice=NO, by=second.user, now=council.now)
    motions.record_ballot(juror_id=council.jurors[2].pk, choice=YES, **paper)
    motions.close_motion(motion=motion, reason="", by=council.secretary, now=council.now)
    for late in (
        lambda: motions.cast_vote(motion=motion, choice=NO, by=first.user, now=council.now),
        lambda: motions.record_ballot(juror_id=council.jurors[3].pk, choice=NO, **paper),
        lambda: motions.close_motion(motion=motion, reason="", by=council.secretary, now=council.now),
    ):
        with pytest.raises(errors.IllegalMoveError):
            late()


def test_a_departure_from_the_ranking_needs_reasons(council: Council) -> None:
    first, second, third, _fourth = council.dossiers
    meeting = make.convene(council)
    with pytest.raises(errors.DomainError) as caught:
        make.carry(council, meeting, MotionKind.SHORTLIST, [first, third])
    assert caught.value.field == "reason"
    motion = Motion.objects.get()
    closed = motions.close_motion(motion=motion, reason="Trùng giải pháp.", by=council.secretary, now=council.now)
    assert closed.departs
    assert not make.carry(council, meeting, MotionKind.SHORTLIST, [first, second, third]).departs
    with pytest.raises(errors.DomainError):
        make.carry(council, meeting, MotionKind.PRIZE, [second], honour=Honour.FIRST)
    motions.void_motion(motion=Motion.objects.last(), reason="Nhầm.", by=council.secretary, now=council.now)  # type: ignore[arg-type]  # there is one
    assert not make.carry(council, meeting, MotionKind.PRIZE, [first], honour=Honour.FIRST).departs
    assert not make.carry(council, meeting, MotionKind.PRIZE, [second], honour=Honour.SECOND).departs
    assert reads.prizes(council.key) == {first.pk: Honour.FIRST, second.pk: Honour.SECOND}


def test_motions_that_do_not_fit_are_refused(council: Council) -> None:
    meeting = make.convene(council)
    cases: list[tuple[MotionKind, dict[str, Any], str]] = [
        (MotionKind.SHORTLIST, {"words": " "}, "words"),
        (MotionKind.SHORTLIST, {"category_code": "khong-co"}, "category_code"),
        (MotionKind.SHORTLIST, {"honour": Honour.FIRST}, "honour"),
        (MotionKind.PRIZE, {}, "honour"),
        (MotionKind.PRIZE, {"honour": Honour.FIRST}, "nominations"),
        (MotionKind.TIE, {}, "nominations"),
    ]
    for kind, values, field in cases:
        with pytest.raises(errors.DomainError) as caught:
            make.put(council, meeting, kind, council.dossiers[:1], **values)
        assert caught.value.field == field, (kind, values)
    make.put(council, meeting, MotionKind.OTHER, [], category_code="")


def test_equal_dossiers_are_parted_by_the_council_and_the_log_says_how(site: Site) -> None:
    council = make.make_council(site, points=(9, 8, 8, 6), preset=Preset.INNOVATION)
    _first, second, third, _fourth = council.dossiers
    order = reads.orders(council.key, council.rules)[council.category]
    assert order.equals == (frozenset({second.pk, third.pk}),)
    assert not order.with_public
    meeting = make.convene(council)
    with pytest.raises(errors.DomainError):
        make.put(council, meeting, MotionKind.TIE, council.dossiers[:2])
    motion = make.put(council, meeting, MotionKind.TIE, [second, third])
    for choice, preferred in ((NO, None), (YES, None), (NEITHER, third), (YES, council.dossiers[0])):
        with pytest.raises(errors.DomainError):
            motions.cast_vote(
                motion=motion, choice=choice, preferred=preferred, by=council.jurors[0].user, now=council.now
            )
    make.vote(council, motion, [YES, YES, YES], preferred=third)
    motions.cast_vote(motion=motion, choice=YES, preferred=second, by=council.jurors[3].user, now=council.now)
    assert motions.close_motion(motion=motion, reason="", by=council.secretary, now=council.now).state == "carried"
    assert bodies(council, "tie-vote") == [{"category": council.category, "votes": {third.alias: 3, second.alias: 1}}]
    ranks = reads.orders(council.key, council.rules)[council.category].ranks
    assert (ranks[third.pk], ranks[second.pk]) == (2, 3)
    # Numbers that part nobody change nothing.
    again = make.put(council, meeting, MotionKind.TIE, [second, third])
    for juror, preferred in zip(council.jurors, [second, third, second, third], strict=False):
        motions.cast_vote(motion=again, choice=YES, preferred=preferred, by=juror.user, now=council.now)
    rejected = motions.close_motion(motion=again, reason="Ngang phiếu.", by=council.secretary, now=council.now)
    assert rejected.state == MotionState.REJECTED
    assert len(bodies(council, "tie-vote")) == 1
    drawn = minutes.sheet(Meeting.objects.get(pk=meeting.pk)).data
    (told, _again), (conclusion,) = drawn["motions"], drawn["conclusions"]
    assert f"{third.alias}: 3; {second.alias}: 1" in told["lines"][0]
    assert f"{third.title} (3); {second.title} (1)" in conclusion


def test_closing_freezes_the_minutes_and_the_log_holds_their_digest(council: Council) -> None:
    make.conflict(council.jurors[0], council.dossiers[0])
    meeting = make.convene(council, absent={4: "Công tác xa"})
    make.carry(council, meeting, MotionKind.SHORTLIST, council.dossiers[:2])
    draft = minutes.draw(Meeting.objects.get(pk=meeting.pk))
    closed = meetings.close_meeting(
        meeting=meeting, remarks="Chủ tịch khai mạc.", by=council.secretary, now=council.now + timedelta(hours=3)
    )
    assert closed.minutes is not None
    with closed.minutes.file.open("rb") as content:
        kept = content.read()
    assert kept.startswith(b"%PDF")
    assert kept != draft
    assert hashlib.sha256(kept).hexdigest() == closed.minutes_sha256
    body = bodies(council, "deliberation-vote")[-1]
    assert (body["minutes"], body["present"], body["quorum"]) == (closed.minutes_sha256, 4, 3)
    for act in (
        lambda: meetings.close_meeting(meeting=meeting, remarks="x", by=council.secretary, now=council.now),
        lambda: meetings.note_attendance(meeting=meeting, people={}, by=council.secretary),
        lambda: meetings.open_meeting(meeting=meeting, by=council.secretary, now=council.now),
    ):
        with pytest.raises(errors.IllegalMoveError):
            act()
    assert Meeting.objects.get().state == MeetingState.CLOSED
    assert ledger.verify(council.key) is None
    data = minutes.sheet(closed).data
    assert any("Công tác xa" in line for line in data["absent"])
    assert any(council.jurors[0].full_name in line for line in data["motions"][0]["lines"])
    assert Attendance.objects.filter(is_present=True).count() == 4
