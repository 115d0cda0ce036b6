"""An appeal that was upheld, deciding anew because of it, and what the council and jurors do meanwhile."""

from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Site

from awards.deliberation.domain import appeals, meetings, motions, rehearing
from awards.deliberation.enums import AppealGround, CaseState, Choice, MotionKind
from awards.enums import Honour, PhaseKind
from awards.jury.enums import AssignmentState
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.marking.enums import MarkState
from awards.models import Appeal, Assignment, Decision, Mark, MarkSheet, Rehearing
from portal.kernel import clock
from tests.factories import awards as factory
from tests.factories import deliberation as make
from tests.factories.deliberation import Council

BECAUSE = "Hội đồng họp lại vì cuộc họp trước thiếu người."
REASON = "Cuộc họp thiếu một thành viên so với thể lệ."


def moment(council: Council) -> datetime:
    """Within the time for appeals."""
    return council.begins(PhaseKind.APPEAL) + timedelta(hours=2)


def uphold(council: Council, site: Site, *, place: int = 1, result: CaseState = CaseState.UPHELD) -> Appeal:
    """Let an entrant appeal and an officer who had no part answer."""
    member = council.dossiers[place].members.get()
    made = appeals.file_appeal(
        nomination=council.dossiers[place],
        ground=AppealGround.QUORUM,
        words="Cuộc họp thiếu người.",
        by=member.user,
        now=moment(council),
    )
    officer = factory.make_secretary(site)
    appeals.assign(appeal=made, officer=officer, by=council.secretary, now=moment(council))
    return appeals.answer(
        appeal=made, result=result, outcome="Đúng vậy.", follows="Quyết định lại.", by=officer, now=moment(council)
    )


def begin(council: Council, site: Site, **values: Any) -> Rehearing:
    """Begin to decide anew."""
    return rehearing.open_rehearing(
        **{
            "appeal": uphold(council, site),
            "reason": REASON,
            "by": council.secretary,
            "now": moment(council),
            **values,
        }
    )


def convene(council: Council, later: timedelta = timedelta()) -> Any:
    """Open a meeting of all members while the edition is decided anew."""
    at = moment(council) + timedelta(hours=1) + later
    meeting = meetings.plan_meeting(
        award_key=council.key, held_at=at + timedelta(hours=1), place="Phòng 2", by=council.secretary, now=at
    )
    people = {juror.pk: meetings.Presence(is_present=True) for juror in council.jurors}
    meetings.note_attendance(meeting=meeting, people=people, by=council.secretary)
    return meetings.open_meeting(meeting=meeting, by=council.secretary, now=at)


def vote(
    council: Council,
    meeting: Any,
    place: int,
    honour: Honour,
    choice: Choice = Choice.FOR,
    *,
    later: timedelta = timedelta(),
) -> None:
    """Let all members vote on a prize and end the vote."""
    at = moment(council) + timedelta(hours=1) + later
    motion = make.put(council, meeting, MotionKind.PRIZE, [council.dossiers[place]], honour=honour, now=at)
    make.vote(council, motion, [choice] * len(council.jurors))
    motions.close_motion(motion=motion, reason=BECAUSE, by=council.secretary, now=at)


def meet(council: Council, *given: tuple[int, Honour], later: timedelta = timedelta()) -> None:
    """Let the council meet and give prizes by the places of the dossiers."""
    meeting = convene(council, later)
    for place, honour in given:
        vote(council, meeting, place, honour, later=later)
    at = moment(council) + timedelta(hours=1) + later
    meetings.close_meeting(meeting=meeting, remarks="", by=council.secretary, now=at)


def correct(council: Council, place: int, points: int) -> None:
    """Let the log hold other points of all three jurors for a dossier, as sheets that were handed in again write them."""
    named = {"category": council.category, "dossier": council.dossiers[place].alias}
    given = {criterion.key: points for criterion in council.rules.criteria}
    acts: list[ledger.Act] = [
        (LedgerKind.SCORE, {**named, "juror": juror.alias, "points": given}) for juror in council.jurors[:3]
    ]
    ledger.append_all(award_key=council.key, acts=acts, now=moment(council))


def replace(council: Council, made: Rehearing, **values: Any) -> Decision:
    """Record the decision that replaces the one in force."""
    now = moment(council) + timedelta(hours=2)
    return rehearing.replace_decision(
        **{
            "rehearing": made,
            "document": make.document(council, number="20/QĐ-UBND", decided_on=clock.local(now).date()),
            "because": BECAUSE,
            "because_en": "The council met again.",
            "by": council.secretary,
            "now": now,
            **values,
        }
    )


def sheet_of(council: Council, juror: int, place: int, points: int) -> MarkSheet:
    """Return a sheet that a juror handed in, as rows; the log has it from the beginning."""
    one = council.jurors[juror]
    one.declared_at, one.declaration = council.now, "Tôi chấm độc lập."
    one.save(update_fields=["declared_at", "declaration"])
    assignment = Assignment.objects.create(
        juror=one,
        nomination=council.dossiers[place],
        state=AssignmentState.CONFIRMED,
        given_at=council.now,
        confirmed_at=council.now,
    )
    sheet = MarkSheet.objects.create(
        assignment=assignment, state=MarkState.SUBMITTED, saved_at=council.now, submitted_at=council.now
    )
    Mark.objects.bulk_create(
        Mark(sheet=sheet, key=criterion.key, points=points) for criterion in council.rules.criteria
    )
    return sheet
