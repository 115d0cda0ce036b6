"""Where random histories of dossiers begin: rows as the domain would have left them by then, and the model of them."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from awards.dossiers.domain import asking
from awards.dossiers.enums import MemberRole, MemberState
from awards.editions import rules as edition_rules
from awards.editions.enums import EditionState
from awards.enums import NominationState
from awards.jury.enums import AssignmentState
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.marking.enums import MarkState
from awards.models import (
    Assignment,
    AwardEdition,
    DossierAnswer,
    DossierMember,
    Juror,
    MarkSheet,
    Nomination,
    ScreeningCheck,
)
from awards.screening.enums import Outcome
from portal.accounts.models import User
from portal.kernel import tokens
from tests.awards.dossiers import plain
from tests.awards.editions.plain import PHASE_OF, Edition

NAME: Final = "Nguyễn Văn Người"
SUMMARY: Final = "Tiết kiệm điện."
TITLES: Final = ("Máy sấy", "Máy gặt")
WORDS: Final = "Có số liệu."
NOMINEE: Final = "de-cu@example.org"
CO_AUTHOR: Final = "chi"
STAGES: Final = (
    "draft",
    "open",
    "open",
    "open",
    "screening",
    "screening",
    "screening",
    "scoring",
    "deliberation",
    "public-comment",
)
COMES_WITH: Final = {
    "open": ("draft", "awaiting", "draft"),
    "screening": ("submitted", "submitted", "draft"),
    "scoring": ("eligible", "eligible", "draft"),
    "deliberation": ("eligible", "eligible", "draft"),
    "public-comment": ("finalist", "eligible", "draft"),
}
"""Two different dossiers of one person, the second nominating somebody else, and the same as the first of another person.

