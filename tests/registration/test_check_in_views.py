"""The gate's pages and answers: who is let in to them, what they tell, what they refuse, with and without script."""

import json
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock, limits
from portal.kernel.errors import DomainError, NotAllowedError
from registration.domain import devices, registrations, tickets
from registration.models import Device, PlaceKind, Scan
from registration.subjects import SubjectInfo
from tests.factories.check_in import connect, make_gate, make_tickets
from tests.factories.news import make_user
from tests.factories.registration import make_kind

pytestmark = pytest.mark.django_db

API = "/cua-vao/api/"


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """Pages need the site."""
    cache.clear()


@pytest.fixture
def kind(fair: SubjectInfo) -> PlaceKind:
    return make_kind(subject=fair.key, capacity=None, party_maximum=5)


@pytest.fixture
def connected(fair: SubjectInfo, organiser: User) -> tuple[Device, str]:
    return connect(make_gate(subject=fair.key, by=organiser), by=organiser, now=clock.now() - timedelta(hours=1))


def ask(client: Client, name: str, credential: str | None, body: Any = None) -> HttpResponse:
    headers = {"Authorization": f"Bearer {credential}"} if credential is not None else {}
    content = body if isinstance(body, str) else json.dumps(body or {})
    answer: Any = client.post(f"{API}{name}/", content, content_type="application/json", headers=headers)
    return answer


def one_scan(text: str, **fields: Any) -> dict[str, Any]:
    now = int(clock.now().timestamp() * 1000)
    return {"nonce": str(uuid.uuid4()), "text": text, "direction": "entry", "at": now, "result": "admitted"} | fields


def test_a_code_connects_one_phone_once_within_ten_minutes(fair: SubjectInfo, organiser: User, client: Client) -> None:
    gate = make_gate(subject=fair.key, by=organiser)
    now = clock.now()
    made = devices.invite(gate=gate, name="Máy 1", by=organiser, now=now)
    late = devices.invite(gate=gate, name="Máy 2", by=organiser, now=now - timedelta(minutes=10))
    assert made.code not in made.device.code_digest
    answer = ask(client, "enrol", None, {"code": f"{made.code[:4].lower()}-{made.code[4:]}"})
    assert answer.status_code == 200
    credential = json.loads(answer.content)["credential"]
    assert devices.known(credential=credential, now=clock.now()) == made.device
    for code in (made.code, late.code, "", "AAAAAAAA", "x" * 300):
        refused = ask(client, "enrol", None, {"code": code})
        assert refused.status_code in {400, 422}
        assert "credential" not in refused.content.decode()
    assert answer["Cache-Control"].startswith("max-age=0")
    with pytest.raises(NotAllowedError):
        devices.invite(gate=gate, name="Máy 3", by=make_user("khach@example.org"), now=now)
    with pytest.raises(DomainError):
        devices.invite(gate=gate, name=" ", by=organiser, now=now)


def test_codes_cannot_be_tried_out(client: Client) -> None:
    answers = [ask(client, "enrol", None, {"code": "AAAAAAAA"}).status_code for _time in range(limits.PER_SECRET + 1)]
    assert answers[-1] == 429


