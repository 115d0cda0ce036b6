"""Roles as code: made once, and every difference told."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from portal.accounts import roles
from portal.accounts.domain import roles as domain
from tests.factories import search as factory

pytestmark = pytest.mark.django_db
GROUP = "Nhóm thử"


@pytest.fixture
def section(site: Site) -> Page:
    return factory.page(site, "Chuyên mục thử")


@pytest.fixture
def collection() -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return root.add_child(instance=Collection(name="Kho thử"))


@pytest.fixture
def declared(section: Page, collection: Collection) -> list[roles.RoleSet]:
    return [
        roles.RoleSet(
            roles=(
                roles.Role(
                    group=GROUP,
                    permissions=frozenset({"home.view_feedbackreport"}),
                    pages=(roles.PageRight(section, roles.PUBLISH),),
                    collections=(roles.CollectionRight(collection, roles.IMAGES),),
                ),
                roles.Role(group="Nhóm ngoài", admin_access=False),
            ),
            workflows=(roles.WorkflowSpec("Duyệt thử", (roles.WorkflowStep("Bước thử", GROUP),), (section,)),),
        )
    ]


def everything() -> list[list[Any]]:
    models = (
        Group,
        Group.permissions.through,
        GroupPagePermission,
        GroupCollectionPermission,
        Workflow,
        WorkflowTask,
        WorkflowPage,
        GroupApprovalTask,
    )
    return [list(model._default_manager.order_by("pk").values_list()) for model in models]  # type: ignore[attr-defined]


def test_sync_makes_what_is_declared_and_running_it_again_changes_nothing(declared: list[roles.RoleSet]) -> None:
    assert domain.sync(declared=declared) == 2
    once = everything()
    assert domain.drift(declared=declared) == []
    assert domain.sync(declared=declared) == 2
    assert everything() == once
    assert not Group.objects.get(name="Nhóm ngoài").permissions.exists()


def test_drift_names_missing_groups_and_workflows(declared: list[roles.RoleSet]) -> None:
    assert domain.drift(declared=declared) == [
        "group 'Nhóm thử' is missing",
        "group 'Nhóm ngoài' is missing",
        "workflow 'Duyệt thử' is missing",
    ]


def test_drift_names_each_right_that_was_taken_away_and_sync_gives_it_back(declared: list[roles.RoleSet]) -> None:
    domain.sync(declared=declared)
    group = Group.objects.get(name=GROUP)
    group.permissions.remove(Permission.objects.get(codename="view_feedbackreport"))
    group.page_permissions.filter(permission__codename="publish_page").delete()
    group.collection_permissions.filter(permission__codename="add_image").delete()
    WorkflowPage.objects.all().delete()
    found = domain.drift(declared=declared)
    assert "group 'Nhóm thử' lacks permission home.view_feedbackreport" in found
    assert any("lacks page right" in line and "publish_page" in line for line in found)
    assert any("lacks collection right" in line and "add_image" in line for line in found)
    assert "workflow 'Duyệt thử' covers other pages than declared" in found
    assert len(found) == 4
    domain.sync(declared=declared)
    assert domain.drift(declared=declared) == []


def test_drift_names_each_right_that_was_added_and_sync_takes_it_away(
    declared: list[roles.RoleSet], site: Site, collection: Collection
) -> None:
    domain.sync(declared=declared)
    group = Group.objects.get(name=GROUP)
    group.permissions.add(Permission.objects.get(content_type__app_label="accounts", codename="change_user"))
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=site.root_page, permission=change)
    delete = Permission.objects.get(content_type__app_label="wagtailimages", codename="delete_image")
    GroupCollectionPermission.objects.create(group=group, collection=collection, permission=delete)
    stray = GroupApprovalTask.objects.create(name="Bước lạ")
    WorkflowTask.objects.create(workflow=Workflow.objects.get(name="Duyệt thử"), task=stray, sort_order=9)
    found = domain.drift(declared=declared)
    assert "group 'Nhóm thử' has undeclared permission accounts.change_user" in found
    assert any("undeclared page right" in line for line in found)
    assert any("undeclared collection right" in line for line in found)
    assert any("has steps" in line for line in found)
    assert len(found) == 4
    domain.sync(declared=declared)
    assert domain.drift(declared=declared) == []


def test_groups_that_nobody_declares_are_left_alone(declared: list[roles.RoleSet]) -> None:
    other = Group.objects.create(name="Của người khác")
    other.permissions.add(Permission.objects.get(codename="access_admin"))
    domain.sync(declared=declared)
    assert other.permissions.count() == 1


def test_command_checks_and_makes(site: Site) -> None:
    with pytest.raises(CommandError):
        call_command("sync_roles", check=True, stderr=StringIO())
    call_command("sync_roles", stdout=StringIO())
    said = StringIO()
    call_command("sync_roles", check=True, stdout=said)
    assert said.getvalue() == "Roles are as declared.\n"


def test_no_shipped_group_has_rights_on_people(site: Site) -> None:
    shipped = [role for declared in roles.declared() for role in declared.roles]
    assert shipped
    for role in shipped:
        assert not {name for name in role.permissions if name.startswith(("accounts.", "auth."))}, role.group
