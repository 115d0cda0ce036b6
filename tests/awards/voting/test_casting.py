"""One vote for an account in each category: who may vote, for whom, until when; changed and taken back."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import Site

from awards.dossiers.enums import MemberRole, MemberState
from awards.editions.enums import EditionState
from awards.enums import NominationState
from awards.jury.enums import JurorState
from awards.models import (
    AwardEdition,
    AwardPage,
    ConnectionKey,
    DossierMember,
    Juror,
    Nomination,
    NominationPage,
    PublicVote,
)
from awards.voting import queries
from awards.voting.domain import casting, connections
from awards.voting.enums import VoteState
from portal.accounts.models import User
from portal.kernel import clock, erasure, errors
from portal.operations import db_clock
from tests import worlds
from tests.factories import awards as factory
from tests.factories import voting as make

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.7"


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = make.make_edition(site, secretary)
    first, second = (make.add_finalist(page, secretary) for _place in range(2))
    return {
        "page": page,
        "secretary": secretary,
        "first": first,
        "second": second,
        "other": make.add_finalist(page, secretary, category_code="nong-nghiep"),
        "unselected": make.add_entry(page),
        "voter": make.make_voter(),
    }


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


@pytest.fixture
def voter(world: dict[str, Any]) -> User:
    return world["voter"]


def votes() -> list[tuple[str, int]]:
    return list(PublicVote.objects.order_by("category_code").values_list("category_code", "nomination"))


def test_one_vote_in_each_category_that_can_be_changed_and_taken_back(world: dict[str, Any], voter: User) -> None:
    first, second, other = (world[name] for name in ("first", "second", "other"))
    casting.cast_vote(nomination=first, by=voter, address=ADDRESS)
    casting.cast_vote(nomination=other, by=voter, address=ADDRESS)
    assert votes() == [(other.category_code, other.pk), (first.category_code, first.pk)]
    again = casting.cast_vote(nomination=first, by=voter)
    assert again.connection
    changed = casting.cast_vote(nomination=second, by=voter)
    assert (changed.nomination_id, changed.pk, changed.connection) == (second.pk, again.pk, "")
    assert queries.counts(first.award_key) == {second.pk: 1, other.pk: 1}
    casting.take_back(award_key=first.award_key, category_code=first.category_code, by=voter)
    casting.take_back(award_key=first.award_key, category_code=first.category_code, by=voter)
    assert votes() == [(other.category_code, other.pk)]
    casting.cast_vote(nomination=first, by=voter)


def test_the_database_keeps_one_vote_for_an_account(world: dict[str, Any], voter: User) -> None:
    casting.cast_vote(nomination=world["first"], by=voter)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO awards_publicvote (award_key, category_code, nomination_id, user_id, at, connection, state, struck_because)"
            " SELECT award_key, category_code, nomination_id, user_id, at, '', state, '' FROM awards_publicvote"
        )


def test_only_confirmed_accounts_and_no_jurors(world: dict[str, Any], page: AwardPage, voter: User) -> None:
    gone = make.make_voter(is_active=False)
    for person in (None, gone, make.make_voter(confirmed=False)):
        with pytest.raises(errors.DomainError):
            casting.cast_vote(nomination=world["first"], by=person)
    by_address = make.make_voter()
    for number, (state, user, email, may) in enumerate([
        (JurorState.ACCEPTED, voter, "khac@example.org", False),
        (JurorState.RELEASED, voter, "khac@example.org", False),
        (JurorState.INVITED, None, by_address.email.upper(), False),
        (JurorState.DECLINED, voter, voter.email, True),
    ]):  # fmt: skip
        juror = Juror.objects.create(
            award_key=page.translation_key,
            email=email,
            user=user,
            state=state,
            alias=f"GK-{number}",
            invited_at=clock.now(),
            expires_at=clock.now(),
            answered_at=clock.now(),
        )
        person = user or by_address
        if may:
            casting.cast_vote(nomination=world["first"], by=person)
        else:
            with pytest.raises(errors.DomainError):
                casting.cast_vote(nomination=world["first"], by=person)
        juror.delete()
    Juror.objects.create(
        award_key=uuid.uuid4(),
        email=voter.email,
        user=voter,
        state=JurorState.ACCEPTED,
        alias="GK-Z",
        invited_at=clock.now(),
        expires_at=clock.now(),
        answered_at=clock.now(),
    )
    casting.cast_vote(nomination=world["second"], by=voter)


def test_the_people_of_a_dossier_may_vote(world: dict[str, Any], voter: User) -> None:
    now = clock.now()
    DossierMember.objects.create(
        nomination=world["first"],
        user=voter,
        email=voter.email,
        role=MemberRole.LEAD,
        state=MemberState.ACCEPTED,
        asked_at=now,
        answered_at=now,
    )
    assert casting.cast_vote(nomination=world["first"], by=voter).pk


def test_only_finalists_with_a_public_page(world: dict[str, Any], voter: User) -> None:
    first = world["first"]
    with pytest.raises(casting.NoFinalistError):
        casting.cast_vote(nomination=world["unselected"], by=voter)
    Nomination.objects.filter(pk=first.pk).update(state=NominationState.WITHDRAWN)
    with pytest.raises(casting.NoFinalistError):
        casting.cast_vote(nomination=first, by=voter)
    Nomination.objects.filter(pk=first.pk).update(state=NominationState.FINALIST)
    NominationPage.objects.filter(nomination=first).update(live=False)
    with pytest.raises(casting.NoFinalistError):
        casting.cast_vote(nomination=first, by=voter)


def test_no_vote_without_a_share_of_the_public_or_in_another_state(
    world: dict[str, Any], page: AwardPage, voter: User
) -> None:
    for state in set(EditionState) - {EditionState.PUBLIC_COMMENT, EditionState.DRAFT}:
        AwardEdition.objects.filter(award_key=page.translation_key).update(state=state)
        with pytest.raises(errors.DomainError):
            casting.cast_vote(nomination=world["first"], by=voter)
    edition = AwardEdition.objects.get(award_key=page.translation_key)
    edition.state = EditionState.PUBLIC_COMMENT
    assert edition.rules is not None
    edition.rules["public_share"] = 0
    edition.save()
    with pytest.raises(errors.DomainError):
        casting.cast_vote(nomination=world["first"], by=voter)


def test_the_last_second_is_judged_by_the_databases_clock(
    world: dict[str, Any], page: AwardPage, voter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = clock.now() + timedelta(hours=2)
    make.set_comment(page, starts=ends - timedelta(days=5), ends=ends)
    first = world["first"]
    monkeypatch.setattr(db_clock, "now", lambda: ends - timedelta(microseconds=1))
    casting.cast_vote(nomination=first, by=voter)
    monkeypatch.setattr(db_clock, "now", lambda: ends)
    with pytest.raises(casting.VoteOverError):
        casting.cast_vote(nomination=world["second"], by=voter)
    with pytest.raises(casting.VoteOverError):
        casting.take_back(award_key=first.award_key, category_code=first.category_code, by=voter)
    monkeypatch.setattr(db_clock, "now", lambda: ends - timedelta(days=6))
    with pytest.raises(errors.DomainError):
        casting.cast_vote(nomination=world["second"], by=voter)
    assert votes() == [(first.category_code, first.pk)]


def test_a_vote_that_was_struck_out_stays_so(world: dict[str, Any], voter: User) -> None:
    first = world["first"]
    vote = casting.cast_vote(nomination=first, by=voter)
    PublicVote.objects.filter(pk=vote.pk).update(state=VoteState.STRUCK, struck_because="Phiếu mua.")
    with pytest.raises(casting.StruckError):
        casting.cast_vote(nomination=world["second"], by=voter)
    with pytest.raises(casting.StruckError):
        casting.take_back(award_key=first.award_key, category_code=first.category_code, by=voter)
    assert queries.counts(first.award_key) == {}


def test_of_an_address_only_a_digest_of_the_day_is_kept(world: dict[str, Any], voter: User) -> None:
    now = clock.now()
    vote = casting.cast_vote(nomination=world["first"], by=voter, address=ADDRESS)
    assert ADDRESS not in vote.connection
    assert vote.connection == connections.digest(ADDRESS, now=now)
    tomorrow = now + timedelta(days=1)
    assert connections.digest(ADDRESS, now=tomorrow) != vote.connection
    assert connections.digest("", now=now) == ""
    assert connections.forget_keys(now=tomorrow) == 1
    assert ConnectionKey.objects.get().day == clock.local(tomorrow).date()


def test_a_vote_goes_with_its_account(world: dict[str, Any], voter: User) -> None:
    casting.cast_vote(nomination=world["first"], by=voter)
    (found,) = [row for row in erasure.export_person(user=voter, addresses=[]) if row["kind"] == "awards.PublicVote"]
    assert found["records"][0]["nomination"] == world["first"].title
    erasure.erase_person(user=voter, addresses=[])
    assert not PublicVote.objects.exists()
