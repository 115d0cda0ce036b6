"""Nominations from submission to decision, and the pages that follow: domain rules and the database's own."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import Site

from awards import permissions
from awards.domain import nominations, publication
from awards.enums import MOVES, STATES_WITH_REASON, UNSENT_STATES, Honour, NominationState
from awards.models import AwardPage, Nomination, NominationPage
from portal.accounts.models import User
from portal.kernel import errors
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors

pytestmark = pytest.mark.django_db
NOW = factory.NOW


@worlds.standing
def award(site: Site) -> AwardPage:
    return factory.make_award(factory.make_index(site))


@pytest.fixture
def secretary(site: Site) -> User:
    return factory.make_secretary(site)


def move(nomination: Nomination, to: NominationState, by: Any, **values: Any) -> Nomination:
    return nominations.move_nomination(nomination=nomination, to=to, by=by, now=NOW, **values)


def test_submitting_records_who_and_when(award: AwardPage) -> None:
    person = exhibitors.make_person()
    made = factory.submit(award, by=person)
    assert made.state == NominationState.SUBMITTED
    assert made.submitted_at == NOW
    step = made.log.get()
    assert (step.from_state, step.to_state, step.by, step.at) == ("", "submitted", person, NOW)


def test_submitting_needs_a_public_programme(award: AwardPage) -> None:
    award.unpublish()
    with pytest.raises(errors.DomainError):
        factory.submit(award)
    assert not Nomination.objects.exists()


def test_submitting_needs_a_legal_basis(site: Site) -> None:
    award = factory.make_award(factory.make_index(site), legal_basis=" ")
    with pytest.raises(errors.DomainError):
        factory.submit(award)


def test_submitting_to_an_unknown_category_blames_the_field(award: AwardPage) -> None:
    with pytest.raises(errors.DomainError) as caught:
        factory.submit(award, category_code="invented")
    assert caught.value.field == "category_code"


@pytest.mark.parametrize("with_organisation", [True, False])
def test_the_same_nomination_twice_is_refused_until_withdrawn(
    award: AwardPage, secretary: User, with_organisation: bool
) -> None:
    same: dict[str, Any] = {"title": "Máy gặt", "nominee_name": "Trần Thị Hoa"}
    if with_organisation:
        same["organisation"] = exhibitors.make_organisation()
    first = factory.submit(award, **same)
    with pytest.raises(errors.DomainError) as caught:
        factory.submit(award, **same)
    assert caught.value.field == "title"
    factory.submit(award, **same, category_code="start-up")
    move(first, NominationState.WITHDRAWN, secretary)
    factory.submit(award, **same)
    assert Nomination.objects.count() == 3


def test_same_title_of_two_people_without_organisation_is_two_nominations(award: AwardPage) -> None:
    factory.submit(award, title="Máy gặt", nominee_name="Trần Thị Hoa")
    factory.submit(award, title="Máy gặt", nominee_name="Lê Văn Minh")
    assert Nomination.objects.count() == 2


@pytest.mark.parametrize("source", list(NominationState))
def test_only_the_moves_of_the_table_are_possible(award: AwardPage, secretary: User, source: NominationState) -> None:
    nomination = factory.submit(award)
    held = Honour.FIRST if source in {NominationState.WINNER, NominationState.REVOKED} else ""
    for to in NominationState:
        email = "de-cu@example.org" if source is NominationState.AWAITING else ""
        Nomination.objects.filter(pk=nomination.pk).update(state=source, honour=held, nominee_email=email)
        nomination.log.all().delete()
        honour = Honour.FIRST if to is NominationState.WINNER else None
        # What was not handed in is moved by its own people only.
        if MOVES.allows(source, to) and source not in UNSENT_STATES:
            assert move(nomination, to, secretary, reason="Vì hồ sơ.", honour=honour).state == to
            assert nomination.log.filter(from_state=source, to_state=to, by=secretary).exists()
        else:
            with pytest.raises(errors.IllegalMoveError):
                move(nomination, to, secretary, reason="Vì hồ sơ.", honour=honour)
            assert not nomination.log.exists()
            nomination.refresh_from_db()
            assert nomination.state == source


@pytest.mark.parametrize("to", sorted(STATES_WITH_REASON))
def test_refusals_need_a_reason(award: AwardPage, secretary: User, to: NominationState) -> None:
    nomination = factory.submit(award)
    source = NominationState.WINNER if to is NominationState.REVOKED else NominationState.SUBMITTED
    held = Honour.FIRST if to is NominationState.REVOKED else ""
    Nomination.objects.filter(pk=nomination.pk).update(state=source, honour=held)
    with pytest.raises(errors.DomainError) as caught:
        move(nomination, to, secretary, reason="  ")
    assert caught.value.field == "reason"
    moved = move(nomination, to, secretary, reason=" Thiếu giấy tờ. ")
    assert moved.log.last().reason == "Thiếu giấy tờ."  # type: ignore[union-attr]


def test_winner_needs_a_prize_and_nobody_else_gets_one(award: AwardPage, secretary: User) -> None:
    nomination = move(factory.submit(award), NominationState.ELIGIBLE, secretary)
    with pytest.raises(errors.DomainError) as caught:
        move(nomination, NominationState.FINALIST, secretary, honour=Honour.FIRST)
    assert caught.value.field == "honour"
    nomination = move(nomination, NominationState.FINALIST, secretary)
    with pytest.raises(errors.DomainError) as caught:
        move(nomination, NominationState.WINNER, secretary)
    assert caught.value.field == "honour"
    assert move(nomination, NominationState.WINNER, secretary, honour=Honour.SECOND).honour == Honour.SECOND


def test_people_outside_the_secretariat_may_neither_move_nor_publish(award: AwardPage, secretary: User) -> None:
    nomination = factory.submit(award)
    for person in (None, exhibitors.make_person(), exhibitors.make_person(is_staff=True)):
        assert not permissions.can_manage_nominations(person)
        with pytest.raises(errors.NotAllowedError):
            move(nomination, NominationState.ELIGIBLE, person)
        with pytest.raises(errors.NotAllowedError):
            publication.publish_nomination(nomination=nomination, by=person)
    secretary.is_active = False
    assert not permissions.can_manage_nominations(secretary)


def test_only_the_shortlist_is_published(award: AwardPage, secretary: User) -> None:
    nomination = factory.submit(award)
    with pytest.raises(errors.DomainError):
        publication.publish_nomination(nomination=nomination, by=secretary)
    assert not NominationPage.objects.exists()


def test_finalist_gets_a_page_and_the_winner_the_same_page(award: AwardPage, secretary: User) -> None:
    made = factory.publish(award, secretary, title="Máy sấy bún Phong Khê", citation="Bền và rẻ.")
    page = NominationPage.objects.get()
    assert page.live
    assert page.slug == "may-say-bun-phong-khe"
    assert (page.honour, page.citation, page.merits) == ("", "Bền và rẻ.", "Tiết kiệm điện.")
    assert page.recipient == made.nominee_name
    publication.decide_nomination(
        nomination=made, to=NominationState.WINNER, by=secretary, now=NOW, honour=Honour.FIRST
    )
    page = NominationPage.objects.get()
    assert page.honour == Honour.FIRST
    assert page.citation == "Bền và rẻ."
    assert page.is_winner


def test_english_page_follows_where_programme_and_nomination_have_english_texts(
    award: AwardPage, secretary: User
) -> None:
    factory.english(award, title="Award", slug="award")
    factory.publish(award, secretary, Honour.FIRST)
    assert NominationPage.objects.count() == 1
    factory.publish(
        award, secretary, Honour.THIRD, title="Máy ép", title_en="A press", summary_en="Saves power.",
        citation="Bền.", citation_en="Lasting.",
    )  # fmt: skip
    english = NominationPage.objects.get(locale__language_code="en")
    assert (english.title, english.slug, english.merits, english.citation, english.honour) == (
        "A press",
        "a-press",
        "Saves power.",
        "Lasting.",
        Honour.THIRD,
    )
    assert english.live
    assert english.get_parent().specific.title == "Award"


def test_revoking_keeps_the_page_and_says_so_in_both_languages(award: AwardPage, secretary: User) -> None:
    factory.english(award, title="Award", slug="award")
    made = factory.publish(award, secretary, Honour.FIRST, title_en="A press")
    publication.decide_nomination(
        nomination=made, to=NominationState.REVOKED, by=secretary, now=NOW, reason="Sao chép."
    )
    assert list(NominationPage.objects.live().values_list("is_revoked", flat=True)) == [True, True]
    assert not NominationPage.objects.first().is_winner  # type: ignore[union-attr]


def test_withdrawn_finalist_is_taken_down_in_both_languages(award: AwardPage, secretary: User) -> None:
    factory.english(award, title="Award", slug="award")
    made = factory.publish(award, secretary, title_en="A press")
    assert NominationPage.objects.live().count() == 2
    publication.decide_nomination(nomination=made, to=NominationState.WITHDRAWN, by=secretary, now=NOW)
    assert not NominationPage.objects.live().exists()


def test_finalist_who_is_not_selected_stays_public(award: AwardPage, secretary: User) -> None:
    made = factory.publish(award, secretary)
    publication.decide_nomination(nomination=made, to=NominationState.NOT_SELECTED, by=secretary, now=NOW)
    assert NominationPage.objects.live().get().honour == ""


def test_decision_without_the_programmes_page_changes_nothing(award: AwardPage, secretary: User) -> None:
    made = move(factory.submit(award), NominationState.ELIGIBLE, secretary)
    AwardPage.objects.get(pk=award.pk).delete()
    with pytest.raises(errors.DomainError):
        publication.decide_nomination(nomination=made, to=NominationState.FINALIST, by=secretary, now=NOW)
    made.refresh_from_db()
    assert made.state == NominationState.ELIGIBLE
    assert made.log.count() == 2


def test_search_finds_entries_by_recipient_and_the_day_of_the_decision(site: Site, secretary: User) -> None:
    award = factory.decided(factory.make_index(site), date(2026, 11, 2))
    factory.publish(award, secretary, Honour.SPECIAL, nominee_name="Viện Thử")
    document = NominationPage.objects.get().findable_document()
    assert document is not None
    assert document.sort_date == date(2026, 11, 2)
    assert "Viện Thử" in document.keywords
    assert "Giải Đặc biệt".lower() in document.keywords.lower()


def test_entry_without_a_programme_above_it_has_no_date() -> None:
    assert NominationPage(title="Nháp", path="00010001", depth=2).findable_date() is None


def _break(sql: str, *values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_database_keeps_prizes_to_winners(award: AwardPage, secretary: User) -> None:
    nomination = factory.submit(award)
    _break("UPDATE awards_nomination SET honour = 'first' WHERE id = %s", nomination.pk)
    _break("UPDATE awards_nomination SET state = 'winner' WHERE id = %s", nomination.pk)
    _break("UPDATE awards_nomination SET state = 'revoked' WHERE id = %s", nomination.pk)
    _break("UPDATE awards_nomination SET state = 'invented' WHERE id = %s", nomination.pk)


def test_database_keeps_one_live_nomination_of_a_kind(award: AwardPage) -> None:
    organisation = exhibitors.make_organisation()
    for values in ({"organisation": organisation}, {"nominee_name": "Trần Thị Hoa"}):
        factory.submit(award, title="Một", **values)
        other = factory.submit(award, title="Hai", **values)
        _break("UPDATE awards_nomination SET title = 'Một' WHERE id = %s", other.pk)


def test_database_keeps_the_days_of_a_phase_in_order(award: AwardPage) -> None:
    phase = award.phases.first()
    _break("UPDATE awards_awardphase SET ends_on = '2020-01-01' WHERE id = %s", phase.pk)
