"""A council that can meet: an edition in deliberation with jurors, dossiers and the scores in its log, as rows."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Site

from awards.deliberation.domain import deciding, meetings, motions, shortlisting
from awards.deliberation.enums import Choice, MotionKind
from awards.domain import aliases
from awards.dossiers.enums import MemberRole, MemberState
from awards.editions.domain import steps
from awards.editions.enums import EditionState, Preset
from awards.editions.rules import EditionRules
from awards.enums import Honour, NominationState, PhaseKind
from awards.jury.enums import ConflictSource, JurorState
from awards.ledger import domain as ledger
from awards.ledger import queries as ledger_queries
from awards.ledger.enums import LedgerKind
from awards.models import (
    AwardEdition,
    AwardPage,
    Conflict,
    Decision,
    DossierMember,
    Juror,
    Meeting,
    Motion,
    Nomination,
)
from portal.accounts.models import User
from portal.kernel import clock
from tests.factories import awards, dossiers, exhibitors

_numbers = itertools.count(1)


@dataclass
class Council:
    """An edition with its council; dossiers stand in the order of their scores."""

    page: AwardPage
    secretary: User
    jurors: list[Juror]
    dossiers: list[Nomination]
    rules: EditionRules

    @property
    def key(self) -> Any:
        """The edition's key."""
        return self.page.translation_key

    @property
    def category(self) -> str:
        """The category of all dossiers."""
        return self.rules.categories[0].code

    @property
    def now(self) -> datetime:
        """A moment of the deliberation."""
        return self.begins(PhaseKind.DELIBERATION) + timedelta(hours=1)

    @property
    def later(self) -> datetime:
        """A moment after the public comment, in the phase of the decision."""
        return self.begins(PhaseKind.DECISION) + timedelta(hours=1)

    def begins(self, kind: PhaseKind) -> datetime:
        """The first moment of a phase."""
        phase = self.rules.phase(kind)
        assert phase is not None
        return phase.starts

    def set_state(self, state: EditionState) -> None:
        """Put the edition into a state without the steps before it."""
        AwardEdition.objects.filter(award_key=self.key).update(state=state)


def make_juror(key: Any, *, with_account: bool = True, **values: Any) -> Juror:
    """Return a juror who accepted."""
    number = next(_numbers)
    user = exhibitors.make_person(full_name=f"Giám khảo {number}") if with_account else None
    return Juror.objects.create(
        **{
            "award_key": key,
            "email": user.email if user is not None else f"giam-khao-{number}@example.org",
            "full_name": f"Giám khảo {number}",
            "position": "Giảng viên",
            "workplace": "Trường Đại học Ví dụ",
            "user": user,
            "alias": aliases.for_juror(key),
            "state": JurorState.ACCEPTED,
            "invited_at": clock.now(),
            "expires_at": clock.now() + timedelta(days=14),
            "answered_at": clock.now(),
            **values,
        }
    )


def make_dossier(council_page: AwardPage, category: str, **values: Any) -> Nomination:
    """Return an eligible dossier with its alias and the person responsible for it."""
    number = next(_numbers)
    nomination = Nomination.objects.create(
        **{
            "award_key": council_page.translation_key,
            "category_code": category,
            "title": f"Giải pháp thứ {number}",
            "nominee_name": f"Trần Văn {number}",
            "summary": "Tiết kiệm điện.",
            "state": NominationState.ELIGIBLE,
            "created_at": clock.now(),
            "submitted_at": clock.now(),
            **values,
        }
    )
    aliases.of_dossier(nomination)
    DossierMember.objects.create(
        nomination=nomination,
        user=exhibitors.make_person(full_name=f"Tác giả {number}"),
        email=f"tac-gia-{number}@example.org",
        role=MemberRole.LEAD,
        state=MemberState.ACCEPTED,
        asked_at=clock.now(),
        answered_at=clock.now(),
    )
    return nomination


def score(council: Council, points: Sequence[int]) -> None:
    """Write screening and three scores of each dossier into the log: as many points for every criterion as are given."""
    acts: list[ledger.Act] = []
    for nomination, number in zip(council.dossiers, points, strict=True):
        named = {"category": nomination.category_code, "dossier": nomination.alias}
        acts.append((LedgerKind.SCREENING, {**named, "result": "pass"}))
        given = {criterion.key: number for criterion in council.rules.criteria}
        acts += [(LedgerKind.SCORE, {**named, "juror": one.alias, "points": given}) for one in council.jurors[:3]]
    ledger.append_all(award_key=council.key, acts=acts, now=clock.now())


def tally(council: Council, votes: Sequence[int]) -> None:
    """Write the tally of the public vote into the log."""
    numbers = {one.alias: number for one, number in zip(council.dossiers, votes, strict=True)}
    body = {"category": council.category, "votes": numbers}
    ledger.append(award_key=council.key, kind=LedgerKind.VOTE_TALLY, body=body, now=council.now)


