"""The secretariat's dashboard: figures at one price, tables without formulas, and nothing for others."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from awards.dashboard import queries
from awards.dossiers import reminding
from awards.editions.enums import EditionState
from awards.enums import NominationState, PhaseKind
from awards.jury.enums import AssignmentState, ConflictSource, JurorState
from awards.marking.enums import MarkState
from awards.models import (
    Assignment,
    AwardEdition,
    AwardIndexPage,
    AwardPage,
    AwardProgrammePage,
    Conflict,
    EditionSecretary,
    Juror,
    MarkSheet,
    Nomination,
)
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail.models import OutgoingMail
from tests import worlds
from tests.factories import awards, dossiers

World = tuple[AwardPage, User]


@worlds.standing
def world(site: Site) -> World:
    secretary = awards.make_secretary(site)
    return awards.make_open(site, secretary), secretary


def _add(page: AwardPage, number: int, *, sheets: bool = True) -> None:
    """Put dossiers with jurors, assignments, sheets and a conflict into an edition."""
    now, key = clock.now(), page.translation_key
    category = dossiers.rules_of(page).categories[0].code
    for _turn in range(number):
        place = Nomination.objects.count() + 1
        made = Nomination.objects.create(
            award_key=key,
            category_code=category,
            title=f"=Giải pháp {place}",
            nominee_name=f"Nhóm {place}",
            state=NominationState.ELIGIBLE,
            created_at=now,
            submitted_at=now,
            alias=f"HS-{place:05d}",
        )
        juror = Juror.objects.create(
            award_key=key,
            email=f"gk-{place}@example.org",
            full_name=f"Giám khảo {place}",
            alias=f"GK-{place:05d}",
            state=JurorState.ACCEPTED,
            invited_at=now,
            answered_at=now,
            expires_at=now + timedelta(days=9),
        )
        given = Assignment.objects.create(
            juror=juror, nomination=made, state=AssignmentState.CONFIRMED, given_at=now, confirmed_at=now
        )
        if sheets:
            MarkSheet.objects.create(assignment=given, state=MarkState.SUBMITTED, saved_at=now, submitted_at=now)
        Conflict.objects.create(
            juror=juror, nomination=made, source=ConflictSource.AT_START, reason="Cùng cơ quan", at=now
        )


def _move(page: AwardPage, state: EditionState) -> None:
    AwardEdition.objects.filter(award_key=page.translation_key).update(state=state)


def _board(page: AwardPage) -> queries.Board:
    edition = AwardEdition.objects.get(award_key=page.translation_key)
    return queries.board(edition=edition, now=clock.now(), language=Language.VIETNAMESE)


@pytest.mark.django_db
def test_figures_cost_the_same_however_many_there_are(world: World) -> None:
    page, _secretary = world
    _move(page, EditionState.SCORING)
    _add(page, 1)
    with CaptureQueriesContext(
        connection,
    ) as few:
        _board(page)
    _add(page, 6, sheets=False)
    with CaptureQueriesContext(connection) as many:
        board = _board(page)
    assert len(few) == len(many)
    assert (board.total, len(board.jurors), len(board.conflicts)) == (7, 7, 7)
    assert (board.counts.sheets_due, board.counts.sheets_in, board.counts.short_of_jurors) == (7, 1, 7)
    assert sum(row.handed_in for row in board.jurors) == 1
    assert [phase.kind for phase in board.phases if phase.is_now] == [board.phases[0].kind]


@pytest.mark.django_db
def test_the_edition_says_who_must_act_and_the_list_leads_there(world: World, client: Client) -> None:
    page, secretary = world
    _add(page, 1)
    _move(page, EditionState.SCREENING)
    client.force_login(secretary)
    shown = client.get(reverse("awards-edition", args=[page.translation_key])).content.decode()
    assert "Giám khảo 1" in shown
    assert "Hội đồng" in shown
    listed = client.get(reverse("awards-editions")).content.decode()
    assert page.title in listed
    assert reverse("awards-edition", args=[page.translation_key]) in listed


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["dossiers", "jurors", "conflicts"])
def test_tables_hold_no_formulas(world: World, client: Client, name: str) -> None:
    page, secretary = world
    _add(page, 2)
    client.force_login(secretary)
    answer = client.get(reverse("awards-edition-table", args=[page.translation_key, name]))
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert not any(cell.startswith("=") for row in rows for cell in row.split(","))
    assert answer["Cache-Control"].startswith("private, no-store")


@pytest.fixture
def strangers(world: World, site: Site) -> tuple[User, User]:
    """Return a secretary for whom another edition is named, and somebody without any right."""
    page, secretary = world
    EditionSecretary.objects.create(award_key=page.translation_key, user=secretary)
    return awards.make_secretary(site), User.objects.create_user("la@example.org", full_name="Người Lạ")


@pytest.mark.django_db
def test_others_find_nothing(world: World, strangers: tuple[User, User], client: Client) -> None:
    page, _secretary = world
    own = [
        reverse("awards-edition", args=[page.translation_key]),
        reverse("awards-edition-table", args=[page.translation_key, "dossiers"]),
    ]
    client.force_login(strangers[0])
    assert [client.get(address).status_code for address in own] == [404, 404]
    assert page.title not in client.get(reverse("awards-editions")).content.decode()
    client.force_login(strangers[1])
    assert all(client.get(address).status_code in {302, 404} for address in [*own, reverse("awards-editions")])
    unknown = reverse("awards-edition-table", args=[page.translation_key, "points"])
    client.force_login(User.objects.get(pk=_secretary.pk))
    assert client.get(unknown).status_code == 404


@pytest.mark.django_db
def test_a_dossier_that_is_not_handed_in_is_reminded_of_once(world: World, django_user_model: Any) -> None:
    page, _secretary = world
    lead = django_user_model.objects.create_user("tac-gia@example.org", full_name="Tác Giả")
    dossiers.start(page, lead)
    ends = dossiers.ends_of(page)
    noon = clock.at(clock.local(ends).date() - timedelta(days=2), 12)
    assert reminding.remind(ends - timedelta(days=4)) == 0
    assert reminding.remind(clock.at(clock.local(noon).date(), 23)) == 0
    assert reminding.remind(noon) == 1
    reminding.remind(noon + timedelta(hours=1))
    (mail,) = OutgoingMail.objects.filter(kind="awards/emails/dossier_ending")
    assert mail.recipient == lead.email
    assert f"{clock.local(ends - timedelta(seconds=1)):%d/%m/%Y}" in mail.text
    call_command("tend_awards", verbosity=0)


@pytest.mark.django_db
def test_the_list_leads_to_a_new_edition_below_each_page_that_may_hold_one(world: World, client: Client) -> None:
    page, secretary = world
    index = AwardIndexPage.objects.get(pk=page.get_parent().pk)
    client.force_login(secretary, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("awards-edition-new", args=[index.pk])
    assert address in client.get(reverse("awards-editions")).content.decode()
    assert client.get(address).status_code == 200
    programme = AwardProgrammePage(title="Ánh thử", locale=index.locale)
    index.add_child(instance=programme)
    content = client.get(reverse("awards-editions")).content.decode()
    assert reverse("awards-edition-new", args=[programme.pk]) in content
    assert "Ánh thử" in content
    assert [one.pk for one in queries.homes_of(secretary)] == [index.pk, programme.pk]


@pytest.mark.django_db
def test_a_decided_edition_is_late_only_once_its_appeals_are_over(world: World) -> None:
    page, secretary = world
    _move(page, EditionState.DECIDED)
    appeal = dossiers.rules_of(page).phase(PhaseKind.APPEAL)
    assert appeal is not None
    for moment, is_late in ((appeal.ends - timedelta(seconds=1), False), (appeal.ends, True)):
        (row,) = queries.editions_of(user=secretary, now=moment)
        assert (row.due, row.is_late) == (appeal.ends, is_late)