def test_a_phone_is_shut_out_and_over(
    connected: tuple[Device, str], client: Client, organiser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    device, credential = connected
    assert ask(client, "list", credential).status_code == 200
    for wrong in (None, "", "x", credential[:-1], f"{uuid.uuid4()}.{credential.partition('.')[2]}"):
        assert ask(client, "list", wrong).status_code == 401
    with pytest.raises(devices.DeviceGoneError):
        devices.known(credential=credential, now=device.expires_at)
    with pytest.raises(NotAllowedError):
        devices.revoke(device=device, by=make_user("khach@example.org"), now=clock.now())
    for _time in range(2):
        devices.revoke(device=device, by=organiser, now=clock.now())
    gone = ask(client, "list", credential)
    assert gone.status_code == 410
    assert "rows" not in json.loads(gone.content)


def test_the_list_tells_what_the_gate_needs_and_no_more(
    connected: tuple[Device, str], client: Client, kind: PlaceKind
) -> None:
    make_tickets(kind, full_name="Nguyễn Thị An", email="an@example.org", organisation="Viện Hạt nhân", party_size=2)
    told = ask(client, "list", connected[1]).content.decode()
    assert "N. T. An" in json.loads(told)["rows"][0][1]
    for hidden in ("Nguyễn Thị An", "an@example.org", "Viện"):
        assert hidden not in json.dumps(json.loads(told), ensure_ascii=False)


def test_the_list_makes_missing_tickets_and_costs_the_same_for_many(
    connected: tuple[Device, str], client: Client, kind: PlaceKind
) -> None:
    def cost(count: int) -> int:
        make_tickets(kind, count)
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            assert ask(client, "list", connected[1]).status_code == 200
        return len(seen)

    cost(1)
    assert cost(1) == cost(30)


def test_scanning_and_taking_back(connected: tuple[Device, str], client: Client, kind: PlaceKind) -> None:
    [ticket] = make_tickets(kind, full_name="Nguyễn Thị An")
    sent = {"nonce": str(uuid.uuid4()), "text": ticket.token, "direction": "entry", "queue": 3}
    told = json.loads(ask(client, "scan", connected[1], sent).content)
    assert (told["result"], told["name"], told["code"]) == ("admitted", "N. T. An", tickets.spoken(ticket.code))
    connected[0].refresh_from_db()
    assert connected[0].queue_length == 3
    assert ask(client, "undo", connected[1], {"nonce": sent["nonce"]}).status_code == 200
    assert Scan.objects.get().undone_at is not None
    never_arrived = ask(client, "undo", connected[1], {"nonce": str(uuid.uuid4())})
    assert (never_arrived.status_code, json.loads(never_arrived.content)) == (200, {"undone": False})


def test_merging_tells_double_entries(
    connected: tuple[Device, str], client: Client, kind: PlaceKind, organiser: User
) -> None:
    [ticket] = make_tickets(kind, full_name="Nguyễn Thị An")
    other, other_credential = connect(make_gate(subject=kind.subject, by=organiser), by=organiser)
    now = int(clock.now().timestamp() * 1000)
    for credential in (other_credential, connected[1]):
        body = {"sent_at": now, "scans": [one_scan(ticket.token)]}
        told = json.loads(ask(client, "merge", credential, body).content)["outcomes"]
    assert told[0]["conflict"] == "already-inside"
    assert told[0]["name"] == "N. T. An"
    assert told[0]["earlier"]["device"] == other.name


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        '{"queue": -1}',
        '{"queue": "x"}',
        {"scans": 5, "sent_at": 0},
        {"scans": [5], "sent_at": 0},
        {"scans": [{"nonce": "x"}], "sent_at": 0},
        {"scans": [{"nonce": str(uuid.uuid4()), "direction": "up", "result": "admitted", "at": 0}], "sent_at": 0},
        {"scans": [{"nonce": str(uuid.uuid4()), "direction": "entry", "result": "yes", "at": 0}], "sent_at": 0},
        {"scans": [{"nonce": str(uuid.uuid4()), "direction": "entry", "result": "unknown", "at": 1e300}], "sent_at": 0},
        {"scans": [], "sent_at": True},
        {"scans": []},
    ],
)
def test_what_our_script_never_sends_is_refused(connected: tuple[Device, str], client: Client, body: Any) -> None:
    answer = ask(client, "merge", connected[1], body)
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"]
    assert ask(client, "scan", connected[1], body).status_code == 400


def test_6000_readings_at_once_are_refused_in_a_sentence(connected: tuple[Device, str], client: Client) -> None:
    answer = ask(client, "merge", connected[1], {"sent_at": 0, "scans": [{}] * 6000})
    assert answer.status_code == 413
    assert "5000" in json.loads(answer.content)["error"] or "5.000" in json.loads(answer.content)["error"]
    assert ask(client, "merge", connected[1], "x" * 6_000_000).status_code in {400, 413}


def test_strange_instants_are_bounded(connected: tuple[Device, str], client: Client, kind: PlaceKind) -> None:
    found = make_tickets(kind, 3)
    scans = [one_scan(ticket.code, at=at) for ticket, at in zip(found, (0, 4e12, -1e12), strict=True)]
    for sent_at in (0, 4e12):
        assert ask(client, "merge", connected[1], {"sent_at": sent_at, "scans": scans}).status_code == 200
    now = clock.now()
    assert all(now - timedelta(hours=2) < scan.at <= now and scan.clock_off for scan in Scan.objects.all())


