"""The table of roles against every address and method of enquiries and outcomes; and that no address leaks before agreement."""

import re
import uuid
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from exhibitors.enums import MemberRole
from portal.kernel import clock
from showcase import deal_urls, enquiry_urls
from showcase.domain import conversation, deal_links, sides
from showcase.domain.sides import Actor
from showcase.enquiry_enums import Side
from showcase.models import Deal, Enquiry, EnquiryLog, EnquiryMessage, SenderBlock
from showcase.views.doors import DoorKind
from tests import worlds
from tests.factories import exhibitors
from tests.factories import showcase as factory

OK, GONE, LOGIN, BAD_METHOD = 200, 404, 302, 405
CANARIES = ("canary-sender@example.org", "0911 000 111", "canary-organisation@example.org", "0222 3999 888")
STEPS = {(kind.value, address.name): address.methods for address in enquiry_urls.STEPS for kind in address.doors}
DEAL_STEPS = {ending: methods for ending, _vi, _en, _step, methods in deal_urls.STEPS}


@dataclass
class World:
    """One answered enquiry with a message and a report, and everybody who may come."""

    market: SimpleNamespace
    enquiry: Enquiry
    deal: Deal
    secret: str
    deal_secret: str
    people: dict[str, Any] = field(default_factory=dict)

    def keys(self, kind: str) -> list[str]:
        return [self.secret if kind == DoorKind.LINK.value else self.enquiry.reference]

    def deal_keys(self, name: str) -> list[str]:
        return {
            "deal": [self.deal.reference],
            "deal-link": [self.deal_secret],
            "deal-talk": [self.secret, self.deal.reference],
        }[name]

    def state(self) -> tuple[Any, ...]:
        """Return what a refused request must not change."""
        return (
            list(Enquiry.objects.order_by("pk").values_list("pk", "state")),
            list(Deal.objects.order_by("pk").values_list("pk", "state", "version", "counted_version")),
            EnquiryMessage.objects.count(),
            EnquiryLog.objects.count(),
            SenderBlock.objects.count(),
            len(mail.outbox),
        )


@worlds.standing
def world(market: SimpleNamespace) -> World:
    market.organisation.email, market.organisation.phone = CANARIES[2], "+842223999888"
    market.organisation.save()
    owner = exhibitors.owner_of(market.organisation)
    sender = exhibitors.make_person(CANARIES[0])
    page = factory.publish_technology(market)
    mail.outbox.clear()
    enquiry = factory.answered(page, owner, sender=sender, email=CANARIES[0], phone=CANARIES[1])
    actor = Actor(Side.SENDER, sender)
    conversation.send_message(
        enquiry=enquiry, actor=actor, text="Xin chào", submission_key=uuid.uuid4(), now=clock.now()
    )
    conversation.offer_contact(enquiry=enquiry, actor=actor, phone=CANARIES[1], now=clock.now())
    deal = factory.report_deal(enquiry, actor)
    people = {
        "anonymous": None,
        "owner": owner,
        "editor": exhibitors.make_member(market.organisation, MemberRole.EDITOR).user,
        "viewer": exhibitors.make_member(market.organisation, MemberRole.VIEWER).user,
        "twin": exhibitors.owner_of(market.buyer),
        "sender": sender,
        "stranger": exhibitors.make_person(),
        "officer": factory.make_intermediary(),
    }
    return World(
        market,
        enquiry,
        deal,
        sides.issue_link(enquiry=enquiry, now=clock.now()),
        deal_links.issue(deal=deal, now=clock.now()),
        people,
    )


def expected(role: str, kind: str, methods: tuple[str, ...], method: str) -> int:
    """Return what the table says: desk for members, own for the sender, link for whoever holds it."""
    if kind != "link" and role == "anonymous":
        return LOGIN
    if method not in methods:
        return BAD_METHOD
    if kind == "link":
        return OK
    allowed = {"desk": {"owner", "editor"}, "own": {"sender"}}[kind]
    readers = allowed | ({"viewer"} if kind == "desk" and "POST" not in methods else set())
    return OK if role in (readers if method == "GET" else allowed) else GONE


@pytest.mark.parametrize("role", ["anonymous", "owner", "editor", "viewer", "twin", "sender", "stranger", "officer"])
def test_conversation_table(world: World, role: str) -> None:
    client = Client()
    if world.people[role] is not None:
        client.force_login(world.people[role])
    for (kind, name), methods in STEPS.items():
        if kind == "link":
            continue
        url = _url(world, kind, name)
        for method in ("GET", "POST", "PUT", "DELETE"):
            wanted = expected(role, kind, methods, method)
            if method == "POST" and wanted == OK:
                continue  # What is allowed has tests of its own; here nothing may change.
            before = world.state()
            answer = client.generic(method, url)
            assert answer.status_code in _codes(wanted), (role, kind, name, method, answer.status_code)
            assert world.state() == before, (role, kind, name, method)


def _url(world: World, kind: str, name: str) -> str:
    return reverse(f"showcase:{kind}-{name}", args=world.keys(kind))


def _codes(wanted: int) -> set[int]:
    # A step that no longer applies leads back to the conversation.
    return {OK, LOGIN} if wanted == OK else {wanted}


