"""Parts of pages: drawn once, told to the page, gone with a change, never what is one visitor's."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.template import Context, Template
from django.test import Client, RequestFactory
from wagtail.models import Page, Site

from portal.kernel import clock
from portal.page_cache import changes, collecting, later, parts
from tests import worlds as standing_worlds
from tests.factories import news
from tests.page_cache import portal as portals
from tests.page_cache import world as worlds
from tests.page_cache.portal import Portal


@standing_worlds.standing
def world(site: Site) -> SimpleNamespace:
    return worlds.build(site)


class Made:
    """Counts how often it was asked."""

    def __init__(self, value: object = "made", also: Callable[[], object] | None = None) -> None:
        self.times, self.value, self.also = 0, value, also

    def __call__(self) -> object:
        self.times += 1
        if self.also:
            self.also()
        return self.value


@pytest.fixture
def running(db: None, switched_on: None) -> Iterator[None]:
    with portals.running():
        yield


def ask(make: Made, key: str = "a part", **options: Any) -> collecting.Collection:
    """Draw a page with one part; return what it depends on."""
    with collecting.gathering() as page, parts.using():
        assert parts.kept(key, make, **options) == make.value
    return page


def count_restrictions() -> int:
    return Site.objects.order_by("pk").count() + Page.objects.filter(title="x").count()


def test_a_part_is_made_once_and_every_page_knows_what_it_is_built_from(running: None) -> None:
    make = Made(also=count_restrictions)
    first, second = ask(make), ask(make)
    assert make.times == 1
    assert first.tags == second.tags
    assert "t:wagtailcore_page" in second.tags


def test_outside_of_a_request_it_is_made_each_time(running: None) -> None:
    make = Made()
    parts.kept("a part", make)
    parts.kept("a part", make)
    assert make.times == 2


def test_switched_off_it_is_made_each_time(db: None) -> None:
    make = Made()
    ask(make)
    ask(make)
    assert make.times == 2


def test_a_change_takes_it_away(running: None) -> None:
    make = Made(also=count_restrictions)
    ask(make)
    changes.tell("t:wagtailcore_page")
    portals.commit()
    ask(make)
    ask(make)
    assert make.times == 2


def test_a_change_of_something_else_leaves_it(running: None) -> None:
    make = Made(also=count_restrictions)
    ask(make)
    changes.tell("t:something_else")
    portals.commit()
    ask(make)
    assert make.times == 1


def test_rows_that_were_read_before_count_when_they_are_named(running: None) -> None:
    make = Made()
    ask(make, names=frozenset({"r:a:1"}))
    changes.tell("r:a:1")
    portals.commit()
    ask(make, names=frozenset({"r:a:1"}))
    assert make.times == 2


def test_a_part_may_inherit_what_its_page_read_before(running: None) -> None:
    make = Made()
    for _look in range(2):
        with collecting.gathering(), parts.using():
            count_restrictions()
            clock.now()
            parts.kept("heir", make, inherits=True)
    assert make.times == 1
    part = parts._of_process().store.get("heir")
    assert part is not None
    assert "t:wagtailcore_page" in part.tags
    assert part.asked.instant


def test_what_changes_while_it_is_made_is_not_kept(running: None) -> None:
    def somebody_publishes() -> None:
        count_restrictions()
        changes.tell("t:wagtailcore_page")
        portals.commit()
        parts._of_process().known.catch_up()

    make = Made(also=somebody_publishes)
    ask(make)
    make.also = count_restrictions
    ask(make)
    assert make.times == 2


def test_what_was_heard_before_anything_was_read_is_no_reason(running: None) -> None:
    changes.tell("t:wagtailcore_page")
    portals.commit()
    make = Made(also=count_restrictions)
    ask(make)
    ask(make)
    assert make.times == 1


def test_what_is_written_and_not_committed_is_not_kept(running: None) -> None:
    make = Made()
    with transaction.atomic():
        Site.objects.update(port=81)
        ask(make)
        transaction.set_rollback(True)
    ask(make)
    assert make.times == 2


def test_one_that_asks_the_time_lives_to_the_next_minute(running: None, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Made(also=clock.now)
    page = ask(make)
    assert page.asked.instant
    real = clock.timezone.now
    monkeypatch.setattr(clock.timezone, "now", lambda: real() + timedelta(seconds=61))
    ask(make)
    assert make.times == 2


def test_one_that_asks_nothing_does_not_make_its_page_old(running: None) -> None:
    assert not ask(Made()).asked.instant


def test_a_request_sees_one_state_of_a_part(running: None) -> None:
    make = Made(also=count_restrictions)
    with collecting.gathering(), parts.using():
        assert not parts.has("a part")
        parts.kept("a part", make)
        changes.tell("t:wagtailcore_page")
        portals.commit()
        parts._of_process().known.catch_up()
        assert parts.has("a part")
        parts.kept("a part", make)
    assert make.times == 1


def drawn(text: str, *, is_for_all: bool = True, path: str = "/x/", **context: Any) -> str:
    """Draw a template as a page at an address does."""
    request = context.setdefault("request", RequestFactory().get(path))
    request.user = AnonymousUser()
    with collecting.gathering(), parts.using():
        if is_for_all:
            collecting.allow()
        return Template("{% load kept %}" + text).render(Context(context))


BODY = '{% kept "body" number %}{{ said }}{% endkept %}'


def test_a_template_draws_its_part_once(running: None) -> None:
    assert drawn(BODY, number=1, said="một") == drawn(BODY, number=1, said="hai") == "một"
    assert drawn(BODY, number=2, said="hai") == "hai"


@pytest.mark.parametrize(
    "how",
    [
        {"path": "/other/"},
        {"path": "/x/?page=2"},
        {"is_for_all": False},
        {"number": None},
    ],
)
def test_a_part_of_one_address_is_not_shown_elsewhere(running: None, how: dict[str, Any]) -> None:
    drawn(BODY, number=1, said="một")
    assert drawn(BODY, **{"number": 1, "said": "hai", **how}) == "hai"


def test_a_page_of_one_visitor_leaves_nothing_behind(running: None) -> None:
    drawn(BODY, number=1, said="của riêng", is_for_all=False)
    assert drawn(BODY, number=1, said="chung") == "chung"


def test_a_preview_shows_and_leaves_its_own(running: None) -> None:
    request = RequestFactory().get("/x/")
    request.is_preview = True  # type: ignore[attr-defined]
    assert drawn(BODY, number=1, said="nháp", request=request) == "nháp"
    assert drawn(BODY, number=1, said="đã đăng") == "đã đăng"
    request = RequestFactory().get("/x/")
    request.is_preview = True  # type: ignore[attr-defined]
    assert drawn(BODY, number=1, said="nháp", request=request) == "nháp"


@pytest.mark.parametrize("asked", ["{% csrf_token %}", "{{ request.session.get }}"])
def test_what_asks_for_token_or_session_is_not_kept(running: None, asked: str) -> None:
    text = '{% kept "body" number %}' + asked + "{{ said }}{% endkept %}"

    def look(said: str) -> str:
        request = RequestFactory().get("/x/")
        request.session = Client().session  # type: ignore[attr-defined]
        request.session.accessed = False  # type: ignore[attr-defined]
        if "csrf" in asked:
            from django.middleware.csrf import get_token

            return drawn(text, number=1, said=said, request=request, csrf_token=_Token(lambda: get_token(request)))
        return drawn(text, number=1, said=said, request=request, get=lambda: request.session.get("x"))  # type: ignore[attr-defined]

    assert look("một").endswith("một")
    assert look("hai").endswith("hai")


class _Token:
    """A token that is made when it is shown, as Django's is."""

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make

    def __str__(self) -> str:
        return self._make()


