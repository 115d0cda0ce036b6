"""The one request to complete a dossier: only its parts, only in its time, only once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import Site

from awards.domain import nominations
from awards.dossiers import queries as dossiers
from awards.dossiers.domain import files, handing_in, writing
from awards.enums import NominationState
from awards.models import AwardPage, CureRequest, Nomination, ScreeningCheck
from awards.screening.domain import checking, cures
from awards.screening.enums import Outcome
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.mail.models import OutgoingMail
from portal.operations import db_clock
from tests import worlds
from tests.factories import awards as factory
from tests.factories import dossiers as write
from tests.factories import exhibitors
from tests.factories import screening as make

pytestmark = pytest.mark.django_db


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = factory.make_open(site, secretary)
    person = exhibitors.make_person(full_name="Trần Thị Tác Giả")
    dossier = make.handed_in(page, person)
    make.begin(page, secretary)
    return {"page": page, "person": person, "secretary": secretary, "dossier": dossier}


@pytest.fixture
def secretary(world: dict[str, Any]) -> User:
    return world["secretary"]


@pytest.fixture
def person(world: dict[str, Any]) -> User:
    return world["person"]


@pytest.fixture
def dossier(world: dict[str, Any]) -> Nomination:
    return world["dossier"]


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(db_clock, "now", lambda: moment)


def fresh(dossier: Nomination) -> Nomination:
    return Nomination.objects.get(pk=dossier.pk)


def test_the_days_of_the_rules_are_whole_days_after_that_of_the_request() -> None:
    asked = datetime(2026, 11, 30, 23, 30, tzinfo=clock.VIETNAM)
    assert cures.due_after(asked, 5) == datetime(2026, 12, 6, 0, 0, tzinfo=clock.VIETNAM)


def test_asking_needs_a_doubt_parts_and_words(dossier: Nomination, secretary: User) -> None:
    act: dict[str, Any] = {"nomination": dossier, "by": secretary}
    with pytest.raises(errors.DomainError) as caught:
        cures.ask_cure(wanted=["basics"], words="Bổ sung.", **act)
    assert caught.value.field == "to"
    make.check(dossier, secretary, doubts=[("category", Outcome.FAIL)])
    for wanted, words, field in (([], "Bổ sung.", "parts"), (["no"], "Bổ sung.", "parts"), (["basics"], " ", "words")):
        with pytest.raises(errors.DomainError) as caught:
            cures.ask_cure(wanted=wanted, words=words, **act)
        assert caught.value.field == field
    assert not CureRequest.objects.exists()
    request = cures.ask_cure(wanted=["basics"], words="Bổ sung.", **act)
    assert fresh(dossier).state == NominationState.NEEDS_CHANGES
    mail = OutgoingMail.objects.get(kind="awards/emails/dossier_cure_asked")
    assert "Bổ sung." in mail.text
    assert request.due_at > request.asked_at


def test_its_people_change_what_was_asked_and_nothing_else(
    page: AwardPage, dossier: Nomination, secretary: User, person: User
) -> None:
    rules = write.rules_of(page)
    key, other = rules.criteria[0].key, rules.criteria[1].key
    asked_document, kept_document = rules.documents[0].key, rules.documents[1].key
    make.send_back(dossier, secretary, f"answer:{key}", f"document:{asked_document}")
    act: dict[str, Any] = {"nomination": dossier, "by": person, "now": clock.now()}
    seen = {answer.key: answer.saved_at for answer in dossier.answers.all()}
    writing.save_answer(key=key, words="Đã bổ sung.", seen_at=seen[key], **act)
    with pytest.raises(errors.NotAllowedError):
        writing.save_answer(key=other, words="Lén đổi.", seen_at=seen[other], **act)
    with pytest.raises(errors.NotAllowedError):
        writing.save_basics(basics=write.basics(page, title="Lén đổi"), seen_at=dossier.saved_at, **act)
    kept = {one.key: one for one in dossier.files.filter(is_twin=False)}
    write.put(dossier, asked_document, person, replaces=kept[asked_document].pk)
    with pytest.raises(errors.NotAllowedError):
        files.remove_file(pk=kept[kept_document].pk, **act)
    with pytest.raises(errors.NotAllowedError):
        writing.save_answer(key=key, words="Người lạ.", seen_at=None, **{**act, "by": exhibitors.make_person()})


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


def test_who_is_nominated_stays_as_it_was_agreed_to(
    page: AwardPage, dossier: Nomination, secretary: User, person: User
) -> None:
    make.send_back(dossier, secretary, "basics")
    act: dict[str, Any] = {"nomination": dossier, "by": person, "now": clock.now()}
    for change in ({"nominee_name": "Người khác"}, {"nominee_email": "khac@example.org"}):
        with pytest.raises(errors.DomainError) as caught:
            writing.save_basics(basics=write.basics(page, **change), seen_at=dossier.saved_at, **act)
        assert caught.value.field == "nominee"
    saved = writing.save_basics(basics=write.basics(page, summary="Rõ hơn."), seen_at=dossier.saved_at, **act)
    assert saved.summary == "Rõ hơn."


def test_handed_in_again_it_is_checked_a_second_time_and_the_first_stays(
    dossier: Nomination, secretary: User, person: User
) -> None:
    first_time = dossier.submitted_at
    request = make.send_back(dossier, secretary, "basics")
    first_round = ScreeningCheck.objects.count()
    with pytest.raises(errors.NotAllowedError):
        cures.answer_cure(nomination=dossier, by=secretary)
    back = cures.answer_cure(nomination=dossier, by=person)
    assert (back.state, back.submitted_at) == (NominationState.SUBMITTED, first_time)
    request.refresh_from_db()
    assert request.answered_at is not None
    mail = OutgoingMail.objects.get(kind="awards/emails/dossier_cure_answered")
    assert all(one.sha256 in mail.text for one in dossier.files.all())
    with pytest.raises(errors.DomainError):
        checking.find_eligible(nomination=back, by=secretary, now=clock.now())
    assert make.eligible(back, secretary).state == NominationState.ELIGIBLE
    assert ScreeningCheck.objects.filter(round=1).count() == first_round
    assert ScreeningCheck.objects.filter(round=2).count() == first_round


def test_what_is_missing_is_named_before_it_comes_back(
    page: AwardPage, dossier: Nomination, secretary: User, person: User
) -> None:
    document = write.rules_of(page).documents[0].key
    make.send_back(dossier, secretary, f"document:{document}")
    kept = dossier.files.get(key=document, is_twin=True)
    files.remove_file(nomination=dossier, pk=kept.pk, by=person, now=clock.now())
    with pytest.raises(handing_in.IncompleteError) as caught:
        cures.answer_cure(nomination=dossier, by=person)
    assert [gap.key for gap in caught.value.gaps] == [document]


def test_nobody_is_sent_back_twice(dossier: Nomination, secretary: User, person: User) -> None:
    make.send_back(dossier, secretary, "basics")
    back = cures.answer_cure(nomination=dossier, by=person)
    make.check(back, secretary, doubts=[("category", Outcome.FAIL)])
    with pytest.raises(errors.DomainError) as caught:
        cures.ask_cure(nomination=back, wanted=["basics"], words="Nữa.", by=secretary)
    assert caught.value.field == "to"
    statement = (
        "INSERT INTO awards_curerequest (nomination_id, asked_at, due_at, words, parts)"
        " SELECT nomination_id, asked_at, due_at, words, parts FROM awards_curerequest"
    )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_last_moment_counts_and_the_next_one_does_not(
    page: AwardPage, dossier: Nomination, secretary: User, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = make.send_back(dossier, secretary, "basics")
    at(monkeypatch, request.due_at)
    with pytest.raises(errors.DomainError):
        cures.answer_cure(nomination=dossier, by=person)
    with pytest.raises(errors.DomainError):
        writing.save_basics(
            nomination=dossier,
            basics=write.basics(page, summary="Muộn."),
            by=person,
            now=clock.now(),
            seen_at=dossier.saved_at,
        )
    at(monkeypatch, request.due_at - timedelta(microseconds=1))
    assert cures.lapse_due() == 0
    assert cures.answer_cure(nomination=dossier, by=person).state == NominationState.SUBMITTED
    at(monkeypatch, request.due_at)
    assert cures.lapse_due() == 0


def test_what_is_not_completed_lapses_once_and_is_decided_as_it_stands(
    dossier: Nomination, secretary: User, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = make.send_back(dossier, secretary, "basics")
    with pytest.raises(errors.DomainError) as caught:
        nominations.move_nomination(nomination=dossier, to=NominationState.SUBMITTED, by=secretary, now=clock.now())
    assert caught.value.field == "to"
    at(monkeypatch, request.due_at)
    assert cures.lapse_due() == 1
    assert cures.lapse_due() == 0
    request.refresh_from_db()
    assert request.lapsed_at == request.due_at
    back = fresh(dossier)
    assert back.state == NominationState.SUBMITTED
    assert OutgoingMail.objects.filter(kind="awards/emails/dossier_cure_lapsed").count() == 1
    with pytest.raises(errors.IllegalMoveError):
        cures.answer_cure(nomination=back, by=person)
    make.check(back, secretary, doubts=[("category", Outcome.FAIL)])
    excluded = checking.find_ineligible(nomination=back, reason="Vẫn thiếu.", by=secretary, now=clock.now())
    assert excluded.state == NominationState.INELIGIBLE


def test_what_was_taken_back_does_not_lapse(
    dossier: Nomination, secretary: User, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = make.send_back(dossier, secretary, "basics")
    handing_in.withdraw_dossier(nomination=dossier, by=person, now=clock.now())
    at(monkeypatch, request.due_at)
    assert cures.lapse_due() == 0
    assert fresh(dossier).state == NominationState.WITHDRAWN


def test_its_people_see_what_is_asked(dossier: Nomination, secretary: User, person: User) -> None:
    make.send_back(dossier, secretary, "basics")
    found = dossiers.place(person, dossier.public_id)
    assert found is not None
    assert found.nomination.cure.words == "Bổ sung trang hai."
