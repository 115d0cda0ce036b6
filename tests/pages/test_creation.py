"""A form for a new page makes one page, sent twice or by two requests at once."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import inline_formset

from news.models import ArticlePage
from portal.kernel import clock
from portal.pages import creation
from portal.pages.models import PageCreation
from tests import databases, worlds
from tests.factories import news as factory
from tests.news.test_workflow import _add_url, _client, _form
from tests.registration import races

JSON = {"HTTP_ACCEPT": "application/json"}
CONTROL_ROUNDS = 8


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


def filled(key: str, **fields: Any) -> dict[str, Any]:
    return {**_form(**fields), "creation_key": key}


def test_a_button_pressed_after_an_autosave_changes_the_page_it_made(room: factory.Newsroom) -> None:
    client, key = _client(room.editor), str(uuid4())
    saved = client.post(_add_url(room), filled(key), **JSON)
    assert saved.json()["success"]
    pressed = client.post(_add_url(room), filled(key, title="Tên sau cùng", **{"action-submit": "1"}))
    assert pressed.status_code == 302
    article = ArticlePage.objects.get()
    assert article.pk == saved.json()["pk"]
    assert article.get_latest_revision_as_object().title == "Tên sau cùng"
    assert article.current_workflow_state is not None


def test_rows_that_an_autosave_made_are_not_made_again(room: factory.Newsroom) -> None:
    client, key = _client(room.editor), str(uuid4())
    rows = inline_formset(
        [
            {
                "id": "",
                "channel": "FM 92,1",
                "starts_at": "2026-11-01 19:00",
                "ORDER": "1",
            }
        ]
    )
    for _time in range(3):
        assert client.post(_add_url(room), filled(key, air_times=rows), **JSON).json()["success"]
    client.post(_add_url(room), filled(key, air_times=rows))
    article = ArticlePage.objects.get()
    assert article.get_latest_revision_as_object().air_times.count() == 1


def test_a_second_autosave_of_the_same_form_says_where_the_page_is(room: factory.Newsroom) -> None:
    client, key = _client(room.editor), str(uuid4())
    first = client.post(_add_url(room), filled(key), **JSON).json()
    second = client.post(_add_url(room), filled(key, title="Tên hai"), **JSON).json()
    assert (second["success"], second["pk"], second["url"]) == (True, first["pk"], first["url"])
    assert second["hydrate_url"] == first["hydrate_url"]
    assert ArticlePage.objects.count() == 1


def test_a_button_pressed_twice_makes_one_page(room: factory.Newsroom) -> None:
    client, key = _client(room.editor), str(uuid4())
    answers = [client.post(_add_url(room), filled(key, **{"action-submit": "1"})) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[1].url == f"/admin/pages/{ArticlePage.objects.get().pk}/edit/"


def test_an_autosave_that_comes_after_the_button_changes_nothing(room: factory.Newsroom) -> None:
    client, key = _client(room.editor), str(uuid4())
    client.post(_add_url(room), filled(key, **{"action-submit": "1"}))
    late = client.post(_add_url(room), filled(key, title="Cũ"), **JSON)
    assert (late.status_code, late.json()["error_code"]) == (400, "invalid_revision")
    assert ArticlePage.objects.get().get_latest_revision_as_object().title == "Tin của biên tập viên"


def test_a_form_with_mistakes_keeps_its_key_and_makes_its_page_later(room: factory.Newsroom) -> None:
    client, key = _client(room.editor), str(uuid4())
    refused = client.post(_add_url(room), filled(key, title="", **{"action-submit": "1"}))
    assert refused.status_code == 200
    assert f'name="creation_key" value="{key}"' in refused.content.decode()
    assert not PageCreation.objects.exists()
    client.post(_add_url(room), filled(key))
    assert ArticlePage.objects.count() == 1


def test_a_second_page_of_the_same_name_gets_an_address_of_its_own(room: factory.Newsroom) -> None:
    client = _client(room.editor)
    for slug in ("", "tin-của-biên-tập-viên", ""):
        assert client.post(_add_url(room), filled(str(uuid4()), slug=slug)).status_code == 302
    assert sorted(ArticlePage.objects.values_list("slug", flat=True)) == [
        "tin-cua-bien-tap-vien",
        "tin-cua-bien-tap-vien-2",
        "tin-cua-bien-tap-vien-3",
    ]


def test_each_new_form_has_a_key_of_its_own(room: factory.Newsroom) -> None:
    client = _client(room.editor)
    keys = {str(client.get(_add_url(room)).context["creation_key"]) for _time in range(2)}
    assert len(keys) == 2


def test_another_newsroom_cannot_use_a_key_to_change_the_page(site: Site, room: factory.Newsroom) -> None:
    other, key = factory.make_newsroom(site, "dai-thu", "Đài Thử"), str(uuid4())
    _client(room.editor).post(_add_url(room), filled(key), **JSON)
    answer = _client(other.editor).post(_add_url(other), filled(key, title="Cướp"))
    assert answer.status_code in {302, 403, 404}
    assert [article.get_latest_revision_as_object().title for article in ArticlePage.objects.all()] == [
        "Tin của biên tập viên"
    ]


def test_database_refuses_a_second_page_for_one_key(room: factory.Newsroom) -> None:
    key = uuid4()
    page = Page.objects.get(pk=room.page.pk)
    creation.note(key=key, page=page, by_autosave=True, updates={}, now=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pages_pagecreation (key, page_id, by_autosave, updates, at)"
            " SELECT key, page_id, by_autosave, updates, at FROM pages_pagecreation"
        )


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any, settings: Any) -> Iterator[races.Settings]:
    """Return a copy of the test database that real threads may write."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}
    with django_db_blocker.unblock(), databases.cloned("race") as made, races.connected(made):
        yield made


def send(user: Any, address: str, data: dict[str, Any], headers: dict[str, str]) -> int:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client.post(address, data, **headers).status_code


def race_of_autosave_and_button(database: races.Settings, room: factory.Newsroom) -> list[object]:
    """Send one form by autosave and by button at the same moment; return both answers."""
    data, address = filled(str(uuid4())), _add_url(room)
    attempts = [partial(send, room.editor, address, data, JSON), partial(send, room.editor, address, data, {})]
    return races.race(database, attempts, threads=2)


def test_autosave_and_button_at_the_same_moment_make_one_page(own_database: races.Settings) -> None:
    room = factory.make_newsroom(Site.objects.get())
    for round_number in range(1, 4):
        answers = race_of_autosave_and_button(own_database, room)
        assert answers in ([200, 302], [400, 302]), answers
        assert ArticlePage.objects.count() == round_number


def test_control_run_without_key_and_lock_makes_two_or_fails(
    own_database: races.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(creation, "lock_parent", lambda **_arguments: None)
    monkeypatch.setattr(creation, "earlier", lambda _key: None)
    monkeypatch.setattr(creation, "note", lambda **_arguments: None)
    room = factory.make_newsroom(Site.objects.get())
    for round_number in range(1, CONTROL_ROUNDS + 1):
        answers = race_of_autosave_and_button(own_database, room)
        if 500 in answers or ArticlePage.objects.count() != round_number:
            return
    pytest.fail("the race proves nothing")
