"""The second half of the invented edition: the council, the public, the decision and what follows it."""

from collections.abc import Iterable
from datetime import timedelta

from awards.deliberation import council
from awards.deliberation.domain import appeals, deciding, meetings, motions, objections
from awards.deliberation.enums import AppealGround, CaseState, Choice, MotionKind
from awards.editions.enums import EditionState
from awards.editions.rules import Category
from awards.enums import Honour
from awards.feedback.domain import releasing
from awards.honours.domain import certificates
from awards.models import Meeting, Motion, Nomination
from awards.voting.domain import casting, closing
from portal.demo.builders.contest_shape import Contest
from portal.demo.specs import contest as spec
from portal.kernel import clock
from portal.kernel.languages import Language


def _meet(contest: Contest) -> Meeting:
    by, key = contest.secretary, contest.page.translation_key
    meeting = meetings.plan_meeting(
        award_key=key,
        held_at=clock.now() + timedelta(minutes=5),
        place="Phòng họp minh họa",
        by=by,
        now=clock.now(),
    )
    there = {juror.pk: meetings.Presence(is_present=True) for juror in council.members(key)}
    meetings.note_attendance(meeting=meeting, people=there, by=by)
    return meetings.open_meeting(meeting=meeting, by=by, now=clock.now())


def _vote(
    contest: Contest,
    *,
    meeting: Meeting,
    kind: MotionKind,
    words: str,
    category: str,
    nominations: Iterable[Nomination],
    honour: Honour | None = None,
    preferred: Nomination | None = None,
    reason: str = "",
) -> Motion:
    by = contest.secretary
    motion = motions.open_motion(
        meeting=meeting,
        kind=kind,
        words=words,
        by=by,
        now=clock.now(),
        category_code=category,
        nominations=list(nominations),
        honour=honour,
    )
    for juror in council.entitled(motion):
        motions.record_ballot(
            motion=motion, juror_id=juror.pk, choice=Choice.FOR, by=by, now=clock.now(), preferred=preferred
        )
    return motions.close_motion(motion=motion, reason=reason, by=by, now=clock.now())


def deliberate(contest: Contest) -> None:
    """Let the council part equal dossiers and put others on the shortlist."""
    contest.move(EditionState.DELIBERATION)
    meeting = _meet(contest)
    for category in contest.call.rules.categories:
        equal = [contest.fresh(one.key) for one in spec.DOSSIERS if one.category == category.code and one.is_steady]
        if equal:
            words = "Hai hồ sơ bằng điểm: hồ sơ nào đứng trước?"
            _vote(
                contest,
                meeting=meeting,
                kind=MotionKind.TIE,
                words=words,
                category=category.code,
                nominations=equal,
                preferred=equal[0],
            )
        shortlist(contest, meeting, category)
    meetings.close_meeting(
        meeting=meeting,
        remarks="Hội đồng thảo luận từng hạng mục (biên bản mẫu).",
        by=contest.secretary,
        now=clock.now(),
    )


def shortlist(contest: Contest, meeting: Meeting, category: Category) -> None:
    """Let the council carry the shortlist of a category."""
    own = [one for one in spec.DOSSIERS if one.category == category.code]
    _vote(
        contest,
        meeting=meeting,
        kind=MotionKind.SHORTLIST,
        words=f"Thông qua danh sách vào vòng chung khảo của hạng mục “{category.title.vi}”?",
        category=category.code,
        nominations=[contest.fresh(one.key) for one in own if one.is_finalist],
    )