def test_search_and_walk_in(connected: tuple[Device, str], client: Client, kind: PlaceKind) -> None:
    make_tickets(kind, full_name="Đặng Thị Hoa", organisation="Hợp tác xã Lụa")
    found = json.loads(ask(client, "search", connected[1], {"words": "dang hoa"}).content)["found"]
    assert [(one["name"], one["organisation"], one["inside"]) for one in found] == [
        ("D. T. Hoa".replace("D", "Đ"), "Hợp tác xã Lụa", False)
    ]
    body = {
        "nonce": str(uuid.uuid4()),
        "kind": kind.code,
        "full_name": "Lê Đến",
        "email": "den@example.org",
        "party_size": 2,
        "consent": True,
    }
    made = [json.loads(ask(client, "walk-in", connected[1], body).content) for _time in range(2)]
    assert made[0]["has_place"]
    assert made[0]["reference"] == made[1]["reference"]
    assert [one["result"] for one in made[0]["outcomes"]] == ["admitted", "admitted"]
    assert Scan.objects.count() == 2
    for wrong in ({"email": "x"}, {"full_name": ""}, {"kind": "none"}, {"party_size": 99}, {"consent": False}):
        refused = ask(client, "walk-in", connected[1], body | {"nonce": str(uuid.uuid4())} | wrong)
        assert refused.status_code in {413, 422}
        assert json.loads(refused.content)["error"]
    again = ask(client, "walk-in", connected[1], body | {"nonce": str(uuid.uuid4())})
    assert again.status_code == 422


def test_walk_in_of_a_party_tells_the_names_that_are_needed(
    connected: tuple[Device, str], client: Client, fair: SubjectInfo
) -> None:
    named = make_kind(subject=fair.key, capacity=None, party_maximum=5, needs_names=True)
    body = {
        "nonce": str(uuid.uuid4()),
        "kind": named.code,
        "full_name": "Lê Đến",
        "email": "den@example.org",
        "party_size": 2,
        "consent": True,
    }
    refused = ask(client, "walk-in", connected[1], body)
    assert (refused.status_code, json.loads(refused.content)["field"]) == (422, "others")
    made = json.loads(ask(client, "walk-in", connected[1], body | {"others": "Trần Cường\n"}).content)
    assert [one["name"] for one in made["outcomes"]] == ["L. Đến", "T. Cường"]


@pytest.mark.parametrize("wrong", [{"full_name": "\ufb2c" * 60}, {"organisation": "\ufb2c" * 100}, {"others": ["An"]}])
def test_walk_in_that_is_too_long_when_composed_is_refused(
    connected: tuple[Device, str], client: Client, kind: PlaceKind, wrong: dict[str, Any]
) -> None:
    body = {"nonce": str(uuid.uuid4()), "kind": kind.code, "full_name": "Lê Đến", "email": "den@example.org", **wrong}
    assert ask(client, "walk-in", connected[1], body).status_code == 400


