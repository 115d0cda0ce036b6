"""Keeping a search by mail: nothing before the owner confirms, one row for one search, one press ends it and deletes it."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail, signing
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.test import Client
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock, erasure, errors, limits, tokens
from portal.kernel.languages import Language
from search.enums import DigestRhythm
from search.models import SavedSearch
from search.saved import wanted
from search.saved.domain import keeping
from search.saved.domain.keeping import Wish
from search.saved.wanted import UnknownSearchError

EMAIL = "nguoi-tim@example.org"
FORM = "/tim-kiem/luu/?q=m%C3%A1y+s%E1%BA%A5y"


@contextmanager
def _at(instant: datetime) -> Iterator[None]:
    with mock.patch("django.utils.timezone.now", return_value=instant):
        yield


def _wish(query: str = "q=máy sấy", rhythm: DigestRhythm = DigestRhythm.DAILY) -> Wish:
    return Wish(wanted.from_query(QueryDict(query)), Language.VIETNAMESE, rhythm)


def _ask(query: str = "q=máy sấy", email: str = EMAIL, rhythm: DigestRhythm = DigestRhythm.DAILY) -> None:
    keeping.ask(email=email, wish=_wish(query, rhythm), form_key=uuid.uuid4(), now=clock.now())


def kept(query: str = "q=máy sấy", email: str = EMAIL) -> SavedSearch:
    _ask(query, email)
    found = SavedSearch.objects.get(email=email, confirmed_at=None)
    confirmed = keeping.confirm(saved=found, now=clock.now())
    mail.outbox.clear()
    return confirmed


def _link(message: Any, part: str) -> str:
    found = re.search(rf"http://testserver(\S*/{part}/\S+)", str(message.body))
    assert found, message.body
    return found.group(1)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=máy sấy", "q=m%C3%A1y+s%E1%BA%A5y"),
        ("q=  máy   sấy &page=3&sort=newest&utm_source=x&csrfmiddlewaretoken=y&secret=z", "q=m%C3%A1y+s%E1%BA%A5y"),
        ("kind=event&q=tỏi", "q=t%E1%BB%8Fi&kind=event"),
        ("kind=event&kind=event", "kind=event"),
        ("q=to%CC%89i", "q=t%E1%BB%8Fi"),
    ],
)
def test_only_canonical_parameters_are_kept(db: None, query: str, expected: str) -> None:
    assert wanted.from_query(QueryDict(query)).parameters == expected


@pytest.mark.parametrize(
    "query",
    ["", "page=2", "sort=newest", "q=", "q=%3F%21", "q=tỏi&kind=nothing", "kind=event&kind=nothing", "field=none"],
)
def test_what_is_not_understood_never_becomes_a_wider_search(db: None, query: str) -> None:
    with pytest.raises(UnknownSearchError):
        wanted.from_query(QueryDict(query))


def test_long_query_is_cut(db: None) -> None:
    assert len(wanted.from_query(QueryDict(f"q={'a' * 10_000}")).query) == 200


def test_nothing_runs_before_the_button_is_pressed(client: Client, site: Site) -> None:
    _ask("q=máy sấy xem http://bad.example/x.html")
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    assert "bad.example" not in message.body
    address = _link(message, "xac-nhan")
    assert client.get(address).status_code == 200
    assert SavedSearch.objects.get().confirmed_at is None
    done = client.post(address)
    assert done.status_code == 200
    assert SavedSearch.objects.get().confirmed_at is not None
    assert len(mail.outbox) == 2
    client.post(address)
    assert len(mail.outbox) == 2


def test_link_to_confirm_runs_out(client: Client, site: Site) -> None:
    _ask()
    address = _link(mail.outbox[0], "xac-nhan")
    with _at(clock.now() + keeping.CONFIRM_PERIOD + timedelta(minutes=1)):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert SavedSearch.objects.get().confirmed_at is None


def test_new_link_replaces_the_old_one(client: Client, site: Site) -> None:
    _ask()
    _ask(rhythm=DigestRhythm.WEEKLY)
    old, new = (_link(message, "xac-nhan") for message in mail.outbox)
    assert client.post(old).status_code == 404
    assert client.post(new).status_code == 200
    assert SavedSearch.objects.get().rhythm == DigestRhythm.WEEKLY


def test_form_says_the_same_for_every_address(client: Client, site: Site) -> None:
    kept()
    answers = []
    for email in (EMAIL, EMAIL.upper(), "ai-do@example.org"):
        sent = client.post(FORM, {"email": email, "rhythm": "daily"}, follow=True)
        answers.append((sent.redirect_chain, re.sub(r"(nonce|csrf)\S+", "", sent.content.decode())))
    assert answers[0] == answers[1] == answers[2]
    assert [message.to for message in mail.outbox] == [[EMAIL], [EMAIL], ["ai-do@example.org"]]
    assert SavedSearch.objects.filter(email=EMAIL).count() == 1
    assert mail.outbox[0].subject != mail.outbox[2].subject


def test_the_same_search_is_one_row(site: Site) -> None:
    one = kept("q=Máy sấy&kind=event")
    _ask("kind=event&q=máy SẤY")
    assert SavedSearch.objects.get() == one
    twin = {"email": EMAIL, "language": "vi", "parameters": "q=x", "rhythm": "daily", "asked_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedSearch.objects.create(fingerprint=one.fingerprint, **twin)


@pytest.mark.parametrize(
    "change", ["confirmed_at = NULL", "told_through = NULL", "rhythm = 'hourly'", "parameters = ''"]
)
def test_the_database_keeps_the_rules(site: Site, change: str) -> None:
    kept()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE search_savedsearch SET {change}")


def test_same_form_twice_writes_once(site: Site) -> None:
    key = uuid.uuid4()
    for _time in range(2):
        keeping.ask(email=EMAIL, wish=_wish(), form_key=key, now=clock.now())
    assert len(mail.outbox) == 1


def test_bad_address_is_said_beside_the_field_and_kept(client: Client, site: Site) -> None:
    answer = client.post(FORM, {"email": "khong-phai", "rhythm": "weekly"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="khong-phai"' in html
    assert re.search(r'value="weekly"[^>]*checked', html)
    assert "error-summary" in html
    assert "“máy sấy”" in html
    assert not SavedSearch.objects.exists()


def test_trap_and_empty_searches_keep_nothing(client: Client, site: Site) -> None:
    trapped = client.post(FORM, {"email": EMAIL, "rhythm": "daily", "website": "x"})
    assert trapped.url == "/tim-kiem/luu/da-nhan/"
    assert client.get("/tim-kiem/luu/").url == "/tim-kiem/"
    assert client.post("/tim-kiem/luu/?q=&kind=x", {"email": EMAIL, "rhythm": "daily"}).url == "/tim-kiem/"
    assert not SavedSearch.objects.exists()


def test_address_is_written_to_a_few_times_only(client: Client, site: Site) -> None:
    for number in range(limits.PER_ADDRESS):
        assert client.post(f"/tim-kiem/luu/?q=a{number}", {"email": EMAIL, "rhythm": "daily"}).status_code == 302
    assert client.post("/tim-kiem/luu/?q=z", {"email": EMAIL, "rhythm": "daily"}).status_code == 429
    assert len(mail.outbox) == limits.PER_ADDRESS


def test_strangers_do_not_use_up_what_an_address_can_keep(site: Site) -> None:
    for number in range(keeping.MOST_FOR_AN_ADDRESS + 3):
        _ask(f"q=lạ {number}")
    assert SavedSearch.objects.count() == keeping.MOST_FOR_AN_ADDRESS
    assert kept_now("q=của tôi").confirmed_at is not None


def kept_now(query: str) -> SavedSearch:
    _ask(query)
    newest = SavedSearch.objects.latest("pk")
    return keeping.confirm(saved=newest, now=clock.now())


def test_an_address_keeps_so_many_and_no_more(site: Site) -> None:
    _ask("q=wartet")
    waiting = SavedSearch.objects.get()
    for number in range(keeping.MOST_FOR_AN_ADDRESS):
        kept_now(f"q=tỏi {number}")
    mail.outbox.clear()
    _ask("q=quá nhiều")
    assert SavedSearch.objects.count() == keeping.MOST_FOR_AN_ADDRESS + 1
    assert "/lua-chon/" in mail.outbox[0].body
    with pytest.raises(errors.LimitReachedError):
        keeping.confirm(saved=waiting, now=clock.now())


def test_signed_in_visitor_finds_the_own_address(client: Client, site: Site) -> None:
    client.force_login(User.objects.create_user(email="toi@example.org"))
    answer = client.get(FORM)
    assert 'value="toi@example.org"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def _holder(saved: SavedSearch) -> str:
    return keeping.holder_secret(saved=saved, now=clock.now())


def test_mail_program_ends_it_by_one_post_and_the_address_is_gone(site: Site) -> None:
    saved = kept()
    strict = Client(enforce_csrf_checks=True)
    address = f"/tim-kiem/luu/dung/{_holder(saved)}/"
    assert strict.get(address).status_code == 200
    assert SavedSearch.objects.exists()
    answer = strict.post(address, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert not SavedSearch.objects.exists()
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert strict.get(address).status_code == 404


def test_person_ends_and_takes_it_back(client: Client, site: Site) -> None:
    saved = kept()
    address = f"/tim-kiem/luu/dung/{_holder(saved)}/"
    html = client.post(address).content.decode()
    assert not SavedSearch.objects.exists()
    paper = re.search(r'name="paper" value="([^"]+)"', html)
    assert paper
    for _time in range(2):
        assert client.post("/tim-kiem/luu/tiep-tuc/", {"paper": paper[1]}).status_code == 200
        again = SavedSearch.objects.get()
        assert (again.key, again.email, again.told_through) == (saved.key, saved.email, saved.told_through)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("paper", ["", "x", signing.dumps({"key": 1})], ids=["empty", "broken", "of another kind"])
def test_foreign_paper_takes_nothing_up(client: Client, site: Site, paper: str) -> None:
    assert client.post("/tim-kiem/luu/tiep-tuc/", {"paper": paper}).status_code == 404
    assert client.get("/tim-kiem/luu/tiep-tuc/").status_code == 405


def test_old_paper_takes_nothing_up(site: Site) -> None:
    paper = keeping.end(saved=kept(), now=clock.now())
    assert keeping.take_up_again(paper=paper, now=clock.now() + keeping.UNDO_PERIOD) is None
    assert not SavedSearch.objects.exists()


def test_choices_show_all_of_one_address_and_nothing_of_another(client: Client, site: Site) -> None:
    first, second, foreign = kept("q=tỏi"), kept("q=vải"), kept("q=nhãn", email="khac@example.org")
    address = f"/tim-kiem/luu/lua-chon/{_holder(first)}/"
    html = client.get(address).content.decode()
    assert "“tỏi”" in html
    assert "“vải”" in html
    assert "nhãn" not in html
    client.post(address, {"search": str(second.key), "do": "weekly"})
    second.refresh_from_db()
    assert second.rhythm == DigestRhythm.WEEKLY
    assert client.post(address, {"search": str(foreign.key), "do": "end"}).status_code == 404
    assert client.post(address, {"search": "x", "do": "end"}).status_code == 404
    assert client.post(address, {"search": str(second.key), "do": "hourly"}).status_code == 404
    assert client.post(address, {"search": str(second.key), "do": "end"}).status_code == 200
    assert set(SavedSearch.objects.all()) == {first, foreign}


def test_secrets_open_nothing_of_another_purpose(client: Client, site: Site) -> None:
    saved = kept()
    secret = tokens.issue(purpose=keeping.CONFIRM_PURPOSE, subject=str(saved.key), now=clock.now())
    assert client.get(f"/tim-kiem/luu/lua-chon/{secret}/").status_code == 404
    assert client.post(f"/tim-kiem/luu/dung/{secret}/").status_code == 404
    assert client.get(f"/tim-kiem/luu/xac-nhan/{_holder(saved)}/").status_code == 404


def test_secret_pages_are_kept_from_caches_and_indexes(client: Client, site: Site) -> None:
    answer = client.get(f"/tim-kiem/luu/lua-chon/{_holder(kept())}/")
    assert "no-store" in answer["Cache-Control"]
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "same-origin")


def test_unconfirmed_ones_are_swept_and_no_others(site: Site) -> None:
    saved = kept("q=tỏi")
    _ask("q=vải")
    sweep = erasure.sweeps()["unconfirmed kept searches"]
    soon = clock.now() + keeping.CONFIRM_PERIOD - timedelta(minutes=1)
    assert [item.number for item in sweep(now=soon)] == [0]
    later = soon + timedelta(minutes=2)
    assert [item.number for item in sweep(now=later, dry_run=True)] == [1]
    assert SavedSearch.objects.count() == 2
    assert [item.number for item in sweep(now=later)] == [1]
    assert SavedSearch.objects.get() == saved


def test_account_takes_its_searches_along_and_erases_them(site: Site) -> None:
    kept("q=tỏi")
    other = kept("q=tỏi", email="khac@example.org")
    user = User.objects.create_user(email=EMAIL)
    told = erasure.export_person(user=user, addresses=[EMAIL])
    (mine,) = [part for part in told if part["kind"] == "search.SavedSearch"]
    assert mine["records"][0]["parameters"] == "q=t%E1%BB%8Fi"
    erasure.erase_person(user=user, addresses=[EMAIL])
    assert SavedSearch.objects.get() == other


@pytest.mark.parametrize(("query", "offered"), [("q=tỏi", True), ("kind=event", True), ("", False), ("q=%3F", False)])
def test_page_of_results_offers_to_keep_a_search(get: Callable[..., Any], query: str, offered: bool) -> None:
    html = get(f"/tim-kiem/?{query}").content.decode()
    assert ("/tim-kiem/luu/?" in html) is offered
    assert ("http://testserver/tim-kiem/atom.xml?" in html) is offered
    assert ("webcal://testserver/tim-kiem/lich.ics?" in html) is offered


def test_no_calendar_of_what_has_no_date(get: Callable[..., Any]) -> None:
    html = get("/tim-kiem/?kind=technology").content.decode()
    assert "/tim-kiem/atom.xml?kind=technology" in html
    assert "lich.ics?kind" not in html
