"""Wagtail's own groups and workflow go where nobody uses them, and stay where somebody does."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PageViewRestriction,
    Site,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowState,
)

from home.models import ContentPage
from portal.accounts.models import User
from portal.operations import stock
from tests.factories import home as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site: Site) -> ContentPage:
    """A page for which Wagtail's workflow is offered."""
    return factory.content_page(site)


def names() -> tuple[set[str], set[str]]:
    return (
        set(Group.objects.values_list("name", flat=True)) & set(stock.GROUPS),
        set(Workflow.objects.filter(active=True).values_list("name", flat=True)) & {stock.WORKFLOW},
    )


def moderator() -> User:
    user = User.objects.create_user("duyet@example.org")
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


def test_unused_ones_are_removed_once_and_told(page: ContentPage) -> None:
    assert names() == ({"Moderators", "Editors"}, {stock.WORKFLOW})
    assert page.get_workflow().name == stock.WORKFLOW
    out = StringIO()
    call_command("sync_site", stdout=out)
    assert names() == (set(), set())
    assert not Task.objects.filter(name=stock.WORKFLOW).exists()
    assert ContentPage.objects.get(pk=page.pk).get_workflow() is None
    for words in ("workflow 'Moderators approval'", "group 'Editors'", "group 'Moderators'"):
        assert f"Wagtail's {words} was not used and is removed." in out.getvalue()
    again = StringIO()
    call_command("sync_site", stdout=again)
    assert "Wagtail's" not in again.getvalue()


def test_a_check_removes_nothing(page: ContentPage, settings: Any) -> None:
    settings.BASE_URL = "http://testserver"
    call_command("sync_site", check=True, stdout=StringIO())
    assert names() == ({"Moderators", "Editors"}, {stock.WORKFLOW})


def test_groups_with_members_stay_with_their_workflow(page: ContentPage) -> None:
    moderator()
    assert "Wagtail's group 'Moderators' is in use and stays." in stock.remove_unused()
    assert names() == ({"Moderators"}, {stock.WORKFLOW})


def test_a_workflow_that_somebody_put_on_a_section_stays(page: ContentPage) -> None:
    WorkflowPage.objects.create(workflow=Workflow.objects.get(name=stock.WORKFLOW), page=page)
    stock.remove_unused()
    assert names() == ({"Moderators"}, {stock.WORKFLOW})


def test_a_workflow_of_records_stays(page: ContentPage) -> None:
    workflow = Workflow.objects.get(name=stock.WORKFLOW)
    WorkflowContentType.objects.create(workflow=workflow, content_type=page.content_type)
    stock.remove_unused()
    assert names() == ({"Moderators"}, {stock.WORKFLOW})


def test_a_group_for_which_a_page_is_private_stays(page: ContentPage) -> None:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.get(name="Editors"))
    stock.remove_unused()
    assert names() == ({"Editors"}, set())


def test_a_running_review_keeps_the_workflow_and_a_finished_one_its_history(page: ContentPage) -> None:
    page.save_revision()
    state = page.get_workflow().start(page, user=None)
    stock.remove_unused()
    assert names() == ({"Moderators"}, {stock.WORKFLOW})
    state.cancel()
    assert f"Wagtail's workflow {stock.WORKFLOW!r} is switched off; its history stays." in stock.remove_unused()
    assert names() == (set(), set())
    assert WorkflowState.objects.filter(pk=state.pk).exists()
    assert not GroupApprovalTask.objects.get(name=stock.WORKFLOW).active
    assert Page.objects.get(pk=page.pk).specific.get_workflow() is None
