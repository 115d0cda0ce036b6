"""Every address and method of the room against every kind of person: who may, and that nobody else changes anything.

The list of addresses is the resolver's: one without a line here fails.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from exhibitors import urls
from exhibitors.domain import closing, verification
from exhibitors.domain import invitation as invitations
from exhibitors.domain import join_request as joining
from exhibitors.domain import membership as memberships
from exhibitors.domain import papers as paper_rules
from exhibitors.domain import products as product_rules
from exhibitors.domain.products import ProductDetails
from exhibitors.enums import MemberRole, PaperKind
from exhibitors.models import Invitation, JoinRequest, Membership, Organisation, OrganisationLog, Paper, Product
from exhibitors.viewsets import OrganisationViewSet
from portal.accounts.models import User
from portal.kernel import clock
from portal.media.models import PrivateFile
from tests.exhibitors.test_papers import pdf
from tests.factories import exhibitors as factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
CODE: Final = "0314409058"
PEOPLE: Final = (
    "anonymous",
    "stranger",
    "viewer",
    "editor",
    "owner",
    "former",
    "twin_owner",
    "officer",
    "invited",
    "asker",
)
SIGNED_IN: Final = frozenset(PEOPLE) - {"anonymous"}
MEMBERS: Final = frozenset({"viewer", "editor", "owner"})
WRITERS: Final = frozenset({"editor", "owner"})
OWNERS: Final = frozenset({"owner"})


@dataclass
class World:
    """An organisation with everything that an address can name, its twin, and the people around them."""

    organisation: Organisation
    twin: Organisation
    people: dict[str, User | None]
    objects: dict[str, Any]
    secret: str


class Rollback(Exception):  # noqa: N818 -- it tells of no error
    """Ends one attempt without a trace."""


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    now = clock.now()
    organisation = factories.make_organisation(name="Suối Ngân", tax_code=CODE)
    owner = factories.owner_of(organisation)
    people: dict[str, User | None] = {"anonymous": None, "owner": owner, "officer": factories.make_officer()}
    people |= {name: factories.make_person() for name in ("stranger", "invited", "asker")}
    members = {}
    for name, role in (("viewer", MemberRole.VIEWER), ("editor", MemberRole.EDITOR), ("former", MemberRole.OWNER)):
        members[name] = factories.make_member(organisation, role)
        people[name] = members[name].user
    memberships.remove_member(membership=members["former"], by=owner, now=now)
    twin = factories.make_organisation(name="Suối Ngân")
    people["twin_owner"] = factories.owner_of(twin)
    secrets: list[str] = []
    issue = invitations.tokens.issue
    monkeypatch.setattr(invitations.tokens, "issue", lambda **given: secrets.append(issue(**given)) or secrets[-1])
    invited = people["invited"]
    assert invited is not None
    made = {
        "member": members["editor"],
        "invitation": invitations.invite_member(
            organisation=organisation, email=invited.email, role=MemberRole.EDITOR, by=owner, now=now
        ),
        "request": joining.ask_to_join(organisation=organisation, by=people["asker"], by_name=True, now=now),
        "paper": paper_rules.add_paper(organisation=organisation, kind=PaperKind.OTHER, file=pdf(), by=owner, now=now),
        "product": product_rules.add_product(
            organisation=organisation, details=ProductDetails(name="Máy sấy"), by=owner, now=now
        ),
    }
    mail.outbox.clear()
    return World(organisation, twin, people, made, secrets[-1])


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of everything that an address could change, and how many mails there are."""
    models = (Organisation, Membership, Invitation, JoinRequest, Paper, Product, OrganisationLog, PrivateFile)
    rows = {model.__name__: sorted(model.objects.values_list(), key=lambda row: row[0]) for model in models}
    return {**rows, "mails": [(len(mail.outbox),)]}


Prepare = Callable[[World], object]


def _officer(world: World) -> dict[str, Any]:
    return {"by": world.people["officer"], "now": clock.now()}


def ask_more(world: World) -> None:
    verification.ask_for_more(organisation=world.organisation, reason="Thêm giấy tờ", **_officer(world))


def close(world: World) -> None:
    closing.close(organisation=world.organisation, by=world.people["owner"], now=clock.now())


