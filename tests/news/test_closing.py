"""Closing, merging and opening newsrooms again: rules, rights, what readers find."""

import uuid

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from events.calendars import selection
from news import queries
from news import roles as news_roles
from news.domain import closing, comments, stories
from news.domain.closing import Grounds
from news.enums import NewsroomState
from news.models import ArticlePage, NewsroomMove, NewsroomPage, NewsroomStanding
from news.rooms import standing
from portal.accounts.domain import roles
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.kernel.languages import Language
from tests import worlds
from tests.factories import news as factory

WHY = Grounds(reason="Hợp nhất hai cơ quan báo chí", decision="12/QĐ-UBND")


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create_superuser("dieu-hanh@example.org", "mat-khau-thu", full_name="Điều Hành")


@worlds.standing
def old(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site, "bao-cu", "Báo Cũ")


@worlds.standing
def new(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site, "bao-moi", "Báo Mới")


def _merge(old: factory.Newsroom, new: factory.Newsroom, operator: User) -> NewsroomStanding:
    return closing.merge(newsroom=old.page, into=new.page, by=operator, now=clock.now(), grounds=WHY)


def _second_chief(room: factory.Newsroom) -> User:
    return factory.make_user("tong-hai@example.org", news_roles.chiefs_group(room.page))


def _fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_merged_newsroom_keeps_state_successor_decision_and_a_row_of_its_history(
    old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    row = _merge(old, new, operator)

    assert (row.state, row.successor_key, row.decision) == ("merged", new.page.translation_key, "12/QĐ-UBND")
    move = NewsroomMove.objects.get()
    assert (move.source, move.target, move.reason, move.moved_by) == ("open", "merged", WHY.reason, operator)


def test_only_operators_end_a_newsroom_and_only_with_a_reason(
    old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    for person in (old.chief, new.chief):
        with pytest.raises(errors.NotAllowedError):
            _merge(old, new, person)
        with pytest.raises(errors.NotAllowedError):
            closing.close(newsroom=old.page, by=person, now=clock.now(), grounds=WHY)
    with pytest.raises(errors.DomainError) as refusal:
        closing.close(newsroom=old.page, by=operator, now=clock.now(), grounds=Grounds(reason=" "))

    assert refusal.value.field == "reason"
    assert not NewsroomStanding.objects.exists()


def test_newsroom_with_stories_in_a_workflow_is_not_ended_and_they_are_named(
    old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    waiting = factory.make_article(old.page, "Chờ duyệt", live=False)
    stories.hand_in(article=waiting, by=old.editor)

    with pytest.raises(errors.DomainError):
        _merge(old, new, operator)
    assert [page.pk for page in closing.outlook(old.page).unsettled] == [waiting.pk]
    stories.send_back(article=ArticlePage.objects.get(pk=waiting.pk), by=old.chief, comment="Viết lại.")

    assert _merge(old, new, operator).state == NewsroomState.MERGED
    stories.hand_in(article=ArticlePage.objects.get(pk=waiting.pk), by=_fresh(new.editor))
    assert factory.approve_all(waiting, _fresh(new.chief), _second_chief(new)).live


def test_successor_must_be_another_open_newsroom_so_that_there_is_never_a_circle(
    site: Site, old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    third = factory.make_newsroom(site, "bao-ba", "Báo Ba")
    with pytest.raises(errors.DomainError):
        _merge(old, old, operator)
    _merge(old, new, operator)
    with pytest.raises(errors.DomainError) as refusal:
        _merge(new, old, operator)
    assert refusal.value.field == "into"
    with pytest.raises(errors.IllegalMoveError):
        _merge(old, third, operator)
    _merge(new, third, operator)

    known = standing.ended()
    assert standing.heir(old.page.translation_key, known) == third.page.translation_key
    assert set(standing.formers(third.page.translation_key, known)) == {
        old.page.translation_key,
        new.page.translation_key,
    }


def test_opening_again_refuses_a_successor_that_would_make_a_circle(
    old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    _merge(old, new, operator)
    closing.reopen(newsroom=old.page, by=operator, now=clock.now(), grounds=WHY)
    _merge(new, old, operator)

    known = standing.ended()
    assert standing.heir(new.page.translation_key, known) == old.page.translation_key
    assert standing.formers(new.page.translation_key, known) == []


def test_people_of_a_merged_newsroom_lose_every_right_and_the_successors_correct_its_stories(
    site: Site, old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    other = factory.make_newsroom(site, "bao-khac", "Báo Khác")
    story = factory.make_article(old.page, "Bài cũ")
    _merge(old, new, operator)

    for person in (old.editor, old.chief, other.editor, other.chief):
        rights = story.permissions_for_user(_fresh(person))
        assert not rights.can_edit()
        assert not rights.can_publish()
    assert not _fresh(old.chief).has_perm("wagtailadmin.access_admin")
    assert story.permissions_for_user(_fresh(new.editor)).can_edit()
    assert not story.permissions_for_user(_fresh(new.editor)).can_publish()
    assert story.permissions_for_user(_fresh(new.chief)).can_publish()
    for person in (new.editor, new.chief, old.chief):
        assert not old.page.permissions_for_user(_fresh(person)).can_add_subpage()
    assert new.page.permissions_for_user(_fresh(new.editor)).can_add_subpage()
    assert story.get_workflow().name == news_roles.workflow_name(new.page)
    assert roles.drift(declared=[news_roles.declared()]) == []


def test_rights_of_a_merged_newsroom_at_the_addresses_of_the_admin(
    old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    story = factory.make_article(old.page, "Bài cũ")
    image = factory.make_image("Ảnh cũ", collection=old.page.collection)
    _merge(old, new, operator)
    found = {}
    for name, person in (("old chief", old.chief), ("new editor", new.editor), ("operator", operator)):
        client = Client()
        client.force_login(_fresh(person))
        found[name] = [
            client.get(address).status_code
            for address in (
                f"/admin/pages/{story.pk}/edit/",
                f"/admin/images/{image.pk}/",
                f"/admin/pages/add/news/articlepage/{old.page.pk}/",
            )
        ]

    assert found["new editor"][:2] == [200, 200]
    assert found["operator"][:2] == [200, 200]
    assert 200 not in found["old chief"]
    assert [answers[2] for answers in found.values()].count(200) == 0


def test_correction_of_a_merged_newsrooms_story_goes_through_the_successors_workflow(
    old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    story = factory.make_article(old.page, "Bài cũ")
    _merge(old, new, operator)
    story = ArticlePage.objects.get(pk=story.pk)
    story.lead = "Đã sửa."
    story.save_revision(user=new.editor)

    stories.hand_in(article=ArticlePage.objects.get(pk=story.pk), by=_fresh(new.editor))
    with pytest.raises(errors.NotAllowedError):
        stories.approve(article=ArticlePage.objects.get(pk=story.pk), by=_fresh(old.chief))

    assert factory.approve_all(story, _fresh(new.chief), _second_chief(new)).lead == "Đã sửa."


def test_closed_newsroom_takes_no_comments_and_keeps_those_shown(
    client: Client, old: factory.Newsroom, operator: User
) -> None:
    story = factory.make_article(old.page, "Bài cũ")
    shown = factory.make_comment(story, "Ý kiến đã hiện.")
    comments.approve(comment=shown, by=old.chief, now=clock.now())
    closing.close(newsroom=old.page, by=operator, now=clock.now(), grounds=WHY)

    with pytest.raises(errors.DomainError):
        comments.submit(
            article=story,
            opinion=comments.Opinion("Bạn đọc", "a@example.org", "Muộn."),
            language=Language.VIETNAMESE,
            form_key=uuid.uuid4(),
            now=clock.now(),
        )
    body = client.get(story.get_url()).content.decode()
    assert "không còn nhận ý kiến" in client.get(f"/y-kien/{story.translation_key}/").content.decode()
    assert "Ý kiến đã hiện." in body
    assert f'href="/y-kien/{story.translation_key}/"' not in body


def test_readers_find_old_addresses_the_successor_and_the_former_name_in_both_languages(
    client: Client, old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    story = factory.make_article(old.page, "Bài cũ")
    factory.translate(story, "Old story")
    factory.make_article(new.page, "Bài mới")
    _merge(old, new, operator)

    former = client.get("/tin-tuc/bao-cu/").content.decode()
    english = client.get("/en/news/bao-cu-news/").content.decode()
    successor = client.get("/tin-tuc/bao-moi/").content.decode()
    own = client.get(story.get_url())
    feed = client.get("/tin-tuc/toa-soan/bao-moi/atom.xml").content.decode()

    assert 'href="/tin-tuc/bao-moi/"' in former.partition("<main")[2]
    assert 'href="/en/news/bao-moi-news/"' in english.partition("<main")[2]
    assert "This newsroom takes no new stories" in english
    assert "Bài cũ" in successor
    assert "Báo Cũ (trước đây)" in successor
    assert own.status_code == 200
    assert 'href="/tin-tuc/bao-moi/"' in own.content.decode()
    assert "Bài cũ" in feed
    assert "Báo Cũ (trước đây)" in feed


def test_feed_of_a_merged_newsroom_leads_to_the_successors_for_good(
    client: Client, old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    _merge(old, new, operator)

    for address, target in (
        ("/tin-tuc/toa-soan/bao-cu/atom.xml", "/tin-tuc/toa-soan/bao-moi/atom.xml"),
        ("/en/news/newsroom/bao-cu/atom.xml", "/en/news/newsroom/bao-moi/atom.xml"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (301, target)
    closing.reopen(newsroom=old.page, by=operator, now=clock.now(), grounds=WHY)
    assert client.get("/tin-tuc/toa-soan/bao-cu/atom.xml").status_code == 200


def test_index_counts_the_stories_of_a_merged_newsroom_for_both_names(
    client: Client, old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    factory.make_article(old.page, "Bài cũ")
    factory.make_article(new.page, "Bài mới")
    _merge(old, new, operator)

    facets = {facet.name: facet for facet in client.get("/tin-tuc/").context["listing"].facets}
    counted = {option.value: option.count for option in facets["newsroom"].options}
    rows = queries.public_articles().filter(queries.of_newsrooms(["bao-moi", "bao-cu"]))

    assert counted == {"bao-cu": 1, "bao-moi": 2}
    assert rows.count() == 2
    assert client.get("/tin-tuc/?newsroom=bao-moi").context["listing"].total == 2


def test_page_of_the_successor_asks_as_much_for_one_former_newsroom_as_for_three(
    site: Site, client: Client, old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    more = [factory.make_newsroom(site, f"bao-{number}", f"Báo {number}") for number in (1, 2)]
    for room in (old, new, *more):
        factory.make_article(room.page, f"Bài của {room.page.title}")
    counts = []
    for ending in ([old], more):
        for room in ending:
            _merge(room, new, operator)
        client.get("/tin-tuc/bao-moi/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/tin-tuc/bao-moi/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_newsroom_that_opens_again_has_its_people_and_rights_back(
    old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    story = factory.make_article(old.page, "Bài cũ")
    _merge(old, new, operator)
    closing.reopen(newsroom=old.page, by=operator, now=clock.now(), grounds=Grounds("Nhầm"))

    assert standing.is_open(old.page.translation_key)
    assert story.permissions_for_user(_fresh(old.chief)).can_publish()
    assert not story.permissions_for_user(_fresh(new.chief)).can_edit()
    assert NewsroomPage.objects.get(pk=old.page.pk).get_workflow().name == news_roles.workflow_name(old.page)
    assert ArticlePage.can_create_at(old.page)
    assert roles.drift(declared=[news_roles.declared()]) == []
    assert Group.objects.get(name=news_roles.chiefs_group(old.page)).user_set.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        "state = 'gone'",
        "state = 'merged'",
        "successor_key = '{other}'",
        "state = 'merged', successor_key = newsroom_key",
        "since = NULL",
    ],
)
def test_database_refuses_a_standing_that_contradicts_itself(
    old: factory.Newsroom, operator: User, change: str
) -> None:
    closing.close(newsroom=old.page, by=operator, now=clock.now(), grounds=WHY)
    statement = f"UPDATE news_newsroomstanding SET {change.format(other=uuid.uuid4().hex)}"

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_database_refuses_a_second_standing_and_a_step_without_a_reason(old: factory.Newsroom, operator: User) -> None:
    closing.close(newsroom=old.page, by=operator, now=clock.now(), grounds=WHY)

    with pytest.raises(IntegrityError), transaction.atomic():
        NewsroomStanding.objects.create(newsroom_key=old.page.translation_key, since=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE news_newsroommove SET reason = ''")


def test_desks_of_a_newsroom_that_has_ended_do_not_look_active(
    old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    client = Client()
    client.force_login(operator)
    before = client.get("/admin/newsrooms/").content.decode()
    assert before.count("Báo in") == 2
    assert "?desk=" in Client().get(old.page.get_url()).content.decode()
    _merge(old, new, operator)

    assert client.get("/admin/newsrooms/").content.decode().count("Báo in") == 1
    room = client.get(f"/admin/newsrooms/{old.page.translation_key}/").content.decode()
    assert "Ngừng cùng tòa soạn" in room
    assert "/close/" not in room.partition("Ngừng cùng tòa soạn")[0].rpartition("<table")[2]
    assert (
        '<a href="?desk='
        not in Client().get(old.page.get_url()).content.decode().partition("<dl")[2].partition("</dl>")[0]
    )


def test_filter_and_calendar_name_a_former_newsroom_whose_page_is_gone(
    old: factory.Newsroom, new: factory.Newsroom, operator: User
) -> None:
    factory.make_article(old.page, "Tin của báo cũ")
    _merge(old, new, operator)
    for page in NewsroomPage.objects.filter(translation_key=old.page.translation_key):
        page.unpublish()

    index = Client().get(f"/tin-tuc/?newsroom={old.page.code}")
    assert [chip.label for chip in index.context["listing"].chips] == ["Báo Cũ (trước đây)"]
    chosen = selection.Selection((("newsroom", (old.page.code,)),))
    assert selection.titles([chosen], Language.VIETNAMESE)[chosen].startswith("Sự kiện – Báo Cũ")
