"""An edition with everybody around it, which stands in every phase with what there is at that time.

It is brought through the domain as far as public comment; ``stand`` takes away what a phase does not have yet, and ``decide``
records the decision. A dossier that loses carries the canaries, another wins.
"""

import dataclasses
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.models import Permission
from wagtail.models import Page, Site

from awards.deliberation.domain import appeals, deciding, meetings, motions, objections, rehearing
from awards.deliberation.enums import AppealGround, CaseState, Choice, MotionKind
from awards.dossiers.domain import asking
from awards.dossiers.domain import files as dossier_files
from awards.dossiers.enums import MemberRole, MemberState
from awards.editions import rules as edition_rules
from awards.editions.enums import PHASE_OF, EditionState
from awards.enums import Honour, NominationState, PhaseKind
from awards.feedback.domain import releasing
from awards.honours.domain import certificates
from awards.jury.domain import jurors as jury_domain
from awards.jury.enums import JurorState
from awards.marking.enums import MarkState
from awards.models import (
    Appeal,
    Assignment,
    AwardCriterion,
    AwardEdition,
    AwardPage,
    CureRequest,
    Decision,
    DossierFile,
    DossierMember,
    EditionSecretary,
    Juror,
    MarkSheet,
    Meeting,
    Nomination,
    NominationPage,
    Objection,
    PublicVote,
    Shortlist,
    VoteAlarm,
)
from awards.voting.enums import AlarmKind
from portal.accounts.models import User
from portal.kernel import clock, tokens
from portal.kernel.languages import Language
from portal.media.domain import private_files
from portal.media.enums import FileKind
from tests.awards.roles.canaries import POINTS, Canary
from tests.factories import awards, deliberation, dossiers, exhibitors, jury, marking, voting

ANONYMOUS: Final = "anonymous"
ROLES: Final = (
    "lead",
    "co-author",
    "nominee",
    "juror clean",
    "juror conflicted",
    "reserve",
    "secretary",
    "other secretary",
    "operator",
    "stranger",
    ANONYMOUS,
)
PHASES: Final = tuple(EditionState)
DECIDED: Final = (EditionState.DECIDED, EditionState.CLOSED)
BEFORE_SCORING: Final = (EditionState.DRAFT, EditionState.OPEN, EditionState.SCREENING)
BEFORE_COUNCIL: Final = (*BEFORE_SCORING, EditionState.SCORING)
BEFORE_SHORTLIST: Final = (*BEFORE_COUNCIL, EditionState.DELIBERATION, EditionState.CANCELLED)
STATES: Final = {
    EditionState.DRAFT: (NominationState.DRAFT, NominationState.DRAFT),
    EditionState.OPEN: (NominationState.DRAFT, NominationState.SUBMITTED),
    EditionState.SCREENING: (NominationState.NEEDS_CHANGES, NominationState.SUBMITTED),
    EditionState.SCORING: (NominationState.ELIGIBLE, NominationState.ELIGIBLE),
    EditionState.DELIBERATION: (NominationState.ELIGIBLE, NominationState.ELIGIBLE),
    EditionState.PUBLIC_COMMENT: (NominationState.ELIGIBLE, NominationState.FINALIST),
    EditionState.CANCELLED: (NominationState.ELIGIBLE, NominationState.ELIGIBLE),
}
"""Where the losing and the winning dossier stand before the decision."""
SCALE: Final = 9999


@dataclass
class World:
    """The people by role, and what an address can name by kind."""

    council: deliberation.Council
    people: dict[str, User | None]
    frozen: Any
    """The rules as the pages have them, before their phases were moved to today."""
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def key(self) -> Any:
        """The edition's key."""
        return self.council.key


def _people(site: Site) -> dict[str, User | None]:
    admits = Permission.objects.get(codename="access_admin")
    made: dict[str, User | None] = {name: exhibitors.make_person() for name in ROLES if name != ANONYMOUS}
    made |= {name: awards.make_secretary(site) for name in ("secretary", "other secretary")}
    made["operator"] = User.objects.create_superuser("dieu-hanh-vai@example.org", full_name="Điều Hành")
    # Whoever enters the admin at all must find as little there as everybody else.
    reserve = made["reserve"]
    assert reserve is not None
    reserve.user_permissions.add(admits)
    made[ANONYMOUS] = None
    return made