@dataclass(frozen=True)
class Rule:
    """Who may read and who may change under an address; ``names`` tells which object it names.

    ``told`` are people who get a sentence instead of 404, and change nothing.
    """

    reads: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    data: Callable[[World], dict[str, Any]] = field(default=lambda _world: {})
    names: str = ""
    has_slug: bool = True
    prepare: Prepare | None = None

    def kwargs(self, world: World) -> dict[str, Any]:
        made: dict[str, Any] = {"slug": world.organisation.slug} if self.has_slug else {}
        if self.names == "secret":
            made["secret"] = world.secret
        elif self.names:
            made["pk"] = world.objects[self.names].pk
        return made


def profile_data(world: World) -> dict[str, Any]:
    seen = Organisation.objects.get(pk=world.organisation.pk).updated_at.isoformat()
    return {"name": "Tên khác", "kind": "enterprise", "country": "VN", "tax_code": CODE, "seen_at": seen}


def paper_data(_world: World) -> dict[str, Any]:
    return {"kind": "other", "file": pdf()}


def product_data(_world: World) -> dict[str, Any]:
    return {"name": "Máy ép", "form_key": str(uuid.uuid4())}


def new_data(_world: World) -> dict[str, Any]:
    return {"name": "Tổ chức mới", "kind": "enterprise", "country": "VN"}


def invite_data(_world: World) -> dict[str, Any]:
    return {"email": "moi@example.org", "role": "viewer"}


OUTSIDE: Final = SIGNED_IN - MEMBERS
RULES: Final[dict[str, Rule]] = {
    "desk": Rule(reads=SIGNED_IN, has_slug=False),
    "choose": Rule(changes=MEMBERS, data=lambda world: {"organisation": world.organisation.slug}, has_slug=False),
    "organisation-new": Rule(reads=SIGNED_IN, changes=SIGNED_IN, data=new_data, has_slug=False),
    "invitation": Rule(
        reads=SIGNED_IN,
        changes=frozenset({"invited"}),
        told=SIGNED_IN - {"invited"},
        data=lambda _world: {"answer": "accept"},
        names="secret",
        has_slug=False,
    ),
    "invitation-answer": Rule(
        changes=frozenset({"invited"}), data=lambda _world: {"answer": "accept"}, names="invitation", has_slug=False
    ),
    "join": Rule(
        reads=SIGNED_IN,
        changes=OUTSIDE - {"asker"},
        told=MEMBERS | {"asker"},
        data=lambda _world: {"tax_code": CODE, "note": ""},
        has_slug=False,
    ),
    "join-organisation": Rule(reads=SIGNED_IN, changes=OUTSIDE - {"asker"}, told=MEMBERS | {"asker"}),
    "join-withdraw": Rule(changes=frozenset({"asker"}), names="request", has_slug=False),
    "join-answer": Rule(changes=OWNERS, data=lambda _world: {"answer": "accept", "role": "viewer"}, names="request"),
    "profile-edit": Rule(reads=WRITERS, changes=WRITERS, data=profile_data),
    "products": Rule(reads=MEMBERS),
    "product-new": Rule(reads=WRITERS, changes=WRITERS, data=product_data),
    "product-edit": Rule(reads=WRITERS, changes=WRITERS, data=product_data, names="product"),
    "product-remove": Rule(reads=WRITERS, changes=WRITERS, names="product"),
    "papers": Rule(reads=WRITERS, changes=WRITERS, data=paper_data),
    "paper": Rule(reads=WRITERS, names="paper"),
    "paper-remove": Rule(reads=WRITERS, changes=WRITERS, names="paper"),
    "request-verification": Rule(changes=WRITERS, prepare=ask_more),
    "close": Rule(reads=OWNERS, changes=OWNERS),
    "reopen": Rule(changes=OWNERS, prepare=close),
    "members": Rule(reads=MEMBERS, changes=OWNERS, data=invite_data),
    "member-role": Rule(changes=OWNERS, data=lambda _world: {"role": "viewer"}, names="member"),
    "member-remove": Rule(reads=WRITERS, changes=WRITERS, names="member"),
    "hand-over": Rule(reads=OWNERS, changes=OWNERS, names="member"),
    "invitation-withdraw": Rule(changes=OWNERS, names="invitation"),
}
# Links need two intermediaries: their table stands in test_network.py.
WALKED_ELSEWHERE: Final = {"links", "link-answer"}
READ_ONLY: Final = {"desk", "products", "paper"}
WRITE_ONLY: Final = {name for name, rule in RULES.items() if not rule.reads}


