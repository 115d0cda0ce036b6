"""Opening a call: what is frozen, what forbids it, who may; and what the database keeps by itself."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from wagtail.models import GroupPagePermission, Site

from awards import permissions
from awards.domain import nominations
from awards.editions import rules as edition_rules
from awards.editions.domain import opening, presets, steps
from awards.editions.enums import EditionState, Preset
from awards.enums import NominationState, PhaseKind
from awards.models import AwardCriterion, AwardEdition, AwardPage, EditionSecretary, Nomination
from portal.accounts.models import User
from portal.kernel import clock, errors
from tests.factories import awards as factory
from tests.factories import exhibitors

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(site: Site) -> User:
    return factory.make_secretary(site)


def open_(page: AwardPage, by: object) -> AwardEdition:
    return opening.open_edition(award_key=page.translation_key, by=by, now=clock.now())


def test_opening_freezes_what_both_pages_say_and_logs_the_step(site: Site, secretary: User) -> None:
    page = factory.make_ready(site, secretary)
    edition = open_(page, secretary)
    edition.refresh_from_db()
    rules = edition_rules.from_json(edition.rules)
    assert (edition.state, edition.opened_by) == (EditionState.OPEN, secretary)
    assert edition.rules_digest == edition_rules.digest(edition.rules)
    assert rules.legal_basis == edition_rules.Words("Quyết định số 1/QĐ-UBND", "Decision 1/QĐ-UBND")
    assert [(item.key, item.weight, item.title.en) for item in rules.criteria] == [
        ("novelty", 25, "Novelty"),
        ("effect", 38, "Economic and social effect"),
        ("applicability", 37, "Applicability"),
    ]
    assert rules.criteria[0].levels[-1].anchor.en == "Nothing new is proven."
    assert (rules.public_share, rules.council_share) == (20, 80)
    call = rules.phase(PhaseKind.CALL)
    assert call is not None
    assert call.starts == clock.at(clock.today() - timedelta(days=2))
    assert call.ends - call.starts == timedelta(days=45)
    step = edition.steps.get()
    assert (step.from_state, step.to_state, step.by) == ("draft", "open", secretary)


@pytest.mark.parametrize("preset", Preset)
def test_every_preset_opens_once_basis_and_budget_are_written(site: Site, secretary: User, preset: Preset) -> None:
    page = factory.make_ready(site, secretary, preset=preset)
    ready = opening.readiness(award_key=page.translation_key, now=clock.now())
    assert (ready.faults, ready.warnings) == ((), ())


def test_a_fresh_preset_names_everything_that_is_still_missing(site: Site, secretary: User) -> None:
    page = presets.start_edition(
        parent=factory.make_index(site), preset=Preset.PRESS, title="Giải báo chí", title_en="Press prize",
        year=2027, call_from=clock.today() - timedelta(days=60), by=secretary,
    )  # fmt: skip
    with pytest.raises(opening.NotReadyError) as caught:
        open_(page, secretary)
    assert [fault.field for fault in caught.value.faults] == ["", "legal_basis", "budget_source", "phases", "phases"]
    edition = AwardEdition.objects.filter(award_key=page.translation_key).first()
    assert edition is None or not edition.is_frozen
    assert (page.slug, factory.english_of(page).slug) == ("giai-bao-chi", "press-prize")


def test_english_that_is_missing_only_warns_and_stays_open_to_be_written(site: Site, secretary: User) -> None:
    page = factory.make_ready(site, secretary, in_english=False)
    ready = opening.readiness(award_key=page.translation_key, now=clock.now())
    assert not ready.faults
    assert len(ready.warnings) == 1
    open_(page, secretary)
    english = factory.english_of(page)
    english.legal_basis, english.budget_source = "Decision 1", "The budget"
    english.save_revision().publish()
    assert AwardPage.objects.get(pk=english.pk).live


def test_english_page_with_other_numbers_or_rows_forbids_to_open(site: Site, secretary: User) -> None:
    page = factory.make_ready(site, secretary)
    english = factory.english_of(page)
    AwardPage.objects.filter(pk=english.pk).update(quorum=9)
    english.categories.first().delete()
    english.phases.filter(kind=PhaseKind.CALL).update(ends_on=clock.today())
    ready = opening.readiness(award_key=page.translation_key, now=clock.now())
    assert [fault.field for fault in ready.faults] == ["quorum", "categories", "phases"]


def test_drafts_that_wait_forbid_to_open(site: Site, secretary: User) -> None:
    page = factory.make_ready(site, secretary)
    page.lead = "Khác"
    page.save_revision()
    with pytest.raises(opening.NotReadyError):
        open_(page, secretary)


def test_opening_twice_is_refused(site: Site, secretary: User) -> None:
    page = factory.make_open(site, secretary)
    with pytest.raises(errors.IllegalMoveError):
        open_(page, secretary)


def test_only_secretaries_of_the_edition_open_it(site: Site, secretary: User) -> None:
    page = factory.make_ready(site, secretary)
    other = factory.make_secretary(site)
    for person in (None, exhibitors.make_person(), exhibitors.make_person(is_staff=True)):
        with pytest.raises(errors.NotAllowedError):
            open_(page, person)
    assert permissions.can_manage_edition(other, page.translation_key)
    EditionSecretary.objects.create(award_key=page.translation_key, user=secretary)
    assert not permissions.can_manage_edition(other, page.translation_key)
    with pytest.raises(errors.NotAllowedError):
        open_(page, other)
    assert permissions.can_manage_edition(User.objects.create_superuser("dieu-hanh@example.org"), page.translation_key)
    # Who is named but no longer in the secretariat may nothing.
    secretary.groups.clear()
    assert not permissions.can_manage_edition(User.objects.get(pk=secretary.pk), page.translation_key)


def test_secretary_of_another_edition_moves_no_nomination(site: Site, secretary: User) -> None:
    page = factory.make_open(site, secretary)
    made = factory.submit(page, category_code="san-xuat", now=clock.now())
    EditionSecretary.objects.create(award_key=page.translation_key, user=secretary)
    with pytest.raises(errors.NotAllowedError):
        nominations.move_nomination(
            nomination=made, to=NominationState.ELIGIBLE, by=factory.make_secretary(site), now=clock.now()
        )


def test_nominations_arrive_while_the_call_runs_by_the_frozen_rules(site: Site, secretary: User) -> None:
    page = factory.make_open(site, secretary)
    call = edition_rules.from_json(AwardEdition.objects.get().rules).phase(PhaseKind.CALL)
    assert call is not None
    last = call.ends - timedelta(microseconds=1)
    assert factory.submit(page, category_code="san-xuat", now=last).state == NominationState.SUBMITTED
    for moment in (call.ends, call.starts - timedelta(microseconds=1)):
        with pytest.raises(errors.DomainError):
            factory.submit(page, category_code="san-xuat", now=moment)
    with pytest.raises(errors.DomainError) as caught:
        factory.submit(page, category_code="invention", now=last)
    assert caught.value.field == "category_code"
    steps.move_edition(
        award_key=page.translation_key, to=EditionState.CANCELLED, by=secretary, now=clock.now(), reason="Bão."
    )
    with pytest.raises(errors.DomainError):
        factory.submit(page, category_code="san-xuat", now=last)
    assert Nomination.objects.count() == 1


def _break(sql: str, *values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_database_keeps_rules_with_what_is_open_and_drafts_without(site: Site, secretary: User) -> None:
    factory.make_open(site, secretary)
    _break("UPDATE awards_awardedition SET state = 'invented'")
    _break("UPDATE awards_awardedition SET state = 'draft'")
    _break("UPDATE awards_awardedition SET rules = NULL")
    _break("UPDATE awards_awardedition SET rules_digest = ''")
    _break("UPDATE awards_awardedition SET opened_at = NULL")
    key = AwardEdition.objects.get().award_key
    AwardEdition.objects.create(award_key=factory.make_index(site).translation_key)
    _break("UPDATE awards_awardedition SET award_key = %s WHERE state = 'draft'", _stored(key))
    _break("UPDATE awards_awardedition SET state = 'scoring' WHERE state = 'draft'")
    _break("UPDATE awards_awardpage SET public_vote_share = 21")


def test_database_names_a_secretary_once(site: Site, secretary: User) -> None:
    page = factory.make_award(factory.make_index(site))
    EditionSecretary.objects.create(award_key=page.translation_key, user=secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionSecretary.objects.create(award_key=page.translation_key, user=secretary)


def _stored(key: object) -> str:
    field = AwardEdition._meta.get_field("award_key")
    return str(field.get_db_prep_value(key, connection))


def test_criteria_from_before_get_weights_and_one_code_in_both_languages(site: Site) -> None:
    page = factory.make_award(factory.make_index(site))
    factory.english(page, title="Award", slug="award")
    for key, points in (("novelty", 40), ("effect", 60)):
        AwardCriterion.objects.filter(key=key).update(key="", weight=0, points=points)
    import_module("awards.migrations.0003_editions").give_criteria_codes_and_weights(apps, None)
    rows = AwardCriterion.objects.order_by("page_id", "sort_order").values_list("key", "weight")
    assert list(rows) == [("criterion-1", 40), ("criterion-2", 60)] * 2


def test_a_new_edition_needs_the_right_to_add_below_both_pages(site: Site, secretary: User) -> None:
    index = factory.make_index(site)
    english = index.get_translations().get()
    for page in (index, english):
        GroupPagePermission.objects.filter(page=page).delete()
        someone = User.objects.get(pk=secretary.pk)
        for parent in (index, english):
            with pytest.raises(errors.NotAllowedError):
                presets.start_edition(
                    parent=parent, preset=Preset.PRESS, title="Giải báo chí", title_en="Press prize",
                    year=2027, call_from=clock.today(), by=someone,
                )  # fmt: skip
        factory.make_secretary(site)
    assert not AwardPage.objects.exists()
