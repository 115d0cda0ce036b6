"""Pages from before editions had records: what the upgrade makes of them, and whether they still take nominations."""

import logging
import uuid
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, Revision, Site

from awards.editions.domain import steps
from awards.editions.enums import EditionState
from awards.models import AwardCriterion, AwardEdition, AwardPage, Nomination
from portal.kernel import clock, errors
from portal.pages import rows
from tests.factories import awards as factory

pytestmark = pytest.mark.django_db
upgrade: Any = import_module("awards.migrations.0003_editions")


def as_before(page: AwardPage) -> None:
    """Take from a page's rows and versions what they had not before the upgrade."""
    AwardCriterion.objects.filter(page=page).update(key="", weight=0)
    for revision in Revision.objects.for_instance(page):
        for row in revision.content["criteria"]:
            del row["key"], row["weight"]
        revision.save(update_fields=["content"])


def test_versions_get_the_codes_and_weights_of_the_rows(site: Site) -> None:
    page = factory.make_award(factory.make_index(site))
    page.lead = "Bản đang công bố."
    page.save_revision().publish()
    page = AwardPage.objects.get(pk=page.pk)
    page.lead = "Bản nháp."
    drafted = AwardCriterion(title="Chỉ trong bản nháp", points=30, translation_key=uuid.uuid4())
    page.criteria = rows.in_order([*page.criteria.all(), drafted])
    page.save_revision()
    as_before(page)
    upgrade.give_criteria_codes_and_weights(apps, None)
    for revision in Revision.objects.for_instance(page):
        found = [(row["key"], row["weight"], row["points"]) for row in revision.content["criteria"]]
        assert found[:2] == [("criterion-1", 10, 10), ("criterion-2", 10, 10)]
    draft = AwardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [(row.key, row.weight) for row in draft.criteria.all()] == [
        ("criterion-1", 10), ("criterion-2", 10), ("criterion-3", 30),
    ]  # fmt: skip
    draft.save_revision().publish()
    assert list(AwardCriterion.objects.filter(page=page).values_list("key", flat=True)) == [
        "criterion-1", "criterion-2", "criterion-3",
    ]  # fmt: skip


def test_rows_of_one_language_only_get_a_code_of_their_own(site: Site) -> None:
    page = factory.make_award(factory.make_index(site))
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    own = AwardCriterion(title="English only", points=5, sort_order=0)
    first, second = english.criteria.all()
    first.sort_order, second.sort_order = 1, 2
    english.criteria = [own, first, second]
    english.save()
    AwardCriterion.objects.update(key="", weight=0)
    upgrade.give_criteria_codes_and_weights(apps, None)
    assert list(AwardCriterion.objects.filter(page=page).values_list("key", flat=True)) == [
        "criterion-1",
        "criterion-2",
    ]
    assert list(AwardCriterion.objects.filter(page=english).values_list("key", flat=True)) == [
        "criterion-3", "criterion-1", "criterion-2",
    ]  # fmt: skip


def test_a_greater_share_of_the_public_is_cut_and_named(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    page = factory.make_award(factory.make_index(site), public_vote_share=20)
    page.save_revision()
    revision = Revision.objects.for_instance(page).get()
    revision.content["public_vote_share"] = 35
    revision.save(update_fields=["content"])
    with connection.cursor() as cursor:
        # As the table was: nothing limits the share yet. What was done is undone with the test.
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE awards_awardpage DROP CONSTRAINT award_public_share_at_most_20")
        AwardPage.objects.filter(pk=page.pk).update(public_vote_share=35)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    with caplog.at_level(logging.WARNING):
        upgrade.cut_public_shares(apps, None)
    page = AwardPage.objects.get(pk=page.pk)
    assert (page.public_vote_share, page.get_latest_revision_as_object().public_vote_share) == (20, 20)
    assert f"{page.pk}" in caplog.text
    assert "35" in caplog.text


def test_only_pages_from_before_take_nominations_without_a_call(site: Site) -> None:
    old, draft = factory.make_award(factory.make_index(site)), factory.make_award(factory.make_index(site))
    AwardEdition.objects.all().delete()
    Page.objects.filter(pk=draft.pk).update(live=False)
    upgrade.mark_published_pages(apps, None)
    Page.objects.filter(pk=draft.pk).update(live=True)
    assert factory.submit(old).category_code == "invention"
    with pytest.raises(errors.DomainError):
        factory.submit(draft)
    AwardEdition.objects.create(award_key=draft.translation_key)
    with pytest.raises(errors.DomainError):
        factory.submit(draft)
    secretary = factory.make_secretary(site)
    steps.move_edition(
        award_key=old.translation_key, to=EditionState.CANCELLED, by=secretary, now=clock.now(), reason="Thôi."
    )
    with pytest.raises(errors.DomainError):
        factory.submit(old)
    assert Nomination.objects.count() == 1


def test_the_edition_is_locked_until_a_nomination_is_there(site: Site) -> None:
    page = factory.make_award(factory.make_index(site))
    with CaptureQueriesContext(connection) as caught:
        factory.submit(page)
    said = [query["sql"] for query in caught if "awards_awardedition" in query["sql"]]
    assert said
    assert all(sql.endswith("FOR UPDATE") for sql in said) or not connection.features.has_select_for_update
    first = next(place for place, query in enumerate(caught) if "awards_awardedition" in query["sql"])
    assert any("SAVEPOINT" in query["sql"] for query in caught.captured_queries[:first])