def test_a_phone_that_asks_too_often_waits(
    connected: tuple[Device, str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_DEVICE", 1)
    assert [ask(client, "list", connected[1]).status_code for _time in range(2)] == [200, 429]


def test_answers_are_for_posts_with_the_header_only(connected: tuple[Device, str], client: Client) -> None:
    client.cookies["gate"] = connected[1]
    assert client.get(f"{API}list/").status_code == 405
    assert ask(client, "list", None).status_code == 401
    english = client.post("/en/gate/api/list/", "{}", content_type="application/json")
    assert json.loads(english.content)["error"].startswith("This phone is not connected")


def test_the_page_may_use_the_camera_and_holds_no_names(client: Client) -> None:
    for address in ("/cua-vao/", "/en/gate/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "camera=(self)" in page["Permissions-Policy"]
        assert page["X-Robots-Tag"] == "noindex"
    assert "camera=()" in client.get("/healthz")["Permissions-Policy"]


def test_the_worker_reaches_no_further_than_the_gate(client: Client) -> None:
    for address in ("/cua-vao/sw.js", "/en/gate/sw.js"):
        worker = client.get(address)
        assert worker["Content-Type"].startswith("text/javascript")
        assert worker["Cache-Control"] == "no-cache"
        assert "Service-Worker-Allowed" not in worker
        assert address.removesuffix("sw.js") in worker.content.decode()


def by_hand(fair: SubjectInfo, organiser: User, **rules: Any) -> tuple[Client, Device]:
    made = devices.invite(
        gate=make_gate(subject=fair.key, by=organiser, **rules), name="Máy tay", by=organiser, now=clock.now()
    )
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/cua-vao/").content.decode()
    answer = browser.post("/cua-vao/", {"code": made.code, "csrfmiddlewaretoken": token_in(page)})
    assert answer.status_code == 302
    cookie = answer.cookies["gate"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/cua-vao/")
    return browser, made.device


def token_in(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def send(browser: Client, **fields: str) -> str:
    page = browser.get("/cua-vao/nhap-tay/").content.decode()
    answer = browser.post("/cua-vao/nhap-tay/", {"csrfmiddlewaretoken": token_in(page), **fields})
    return answer.content.decode()


def test_without_script_codes_are_typed_searched_and_taken_back(
    fair: SubjectInfo, organiser: User, kind: PlaceKind
) -> None:
    [ticket] = make_tickets(kind, full_name="Đặng Thị Hoa")
    browser, device = by_hand(fair, organiser)
    nonce = str(uuid.uuid4())
    for _time in range(2):
        shown = send(browser, action="scan", nonce=nonce, direction="entry", text=ticket.code)
        assert 'data-tone="good"' in shown
        assert "Đ. T. Hoa" in shown
    assert Scan.objects.get().device == device
    again = send(browser, action="scan", nonce=str(uuid.uuid4()), direction="entry", text=ticket.code)
    assert 'data-tone="bad"' in again
    assert device.name in again
    assert tickets.spoken(ticket.code) in send(browser, action="search", words="dang thi hoa")
    send(browser, action="undo", nonce=nonce)
    assert Scan.objects.get(nonce=nonce).undone_at is not None
    for strange in ("x", "", str(uuid.uuid4())):
        send(browser, action="undo", nonce=strange)
    wrong = send(browser, action="scan", nonce=nonce, direction="entry", text="")
    assert "error-summary" in wrong
    send(browser, action="leave")
    assert browser.get("/cua-vao/nhap-tay/").status_code == 302


def test_without_script_a_token_is_asked_and_a_shut_out_phone_is_told(fair: SubjectInfo, organiser: User) -> None:
    browser, device = by_hand(fair, organiser)
    assert browser.post("/cua-vao/nhap-tay/", {"action": "leave"}).status_code == 403
    devices.revoke(device=device, by=organiser, now=clock.now())
    answer = browser.get("/cua-vao/nhap-tay/", follow=True)
    assert answer.redirect_chain == [("/cua-vao/?gone=1", 302)]
    assert "gate" not in {name for name, cookie in browser.cookies.items() if cookie.value}


def test_a_wrong_code_is_told_beside_the_field(client: Client) -> None:
    page = client.post("/cua-vao/", {"code": "abc"}).content.decode()
    assert "error-summary" in page
    assert 'value="abc"' in page


def test_the_page_by_hand_costs_the_same_for_many(fair: SubjectInfo, organiser: User, kind: PlaceKind) -> None:
    browser, device = by_hand(fair, organiser)

    def cost(count: int) -> int:
        for ticket in make_tickets(kind, count):
            Scan.objects.create(
                ticket=ticket,
                gate=device.gate,
                device=device,
                nonce=uuid.uuid4(),
                code=ticket.code,
                direction="entry",
                at=clock.now(),
                received_at=clock.now(),
                result="admitted",
            )
        with CaptureQueriesContext(connection) as seen:
            browser.get("/cua-vao/nhap-tay/")
        return len(seen)

    cost(1)
    assert cost(1) == cost(30)


def test_a_cancelled_party_is_gone_from_the_search_but_not_from_the_list(
    connected: tuple[Device, str], client: Client, kind: PlaceKind
) -> None:
    [ticket] = make_tickets(kind, full_name="Đặng Thị Hoa")
    registrations.cancel(registration=ticket.registration, now=clock.now())
    assert json.loads(ask(client, "search", connected[1], {"words": "hoa"}).content)["found"] == []
    rows = json.loads(ask(client, "list", connected[1]).content)["rows"]
    assert [row[:2] for row in rows] == [[ticket.code, ""]]
    assert reverse("registration:gate") == "/cua-vao/"
