"""Filters of the admin name nobody of another newsroom."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Page, Site

from news import people
from portal.accounts.models import User
from portal.media.models import PortalDocument
from tests import worlds
from tests.factories import news as factory

CANARY = "CHIMVANG"
ADDRESSES = (
    "/admin/pages/{home}/",
    "/admin/pages/{index}/",
    "/admin/pages/{own}/",
    "/admin/pages/{own}/results/",
    "/admin/pages/search/?q=tin",
    "/admin/pages/{article}/history/",
    "/admin/pages/{article}/workflow_history/",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/images/",
    "/admin/images/chooser/",
    "/admin/documents/",
    "/admin/documents/chooser/",
    "/admin/choose-page/",
    "/admin/localize/reports/translations/",
)


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    """A newsroom whose people have canaries for names and have done everything that filters ask for; another beside it."""
    a, b = factory.make_newsroom(site, "bao-a", "Báo A"), factory.make_newsroom(site, "bao-b", "Báo B")
    for number, person in enumerate((a.editor, a.chief)):
        person.full_name = f"{CANARY} {number}"
        person.save()
    factory.make_image("Ảnh A", collection=a.page.collection, uploaded_by_user=a.editor)
    PortalDocument.objects.create(
        title="Tài liệu A",
        collection=a.page.collection,
        uploaded_by_user=a.editor,
        file=ContentFile(b"a", name="a.txt"),
    )
    article = factory.make_article(a.page, "Tin A", live=False, owner=a.editor)
    article.save_revision(user=a.editor, log_action=True)
    article.get_workflow().start(article, a.editor)
    Page.objects.filter(pk=article.pk).update(locked=True, locked_by=a.chief)
    own = factory.make_article(b.page, "Tin B", live=False, owner=b.editor)
    own.save_revision(user=b.editor, log_action=True)
    own.get_workflow().start(own, b.editor)
    return {"a": a, "b": b, "article": article, "own": own}


def _read(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code in {200, 302}, (answer.status_code, address)
    return answer.content.decode()


def _filled(address: str, world: dict[str, Any], room: str, article: str) -> str:
    page = world[room].page
    return address.format(
        home=page.get_parent().get_parent().pk,
        index=page.get_parent().pk,
        own=page.pk,
        article=world[article].pk,
    )


@pytest.mark.admin_search
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_filter_names_people_of_another_newsroom(world: dict[str, Any], address: str) -> None:
    assert CANARY not in _read(world["b"].editor, _filled(address, world, "b", "own"))


@pytest.mark.parametrize("address", ["/admin/pages/{own}/", "/admin/reports/workflow/"])
def test_the_filters_name_ones_own_people(world: dict[str, Any], address: str) -> None:
    assert CANARY in _read(world["a"].chief, _filled(address, world, "a", "article"))


def test_a_foreign_name_in_the_address_filters_nothing_out_and_shows_nothing(world: dict[str, Any]) -> None:
    address = f"/admin/pages/{world['b'].page.pk}/?owner={world['a'].editor.pk}"
    assert CANARY not in _read(world["b"].editor, address)


def test_nameable_people_are_those_of_ones_own_pages(world: dict[str, Any]) -> None:
    everybody = User.objects.all()
    assert set(people.nameable(world["b"].editor, everybody)) == {world["b"].editor}
    assert world["a"].editor in people.nameable(world["a"].chief, everybody)
    operator = User.objects.create_superuser("van-hanh@example.org")
    assert set(people.nameable(operator, everybody)) == set(everybody)
