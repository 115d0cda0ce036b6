"""Who finds which page of the admin about newsrooms, and what it does."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Site

from news import roles
from news.domain import closing, desks, staff
from news.domain.closing import Grounds
from news.domain.desks import DeskNames
from news.enums import Desk, NewsroomState, StaffRole
from news.models import NewsroomDesk, NewsroomPage, NewsroomStanding
from news.rooms.admin import urls
from portal.accounts.models import User
from portal.kernel import clock
from tests import worlds
from tests.factories import news as factory
from tests.rights import Rule, Walk, World, names_of, without_variants

OPENING = {
    "title": "Báo C",
    "publisher": "Cơ quan C",
    "title_en": "C News",
    "code": "bao-c",
    "short_name": "Báo C",
    "desks": ["newspaper", "online"],
}


@worlds.standing
def world(site: Site) -> World:
    a, b = factory.make_newsroom(site, "bao-a", "Báo A"), factory.make_newsroom(site, "bao-b", "Báo B")
    gone = factory.make_newsroom(site, "bao-cu", "Báo Cũ")
    operator = User.objects.create_superuser("dieu-hanh@example.org", "mat-khau-thu", full_name="Điều Hành")
    reader = User.objects.create_user("doc@example.org", "mat-khau-thu")
    closing.close(newsroom=gone.page, by=operator, now=clock.now(), grounds=Grounds("Hết việc"))
    spare, shut = (
        desks.add(newsroom_key=a.page.translation_key, medium=Desk.RADIO, names=DeskNames(name, name), by=operator)
        for name in ("Ban Thừa", "Ban Đóng")
    )
    desks.close(desk=shut, by=operator, now=clock.now())
    invitation = staff.invite(
        newsroom=a.page, email="ai-do@example.org", role=StaffRole.EDITOR, by=a.chief, now=clock.now()
    )
    return World(
        people={
            "operator": operator,
            "chief": a.chief,
            "editor": a.editor,
            "foreign chief": b.chief,
            "former chief": gone.chief,
            "reader": reader,
            "anonymous": None,
        },
        objects={"a": a, "b": b, "gone": gone, "desk": spare, "shut": shut, "invitation": invitation},
    )


def _key(name: str) -> Any:
    return lambda world: [world[name].page.translation_key]


def _pk(name: str) -> Any:
    return lambda world: [world[name].pk]


def _says(**data: Any) -> Any:
    return lambda _world: data


OPERATOR, LEADERS = ("operator",), ("operator", "chief")
TABLE = {
    "index": Rule(reads=("operator", "chief", "foreign chief")),
    "open": Rule(reads=OPERATOR, changes=OPERATOR, data=_says(**OPENING)),
    "room": Rule(reads=LEADERS, args=_key("a")),
    "add-desk": Rule(
        reads=OPERATOR,
        changes=OPERATOR,
        args=_key("a"),
        data=_says(name_vi="Ban Mới", name_en="New", medium="online", position="1"),
    ),
    "edit-desk": Rule(
        reads=LEADERS,
        changes=LEADERS,
        args=_pk("desk"),
        data=_says(name_vi="Ban Khác", name_en="Other", medium="online", position="1"),
    ),
    "close-desk": Rule(reads=OPERATOR, changes=OPERATOR, args=_pk("desk")),
    "reopen-desk": Rule(reads=OPERATOR, changes=OPERATOR, args=_pk("shut")),
    "delete-desk": Rule(reads=OPERATOR, changes=OPERATOR, args=_pk("desk")),
    "invite": Rule(reads=LEADERS, changes=LEADERS, args=_key("a"), data=_says(email="moi@example.org", role="editor")),
    "remove": Rule(
        reads=LEADERS,
        changes=LEADERS,
        args=lambda world: [world["a"].page.translation_key, world["a"].editor.pk, "editor"],
    ),
    "remove#chief": Rule(
        reads=OPERATOR,
        changes=OPERATOR,
        args=lambda world: [world["a"].page.translation_key, world["a"].chief.pk, "chief"],
    ),
    "remove#of-another-newsroom": Rule(
        args=lambda world: [world["a"].page.translation_key, world["b"].editor.pk, "editor"]
    ),
    "withdraw": Rule(reads=LEADERS, changes=LEADERS, args=_pk("invitation")),
    "close": Rule(reads=OPERATOR, changes=OPERATOR, args=_key("a"), data=_says(reason="Hết việc")),
    "merge": Rule(
        reads=OPERATOR,
        changes=OPERATOR,
        args=_key("a"),
        data=lambda world: {"reason": "Hợp nhất", "into": str(world["b"].page.translation_key)},
    ),
    "reopen": Rule(reads=OPERATOR, changes=OPERATOR, args=_key("gone"), data=_says(reason="Nhầm")),
}


def test_table_names_every_page_about_newsrooms() -> None:
    assert without_variants(TABLE) == names_of(urls.urlpatterns())


def test_pages_about_newsrooms_open_to_those_who_lead_them_only(world: World) -> None:
    walk = Walk(world, rooms=("news", "accounts"), namespace="newsrooms", is_admin=True)

    assert walk.walk(TABLE) == []


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_operator_opens_a_newsroom_in_both_languages_and_reads_what_was_made(world: World) -> None:
    answer = _as(world.person("operator")).post(reverse("newsrooms:open"), OPENING, follow=True)
    made = NewsroomPage.objects.get(code="bao-c", locale__language_code="vi")
    body = answer.content.decode()

    assert made.get_translation(Locale.objects.get(language_code="en")).title == "C News"
    assert NewsroomDesk.objects.filter(newsroom_key=made.translation_key).count() == 2
    assert roles.chiefs_group(made) in body
    assert made.get_workflow().name == roles.workflow_name(made)


@pytest.mark.parametrize(("name", "value"), [("code", "bao-a"), ("short_name", "Báo A"), ("title", "")])
def test_opening_a_newsroom_twice_or_without_a_name_keeps_what_was_typed(world: World, name: str, value: str) -> None:
    answer = _as(world.person("operator")).post(reverse("newsrooms:open"), {**OPENING, name: value})

    assert set(answer.context["form"].errors) == {name}
    assert not NewsroomPage.objects.filter(title="Báo C").exists()


def test_code_with_marks_is_refused_in_words_of_the_code(world: World) -> None:
    answer = _as(world.person("operator")).post(reverse("newsrooms:open"), {**OPENING, "code": "báo c"})

    assert answer.context["form"].errors == {
        "code": ["Chỉ dùng chữ cái không dấu, chữ số và dấu gạch nối, ví dụ bao-bac-ninh."]
    }


def test_newsroom_made_below_the_index_is_furnished_and_says_what_comes_next(site: Site, world: World) -> None:
    index = factory.make_index(site)
    answer = _as(world.person("operator")).post(
        f"/admin/pages/add/news/newsroompage/{index.pk}/",
        {
            "title": "Báo D",
            "slug": "bao-d",
            "publisher": "Cơ quan D",
            "code": "bao-d",
            "short_name": "Báo D",
            "reading_speed": "200",
            "action-publish": "1",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        },
        follow=True,
    )
    made = NewsroomPage.objects.get(code="bao-d")

    assert made.collection.name == "Báo D"
    assert roles.editors_group(made) in answer.content.decode()
    assert reverse("newsrooms:room", args=[made.translation_key]) in answer.content.decode()


def test_page_of_a_newsroom_names_its_own_people_only(world: World) -> None:
    body = (
        _as(world.person("chief"))
        .get(reverse("newsrooms:room", args=[world["a"].page.translation_key]))
        .content.decode()
    )
    people = body.partition("<main")[2] or body

    assert "ai-do@example.org" in people
    assert "tong-bien-tap@bao-b.example" not in body
    assert reverse("newsrooms:close", args=[world["a"].page.translation_key]) not in body


def test_merging_says_first_what_will_happen_and_refuses_while_stories_wait(world: World) -> None:
    a, b, client = world["a"], world["b"], _as(world.person("operator"))
    factory.make_article(a.page, "Bài đã đăng")
    waiting = factory.make_article(a.page, "Bài chờ duyệt", live=False)
    waiting.save_revision(user=a.editor)
    waiting.get_workflow().start(waiting, a.editor)
    address = reverse("newsrooms:merge", args=[a.page.translation_key])

    before = client.get(address).content.decode()
    client.post(address, {"reason": "Hợp nhất", "into": str(b.page.translation_key)})
    assert "Bài chờ duyệt" in before
    assert NewsroomStanding.objects.filter(newsroom_key=a.page.translation_key).count() == 0

    waiting.current_workflow_state.cancel(user=a.chief)
    ready = client.get(address)
    assert ready.context["outlook"].stories == 1
    assert ready.context["outlook"].people == 4
    client.post(address, {"reason": "Hợp nhất", "decision": "12/QĐ", "into": str(b.page.translation_key)})
    assert NewsroomStanding.objects.get(newsroom_key=a.page.translation_key).state == NewsroomState.MERGED


def test_list_of_newsrooms_asks_as_much_for_three_as_for_six(site: Site, world: World) -> None:
    client = _as(world.person("operator"))
    counts = []
    for codes in ((), ("bao-1", "bao-2", "bao-3")):
        for code in codes:
            factory.make_article(factory.make_newsroom(site, code, code).page)
        client.get(reverse("newsrooms:index"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("newsrooms:index")).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