def _members(nomination: Nomination, people: dict[str, User | None]) -> None:
    now = clock.now()
    for name, role in (("lead", "lead"), ("co-author", "co-author"), ("nominee", "nominee")):
        person = people[name]
        assert person is not None
        DossierMember.objects.create(
            nomination=nomination,
            user=person,
            email=person.email,
            role=MemberRole(role),
            state=MemberState.ACCEPTED,
            asked_at=now,
            answered_at=now,
            consent="Tôi đồng ý." if role == "nominee" else "",
        )


def _file(nomination: Nomination, key: str, canary: Canary, *, twin: bool = False) -> DossierFile:
    stored = private_files.store(
        file=dossiers.pdf(more=f"%{canary.value}\n".encode()),
        purpose=dossier_files.PURPOSE,
        subject=str(nomination.public_id),
        field="file",
        by=None,
        now=clock.now(),
        kinds=(FileKind.PDF,),
    )
    return DossierFile.objects.create(nomination=nomination, key=key, is_twin=twin, file=stored, sha256="0" * 64)


def build(site: Site) -> World:
    """Make the edition and bring it to public comment."""
    people = _people(site)
    secretary = people["secretary"]
    page = awards.make_open(site, secretary)  # type: ignore[arg-type]  # only the public has no account
    key = page.translation_key
    marking.widen_scale(key, SCALE)
    AwardCriterion.objects.filter(page__translation_key=key).update(points=SCALE)
    frozen = AwardEdition.objects.get(award_key=key).rules
    marking.move(key, EditionState.SCORING)
    EditionSecretary.objects.create(award_key=key, user=secretary)
    other = awards.make_ready(site, people["operator"])  # type: ignore[arg-type]  # the same
    EditionSecretary.objects.create(award_key=other.translation_key, user=people["other secretary"])
    losing = marking.make_dossier(
        page, title=Canary.TITLE.value, nominee_name=Canary.NAME.value, summary="Tiết kiệm điện."
    )
    losing.answers.update(text=Canary.ANSWER.value)
    winning = marking.make_dossier(page, title="Máy thắng giải", title_en="A dryer that wins")
    council = deliberation.Council(page, secretary, [], [winning, losing], marking.rules_of(key))  # type: ignore[arg-type]  # the same
    world = World(council=council, people=people, frozen=frozen)
    for nomination in (losing, winning):
        _members(nomination, people)
    _scored(world, losing, winning)
    _objects(world, losing, winning)
    return world


def _scored(world: World, losing: Nomination, winning: Nomination) -> None:
    key, people, council = world.key, world.people, world.council
    clean, conflicted = (jury.make_juror(key, people[name]) for name in ("juror clean", "juror conflicted"))
    Juror.objects.filter(pk=clean.pk).update(is_chair=True)
    jury.make_juror(key, people["reserve"], is_reserve=True)
    colleagues = [jury.make_juror(key) for _number in range(3)]
    council.jurors = [clean, conflicted, *colleagues]
    deliberation.conflict(conflicted, losing)
    own = jury.give(clean, losing)
    for colleague in colleagues:
        marking.hand_in(jury.give(colleague, losing), POINTS, remark=Canary.REMARK.value, note=Canary.NOTE.value)
    for juror in (conflicted, *colleagues[:2]):
        marking.hand_in(jury.give(juror, winning), SCALE)
    marking.save(own, 11)
    world.objects["marking"] = {"pk": own.pk}
    council.set_state(EditionState.DELIBERATION)
    deliberation.shortlist(council, number=1, prizes=[Honour.FIRST])
    meeting = deliberation.convene(council)
    motion = deliberation.put(council, meeting, MotionKind.OTHER, [losing])
    motions.cast_vote(motion=motion, choice=Choice.FOR, by=clean.user, now=council.now)
    invited = jury.make_juror(key, declared=False, state=JurorState.INVITED, answered_at=None)
    now = clock.now()
    secret = tokens.issue(
        purpose=jury_domain.PURPOSE, subject=str(invited.pk), now=now, expires_at=now + timedelta(days=30)
    )
    world.objects |= {
        "meeting": {"number": meeting.number, "motion_number": motion.number, "kind": MotionKind.OTHER.value},
        "closed meeting": {"number": meeting.number - 1},
        "juror": {"public_id": clean.public_id},
        "invited juror": {"secret": secret},
    }