def test_rows_are_read_together_and_only_those_without_a_card(running: None) -> None:
    read: list[list[int]] = []

    def reader(keys: list[int]) -> dict[int, Any]:
        read.append(keys)
        return {key: SimpleNamespace(pk=key, title=f"Thẻ {key}") for key in keys if key != 9}

    text = '{% kept_cards rows "ui/parts/title.html" level=2 css="x" url="/" %}'
    assert drawn(text, rows=later.Rows([1, 2], reader)).count("<h2") == 2
    assert drawn(text, rows=later.Rows([2, 3, 9], reader)).count("<h2") == 2
    assert read == [[1, 2], [3, 9]]


def test_rows_that_are_looked_at_are_all_read_once() -> None:
    read: list[list[int]] = []
    rows = later.Rows([1, 2], lambda keys: read.append(keys) or {key: str(key) for key in keys})  # type: ignore[func-returns-value]
    assert (list(rows), rows[0], rows[:1], len(rows), "2" in rows) == (["1", "2"], "1", ["1"], 2, True)
    assert read == [[1, 2]]


def test_a_context_is_made_where_something_of_it_is_shown(running: None) -> None:
    class Kind:
        pass

    make = Made({"a": 1, "b": None})
    request = RequestFactory().get("/x/")
    with collecting.gathering(), parts.using():
        collecting.allow()
        assert later.context(Kind(), request, make) == {"a": 1, "b": None}  # type: ignore[arg-type]
        again = later.context(Kind(), request, make)  # type: ignore[arg-type]
        assert make.times == 1
        assert Template("{{ a }}{% if b %}!{% endif %}").render(Context(again)) == "1"
    assert make.times == 2


