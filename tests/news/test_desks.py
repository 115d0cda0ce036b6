"""Desks of a newsroom: their rules, the stories that belong to them, and what readers see of them."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from news.domain import desks
from news.domain.desks import DeskNames
from news.enums import Desk
from news.models import ArticlePage, NewsroomDesk
from portal.accounts.models import User
from portal.kernel import clock, errors
from tests import worlds
from tests.factories import news as factory

RADIO = DeskNames(vi="Phát thanh", en="Radio")


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site, "bao-a", "Báo A")


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create_superuser("dieu-hanh@example.org", "mat-khau-thu", full_name="Điều Hành")


def _add(room: factory.Newsroom, operator: User, names: DeskNames = RADIO, medium: Desk = Desk.RADIO) -> NewsroomDesk:
    return desks.add(newsroom_key=room.page.translation_key, medium=medium, names=names, by=operator)


def test_desk_comes_last_and_has_a_name_in_each_language(room: factory.Newsroom, operator: User) -> None:
    added = _add(room, operator)

    assert added.position == 2
    assert [desk.name for desk in NewsroomDesk.objects.filter(newsroom_key=room.page.translation_key)] == [
        "Báo in",
        "Phát thanh",
    ]


def test_desk_is_added_by_operators_only_and_named_by_its_chief_too(
    site: Site, room: factory.Newsroom, operator: User
) -> None:
    foreign = factory.make_newsroom(site, "bao-b", "Báo B")
    added = _add(room, operator)

    for person in (room.editor, room.chief, foreign.chief):
        with pytest.raises(errors.NotAllowedError):
            desks.add(newsroom_key=room.page.translation_key, medium=Desk.ONLINE, names=RADIO, by=person)
    for person in (room.editor, foreign.chief):
        with pytest.raises(errors.NotAllowedError):
            desks.rename(desk=added, names=DeskNames("Ban Tiếng nói", "Voice"), by=person)
    desks.rename(desk=added, names=DeskNames("Ban Tiếng nói", "Voice"), by=room.chief)

    assert NewsroomDesk.objects.get(pk=added.pk).name_vi == "Ban Tiếng nói"


@pytest.mark.parametrize(
    ("names", "field"),
    [(DeskNames(" ", "Radio"), "name_vi"), (DeskNames("Ban", ""), "name_en"), (DeskNames("Báo in", "X"), "name_vi")],
)
def test_desk_without_a_name_or_with_a_taken_one_is_refused(
    room: factory.Newsroom, operator: User, names: DeskNames, field: str
) -> None:
    with pytest.raises(errors.DomainError) as refusal:
        _add(room, operator, names)

    assert refusal.value.field == field


def test_desk_with_a_story_or_a_draft_of_one_is_closed_and_never_deleted(
    room: factory.Newsroom, operator: User
) -> None:
    desk, spare = _add(room, operator), _add(room, operator, DeskNames("Ban Thừa", "Spare"))
    story = factory.make_article(room.page, "Nháp", live=False)
    story.desk = desk
    story.save_revision()

    with pytest.raises(errors.DomainError):
        desks.delete(desk=desk, by=operator)
    desks.close(desk=desk, by=operator, now=clock.now())
    desks.delete(desk=spare, by=operator)

    assert NewsroomDesk.objects.get(pk=desk.pk).closed_on == clock.today()
    with pytest.raises(errors.IllegalMoveError):
        desks.close(desk=NewsroomDesk.objects.get(pk=desk.pk), by=operator, now=clock.now())
    assert desks.reopen(desk=NewsroomDesk.objects.get(pk=desk.pk), by=operator).closed_on is None


def test_database_keeps_a_desk_that_a_page_names(room: factory.Newsroom, operator: User) -> None:
    desk = _add(room, operator)
    factory.make_article(room.page, desk=desk)

    with pytest.raises(ProtectedError):
        desk.delete()


def test_story_names_a_desk_of_its_own_newsroom_only(site: Site, room: factory.Newsroom, operator: User) -> None:
    foreign = factory.make_newsroom(site, "bao-b", "Báo B")
    desk = _add(foreign, operator)
    article = factory.make_article(room.page)
    article.desk = desk

    with pytest.raises(ValidationError) as refusal:
        article.save()

    assert set(refusal.value.message_dict) == {"desk"}


def test_story_that_moves_to_another_newsroom_loses_its_desk(
    site: Site, room: factory.Newsroom, operator: User
) -> None:
    other = factory.make_newsroom(site, "bao-b", "Báo B")
    article = factory.make_article(room.page, desk=_add(room, operator))
    article.move(other.page, pos="last-child")

    moved = ArticlePage.objects.get(pk=article.pk)
    assert moved.desk is None
    moved.get_latest_revision_as_object().save_revision().publish()
    assert ArticlePage.objects.get(pk=article.pk).desk is None


def test_editor_chooses_among_the_open_desks_of_the_own_newsroom(
    site: Site, client: Client, room: factory.Newsroom, operator: User
) -> None:
    foreign = factory.make_newsroom(site, "bao-b", "Báo B")
    _add(foreign, operator, DeskNames("Ban Lạ", "Foreign"))
    closed = _add(room, operator, DeskNames("Ban Cũ", "Old"))
    _add(room, operator)
    desks.close(desk=closed, by=operator, now=clock.now())
    client.force_login(room.editor)

    body = client.get(f"/admin/pages/add/news/articlepage/{room.page.pk}/").content.decode()

    assert "Phát thanh" in body
    assert "Ban Cũ" not in body
    assert "Ban Lạ" not in body


def test_reader_sees_the_desk_and_filters_by_it(client: Client, room: factory.Newsroom, operator: User) -> None:
    desk = _add(room, operator)
    of_desk = factory.make_article(room.page, "Bài của ban", desk=desk)
    factory.translate(of_desk, "Story of the desk")
    factory.make_article(room.page, "Bài khác")

    page = client.get(f"/tin-tuc/bao-a/?desk={desk.pk}").content.decode()
    story = client.get(of_desk.get_url()).content.decode()
    english = client.get(f"/en/news/bao-a-news/?desk={desk.pk}").content.decode()

    assert "Bài của ban" in page
    assert "Bài khác" not in page
    assert f'href="{room.page.get_url()}?desk={desk.pk}">Phát thanh</a>' in story
    assert "Story of the desk" in english
    assert ">Radio</a>" in english


def test_newsroom_page_asks_as_much_for_ten_stories_as_for_one(
    client: Client, room: factory.Newsroom, operator: User
) -> None:
    desk = _add(room, operator)
    factory.make_article(room.page, "Bài 1", desk=desk)
    counts = []
    for number in (0, 9):
        for each in range(number):
            factory.make_article(room.page, f"Bài thêm {each}", desk=desk)
        client.get("/tin-tuc/bao-a/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/tin-tuc/bao-a/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "change",
    ["medium = 'fax'", "name_vi = ''", "name_en = ''", "name_vi = 'Báo in'"],
)
def test_database_refuses_a_desk_without_medium_or_name_or_twice(
    room: factory.Newsroom, operator: User, change: str
) -> None:
    desk = _add(room, operator)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE news_newsroomdesk SET {change} WHERE id = %s", [desk.pk])


def test_desks_of_unknown_newsrooms_are_led_by_nobody(room: factory.Newsroom) -> None:
    stray: Any = NewsroomDesk.objects.create(newsroom_key=uuid.uuid4(), medium=Desk.RADIO, name_vi="A", name_en="A")

    with pytest.raises(errors.NotAllowedError):
        desks.rename(desk=stray, names=RADIO, by=room.chief)
