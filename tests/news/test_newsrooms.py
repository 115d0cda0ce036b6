"""Opening newsrooms: pages, collection, groups and workflow."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from wagtail.models import Collection, GroupPagePermission, Site, Workflow

from news import roles as news_roles
from news.domain import newsrooms
from news.enums import Desk
from news.models import NewsroomPage
from portal.accounts import roles as account_roles
from portal.accounts.domain import roles
from tests.factories import news as factory


def test_open_newsroom_makes_both_pages_collection_groups_and_workflow(site: Site) -> None:
    room = factory.make_newsroom(site, "bao-a", "Báo A")

    assert room.page.url_path.endswith("/tin-tuc/bao-a/")
    assert room.page.live
    assert room.english.live
    assert room.english.collection_id == room.page.collection_id
    assert room.page.collection.name == "Báo A"
    assert set(Group.objects.filter(name__startswith="Báo A").values_list("name", flat=True)) == {
        "Báo A – biên tập viên",
        "Báo A – pháp chế",
        "Báo A – phóng viên",
        "Báo A – tổng biên tập",
    }
    assert room.page.get_workflow().name == "Báo A – duyệt bài"
    assert room.english.get_workflow().name == "Báo A – duyệt bài"


def test_open_newsroom_twice_changes_nothing(site: Site) -> None:
    first = factory.make_newsroom(site, "bao-a", "Báo A").page
    before = (NewsroomPage.objects.count(), Collection.objects.count(), Group.objects.count(), Workflow.objects.count())

    again = newsrooms.open_newsroom(
        index=factory.make_index(site),
        code="bao-a",
        short_name="Báo A",
        desks=(Desk.NEWSPAPER,),
        texts=newsrooms.NewsroomTexts(title="Báo A", publisher="Cơ quan"),
        english=newsrooms.NewsroomTexts(title="A", publisher="A"),
    )

    assert again.pk == first.pk
    assert before == (
        NewsroomPage.objects.count(),
        Collection.objects.count(),
        Group.objects.count(),
        Workflow.objects.count(),
    )
    assert roles.drift(declared=[news_roles.declared()]) == []


def test_opening_makes_roles_true_once_and_publishing_a_page_of_it_does_so_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    sync = newsrooms.roles.sync
    monkeypatch.setattr(newsrooms.roles, "sync", lambda **given: made.append(sync(**given)))
    page = factory.make_newsroom(site).page
    assert len(made) == 1
    page.save_revision().publish()
    assert len(made) == 2


def test_newsroom_keeps_its_collection_when_an_older_revision_is_published(site: Site) -> None:
    page = factory.make_newsroom(site).page
    collection = page.collection_id

    page.revisions.order_by("pk").first().publish()

    assert NewsroomPage.objects.get(pk=page.pk).collection_id == collection
    assert Collection.objects.filter(name=page.short_name).count() == 1


def test_renamed_newsroom_keeps_its_groups(site: Site) -> None:
    room = factory.make_newsroom(site, "bao-a", "Báo A")
    room.page.title = "Báo và Phát thanh, Truyền hình A"
    room.page.save_revision().publish()

    assert list(room.editor.groups.values_list("name", flat=True)) == ["Báo A – biên tập viên"]
    assert roles.drift(declared=[news_roles.declared()]) == []


@pytest.mark.parametrize("name", ["code", "short_name"])
def test_second_newsroom_with_the_same_name_of_rights_is_refused(site: Site, name: str) -> None:
    first = factory.make_newsroom(site, "bao-a", "Báo A").page
    values: dict[str, Any] = {"code": "bao-b", "short_name": "Báo B", "publisher": "B"}
    values[name] = getattr(first, name)

    with pytest.raises(ValidationError) as refusal:
        factory.make_index(site).add_child(instance=NewsroomPage(title="Báo B", locale=first.locale, **values))

    assert set(refusal.value.message_dict) == {name}


def test_editors_write_and_only_chiefs_publish(site: Site) -> None:
    room = factory.make_newsroom(site, "bao-a", "Báo A")
    rights = {
        name: set(
            GroupPagePermission.objects.filter(group__name=name, page=room.page).values_list(
                "permission__codename", flat=True
            )
        )
        for name in ("Báo A – biên tập viên", "Báo A – tổng biên tập")
    }

    assert rights["Báo A – biên tập viên"] == {"add_page", "change_page"}
    assert "publish_page" in rights["Báo A – tổng biên tập"]


def test_no_declared_group_may_touch_users_or_groups(site: Site) -> None:
    factory.make_newsroom(site)
    forbidden = Permission.objects.filter(content_type__app_label__in=("accounts", "auth"))
    named = [name for role_set in account_roles.declared() for role in role_set.roles for name in role.permissions]

    assert not Group.objects.filter(permissions__in=forbidden).exists()
    assert Group.objects.filter(name__startswith="Báo Thử").count() == 4
    assert [name for name in named if name.startswith(("accounts.", "auth."))] == []