A co-author is asked to join the first. Where dossiers are checked, nothing is against the first, something against the second.
"""


@dataclass
class World:
    """An edition with an open call, its people, and a jury of three."""

    key: UUID
    people: dict[str, User]
    jurors: list[Juror]


@dataclass
class Begun:
    """A beginning."""

    room: plain.Room
    keys: list[str]
    category: str
    rows: list[Nomination] = field(default_factory=list)
    links: list[tuple[str, int, plain.Person]] = field(default_factory=list)
    """Links that ask somebody of a dossier."""


def make(stage: str, world: World) -> Begun:
    """Put the edition of a world into a state, with the dossiers that come with it."""
    edition = AwardEdition.objects.get(award_key=world.key)
    rules = edition_rules.from_json(edition.rules or {})
    phases = {phase.kind.value: (phase.starts, phase.ends) for phase in rules.phases}
    kind = PHASE_OF.get(stage, "call")
    now = phases[kind][0] + timedelta(hours=1) if kind != "call" else edition.opened_at or phases[kind][0]
    model = Edition(stage, phases, rules.cure_days, rules.appeal_days, is_frozen=stage != "draft")
    begun = Begun(plain.Room(model, now), [one.key for one in rules.criteria], rules.categories[0].code)
    if stage == "draft":
        # The models delete nothing of a log.
        with connection.cursor() as cursor:
            for table in ("ledgerentry", "ledgerchain", "editionstep"):
                cursor.execute(f"DELETE FROM awards_{table}")
        edition.rules, edition.rules_digest, edition.opened_at = None, "", None
    edition.state = EditionState(stage)
    edition.save()
    _dossiers(begun, world, COMES_WITH.get(stage, ()))
    if stage in {"scoring", "deliberation", "public-comment"}:
        give(begun, world.jurors)
    if stage in {"deliberation", "public-comment"}:
        score(begun)
    return begun


def _dossiers(begun: Begun, world: World, states: tuple[str, ...]) -> None:
    now, room = begun.room.now, begun.room
    # Somebody with an account where that is still to be asked, else somebody without one.
    nominee_of_second = world.people[CO_AUTHOR].email if "awaiting" in states else NOMINEE
    for number, state in enumerate(states):
        lead, nominee = ("an", "an", "bình")[number], ("", nominee_of_second, "")[number]
        is_in = state not in plain.UNSENT
        people = [plain.Person(world.people[lead].email, "lead", "accepted", who=lead)]
        if number == 0:
            until = now + plain.LINK_LIVES
            people.append(plain.Person(world.people[CO_AUTHOR].email, "co-author", until=until))
        if nominee and state != "draft":
            answer = "accepted" if is_in else "invited"
            people.append(plain.Person(nominee, "nominee", answer, until=room.edition.ends("call")))
        answers = dict.fromkeys(begun.keys, WORDS if number != 2 else "")
        title = TITLES[number % 2]
        room.dossiers.append(plain.Dossier(title, lead, nominee, state, is_in, answers, people))
    begun.rows = Nomination.objects.bulk_create(
        Nomination(
            award_key=world.key,
            category_code=begun.category,
            title=one.title,
            nominee_name=NAME,
            nominee_email=one.nominee_email,
            nominee_consented_at=now if one.handed_in else None,
            summary=SUMMARY,
            state=NominationState(one.state),
            nominated_by=world.people[one.lead],
            created_at=now,
            saved_at=now,
            submitted_at=now if one.handed_in else None,
            alias=f"HS-{number}" if one.state in plain.RUNNING else "",
        )
        for number, one in enumerate(room.dossiers)
    )
    of_each = list(zip(begun.rows, room.dossiers, strict=True))
    members = [
        DossierMember(
            nomination=row,
            user=world.people.get(person.who),
            email=person.email,
            role=MemberRole(person.role),
            state=MemberState(person.state),
            asked_at=now,
            expires_at=person.until,
            answered_at=now if person.state == "accepted" else None,
            consent="Tôi đồng ý." if person.role == "nominee" and person.state == "accepted" else "",
        )
        for row, one in of_each
        for person in one.people
    ]
    people_of_each = [(number, person) for number, one in enumerate(room.dossiers) for person in one.people]
    for member, (number, person) in zip(DossierMember.objects.bulk_create(members), people_of_each, strict=True):
        if person.state == "invited":
            subject = str(member.pk)
            secret = tokens.issue(purpose=asking.PURPOSE, subject=subject, now=now, expires_at=person.until)
            begun.links.append((secret, number, person))
    DossierAnswer.objects.bulk_create(
        DossierAnswer(nomination=row, key=key, text=words, saved_at=now)
        for row, one in of_each
        for key, words in one.answers.items()
    )
    if begun.room.edition.state == "screening":
        _checks(begun)
    passed = [{"category": begun.category, "dossier": row.alias, "result": "pass"} for row in begun.rows if row.alias]
    ledger.append_all(award_key=world.key, acts=[(LedgerKind.SCREENING, body) for body in passed], now=now)


def _checks(begun: Begun) -> None:
    for dossier, doubt in zip(begun.room.dossiers[:2], ("pass", "fail"), strict=True):
        dossier.checks = {(1, key): "pass" for key in dossier.rules} | {(1, "category"): doubt}
    ScreeningCheck.objects.bulk_create(
        ScreeningCheck(
            nomination=row,
            round=1,
            key=key,
            outcome=Outcome(said),
            note="" if said == "pass" else "Sai.",
            at=begun.room.now,
        )
        for row, one in zip(begun.rows, begun.room.dossiers, strict=True)
        for (_round, key), said in one.checks.items()
    )


def give(begun: Begun, jurors: list[Juror]) -> None:
    """Give what is eligible to the jury, as rows: how that comes about has histories of its own."""
    now, made = begun.room.now, []
    for row, one in zip(begun.rows, begun.room.dossiers, strict=True):
        if one.state in {"eligible", "finalist"} and not one.judged:
            one.judged = True
            made += [
                Assignment(juror=who, nomination=row, state=AssignmentState.CONFIRMED, given_at=now, confirmed_at=now)
                for who in jurors
            ]
    Assignment.objects.bulk_create(made)


def score(begun: Begun) -> None:
    """Hand in what the jury still has to judge, as rows; the log tells no points, so that nobody is ranked."""
    waiting = Assignment.objects.filter(sheet=None).values_list("pk", flat=True)
    now = begun.room.now
    MarkSheet.objects.bulk_create(
        MarkSheet(assignment_id=pk, state=MarkState.SUBMITTED, saved_at=now, submitted_at=now) for pk in waiting
    )
    for one in begun.room.dossiers:
        one.scored = one.judged
