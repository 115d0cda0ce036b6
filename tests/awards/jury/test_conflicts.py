"""Conflicts of interest: what the system finds, and what follows when somebody tells one, early, on opening, or late."""

import json
from typing import Any

import pytest
from wagtail.models import Site

from awards.dossiers.enums import MemberRole, MemberState
from awards.editions.enums import EditionState
from awards.editions.rules import from_json
from awards.jury import facts, hints, overview, parties, rights
from awards.jury.domain import conflicts
from awards.jury.enums import AssignmentState, ConflictSource, HintKind
from awards.ledger.enums import LedgerKind
from awards.marking.enums import MarkState
from awards.models import (
    Assignment,
    AwardEdition,
    AwardPage,
    Conflict,
    DossierMember,
    Juror,
    LedgerEntry,
    MarkSheet,
    Nomination,
)
from portal.accounts.models import User
from portal.kernel import clock, errors
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import jury as jury_factory

pytestmark = pytest.mark.django_db


@worlds.standing
def world(site: Site) -> Any:
    secretary = factory.make_secretary(site)
    page = factory.make_open(site, User.objects.create_superuser("dieu-hanh-xd@example.org", full_name="Điều Hành"))
    return page, secretary


@pytest.fixture
def page(world: Any) -> AwardPage:
    found: AwardPage = world[0]
    return found


@pytest.fixture
def secretary(world: Any) -> User:
    return User.objects.get(pk=world[1].pk)


@pytest.fixture
def key(page: AwardPage) -> Any:
    return page.translation_key


def at(key: Any, state: EditionState) -> None:
    AwardEdition.objects.filter(award_key=key).update(state=state)


def kinds(juror: Juror, dossier: Nomination) -> list[str]:
    shown = facts.between([juror], [dossier]).get((juror.pk, dossier.pk), ())
    return [hint.kind.value for hint in shown]


def join(nomination: Nomination, person: User, role: MemberRole = MemberRole.CO_AUTHOR) -> None:
    now = clock.now()
    DossierMember.objects.create(
        nomination=nomination,
        user=person,
        email=person.email,
        role=role,
        state=MemberState.ACCEPTED,
        asked_at=now,
        answered_at=now,
    )


def log(key: Any) -> list[tuple[str, Any]]:
    rows = LedgerEntry.objects.filter(award_key=key).order_by("number")
    return [(row.kind, json.loads(row.body)) for row in rows]


def tell(juror: Juror, dossier: Nomination, by: Any, reason: str = "Cùng cơ quan") -> conflicts.Declared:
    return conflicts.declare(juror=juror, nomination=dossier, reason=reason, by=by, now=clock.now())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Viện Cơ điện Nông nghiệp", "vien co dien nong nghiep", True),
        ("Phòng 3, Viện Cơ điện Nông nghiệp, Bắc Ninh", "Viện Cơ điện Nông nghiệp", True),
        ("Viện", "Viện Cơ điện", False),
        ("Công ty An", "Công ty Anh", False),
        ("", "", False),
    ],
)
def test_the_same_place_is_known_without_marks_and_within_a_longer_line(one: str, other: str, same: bool) -> None:
    assert hints.same_place(one, other) is same


def test_tax_codes_are_found_between_words_and_public_domains_say_nothing() -> None:
    assert hints.tax_codes_in("Cty An, MST 0101234567-001\n2300 123 456; 0109876543") == {"0101234567001", "0109876543"}
    assert hints.domain_of("an@GMAIL.com") == hints.domain_of("an@example.org") == ""
    assert hints.domain_of("an@vien-vidu.vn") == "vien-vidu.vn"