def make_council(
    site: Site, *, points: Sequence[int] = (9, 8, 7, 6), jurors: int = 5, preset: Preset = Preset.RECOGNITION
) -> Council:
    """Return an edition in deliberation; the first juror chairs its council."""
    secretary = awards.make_secretary(site)
    page = awards.make_open(site, secretary, preset=preset)
    rules = dossiers.rules_of(page)
    council = Council(page, secretary, [], [], rules)
    council.jurors = [make_juror(page.translation_key, is_chair=number == 0) for number in range(jurors)]
    council.dossiers = [make_dossier(page, rules.categories[0].code) for _number in points]
    score(council, points)
    council.set_state(EditionState.DELIBERATION)
    return council


def conflict(juror: Juror, nomination: Nomination) -> Conflict:
    """Note a conflict of interest."""
    return Conflict.objects.create(
        juror=juror, nomination=nomination, source=ConflictSource.AT_START, reason="Cùng đơn vị.", at=clock.now()
    )


def plan(council: Council) -> Meeting:
    """Plan a meeting."""
    return meetings.plan_meeting(
        award_key=council.key,
        held_at=council.now + timedelta(hours=2),
        place="Phòng họp số 1",
        by=council.secretary,
        now=council.now,
    )


def convene(council: Council, *, absent: Mapping[int, str] | None = None, now: datetime | None = None) -> Meeting:
    """Plan a meeting, note who is there and open it; ``absent`` gives reasons by the place of the juror in the list."""
    meeting = plan(council)
    away = absent or {}
    people = {
        juror.pk: meetings.Presence(is_present=number not in away, reason=away.get(number, ""))
        for number, juror in enumerate(council.jurors)
    }
    meetings.note_attendance(meeting=meeting, people=people, by=council.secretary)
    return meetings.open_meeting(meeting=meeting, by=council.secretary, now=now or council.now)


def put(council: Council, meeting: Meeting, kind: MotionKind, named: Sequence[Nomination], **values: Any) -> Motion:
    """Put a motion to the vote."""
    return motions.open_motion(
        **{
            "meeting": meeting,
            "kind": kind,
            "words": "Hội đồng có đồng ý không?",
            "category_code": council.category,
            "nominations": named,
            "by": council.secretary,
            "now": council.now,
            **values,
        }
    )


def vote(council: Council, motion: Motion, choices: Sequence[Choice], **values: Any) -> None:
    """Let the first jurors vote from their own accounts, in order."""
    for juror, choice in zip(council.jurors, choices, strict=False):
        motions.cast_vote(motion=motion, choice=choice, by=juror.user, now=council.now, **values)


def carry(
    council: Council, meeting: Meeting, kind: MotionKind, named: Sequence[Nomination], reason: str = "", **values: Any
) -> Motion:
    """Put a motion to the vote, and carry it with three votes."""
    motion = put(council, meeting, kind, named, **values)
    entitled = set(motion.meeting.attendances.filter(is_present=True).values_list("juror", flat=True))
    out = set(Conflict.objects.filter(nomination__in=named).values_list("juror", flat=True))
    for juror in council.jurors:
        if juror.pk in entitled - out:
            motions.cast_vote(motion=motion, choice=Choice.FOR, by=juror.user, now=council.now)
    return motions.close_motion(motion=motion, reason=reason, by=council.secretary, now=council.now)


def shortlist(council: Council, number: int = 2, prizes: Sequence[Honour] = ()) -> None:
    """Let the council put the first dossiers on the shortlist, give prizes, and publish it; public comment begins."""
    meeting = convene(council)
    carry(council, meeting, MotionKind.SHORTLIST, council.dossiers[:number])
    for nomination, honour in zip(council.dossiers, prizes, strict=False):
        carry(council, meeting, MotionKind.PRIZE, [nomination], honour=honour)
    meetings.close_meeting(meeting=meeting, remarks="", by=council.secretary, now=council.now)
    shortlisting.publish(council.key, council.rules, council.secretary, council.now)
    council.set_state(EditionState.PUBLIC_COMMENT)
    for nomination in council.dossiers:
        nomination.refresh_from_db()


def document(council: Council, **values: Any) -> deciding.Document:
    """What a decision states."""
    return deciding.Document(
        **{
            "number": "12/QĐ-UBND",
            "decided_on": clock.local(council.later).date(),
            "issued_by": "Ủy ban nhân dân tỉnh",
            "signed_by": "Nguyễn Văn Ký",
            **values,
        }
    )


def decide(council: Council, **values: Any) -> Decision:
    """Record the decision in the phase of the decision."""
    return deciding.record_decision(
        **{
            "award_key": council.key,
            "document": document(council),
            "by": council.secretary,
            "now": council.later,
            **values,
        }
    )


def leave(council: Council, to: EditionState, phase: PhaseKind) -> None:
    """Take the next step of the edition as its phase begins."""
    steps.move_edition(award_key=council.key, to=to, by=council.secretary, now=council.begins(phase))


def bodies(council: Council, kind: str) -> list[dict[str, Any]]:
    """Return what the log holds of a kind."""
    return [entry["body"] for entry in ledger_queries.entries(council.key) if entry["kind"] == kind]