@pytest.mark.parametrize("role", ["anonymous", "owner", "editor", "viewer", "twin", "sender", "stranger", "officer"])
def test_desk_pages_table(world: World, role: str) -> None:
    client = Client()
    if world.people[role] is not None:
        client.force_login(world.people[role])
    reference = world.enquiry.reference
    block = SenderBlock.objects.create(
        organisation=world.market.organisation, email="x@example.org", name="X", made_at=clock.now()
    )
    members, writers = {"owner", "editor", "viewer"}, {"owner", "editor"}
    table = (
        ("GET", reverse("showcase:enquiry", args=[reference]), members),
        ("POST", reverse("showcase:enquiry", args=[reference]), writers),
        ("GET", reverse("showcase:enquiry-decline", args=[reference]), writers),
        ("POST", reverse("showcase:enquiry-decline", args=[reference]), writers),
        ("POST", reverse("showcase:enquiry-close", args=[reference]), writers),
        ("POST", reverse("showcase:sender-accept", args=[block.pk]), writers),
        ("GET", reverse("showcase:deal", args=[world.deal.reference]), members | {"sender"}),
        ("POST", reverse("showcase:deal-confirm", args=[world.deal.reference]), writers | {"sender"}),
        ("GET", reverse("showcase:deal-contest", args=[world.deal.reference]), writers | {"sender"}),
        ("GET", reverse("showcase:deal-correct", args=[world.deal.reference]), writers | {"sender"}),
        ("POST", reverse("showcase:deal-take-back", args=[world.deal.reference]), writers | {"sender"}),
        ("GET", reverse("showcase:deal-new"), writers | {"twin"}),
        ("GET", reverse("showcase:deals"), members | {"twin"}),
        ("GET", reverse("enquiries:index"), {"officer"}),
        ("GET", reverse("enquiries:inspect", args=[world.enquiry.pk]), {"officer"}),
        ("GET", reverse("abuse_reports:index"), {"officer"}),
        ("GET", reverse("deals:index"), {"officer"}),
        ("GET", reverse("deals:inspect", args=[world.deal.pk]), {"officer"}),
        ("GET", reverse("deals:decide", args=[world.deal.pk, "void"]), {"officer"}),
    )
    for method, url, allowed in table:
        if method == "POST" and role in allowed:
            continue
        before = world.state()
        answer = client.generic(method, url)
        if role in allowed:
            assert answer.status_code in {OK, LOGIN}, (role, url)
        else:
            assert answer.status_code in {GONE, LOGIN}, (role, method, url, answer.status_code)
            assert answer.status_code == GONE or "login" in answer["Location"] or "/admin" in url, (role, url)
        assert world.state() == before, (role, method, url)


@pytest.mark.parametrize("name", ["deal-link", "deal-talk"])
def test_links_open_their_own_thing_only(client: Client, world: World, name: str) -> None:
    for ending, methods in DEAL_STEPS.items():
        if ending != "-evidence" and "GET" in methods:
            assert client.get(reverse(f"showcase:{name}{ending}", args=world.deal_keys(name))).status_code == OK
    other = factory.answered(factory.publish_technology(world.market), world.people["owner"])
    foreign = sides.issue_link(enquiry=other, now=clock.now())
    confirmation = sides.issue_confirmation(enquiry=world.enquiry, now=clock.now())
    before = world.state()
    for (kind, step), _methods in STEPS.items():
        if kind != "link":
            continue
        for key in (world.deal_secret, confirmation, "khong-co"):
            for method in ("GET", "POST"):
                url = reverse(f"showcase:link-{step}", args=[key])
                assert client.generic(method, url).status_code in {GONE, BAD_METHOD}
    for key in (world.secret, confirmation, foreign):
        for method in ("GET", "POST"):
            for ending in DEAL_STEPS:
                url = reverse(f"showcase:deal-link{ending}", args=[key])
                assert client.generic(method, url).status_code in {GONE, BAD_METHOD}
                url = reverse(f"showcase:deal-talk{ending}", args=[foreign, world.deal.reference])
                assert client.generic(method, url).status_code in {GONE, BAD_METHOD}
    assert world.state() == before


def test_no_address_or_telephone_leaks_before_both_agree(world: World) -> None:
    """The sender is ready to share, the organisation is not: nobody sees the other's address anywhere."""
    seen = {"sender": CANARIES[:2], "owner": CANARIES[2:]}
    hidden = {
        "owner": CANARIES[:2],
        "editor": CANARIES[:2],
        "viewer": CANARIES[:2],
        "sender": CANARIES[2:],
        "officer": (),
        "twin": CANARIES,
    }
    for role, secrets in hidden.items():
        client = Client()
        client.force_login(world.people[role])
        for url in _every_page(world):
            answer = client.get(url)
            text = str(answer.headers) + (b"".join(answer) if answer.streaming else answer.content).decode()
            for canary in secrets:
                assert canary not in text, (role, url, canary)
    anonymous = Client()
    for key in ("link",):
        text = anonymous.get(_url(world, key, "conversation")).content.decode()
        assert not [canary for canary in seen["owner"] if canary in text]
    for message in mail.outbox:
        whole = str(message.message()) + message.body + message.alternatives[0][0]
        own = message.to[0]
        for canary in CANARIES:
            assert canary == own or canary not in whole, (message.subject, canary)
        assert not re.search(r"^(Reply-To|Cc|Bcc):", whole, re.MULTILINE)
    assert not [url for url in _every_page(world) if "@" in url or "%40" in url]
    rows = EnquiryLog.objects.values_list("step", "side")
    assert not [row for row in rows if any("@" in part for part in row)]


def _every_page(world: World) -> list[str]:
    reference = world.enquiry.reference
    return [
        reverse("exhibitors:desk"),
        reverse("showcase:enquiries"),
        reverse("showcase:enquiry", args=[reference]),
        reverse("showcase:own-enquiries"),
        reverse("showcase:own-conversation", args=[reference]),
        reverse("showcase:deals"),
        reverse("showcase:deal", args=[world.deal.reference]),
        reverse("showcase:asked", args=[world.enquiry.submission_key]),
        reverse("enquiries:index"),
        reverse("enquiries:inspect", args=[world.enquiry.pk]),
        reverse("deals:inspect", args=[world.deal.pk]),
    ]
