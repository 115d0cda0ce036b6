"""Nobody but an operator changes users: in Wagtail, whoever may add or change a user is superuser."""

from typing import Any, Final

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import Site

from home import roles as of_home
from news import roles as of_news
from portal.accounts import roles
from portal.accounts.domain import roles as domain
from portal.accounts.models import User
from tests import worlds
from tests.factories import news as factory

CHANGING: Final = ("add", "change", "delete")


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    room = factory.make_newsroom(site)
    domain.sync(declared=[of_news.declared(), of_home.declared()])
    return room


def test_no_room_declares_a_right_on_people_groups_or_rights(room: factory.Newsroom) -> None:
    declared = {permission for found in roles.declared() for role in found.roles for permission in role.permissions}
    people = {f"{model._meta.app_label}.{verb}_{model._meta.model_name}" for model in _people() for verb in CHANGING}
    assert declared & people == set()


def _people() -> tuple[Any, ...]:
    names = ("accounts.User", "auth.Group", "auth.Permission", "wagtailusers.UserProfile", "wagtailcore.Site")
    wanted = (*names, "wagtailcore.GroupPagePermission", "wagtailcore.GroupCollectionPermission")
    return tuple(apps.get_model(name) for name in wanted)


def test_no_shipped_group_holds_a_right_on_people_groups_or_rights(room: factory.Newsroom) -> None:
    labels = {(model._meta.app_label, model._meta.model_name) for model in _people()}
    held = Permission.objects.filter(group__in=Group.objects.all()).values_list(
        "content_type__app_label", "content_type__model", "codename"
    )
    assert {codename for app, model, codename in held if (app, model) in labels and "view" not in codename} == set()


@pytest.mark.parametrize("who", ["editor", "chief"])
def test_a_newsroom_gives_nobody_rights(room: factory.Newsroom, who: str) -> None:
    client, person = Client(), getattr(room, who)
    client.force_login(person)
    rich = {"email": "ke-moi@example.org", "is_superuser": "on", "is_active": "on", "full_name": "Kẻ Mới"}
    rich |= {"password1": "mat-khau-that-dai", "password2": "mat-khau-that-dai"}
    group = Group.objects.get(name=of_news.chiefs_group(room.page))
    before = _rights()

    for address, data in (
        ("users/new/", rich),
        (f"users/edit/{person.pk}/", rich | {"email": person.email, "groups": [group.pk]}),
        (f"users/delete/{room.chief.pk}/", {}),
        (f"users/copy/{room.chief.pk}/", rich),
        ("groups/new/", {"name": "Nhóm mới"}),
        (
            f"groups/edit/{group.pk}/",
            {
                "name": group.name,
                "permissions": list(Permission.objects.filter(codename__contains="user").values_list("pk", flat=True)),
            },
        ),
        (f"groups/delete/{group.pk}/", {}),
        (f"bulk/accounts/user/assign_role/?id={person.pk}", {"role": group.pk}),
        (f"bulk/accounts/user/set_active_state/?id={room.chief.pk}", {"mark_as_active": "false"}),
        (f"bulk/accounts/user/delete/?id={room.chief.pk}", {}),
        ("account/", {"name_email-email": "khac@example.org", "is_superuser": "on", "groups": [group.pk]}),
    ):
        answer = client.post(f"/admin/{address}", data)
        assert answer.status_code != 500, address
        assert address == "account/" or answer.status_code in {302, 403, 404}, address
        assert _rights() == before, address


def _rights() -> list[Any]:
    return [
        list(
            User.objects.order_by("pk").values_list("pk", "email", "is_superuser", "is_staff", "is_active", "password")
        ),
        list(User.groups.through.objects.order_by("pk").values_list()),
        list(User.user_permissions.through.objects.order_by("pk").values_list()),
        list(Group.objects.order_by("pk").values_list()),
        list(Group.permissions.through.objects.order_by("pk").values_list()),
    ]