def _objects(world: World, losing: Nomination, winning: Nomination) -> None:
    key, now, council = world.key, clock.now(), world.council
    document = next(one for one in council.rules.documents if one.anonymise)
    kept, twin = _file(losing, document.key, Canary.FILE), _file(losing, document.key, Canary.TWIN, twin=True)
    asked = DossierMember.objects.create(
        nomination=losing,
        email="duoc-moi@example.org",
        role=MemberRole.CO_AUTHOR,
        state=MemberState.INVITED,
        asked_at=now,
        expires_at=now + timedelta(days=90),
    )
    objection = Objection.objects.create(
        award_key=key,
        nomination=winning,
        full_name=Canary.OBJECTOR.value,
        email="dan@example.org",
        language=Language.VIETNAMESE.value,
        text="Giải pháp này đã có từ trước.",
        received_at=now,
        confirmed_at=now,
    )
    vote = voting.add_votes(winning, 1, user=world.people["stranger"])[0]
    figures = {"votes": 3, "from": now.isoformat(), "until": now.isoformat()}
    alarm = VoteAlarm.objects.create(
        award_key=key, nomination=winning, kind=AlarmKind.BURST, found_at=now, figures=figures
    )
    secrets = {
        name: tokens.issue(purpose=module.PURPOSE, subject=str(pk), now=now, expires_at=now + timedelta(days=90))
        for name, module, pk in (("asked", asking, asked.pk), ("objection", objections, objection.pk))
    }
    edition = {"award_key": key}
    loser = {**edition, "public_id": losing.public_id, "pk": losing.pk}
    criterion = council.rules.criteria[0].key
    for name in ("meeting", "closed meeting", "juror"):
        world.objects[name] |= edition
    world.objects |= {
        "none": {},
        "edition": edition,
        "version": {**edition, "version": 0},
        "table": {**edition, "name": "dossiers"},
        "award list": {"pk": AwardPage.objects.get(pk=council.page.pk).get_parent().pk},
        "dossier": loser,
        "answer": {**loser, "key": criterion},
        "document": {**loser, "key": document.key},
        "file": {**loser, "pk": kept.pk},
        "twin": {**loser, "pk": twin.pk},
        "member": {**loser, "pk": asked.pk},
        "asked": {"secret": secrets["asked"]},
        "winner": {**edition, "public_id": winning.public_id, "pk": winning.pk},
        "marking": {**world.objects["marking"], "file_pk": twin.pk},
        "vote": {"pk": vote.pk},
        "alarm": {**edition, "pk": alarm.pk},
        "objection": {**edition, "public_id": objection.public_id},
        "confirmed": {"secret": secrets["objection"]},
        "appeal": {**edition, "public_id": losing.public_id},
        "upheld": {**edition, "public_id": losing.public_id},
        "sheet": {**edition, "pk": 0},
        "decision": {**edition, "pk": 0},
        "certificate": {**edition, "pk": 0, "code": "KHONGCO"},
    }


def decide(world: World) -> None:
    """Count the votes, record the decision, issue the certificates, release the remarks, and take an appeal in."""
    council, by = world.council, world.council.secretary
    open_meeting = Meeting.objects.get(award_key=world.key, number=world.objects["meeting"]["number"])
    motion = open_meeting.motions.get()
    motions.void_motion(motion=motion, reason="Rút lại.", by=by, now=council.now)
    meetings.close_meeting(meeting=open_meeting, remarks="", by=by, now=council.now)
    Objection.objects.update(state="rejected", answer="Không đúng.", answered_at=council.now)
    deliberation.tally(council, [3, 0])
    AwardEdition.objects.filter(award_key=world.key).update(rules=world.frozen)
    stated = deciding.Document(
        number="149/QĐ-UBND", decided_on=council.later.date(), issued_by="Chủ tịch UBND tỉnh", signed_by="Nguyễn Văn Ký"
    )
    deciding.record_decision(
        award_key=world.key, document=stated, by=by, now=council.later, file=dossiers.pdf("quyet-dinh.pdf")
    )
    stand(world, EditionState.DECIDED)
    certificate = certificates.issue_all(award_key=world.key, by=by, now=council.later)[0]
    losing = Nomination.objects.get(pk=world.objects["dossier"]["pk"])
    releasing.release(award_key=world.key, by=by, now=council.later)
    appeal = appeals.file_appeal(
        nomination=losing,
        ground=AppealGround.QUORUM,
        words=Canary.APPEAL.value,
        by=world.people["lead"],
        now=clock.now(),
    )
    world.objects["certificate"] |= {"pk": certificate.pk, "code": certificate.code}
    world.objects["appeal"] |= {"public_id": appeal.public_id}
    _decide_anew(world)