def test_every_address_of_the_room_has_its_rule() -> None:
    assert {pattern.name for pattern in urls.urlpatterns} == set(RULES) | WALKED_ELSEWHERE


def send(world: World, person: str, method: str, address: str, data: dict[str, Any]) -> HttpResponse:
    client = Client()
    user = world.people[person]
    if user is not None:
        client.force_login(user)
    if method == "POST":
        return client.post(address, data)  # type: ignore[return-value]  # the test client's own response
    return client.generic(method, address)  # type: ignore[return-value]  # the same


@pytest.fixture
def attempts(world: World) -> Callable[..., tuple[int, bool, str]]:
    """Return a function that tries something, undoes it, and tells status, whether anything changed, and the address."""

    def attempt(rule: Rule, person: str, method: str, address: str, data: dict[str, Any]) -> tuple[int, bool, str]:
        result: tuple[int, bool, str]
        try:
            with transaction.atomic():
                if rule.prepare:
                    rule.prepare(world)
                before = everything()
                response = send(world, person, method, address, data)
                result = (response.status_code, everything() != before, response.get("Location", ""))
                raise Rollback
        except Rollback:
            mail.outbox.clear()
        return result

    return attempt


@pytest.mark.parametrize("name", sorted(RULES))
def test_address_serves_those_who_may_and_nobody_else(
    name: str, world: World, attempts: Callable[..., tuple[int, bool, str]]
) -> None:
    rule = RULES[name]
    address = reverse(f"exhibitors:{name}", kwargs=rule.kwargs(world))
    wrong = []
    for person in PEOPLE:
        for method in METHODS:
            status, changed, location = attempts(rule, person, method, address, rule.data(world))
            if person == "anonymous":
                good = (status, changed) == (302, False) and location.startswith("/tai-khoan/login/")
            elif method not in {"GET", "POST"} or name in (READ_ONLY if method == "POST" else WRITE_ONLY):
                good = (status, changed) == (405, False)
            elif method == "GET":
                good = (status, changed) == (200 if person in rule.reads else 404, False)
            elif person in rule.changes:
                good = (status, changed) == (302, True)
            elif person in rule.told:
                good = status in {200, 302} and not changed
            else:
                good = (status, changed) == (404, False)
            if not good:
                wrong.append((person, method, status, changed, location))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule.has_slug and rule.names))
def test_foreign_number_under_ones_own_organisation_is_not_found(
    name: str, world: World, attempts: Callable[..., tuple[int, bool, str]]
) -> None:
    rule = RULES[name]
    address = reverse(f"exhibitors:{name}", kwargs={**rule.kwargs(world), "slug": world.twin.slug})
    for method in ("GET", "POST"):
        expected = 405 if name in (READ_ONLY if method == "POST" else WRITE_ONLY) else 404
        assert attempts(rule, "twin_owner", method, address, rule.data(world))[:2] == (expected, False), method


OFFICERS_READ: Final = {
    "index",
    "index_results",
    "queue",
    "inspect",
    "edit",
    "history",
    "history_results",
    "usage",
    "decide",
    "paper",
}
NOBODY: Final = {"add", "delete"}


def admin_address(world: World, name: str) -> str:
    paper = world.objects["paper"]
    more = {"decide": ["verify"], "paper": [paper.pk]}
    plain = {"index", "index_results", "queue", "add"}
    args = [] if name in plain else [world.organisation.pk, *more.get(name, [])]
    return reverse(f"organisations:{name}", args=args)


def test_officers_pages_are_known_by_name() -> None:
    names = {pattern.name for pattern in OrganisationViewSet().get_urlpatterns()}
    assert names == OFFICERS_READ | NOBODY


@pytest.mark.parametrize("name", sorted(OFFICERS_READ | NOBODY))
def test_officers_page_serves_officers_only(
    name: str, world: World, attempts: Callable[..., tuple[int, bool, str]]
) -> None:
    address = admin_address(world, name)
    wrong = []
    for person in PEOPLE:
        for method in METHODS:
            status, changed, location = attempts(Rule(), person, method, address, {"reason": "Vì vậy"})
            if person != "officer":
                good = not changed and (status in {403, 404, 405} or (status == 302 and "/admin/login/" in location))
            elif method == "GET" and name in OFFICERS_READ:
                good = (status, changed) == (200, False)
            elif method == "POST" and name == "decide":
                good = (status, changed) == (302, True)
            else:
                good = not changed
            if not good:
                wrong.append((person, method, status, changed, location))
    assert wrong == []
