"""The secretariat's pages: states only before closing, never points; reminders; then raw points, result, spread and files."""

import io
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from awards.editions.enums import EditionState
from awards.jury.enums import ConflictSource
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.marking import results
from awards.marking.domain import reminding
from awards.marking.enums import Progress
from awards.models import Assignment, AwardPage, Conflict, EditionSecretary, Mark, MarkReminder
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.mail.models import OutgoingMail
from portal.operations import db_clock
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors, jury
from tests.factories import marking as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
OVERVIEW_QUERIES, RESULT_QUERIES = 36, 36


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = make.make_scoring(site, secretary)
    first, second = make.make_dossier(page), make.make_dossier(page)
    given = make.assign(page, [first, second])
    return {"page": page, "given": given, "secretary": secretary, "dossiers": (first, second)}


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


@pytest.fixture
def secretary(world: dict[str, Any]) -> User:
    return world["secretary"]


@pytest.fixture
def given(world: dict[str, Any]) -> list[Assignment]:
    """Three jurors with the first dossier, then with the second."""
    return world["given"]


@pytest.fixture
def admin(client: Client, secretary: User) -> Client:
    client.force_login(secretary, backend=BACKEND)
    return client


def url(name: str, page: AwardPage) -> str:
    return reverse(name, args=[page.translation_key])


def score(given: list[Assignment], points: tuple[int, ...]) -> None:
    for assignment, number in zip(given, points, strict=True):
        make.hand_in(assignment, number, remark="=1+1", note="Bàn thêm.", remarks={"novelty": "Chưa rõ."})


def test_states_only_and_no_points_for_anybody_before_scoring_is_left(
    client: Client, page: AwardPage, secretary: User, given: list[Assignment]
) -> None:
    make.hand_in(given[0], {"novelty": 9, "effect": 3, "applicability": 10}, note="Bí mật của giám khảo.")
    make.save(given[1], 3)
    Conflict.objects.create(
        juror=jury.make_juror(page.translation_key),
        nomination=given[0].nomination,
        source=ConflictSource.AT_START,
        reason="x",
        at=clock.now(),
    )
    operator = User.objects.create_superuser("quan-tri-diem@example.org")
    for person in (secretary, operator):
        client.force_login(person, backend=BACKEND)
        shown = client.get(url("awards-marking", page))
        text = shown.content.decode()
        assert given[0].nomination.alias in text
        assert "1/3" in text
        states = [cell.progress for row in shown.context["matrix"].rows for cell in row.cells]
        assert states.count(Progress.HANDED_IN) == states.count(Progress.DRAFT) == 1
        assert "Xung đột lợi ích" in text
        for file in ("", "?file=csv", "?file=xlsx"):
            assert client.get(url("awards-marking-result", page) + file).status_code == 404
        addresses = [
            url("awards-marking", page),
            url("awards-edition", page),
            reverse("wagtailsnippets_awards_nomination:list"),
            reverse("wagtailsnippets_awards_nomination:edit", args=[given[0].nomination_id]),
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ]
        for address in addresses:
            text = client.get(address).content.decode()
            assert "Bí mật của giám khảo" not in text
            assert "70,9" not in text
        for one in given[:2]:
            assert client.get(reverse("awards:marking-sheet", args=[one.pk])).status_code == 404
    for state in EditionState:
        if state not in {EditionState.DRAFT, EditionState.SCORING}:
            make.move(page.translation_key, state)
            is_told = state in results.rights.TOLD
            assert (results.results(page.translation_key) is not None) is is_told
            assert client.get(url("awards-marking-result", page)).status_code == (200 if is_told else 404)


def test_points_stand_in_no_model_that_the_admin_lists(admin: Client) -> None:
    for model in ("mark", "marksheet", "ledgerentry", "markreminder"):
        assert admin.get(f"/admin/snippets/awards/{model}/").status_code == 404


def test_others_find_nothing(client: Client, site: Site, page: AwardPage, secretary: User) -> None:
    EditionSecretary.objects.create(award_key=page.translation_key, user=secretary)
    make.move(page.translation_key, EditionState.DELIBERATION)
    for person in (factory.make_secretary(site), exhibitors.make_person()):
        client.force_login(person, backend=BACKEND)
        for name in ("awards-marking", "awards-marking-result"):
            assert client.get(url(name, page)).status_code in {302, 404}
        assert client.post(url("awards-marking-remind", page)).status_code in {302, 404}
    assert not MarkReminder.objects.exists()