def test_names_that_a_kind_did_not_make_before_are_a_mistake_that_is_said_once(
    running: None, caplog: pytest.LogCaptureFixture
) -> None:
    class Other:
        pass

    request = RequestFactory().get("/x/")
    with collecting.gathering(), parts.using():
        collecting.allow()
        later.context(Other(), request, lambda: {"a": 1})
        assert later.context(Other(), request, lambda: {"b": 1})["a"]() == ""
        assert "other names" in caplog.text
        caplog.clear()
        assert later.context(Other(), request, lambda: {"a": 1, "b": 1})["b"]() == 1
        assert not caplog.text


def test_pages_put_together_are_those_that_are_drawn(portal: Portal, world: SimpleNamespace) -> None:
    for _turn in range(2):
        for address in world.addresses:
            assert (address, portal.put_together(address).text) == (address, portal.drawn(address).text)


def test_a_visitor_who_signed_in_gets_the_same_page(portal: Portal, world: SimpleNamespace) -> None:
    client = Client()
    for address in world.addresses:
        portal.put_together(address)
    client.force_login(news.make_user("doc-gia@example.org"), backend="django.contrib.auth.backends.ModelBackend")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    for address in world.addresses:
        seen = portal.put_together(address, HTTP_COOKIE=cookie)
        assert (address, seen.text) == (address, portal.drawn(address, HTTP_COOKIE=cookie).text)


def test_a_part_that_was_begun_before_the_full_minute_ends_with_it(
    running: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [clock.at(clock.today(), 8) + timedelta(seconds=59)]
    monkeypatch.setattr(clock.timezone, "now", lambda: moment[0])

    def slow() -> None:
        clock.now()
        moment[0] += timedelta(seconds=2)

    ask(Made(also=slow))
    again = Made(also=clock.now)
    ask(again)
    assert again.times == 1


def test_nobody_meets_a_part_that_is_old_when_it_is_kept(running: None, monkeypatch: pytest.MonkeyPatch) -> None:
    own, met = parts._of_process(), []

    def change() -> None:
        changes.tell("t:wagtailcore_page")
        portals.commit()
        own.known.catch_up()

    real = own.known.has_changed

    def has_changed(names: Any, *, since: int) -> bool:
        met.append(own.store.get("a part"))
        return bool(real(names, since=since))

    monkeypatch.setattr(own.known, "has_changed", has_changed)
    ask(Made(also=lambda: (count_restrictions(), change())))
    assert met == [None]
    assert own.store.get("a part") is None