def _decide_anew(world: World) -> None:
    """Begin to decide anew because of another appeal, which was upheld."""
    upheld = Appeal.objects.create(
        nomination_id=world.objects["winner"]["pk"],
        ground=AppealGround.QUORUM,
        text=Canary.APPEAL.value,
        filed_at=clock.now(),
        due_at=clock.now(),
        state=CaseState.UPHELD,
        outcome="Đúng vậy.",
        follows="Quyết định lại.",
        answered_at=clock.now(),
    )
    by = world.council.secretary
    rehearing.open_rehearing(appeal=upheld, reason="Cuộc họp thiếu người.", by=by, now=clock.now())
    sheet = MarkSheet.objects.filter(assignment__nomination__award_key=world.key, state=MarkState.SUBMITTED)[0]
    decision = Decision.objects.get(award_key=world.key)
    world.objects["upheld"] |= {"public_id": upheld.public_id}
    world.objects["sheet"] |= {"pk": sheet.pk}
    world.objects["decision"] |= {"pk": decision.pk}


def stand(world: World, phase: EditionState) -> None:
    """Put the edition into a phase that runs now, with no more than there is at that time."""
    _rules(world, phase)
    losing, winning = world.objects["dossier"]["pk"], world.objects["winner"]["pk"]
    if phase in STATES:
        for pk, state in zip((losing, winning), STATES[phase], strict=True):
            Nomination.objects.filter(pk=pk).update(state=state)
    if phase is EditionState.SCREENING:
        now = clock.now()
        CureRequest.objects.create(
            nomination_id=losing,
            asked_at=now,
            due_at=now + timedelta(days=5),
            words="Bổ sung.",
            parts=[
                "basics",
                f"answer:{world.objects['answer']['key']}",
                f"document:{world.objects['document']['key']}",
            ],
        )
    if phase in BEFORE_SHORTLIST:
        pages = NominationPage.objects.filter(nomination__award_key=world.key)
        Page.objects.filter(pk__in=pages.values("pk")).update(live=False)
        VoteAlarm.objects.filter(award_key=world.key).delete()
        PublicVote.objects.filter(award_key=world.key).delete()
        Objection.objects.filter(award_key=world.key).delete()
        Shortlist.objects.filter(award_key=world.key).delete()
    if phase in BEFORE_COUNCIL:
        Meeting.objects.filter(award_key=world.key).delete()
    if phase in BEFORE_SCORING:
        Assignment.objects.filter(juror__award_key=world.key).delete()


def _rules(world: World, phase: EditionState) -> None:
    edition = AwardEdition.objects.get(award_key=world.key)
    if phase is EditionState.DRAFT:
        edition.rules, edition.rules_digest, edition.opened_at = None, "", None
    elif phase in PHASE_OF:
        rules = world.council.rules
        # Appeals run while an edition is decided.
        first = rules.phase(PhaseKind.APPEAL if phase is EditionState.DECIDED else PHASE_OF[phase])
        assert first is not None
        shift = clock.at(clock.today() - timedelta(days=1), 0) - first.starts
        phases = tuple(
            dataclasses.replace(one, starts=one.starts + shift, ends=one.ends + shift) for one in rules.phases
        )
        edition.rules = edition_rules.to_json(dataclasses.replace(rules, phases=phases))
    edition.state = phase
    edition.save()
