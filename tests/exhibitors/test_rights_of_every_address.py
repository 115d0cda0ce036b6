"""Every address and method of the room against every kind of person: who may, and that nobody else changes anything.

The list of addresses is the resolver's: one without a line here fails.
"""

from typing import Any, Final

import pytest

from exhibitors import urls
from exhibitors.domain import closing, verification
from exhibitors.domain import invitation as invitations
from exhibitors.domain import join_request as joining
from exhibitors.domain import membership as memberships
from exhibitors.domain import papers as paper_rules
from exhibitors.domain import products as product_rules
from exhibitors.domain.products import ProductDetails
from exhibitors.enums import MemberRole, PaperKind
from exhibitors.models import Organisation
from exhibitors.viewsets import OrganisationViewSet
from portal.accounts.models import User
from portal.kernel import clock
from tests import rights
from tests.exhibitors.test_papers import pdf
from tests.factories import exhibitors as factories
from tests.rights import Rule, Walk, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

ROOM: Final = ("exhibitors",)
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
    "superuser",
)
SIGNED_IN: Final = frozenset(PEOPLE) - {"anonymous"}
MEMBERS: Final = frozenset({"viewer", "editor", "owner"})
WRITERS: Final = frozenset({"editor", "owner"})
OWNERS: Final = frozenset({"owner"})
OFFICERS: Final = frozenset({"officer", "superuser"})


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    now = clock.now()
    organisation = factories.make_organisation(name="Suối Ngân", tax_code=CODE)
    owner = factories.owner_of(organisation)
    people: dict[str, User | None] = {"anonymous": None, "owner": owner, "officer": factories.make_officer()}
    people["superuser"] = User.objects.create_superuser("dieu-hanh@example.org", "mat-khau-thu", full_name="Điều Hành")
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
        "organisation": organisation,
        "twin": twin,
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
    return World({name: people[name] for name in PEOPLE}, {**made, "secret": secrets[-1]})


def ask_more(world: World) -> None:
    verification.ask_for_more(
        organisation=world["organisation"], reason="Thêm giấy tờ", by=world.person("officer"), now=clock.now()
    )


def close(world: World) -> None:
    closing.close(organisation=world["organisation"], by=world.person("owner"), now=clock.now())


def slug(world: World) -> list[Any]:
    return [world["organisation"].slug]


def own(name: str) -> Any:
    """Return the arguments of an address of the organisation that names one of its objects."""
    return lambda world: [*slug(world), world[name].pk]


def pk(name: str) -> Any:
    return lambda world: [world[name].pk]


def profile_data(world: World) -> dict[str, Any]:
    seen = Organisation.objects.get(pk=world["organisation"].pk).updated_at.isoformat()
    return {"name": "Tên khác", "kind": "enterprise", "country": "VN", "tax_code": CODE, "seen_at": seen}


def paper_data(_world: World) -> dict[str, Any]:
    return {"kind": "other", "file": pdf()}


def product_data(_world: World) -> dict[str, Any]:
    return {"name": "Máy ép", "form_key": rights.new_key()}


def new_data(_world: World) -> dict[str, Any]:
    return {"name": "Tổ chức mới", "kind": "enterprise", "country": "VN"}


def invite_data(_world: World) -> dict[str, Any]:
    return {"email": "moi@example.org", "role": "viewer"}