def test_one_press_reminds_whoever_is_not_finished_once_a_day(
    admin: Client, page: AwardPage, secretary: User, given: list[Assignment], monkeypatch: pytest.MonkeyPatch
) -> None:
    for assignment in (given[0], given[3]):
        make.hand_in(assignment)
    assert admin.post(url("awards-marking-remind", page)).status_code == 302
    mails = OutgoingMail.objects.filter(kind="awards/emails/marking_reminder")
    reminded = {given[1].juror.email, given[2].juror.email}
    assert set(mails.values_list("recipient", flat=True)) == reminded
    assert set(MarkReminder.objects.values_list("juror", "waiting", "by")) == {
        (one.juror_id, 2, secretary.pk) for one in given[1:3]
    }
    assert not any(one.nomination.alias in mail.text for one in given for mail in mails)
    admin.post(url("awards-marking-remind", page))
    assert mails.count() == 2
    later = clock.now() + reminding.PAUSE
    remind = {"award_key": page.translation_key, "by": secretary}
    with pytest.raises(errors.LimitReachedError):
        reminding.remind_jurors(**remind, now=later - timedelta(hours=1))
    assert len(reminding.remind_jurors(**remind, now=later)) == 2
    for person in (None, given[0].juror.user):
        with pytest.raises(errors.NotAllowedError):
            reminding.remind_jurors(award_key=page.translation_key, by=person, now=later)
    for assignment in (*given[1:3], *given[4:]):
        make.hand_in(assignment)
    with pytest.raises(errors.DomainError):
        reminding.remind_jurors(**remind, now=later + reminding.PAUSE)
    ends = make.ends_of(page.translation_key)
    monkeypatch.setattr(db_clock, "now", lambda: ends)
    with pytest.raises(errors.DomainError):
        reminding.remind_jurors(**remind, now=ends)


def test_result_raw_points_spread_and_why(admin: Client, page: AwardPage, given: list[Assignment]) -> None:
    score(given, (9, 8, 4, 7, 7, 7))
    make.move(page.translation_key, EditionState.DELIBERATION)
    found = results.results(page.translation_key)
    assert found is not None
    (category,) = found.categories
    assert not found.with_votes
    first, second = category.dossiers
    assert [(one.alias, one.rank, one.total) for one in (first, second)] == [
        (given[0].nomination.alias, 1, Fraction(70)),
        (given[3].nomination.alias, 2, Fraction(70)),
    ]
    assert len(category.reasons) == 1
    assert "80,00" in category.reasons[0]
    assert (first.spread.lowest, first.spread.median, first.spread.highest) == (40, 80, 90)
    assert (first.low, first.high, second.low) == (given[2].juror.full_name, "", "")
    assert first.mean == second.mean == Fraction(70)
    assert first.evened_out != second.evened_out or first.mean_rank == second.mean_rank
    text = admin.get(url("awards-marking-result", page)).content.decode()
    for words in ("70,00", "Bàn thêm.", "Chưa rõ.", given[0].juror.full_name, given[0].nomination.title):
        assert words in text
    assert "The stored sheet" not in text
    assert not any(sheet.differs for one in category.dossiers for sheet in one.sheets)
    Mark.objects.filter(sheet__assignment=given[0], key="novelty").update(points=1)
    again = results.results(page.translation_key)
    assert again is not None
    assert sum(sheet.differs for one in again.categories[0].dossiers for sheet in one.sheets) == 1
    assert {one.total for one in again.categories[0].dossiers} == {Fraction(70)}


def test_the_votes_of_the_public_come_in_once_they_are_counted(page: AwardPage, given: list[Assignment]) -> None:
    score(given, (9, 9, 9, 8, 8, 8))
    make.move(page.translation_key, EditionState.PUBLIC_COMMENT)
    nomination = given[0].nomination
    votes = {given[0].nomination.alias: 0, given[3].nomination.alias: 50}
    ledger.append(
        award_key=page.translation_key,
        kind=LedgerKind.VOTE_TALLY,
        body={"category": nomination.category_code, "votes": votes},
        now=clock.now(),
    )
    found = results.results(page.translation_key)
    assert found is not None
    assert found.with_votes
    assert [one.alias for one in found.categories[0].dossiers] == [given[3].nomination.alias, nomination.alias]


def test_files_hold_no_formulas(admin: Client, page: AwardPage, given: list[Assignment]) -> None:
    score(given, (9, 8, 7, 7, 7, 6))
    make.move(page.translation_key, EditionState.DECIDED)
    text = admin.get(url("awards-marking-result", page) + "?file=csv").content.decode()
    assert text.count("'=1+1") == 6
    assert ",=1+1" not in text
    book = load_workbook(io.BytesIO(admin.get(url("awards-marking-result", page) + "?file=xlsx").content))
    ranking, raw = book.worksheets
    assert (ranking.max_row, raw.max_row) == (3, 7)
    assert raw["D2"].value in {one.juror.full_name for one in given}
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)


@pytest.mark.parametrize("more", [0, 5])
def test_both_pages_cost_the_same_for_many(
    admin: Client,
    page: AwardPage,
    given: list[Assignment],
    more: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    score(given, (9, 8, 7, 7, 7, 6))
    for _one in range(more):
        make.hand_in(jury.give(given[0].juror, make.make_dossier(page)), 5)
    admin.get(url("awards-marking", page))
    with django_assert_max_num_queries(OVERVIEW_QUERIES):
        admin.get(url("awards-marking", page))
    make.move(page.translation_key, EditionState.DELIBERATION)
    with django_assert_max_num_queries(RESULT_QUERIES):
        admin.get(url("awards-marking-result", page))
