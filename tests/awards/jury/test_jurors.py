"""The jury's people: asked by a secret link, accepting with the asked address, released, replaced; and who may do which."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from wagtail.models import Site

from awards.editions.enums import EditionState
from awards.jury.domain import assigning, conflicts, jurors
from awards.jury.enums import AssignmentState, ConflictSource, JurorState
from awards.marking.enums import MarkState
from awards.models import Assignment, AwardEdition, Conflict, Juror, LedgerEntry, MarkSheet
from portal.accounts.models import User
from portal.kernel import clock, errors, tokens
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import jury as jury_factory

pytestmark = pytest.mark.django_db


@worlds.standing
def world(site: Site) -> Any:
    secretary = factory.make_secretary(site)
    page = factory.make_open(site, User.objects.create_superuser("dieu-hanh-gk@example.org", full_name="Điều Hành"))
    return page, secretary


@pytest.fixture
def key(world: Any) -> Any:
    return world[0].translation_key


@pytest.fixture
def secretary(world: Any) -> User:
    return User.objects.get(pk=world[1].pk)


def at(key: Any, state: EditionState) -> None:
    AwardEdition.objects.filter(award_key=key).update(state=state)


def invite(key: Any, by: Any, email: str = "an@vien-vidu.vn", **values: Any) -> Juror:
    return jurors.invite(award_key=key, email=email, full_name="Nguyễn Văn An", by=by, now=clock.now(), **values)


def secret_in(message: Any) -> str:
    line = next(line for line in message.body.splitlines() if "/giai-thuong/hoi-dong/loi-moi/" in line)
    return line.rstrip("/").rpartition("/")[2]


def test_link_of_the_mail_accepts_once_and_with_the_asked_address(key: Any, secretary: User) -> None:
    juror = invite(key, secretary, email=" An@Vien-Vidu.VN ")
    message = mail.outbox[-1]
    assert message.to == ["an@vien-vidu.vn"]
    found = jurors.asked_by(secret=secret_in(message), now=clock.now())
    assert found == juror
    for stranger in (None, exhibitors.make_person()):
        with pytest.raises(errors.NotAllowedError):
            jurors.accept(juror=juror, by=stranger, now=clock.now())
    person = exhibitors.make_person("an@vien-vidu.vn")
    accepted = jurors.accept(juror=juror, by=person, now=clock.now())
    assert (accepted.state, accepted.user) == (JurorState.ACCEPTED, person)
    assert jurors.asked_by(secret=secret_in(message), now=clock.now()) is None
    with pytest.raises(errors.IllegalMoveError):
        jurors.accept(juror=juror, by=person, now=clock.now())


def test_late_answers_and_answers_after_declining_do_not_count(key: Any, secretary: User) -> None:
    juror, person = invite(key, secretary), exhibitors.make_person("an@vien-vidu.vn")
    late = clock.now() + jurors.VALID_FOR + timedelta(seconds=1)
    assert jurors.asked_by(secret=secret_in(mail.outbox[-1]), now=late) is None
    with pytest.raises(errors.IllegalMoveError):
        jurors.accept(juror=juror, by=person, now=late)
    assert jurors.decline(juror=juror, now=clock.now()).state == JurorState.DECLINED
    for answer in (
        lambda: jurors.decline(juror=juror, now=clock.now()),
        lambda: jurors.accept(juror=juror, by=person, now=clock.now()),
    ):
        with pytest.raises(errors.IllegalMoveError):
            answer()
    assert invite(key, secretary).pk != juror.pk


def test_nobody_is_asked_twice_and_only_the_secretariat_asks(key: Any, secretary: User) -> None:
    invite(key, secretary)
    for email, field in (("an@vien-vidu.vn", "email"), ("khong-phai", "email")):
        with pytest.raises(errors.DomainError) as caught:
            invite(key, secretary, email=email)
        assert caught.value.field == field
    serving = jury_factory.make_juror(key)
    assert serving.user is not None
    with pytest.raises(errors.DomainError):
        invite(key, secretary, email=serving.user.email)
    with pytest.raises(errors.NotAllowedError):
        invite(key, exhibitors.make_person(), email="moi@vien-vidu.vn")
    at(key, EditionState.DELIBERATION)
    with pytest.raises(errors.DomainError):
        invite(key, secretary, email="moi@vien-vidu.vn")


def test_new_link_ends_the_old_one_and_mails_keep_a_pause(key: Any, secretary: User) -> None:
    juror = invite(key, secretary)
    old = secret_in(mail.outbox[-1])
    now = clock.now()
    jurors.remind(juror=juror, by=secretary, now=now)
    new = secret_in(mail.outbox[-1])
    assert jurors.asked_by(secret=old, now=now) is None
    assert jurors.asked_by(secret=new, now=now) == juror
    with pytest.raises(errors.LimitReachedError):
        jurors.remind(juror=juror, by=secretary, now=now + timedelta(minutes=59))
    serving = jury_factory.make_juror(key, declared=False)
    jurors.remind(juror=serving, by=secretary, now=now)
    assert mail.outbox[-1].to == [serving.email]


def test_accepting_keeps_conflicts_of_an_earlier_seat_and_notes_certain_ones(key: Any, secretary: User) -> None:
    person = exhibitors.make_person("an@vien-vidu.vn")
    told, own = jury_factory.eligible(key), jury_factory.eligible(key, nominated_by=person)
    before = jury_factory.make_juror(key, user=person)
    conflicts.declare(juror=before, nomination=told, reason="Anh em", by=person, now=clock.now())
    jurors.release(juror=before, reason="Bận", by=secretary, now=clock.now())
    juror = jurors.accept(juror=invite(key, secretary), by=person, now=clock.now())
    found = dict(Conflict.objects.filter(juror=juror).values_list("nomination", "source"))
    assert found == {told.pk: ConflictSource.AT_START, own.pk: ConflictSource.SYSTEM}


def test_released_juror_leaves_what_was_scored_and_hands_on_the_rest(key: Any, secretary: User) -> None:
    dossiers = [jury_factory.eligible(key) for _number in range(2)]
    serving = [jury_factory.make_juror(key) for _number in range(4)]
    at(key, EditionState.SCORING)
    for dossier in dossiers:
        for juror in serving[:3]:
            jury_factory.give(juror, dossier)
    done, _open = Assignment.objects.filter(juror=serving[0]).order_by("pk")
    now = clock.now()
    MarkSheet.objects.create(assignment=done, state=MarkState.SUBMITTED, saved_at=now, submitted_at=now)
    with pytest.raises(errors.DomainError) as caught:
        jurors.release(juror=serving[0], reason=" ", by=secretary, now=now)
    assert caught.value.field == "reason"
    with pytest.raises(errors.NotAllowedError):
        jurors.release(juror=serving[0], reason="Bận", by=serving[1].user, now=now)
    jurors.release(juror=serving[0], reason="Bận", by=secretary, now=now)
    live = Assignment.objects.exclude(state=AssignmentState.VOID)
    assert list(live.filter(juror=serving[0])) == [done]
    assert [one.nomination for one in live.filter(juror=serving[3])] == [dossiers[1]]
    with pytest.raises(errors.IllegalMoveError):
        jurors.release(juror=serving[0], reason="Bận", by=secretary, now=now)


def test_reserve_takes_the_seat_and_what_was_left(key: Any, secretary: User) -> None:
    dossiers = [jury_factory.eligible(key) for _number in range(2)]
    serving = [jury_factory.make_juror(key) for _number in range(3)]
    reserve = jury_factory.make_juror(key, is_reserve=True)
    conflicts.declare(juror=reserve, nomination=dossiers[0], reason="Cùng cơ quan", by=secretary, now=clock.now())
    at(key, EditionState.SCORING)
    for dossier in dossiers:
        for juror in serving:
            jury_factory.give(juror, dossier)
    with pytest.raises(errors.DomainError) as caught:
        jurors.replace_by_reserve(juror=serving[0], reserve=serving[1], reason="Ốm", by=secretary, now=clock.now())
    assert caught.value.field == "reserve"
    seat = jurors.replace_by_reserve(juror=serving[0], reserve=reserve, reason="Ốm", by=secretary, now=clock.now())
    assert not seat.is_reserve
    assert [one.nomination for one in Assignment.objects.filter(juror=reserve)] == [dossiers[1]]


def test_nobody_judges_a_dossier_from_two_seats(key: Any, secretary: User) -> None:
    dossier = jury_factory.eligible(key)
    serving = [jury_factory.make_juror(key) for _number in range(3)]
    at(key, EditionState.SCORING)
    given = [jury_factory.give(juror, dossier) for juror in serving]
    now = clock.now()
    MarkSheet.objects.create(assignment=given[0], state=MarkState.SUBMITTED, saved_at=now, submitted_at=now)
    jurors.release(juror=serving[0], reason="Đi công tác", by=secretary, now=now)
    back = jury_factory.make_juror(key, serving[0].user)
    told = conflicts.declare(juror=serving[1], nomination=dossier, reason="Cùng cơ quan", by=secretary, now=now)
    # The sheet from the first seat still counts.
    assert (told.instead, told.is_short) == ((), True)
    stranger = jury_factory.make_juror(key)
    assigning.assign(award_key=key, by=secretary, now=now)
    judges = Assignment.objects.filter(nomination=dossier).exclude(state=AssignmentState.VOID)
    assert {one.juror for one in judges} == {serving[0], serving[2], stranger}
    roster = json.loads(LedgerEntry.objects.filter(award_key=key, body__contains='"seed"').earliest("pk").body)
    assert roster["again"] == [[dossier.alias, back.alias]]


def test_a_reserve_who_goes_does_not_take_the_own_seat(key: Any, secretary: User) -> None:
    reserve = jury_factory.make_juror(key, is_reserve=True)
    with pytest.raises(errors.DomainError) as caught:
        jurors.replace_by_reserve(juror=reserve, reserve=reserve, reason="Ốm", by=secretary, now=clock.now())
    assert caught.value.field == "reserve"
    kept = Juror.objects.get(pk=reserve.pk)
    assert (kept.state, kept.is_reserve) == (JurorState.ACCEPTED, True)


def test_one_chairs_and_no_reserve(key: Any, secretary: User) -> None:
    first, second = jury_factory.make_juror(key), jury_factory.make_juror(key)
    for juror in (first, second):
        jurors.set_chair(juror=juror, by=secretary, now=clock.now())
    assert list(Juror.objects.filter(is_chair=True)) == [second]
    with pytest.raises(errors.DomainError):
        jurors.set_chair(juror=jury_factory.make_juror(key, is_reserve=True), by=secretary, now=clock.now())


def test_links_of_other_purposes_open_nothing(key: Any, secretary: User) -> None:
    juror = invite(key, secretary)
    other = tokens.issue(purpose="other", subject=str(juror.pk), now=clock.now())
    assert jurors.asked_by(secret=other, now=clock.now()) is None
