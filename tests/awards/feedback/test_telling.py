"""What entrants are told after the decision: nothing before the release, no juror, the rank that everybody can recompute."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from awards.dossiers import calls
from awards.editions.enums import EditionState
from awards.enums import NominationState
from awards.feedback import queries
from awards.feedback.domain import releasing
from awards.models import (
    AwardEdition,
    AwardPage,
    EditionSecretary,
    FeedbackRelease,
    MarkSheet,
    Nomination,
    ReleasedRemark,
)
from portal.kernel import clock, erasure, errors
from portal.mail.models import OutgoingMail
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import feedback as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LIST_COST, DOSSIER_COST = 40, 50


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    return make.decided_edition(site, factory.make_secretary(site), exhibitors.make_person(full_name="Trần Tác Giả"))


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


@pytest.fixture
def lost(world: dict[str, Any]) -> Nomination:
    return world["lost"]


@pytest.fixture
def own(client: Client, world: dict[str, Any]) -> Client:
    client.force_login(world["lead"], backend=BACKEND)
    return client


@pytest.fixture
def desk(world: dict[str, Any]) -> Client:
    made = Client()
    made.force_login(world["secretary"], backend=BACKEND)
    return made


def release(world: dict[str, Any]) -> FeedbackRelease:
    return releasing.release(award_key=world["page"].translation_key, by=world["secretary"], now=clock.now())


def result_of(nomination: Nomination) -> queries.Result | None:
    call = calls.find(nomination.award_key)
    assert call is not None
    return queries.result(nomination, call)


def test_nothing_is_told_before_the_release_and_then_to_all_by_mail(world: dict[str, Any], lost: Nomination) -> None:
    assert result_of(lost) is None
    release(world)
    (sent,) = OutgoingMail.objects.filter(kind="awards/emails/feedback_released")
    assert sent.recipient == world["lead"].email
    assert "Hồ sơ thua" in sent.subject
    found = result_of(lost)
    assert found is not None
    assert (found.rank, found.ranked, found.sheets, found.alias) == (2, 3, 3, lost.alias)
    assert [(row.mean, row.lowest, row.highest) for row in found.criteria] == [("7,33", 6, 9)] * 3
    assert (found.council, found.public, found.total) == ("73,33", "50,00", "68,67")
    with pytest.raises(errors.DomainError):
        release(world)
    AwardEdition.objects.update(state=EditionState.PUBLIC_COMMENT)
    assert result_of(lost) is None


def test_without_a_vote_the_public_gave_nothing_and_the_total_says_so(world: dict[str, Any], lost: Nomination) -> None:
    votes = {world[name].alias: 4 for name in ("winner", "third")}
    make.tally(world["page"], {**votes, lost.alias: 0}, lost.category_code)
    release(world)
    found = result_of(lost)
    assert found is not None
    assert (found.council, found.public, found.total) == ("73,33", "0,00", "58,67")


def test_two_sheets_show_no_lowest_and_highest(world: dict[str, Any]) -> None:
    release(world)
    found = result_of(world["third"])
    assert found is not None
    assert found.sheets == 2
    assert {(row.lowest, row.highest) for row in found.criteria} == {(None, None)}


def test_what_was_not_ranked_and_why(world: dict[str, Any], lost: Nomination) -> None:
    release(world)
    refused = Nomination.objects.create(
        award_key=lost.award_key,
        category_code=lost.category_code,
        title="Không hợp lệ",
        nominee_name="A",
        state=NominationState.INELIGIBLE,
        created_at=clock.now(),
        submitted_at=clock.now(),
    )
    refused.log.create(at=clock.now(), to_state=NominationState.INELIGIBLE, reason="Nộp thiếu bản cam kết.")
    found = result_of(refused)
    assert found is not None
    assert (found.rank, found.total, found.sheets, found.reason) == (None, "", 0, "Nộp thiếu bản cam kết.")
    for state in (NominationState.DRAFT, NominationState.WITHDRAWN):
        refused.state = state
        assert result_of(refused) is None


def test_remarks_are_edited_by_the_secretaries_after_the_decision(
    site: Site, world: dict[str, Any], lost: Nomination
) -> None:
    def save(by: Any, **texts: str) -> None:
        releasing.save_remarks(
            nomination=lost, texts={key.strip("_"): text for key, text in texts.items()}, by=by, now=clock.now()
        )

    save(world["secretary"], novelty="Nên so với máy cùng loại.", _="Hồ sơ rõ ràng.")
    save(world["secretary"], novelty="Nên so với máy cùng loại trong tỉnh.")
    release(world)
    found = result_of(lost)
    assert found is not None
    assert found.remark == "Hồ sơ rõ ràng."
    assert found.criteria[0].remark == "Nên so với máy cùng loại trong tỉnh."
    save(world["secretary"], _=" ")
    assert not ReleasedRemark.objects.filter(key="").exists()
    with pytest.raises(errors.DomainError):
        save(world["secretary"], unknown="x")
    with pytest.raises(errors.DomainError):
        save(world["secretary"], novelty="x" * (releasing.LONGEST_REMARK + 1))
    EditionSecretary.objects.create(award_key=lost.award_key, user=world["secretary"])
    for stranger in (None, world["lead"], factory.make_secretary(site)):
        with pytest.raises(errors.NotAllowedError):
            save(stranger, novelty="x")
        with pytest.raises(errors.NotAllowedError):
            releasing.release(award_key=lost.award_key, by=stranger, now=clock.now())
    AwardEdition.objects.update(state=EditionState.PUBLIC_COMMENT)
    with pytest.raises(errors.DomainError):
        save(world["secretary"], novelty="x")


def test_the_entrants_page_names_no_juror(own: Client, world: dict[str, Any], lost: Nomination) -> None:
    way = reverse("awards:dossier", args=[lost.public_id])
    assert "68,67" not in own.get(way).content.decode()
    releasing.save_remarks(nomination=lost, texts={"": "Hồ sơ rõ ràng."}, by=world["secretary"], now=clock.now())
    release(world)
    told = own.get(way).content.decode()
    for words in ("68,67", "7,33", "6 – 9", lost.alias, "Hồ sơ rõ ràng."):
        assert words in told
    assert "Giám Khảo" not in told
    assert "GK-" not in told
    assert "Cần số liệu đo." not in told
    with translation.override("en"):
        english = own.get(reverse("awards:dossier", args=[lost.public_id])).content.decode()
    assert "68.67" in english


def test_the_secretariat_edits_beside_what_jurors_wrote_and_releases(
    desk: Client, page: AwardPage, lost: Nomination
) -> None:
    key = page.translation_key
    listing = reverse("awards-feedback", args=[key])
    way = reverse("awards-feedback-remarks", args=[key, lost.public_id])
    assert listing in desk.get(reverse("awards-edition", args=[key])).content.decode()
    assert way in desk.get(listing).content.decode()
    shown = desk.get(way).content.decode()
    assert shown.count("Cần số liệu đo.") >= 12
    assert "Riêng." not in shown
    long = desk.post(way, {"remark-novelty": "x" * 4001})
    assert set(long.context["form"].errors) == {"remark-novelty"}
    assert desk.post(way, {"remark-novelty": "Tốt.", "whole": "Khá."})["Location"] == listing
    assert dict(ReleasedRemark.objects.values_list("key", "text")) == {"novelty": "Tốt.", "": "Khá."}
    assert desk.post(reverse("awards-feedback-release", args=[key])).status_code == 302
    assert FeedbackRelease.objects.filter(award_key=key).exists()
    MarkSheet.objects.update(state="void")
    assert "Cần số liệu đo." not in desk.get(way).content.decode()


def test_strangers_and_other_secretaries_find_nothing(
    site: Site, world: dict[str, Any], page: AwardPage, lost: Nomination
) -> None:
    EditionSecretary.objects.create(award_key=page.translation_key, user=world["secretary"])
    key = page.translation_key
    ways = [
        reverse("awards-feedback", args=[key]),
        reverse("awards-feedback-release", args=[key]),
        reverse("awards-feedback-remarks", args=[key, lost.public_id]),
    ]
    stranger, other = Client(), Client()
    stranger.force_login(exhibitors.make_person(), backend=BACKEND)
    other.force_login(factory.make_secretary(site), backend=BACKEND)
    for way in ways:
        assert stranger.post(way).status_code == 302
        assert other.get(way).status_code in {404, 405}
        assert other.post(way).status_code in {404, 405}
    assert not FeedbackRelease.objects.exists()
    download = reverse("awards:dossier-download", args=[lost.public_id])
    assert stranger.get(download).status_code == 404
    assert Client().get(download).status_code == 302


def test_all_of_a_dossier_as_one_file(own: Client, world: dict[str, Any], lost: Nomination) -> None:
    answer: Any = own.get(reverse("awards:dossier-download", args=[lost.public_id]))
    assert answer["Content-Disposition"] == f'attachment; filename="{lost.alias}.zip"'
    assert "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        assert len(packed.namelist()) == 1 + lost.files.count()
        text = packed.read("00.txt").decode()
    assert "Có số liệu." in text
    assert "Hồ sơ thua" in text


def test_the_copy_of_ones_own_data_names_the_dossiers(world: dict[str, Any], lost: Nomination) -> None:
    found = erasure.export_person(user=world["lead"], addresses=[])
    (places,) = [row for row in found if row["kind"] == "awards.DossierMember"]
    assert [record["nomination"] for record in places["records"]] == [lost.title]


@pytest.mark.parametrize("number", [1, 6])
def test_the_pages_cost_the_same_whatever_their_length(
    own: Client,
    desk: Client,
    world: dict[str, Any],
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    release(world)
    for place in range(number):
        Nomination.objects.create(
            award_key=world["page"].translation_key,
            category_code="san-xuat",
            title=f"Thêm {place}",
            nominee_name="A",
            state=NominationState.NOT_SELECTED,
            created_at=clock.now(),
        )
    listing = reverse("awards-feedback", args=[world["page"].translation_key])
    dossier = reverse("awards:dossier", args=[world["lost"].public_id])
    desk.get(listing), own.get(dossier)
    with django_assert_max_num_queries(LIST_COST):
        desk.get(listing)
    with django_assert_max_num_queries(DOSSIER_COST):
        own.get(dossier)