def comment(contest: Contest) -> None:
    """Publish the shortlist, let people vote for finalists, and answer one objection."""
    contest.move(EditionState.PUBLIC_COMMENT)
    voters = [contest.context.people[key] for key in ("newcomer", "expert", "organiser", "reviewer", "officer")]
    for place, voter in enumerate(voters):
        for category in contest.call.rules.categories:
            finalists = [one for one in spec.DOSSIERS if one.category == category.code and one.is_finalist]
            steady = [one for one in finalists if one.is_steady]
            # The public leaves equal what the council left equal, so that the tie is the council's to part.
            offered = [steady[place % 2]] if steady and place < 2 * (len(voters) // 2) - 2 else finalists[:1]
            casting.cast_vote(nomination=contest.fresh(offered[0].key), by=voter)
    made = objections.file_objection(
        award_key=contest.page.translation_key,
        nomination=contest.fresh("lo-gom"),
        full_name="Nguyễn Thị Góp Ý (mẫu)",
        email="gop-y@example.org",
        words="Mức giảm gas cao hơn số tôi được xem ở xưởng (nội dung minh họa).",
        language=Language.VIETNAMESE,
        now=clock.now(),
    )
    made = objections.confirm_objection(objection=made, now=clock.now())
    made = objections.take_up(objection=made, by=contest.secretary, now=clock.now())
    objections.answer(
        objection=made,
        result=CaseState.REJECTED,
        words="Ban tổ chức đã xem số đo gốc; số liệu trong hồ sơ đúng (nội dung minh họa).",
        by=contest.secretary,
        now=clock.now(),
    )


def give_prizes(contest: Contest, meeting: Meeting, chosen: Iterable[spec.DossierSpec]) -> None:
    """Let the council give dossiers their prizes, the highest first."""
    for one in sorted(chosen, key=lambda one: list(Honour).index(one.honour) if one.honour else 0):
        if one.honour is not None:
            _vote(
                contest,
                meeting=meeting,
                kind=MotionKind.PRIZE,
                words=f"Trao {one.honour.label} cho “{one.title.vi}”?",
                category=one.category,
                nominations=[contest.fresh(one.key)],
                honour=one.honour,
                reason="Hội đồng thống nhất theo kết quả chấm và bình chọn.",
            )


def decide(contest: Contest) -> None:
    """Count the votes of the public, give the prizes and record the decision."""
    key, by = contest.page.translation_key, contest.secretary
    closing.close_vote(award_key=key, by=by, now=clock.now())
    meeting = _meet(contest)
    give_prizes(contest, meeting, [one for one in spec.DOSSIERS if one.honour is not None])
    meetings.close_meeting(meeting=meeting, remarks="Hội đồng xét giải (biên bản mẫu).", by=by, now=clock.now())
    deciding.record_decision(
        award_key=key,
        document=deciding.Document(
            number=spec.DECISION_NUMBER,
            decided_on=clock.today(),
            issued_by="Ban tổ chức giải thưởng (mẫu)",
            signed_by="Người ký minh họa",
        ),
        by=by,
        now=clock.now(),
    )
    contest.move(EditionState.DECIDED)


def honour(contest: Contest) -> None:
    """Issue the certificates, and give scores and remarks to the entrants."""
    key, by = contest.page.translation_key, contest.secretary
    certificates.issue_all(award_key=key, by=by, now=clock.now())
    for one in spec.DOSSIERS:
        if not one.is_ineligible:
            releasing.save_remarks(
                nomination=contest.fresh(one.key), texts={"": spec.REMARK.vi}, by=by, now=clock.now()
            )
    releasing.release(award_key=key, by=by, now=clock.now())


def appeal(contest: Contest) -> None:
    """Let an entrant appeal against the procedure, and an officer without a part in it answer."""
    one = next(item for item in spec.DOSSIERS if item.key == spec.APPEAL_BY)
    officer = contest.context.people["appeals-officer"]
    appeal = appeals.file_appeal(
        nomination=contest.fresh(one.key),
        ground=AppealGround.DEADLINE,
        words=spec.APPEAL.vi,
        by=contest.lead(one),
        now=clock.now(),
    )
    appeal = appeals.assign(appeal=appeal, officer=officer, by=contest.secretary, now=clock.now())
    appeals.answer(
        appeal=appeal, result=CaseState.REJECTED, outcome=spec.APPEAL_OUTCOME.vi, by=officer, now=clock.now()
    )