OUTSIDE: Final = SIGNED_IN - MEMBERS
RULES: Final[dict[str, Rule]] = {
    "desk": Rule(reads=SIGNED_IN),
    "choose": Rule(changes=MEMBERS, data=lambda world: {"organisation": world["organisation"].slug}),
    "organisation-new": Rule(reads=SIGNED_IN, changes=SIGNED_IN, data=new_data),
    "invitation": Rule(
        reads=SIGNED_IN,
        changes=frozenset({"invited"}),
        told=SIGNED_IN - {"invited"},
        data=lambda _world: {"answer": "accept"},
        args=lambda world: [world["secret"]],
    ),
    "invitation-answer": Rule(
        changes=frozenset({"invited"}), data=lambda _world: {"answer": "accept"}, args=pk("invitation")
    ),
    "join": Rule(
        reads=SIGNED_IN,
        changes=OUTSIDE - {"asker"},
        told=MEMBERS | {"asker"},
        data=lambda _world: {"tax_code": CODE, "note": ""},
    ),
    "join-organisation": Rule(reads=SIGNED_IN, changes=OUTSIDE - {"asker"}, told=MEMBERS | {"asker"}, args=slug),
    "join-withdraw": Rule(changes=frozenset({"asker"}), args=pk("request")),
    "join-answer": Rule(
        changes=OWNERS, data=lambda _world: {"answer": "accept", "role": "viewer"}, args=own("request")
    ),
    "profile-edit": Rule(reads=WRITERS, changes=WRITERS, data=profile_data, args=slug),
    "products": Rule(reads=MEMBERS, args=slug),
    "product-new": Rule(reads=WRITERS, changes=WRITERS, data=product_data, args=slug),
    "product-edit": Rule(reads=WRITERS, changes=WRITERS, data=product_data, args=own("product")),
    "product-remove": Rule(reads=WRITERS, changes=WRITERS, args=own("product")),
    "papers": Rule(reads=WRITERS, changes=WRITERS, data=paper_data, args=slug),
    "paper": Rule(reads=WRITERS, args=own("paper")),
    "paper-remove": Rule(reads=WRITERS, changes=WRITERS, args=own("paper")),
    "request-verification": Rule(changes=WRITERS, prepare=ask_more, args=slug),
    "close": Rule(reads=OWNERS, changes=OWNERS, args=slug),
    "reopen": Rule(changes=OWNERS, prepare=close, args=slug),
    "members": Rule(reads=MEMBERS, changes=OWNERS, data=invite_data, args=slug),
    "member-role": Rule(changes=OWNERS, data=lambda _world: {"role": "viewer"}, args=own("member")),
    "member-remove": Rule(reads=WRITERS, changes=WRITERS, args=own("member")),
    "hand-over": Rule(reads=OWNERS, changes=OWNERS, args=own("member")),
    "invitation-withdraw": Rule(changes=OWNERS, args=own("invitation")),
}
# Links need two intermediaries: their table stands in test_network.py.
WALKED_ELSEWHERE: Final = {"links", "link-answer"}


def of_paper(world: World) -> list[Any]:
    return [world["organisation"].pk, world["paper"].pk]


IN_THE_ADMIN: Final[dict[str, Rule]] = {
    **{name: Rule(reads=OFFICERS) for name in ("index", "index_results", "queue")},
    **{
        name: Rule(reads=OFFICERS, args=pk("organisation"))
        for name in ("inspect", "edit", "history", "history_results", "usage")
    },
    "add": Rule(),
    "delete": Rule(args=pk("organisation")),
    "decide": Rule(
        reads=OFFICERS,
        changes=OFFICERS,
        args=lambda world: [world["organisation"].pk, "verify"],
        data=lambda _world: {"reason": "Vì vậy"},
    ),
    "paper": Rule(reads=OFFICERS, args=of_paper),
    "paper#of-the-twin": Rule(takes={"GET", "HEAD"}, args=lambda world: [world["twin"].pk, world["paper"].pk]),
}


def test_every_address_of_the_room_has_its_rule() -> None:
    assert rights.names_of(urls.urlpatterns) == set(RULES) | WALKED_ELSEWHERE
    assert rights.names_of(OrganisationViewSet().get_urlpatterns()) == rights.without_variants(IN_THE_ADMIN)


def test_addresses_serve_those_who_may_and_nobody_else(world: World) -> None:
    assert Walk(world, rooms=ROOM, namespace="exhibitors").walk(RULES) == []


def test_foreign_number_under_ones_own_organisation_is_not_found(world: World) -> None:
    foreign = {
        name: Rule(
            takes=rule.methods(),
            args=lambda world, rule=rule: [world["twin"].slug, *rule.args(world)[1:]],  # type: ignore[misc]  # bound now
            data=rule.data,
        )
        for name, rule in RULES.items()
        if len(rule.args(world)) > 1
    }
    assert foreign
    assert Walk(world, rooms=ROOM, namespace="exhibitors").walk(foreign, people=["twin_owner"]) == []


def test_officers_pages_serve_officers_only(world: World) -> None:
    assert Walk(world, rooms=ROOM, namespace="organisations", is_admin=True).walk(IN_THE_ADMIN) == []