def test_each_tie_is_found_once_and_a_stranger_has_none(key: Any) -> None:
    owner = exhibitors.make_person("chu@cong-ty-vidu.vn")
    place = exhibitors.make_organisation(owner, name="Công ty Sấy Kinh Bắc", tax_code="0100109106")
    dossier = jury_factory.eligible(key, organisation=place, nominee_name="Phạm Thị Sáng")
    assert kinds(jury_factory.make_juror(key), dossier) == []
    assert kinds(jury_factory.make_juror(key, affiliations="MST: 0100109106"), dossier) == [HintKind.TAX_CODE]
    assert kinds(jury_factory.make_juror(key, workplace="Cong ty say Kinh Bac"), dossier) == [HintKind.ORGANISATION]
    assert kinds(jury_factory.make_juror(key, full_name="Phạm thị  Sáng"), dossier) == [HintKind.SAME_NAME]
    colleague = exhibitors.make_person("ban@cong-ty-vidu.vn")
    assert kinds(jury_factory.make_juror(key, user=colleague), dossier) == [HintKind.MAIL_DOMAIN]
    member = jury_factory.make_juror(key)
    assert member.user is not None
    exhibitors.make_member(place, user=member.user)
    assert kinds(member, dossier) == [HintKind.TAX_CODE, HintKind.ORGANISATION]
    former = jury_factory.make_juror(key)
    assert former.user is not None
    join(jury_factory.eligible(key, organisation=place), former.user)
    assert kinds(former, dossier) == [HintKind.EARLIER_TEAM]
    fellow, author = jury_factory.make_juror(key), exhibitors.make_person()
    assert fellow.user is not None
    earlier = jury_factory.eligible(key)
    join(earlier, fellow.user)
    join(earlier, author)
    join(dossier, author)
    assert kinds(fellow, dossier) == [HintKind.EARLIER_TEAM]
    own = jury_factory.make_juror(key)
    assert own.user is not None
    join(dossier, own.user)
    assert kinds(own, dossier)[0] == HintKind.OWN_DOSSIER
    Nomination.objects.filter(pk=dossier.pk).update(nominated_by=own.user)
    assert HintKind.NOMINATED in kinds(own, Nomination.objects.get(pk=dossier.pk))


def test_names_are_told_without_aliases_and_a_tick_keeps_from_all_dossiers_of_a_party(key: Any) -> None:
    place = exhibitors.make_organisation(name="Viện Thử")
    first, second = (jury_factory.eligible(key, organisation=place) for _number in range(2))
    other = jury_factory.eligible(key, nominee_name="An Nguyên")
    juror, colleague = jury_factory.make_juror(key, looked_through_at=None), jury_factory.make_juror(key)
    rules = from_json(AwardEdition.objects.get(award_key=key).rules or {})
    shown = parties.of(juror, rules)
    assert [party.name for party in shown] == ["An Nguyên", "Viện Thử"]
    text = repr([(party.key, party.name, party.people, party.titles) for party in shown])
    assert not any(one in text for one in (first.alias, second.alias, other.alias, first.title, str(first.public_id)))
    assert {party.key for party in shown}.isdisjoint({party.key for party in parties.of(colleague, rules)})
    made = conflicts.look_through(juror=juror, keys=[shown[1].key], reason="", by=juror.user, now=clock.now())
    assert {one.nomination for one in made} == {first, second}
    assert {one.source for one in made} == {ConflictSource.AT_START}
    assert Juror.objects.get(pk=juror.pk).is_ready
    assert [kind for kind, _body in log(key)].count(LedgerKind.CONFLICT) == 2


def test_names_are_shown_only_after_the_promise_of_secrecy(key: Any) -> None:
    juror = jury_factory.make_juror(key, declared=False)
    with pytest.raises(errors.NotAllowedError):
        conflicts.look_through(juror=juror, keys=[], reason="", by=juror.user, now=clock.now())
    with pytest.raises(errors.DomainError):
        conflicts.bind(juror=juror, words=" ", affiliations="", by=juror.user, now=clock.now())
    with pytest.raises(errors.NotAllowedError):
        conflicts.bind(juror=juror, words="Tôi cam kết.", affiliations="", by=exhibitors.make_person(), now=clock.now())
    bound = conflicts.bind(
        juror=juror, words="Tôi cam kết.", affiliations="Viện A\n0101234567", by=juror.user, now=clock.now()
    )
    assert (bound.declaration, bound.affiliations) == ("Tôi cam kết.", "Viện A\n0101234567")
    assert not bound.is_ready


def test_opening_a_dossier_confirms_or_gives_it_to_somebody_else(key: Any, secretary: User) -> None:
    dossier = jury_factory.eligible(key)
    jurors = [jury_factory.make_juror(key) for _number in range(4)]
    at(key, EditionState.SCORING)
    for juror in jurors[:3]:
        jury_factory.give(juror, dossier, confirmed=False)
    assert not rights.may_see(jurors[0].user, dossier)
    confirmed = conflicts.confirm(juror=jurors[0], nomination=dossier, by=jurors[0].user, now=clock.now())
    assert confirmed is not None
    assert confirmed.state == AssignmentState.CONFIRMED
    assert rights.may_see(jurors[0].user, dossier)
    for stranger in (jurors[1].user, secretary):
        with pytest.raises(errors.NotAllowedError):
            conflicts.confirm(juror=jurors[0], nomination=dossier, by=stranger, now=clock.now())
    told = tell(jurors[1], dossier, jurors[1].user)
    assert (told.conflict.source, told.instead) == (ConflictSource.ON_DOSSIER, (jurors[3],))
    assert rights.assignment_of(jurors[1].user, dossier) is None
    with pytest.raises(errors.NotAllowedError):
        conflicts.confirm(juror=jurors[1], nomination=dossier, by=jurors[1].user, now=clock.now())
    assert tell(jurors[1], dossier, jurors[1].user) == conflicts.Declared(told.conflict)


def test_late_conflict_voids_the_sheet_and_somebody_else_gets_the_dossier_at_once(key: Any) -> None:
    dossier = jury_factory.eligible(key)
    jurors = [jury_factory.make_juror(key) for _number in range(3)]
    reserve = jury_factory.make_juror(key, is_reserve=True)
    at(key, EditionState.SCORING)
    given = [jury_factory.give(juror, dossier) for juror in jurors]
    now = clock.now()
    sheet = MarkSheet.objects.create(assignment=given[0], state=MarkState.SUBMITTED, saved_at=now, submitted_at=now)
    told = tell(jurors[0], dossier, jurors[0].user)
    assert (told.conflict.source, told.instead) == (ConflictSource.LATE, (reserve,))
    sheet.refresh_from_db()
    given[0].refresh_from_db()
    assert (sheet.state, given[0].state) == (MarkState.VOID, AssignmentState.VOID)
    assert Assignment.objects.filter(juror=reserve, state=AssignmentState.GIVEN).exists()
    names = {"category": dossier.category_code, "dossier": dossier.alias, "juror": jurors[0].alias}
    entries = log(key)
    assert (LedgerKind.CONFLICT, {**names, "source": "late"}) in entries
    assert (LedgerKind.VOID, names) in entries
    assert entries[-1][1]["juror"] == reserve.alias


def test_nothing_of_it_stays_where_the_log_refuses(key: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier, juror = jury_factory.eligible(key), jury_factory.make_juror(key)
    at(key, EditionState.SCORING)
    given = jury_factory.give(juror, dossier)
    monkeypatch.setattr(conflicts.ledger, "append_all", lambda **_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tell(juror, dossier, juror.user)
    given.refresh_from_db()
    assert given.state == AssignmentState.CONFIRMED
    assert not Conflict.objects.exists()


def test_secretariat_tells_with_a_reason_or_notes_why_not(key: Any, secretary: User) -> None:
    place = exhibitors.make_organisation(name="Viện Cơ điện Thử")
    dossier = jury_factory.eligible(key, organisation=place)
    juror = jury_factory.make_juror(key, workplace="Viện Cơ điện Thử")
    assert [row.juror for row in overview.board(key).waiting] == [juror]
    now = clock.now()
    with pytest.raises(errors.DomainError) as caught:
        conflicts.dismiss(juror=juror, nomination=dossier, note=" ", by=secretary, now=now)
    assert caught.value.field == "reason"
    with pytest.raises(errors.NotAllowedError):
        conflicts.dismiss(juror=juror, nomination=dossier, note="Không", by=juror.user, now=now)
    conflicts.dismiss(juror=juror, nomination=dossier, note="Trùng tên.", by=secretary, now=now)
    board = overview.board(key)
    assert (len(board.waiting), len(board.settled)) == (0, 1)
    Juror.objects.filter(pk=juror.pk).update(full_name=dossier.nominee_name)
    assert len(overview.board(key).waiting) == 1
    with pytest.raises(errors.DomainError) as caught:
        tell(juror, dossier, secretary, reason="")
    assert caught.value.field == "reason"
    assert tell(juror, dossier, secretary).conflict.source == ConflictSource.SECRETARIAT
    assert overview.board(key).waiting == ()


def test_strangers_tell_nothing_and_after_the_decision_nobody(key: Any, secretary: User) -> None:
    dossier, juror = jury_factory.eligible(key), jury_factory.make_juror(key)
    for stranger in (None, exhibitors.make_person(), jury_factory.make_juror(key).user):
        with pytest.raises(errors.NotAllowedError):
            tell(juror, dossier, stranger)
    at(key, EditionState.DECIDED)
    with pytest.raises(errors.DomainError):
        tell(juror, dossier, secretary)
