"""Links between intermediaries: who makes them, what is public, the drawing and its table."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from exhibitors import network, permissions
from exhibitors.domain import link as links
from exhibitors.enums import LINK_MOVES, LinkKind, LinkState, MemberRole, VerificationState
from exhibitors.models import Membership, Organisation, OrganisationLink
from exhibitors.views import links as link_views
from portal.kernel import errors
from portal.vocabularies.enums import VocabularyCode
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

PUBLIC = "/to-chuc/mang-luoi/"


def intermediary(name: str, role: str = "broker", **values: Any) -> Organisation:
    factories.make_term(VocabularyCode.ORGANISATION_ROLE, "broker", "Môi giới", "Broker")
    factories.make_term(VocabularyCode.ORGANISATION_ROLE, "incubator", "Cơ sở ươm tạo", "Incubator")
    return factories.make_organisation(name=name, roles=(role,), **values)


def propose(source: Organisation, target: Organisation, kind: LinkKind = LinkKind.COOPERATION, **values: Any) -> Any:
    return links.propose(source=source, target=target, kind=kind, by=factories.owner_of(source), now=NOON, **values)


def confirmed(source: Organisation, target: Organisation, kind: LinkKind = LinkKind.COOPERATION, **values: Any) -> Any:
    made = propose(source, target, kind, **values)
    return links.confirm(link=made, by=factories.owner_of(target), now=NOON)


def test_link_is_public_once_both_have_said_so(client: Client, site: Site) -> None:
    factories.make_directory(site)
    first, second = intermediary("Sàn Một"), intermediary("Vườn ươm Hai", "incubator")
    made = propose(first, second, services="Tư vấn hợp đồng", since=2024)
    assert "Tư vấn hợp đồng" not in client.get(PUBLIC).content.decode()
    links.confirm(link=made, by=factories.owner_of(second), now=NOON)
    page = client.get(PUBLIC).content.decode()
    assert "Tư vấn hợp đồng" in page
    assert "2024" in page
    assert client.get("/en/organisations/network/").status_code == 200
    links.end(link=made, organisation=second, by=factories.owner_of(second), now=NOON)
    assert "Tư vấn hợp đồng" not in client.get(PUBLIC).content.decode()


def test_only_the_other_side_confirms_and_only_owners_and_editors_act() -> None:
    first, second, third = intermediary("Một"), intermediary("Hai"), intermediary("Ba")
    made = propose(first, second)
    viewer = factories.make_member(second, MemberRole.VIEWER).user
    for person in (factories.owner_of(first), factories.owner_of(third), viewer, factories.make_officer()):
        for change in (links.confirm, links.decline):
            with pytest.raises(errors.NotAllowedError):
                change(link=made, by=person, now=NOON)
    with pytest.raises(errors.NotAllowedError):
        links.propose(source=first, target=third, kind=LinkKind.MEMBER, by=viewer, now=NOON)
    with pytest.raises(errors.IllegalMoveError):
        links.end(link=made, organisation=second, by=factories.owner_of(second), now=NOON)
    with pytest.raises(errors.NotAllowedError):
        links.end(link=made, organisation=third, by=factories.owner_of(third), now=NOON)


def test_officer_enters_what_both_have_confirmed() -> None:
    first, second = intermediary("Một"), intermediary("Hai")
    with pytest.raises(errors.NotAllowedError):
        links.enter(source=first, target=second, kind=LinkKind.MEMBER, by=factories.owner_of(first), now=NOON)
    made = links.enter(source=first, target=second, kind=LinkKind.MEMBER, by=factories.make_officer(), now=NOON)
    assert made.state == LinkState.CONFIRMED


def test_right_is_asked_for_behind_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = intermediary("Một"), intermediary("Hai")
    owner, officer = factories.owner_of(first), factories.make_officer()
    real = links._lock

    def lose_it_while_waiting(*organisations: Organisation) -> dict[int, Organisation]:
        rows = real(*organisations)
        Membership.objects.filter(user=owner).delete()
        officer.user_permissions.clear()
        for name in ("_perm_cache", "_user_perm_cache", "_group_perm_cache"):
            vars(officer).pop(name, None)
        return rows

    assert permissions.can_verify(officer)
    monkeypatch.setattr(links, "_lock", lose_it_while_waiting)
    for act, person in ((links.propose, owner), (links.enter, officer)):
        with pytest.raises(errors.NotAllowedError):
            act(source=first, target=second, kind=LinkKind.MEMBER, by=person, now=NOON)
    assert not OrganisationLink.objects.exists()


@pytest.mark.parametrize("field", ["services", "services_en"])
def test_words_about_services_are_one_visible_line_of_bounded_length(field: str) -> None:
    first, second = intermediary("Một"), intermediary("Hai")
    with pytest.raises(errors.DomainError, match="300") as caught:
        propose(first, second, LinkKind.MEMBER, **{field: "đ" * 301})
    assert caught.value.field == field
    made = propose(first, second, LinkKind.MEMBER, **{field: "Đo\u202e kiểm\x00\n\n máy sấy "})
    assert getattr(made, field) == "Đo kiểm máy sấy"
    third = intermediary("Ba")
    with pytest.raises(errors.DomainError) as entered:
        links.enter(
            source=first,
            target=third,
            kind=LinkKind.MEMBER,
            by=factories.make_officer(),
            now=NOON,
            **{field: "đ" * 301},  # type: ignore[arg-type]
        )
    assert entered.value.field == field


def test_target_that_is_hidden_meanwhile_does_not_exist(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = intermediary("Một"), intermediary("Hai")
    client.force_login(factories.owner_of(first))
    real = link_views.LinkForm.is_valid

    def is_valid(form: link_views.LinkForm) -> bool:
        valid = real(form)
        Organisation.objects.filter(pk=second.pk).update(state=VerificationState.SUSPENDED, state_changed_at=NOON)
        return valid

    monkeypatch.setattr(link_views.LinkForm, "is_valid", is_valid)
    typed = {"target": second.slug, "kind": "member"}
    assert client.post(f"/ban-lam-viec/to-chuc/{first.slug}/lien-ket/", typed).status_code == 404
    assert not OrganisationLink.objects.exists()


def test_links_join_two_different_public_intermediaries_once() -> None:
    first, second, plain = intermediary("Một"), intermediary("Hai"), factories.make_organisation(name="Xưởng")
    for target in (first, plain):
        with pytest.raises(errors.DomainError) as caught:
            propose(first, target)
        assert caught.value.field == "target"
    with pytest.raises(errors.DomainError) as caught:
        propose(first, second, since=2099)
    assert caught.value.field == "since"
    propose(first, second)
    with pytest.raises(errors.DomainError):
        propose(second, first)
    propose(second, first, LinkKind.REFERRAL)


def test_walks_through_the_states_keep_to_the_table() -> None:
    first, second = intermediary("Một"), intermediary("Hai")
    made = propose(first, second)
    links.decline(link=made, by=factories.owner_of(second), now=NOON)
    with pytest.raises(errors.IllegalMoveError):
        links.confirm(link=made, by=factories.owner_of(second), now=NOON)
    assert LINK_MOVES.final_states() == {LinkState.DECLINED, LinkState.ENDED}
    assert propose(second, first).state == LinkState.PROPOSED


@pytest.mark.parametrize(
    "change",
    ["target_id = source_id", "kind = 'love'", "state = 'lost'", "answered_at = NULL", "state = 'proposed'"],
)
def test_database_refuses_impossible_links(change: str) -> None:
    confirmed(intermediary("Một"), intermediary("Hai"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE exhibitors_organisationlink SET {change}")


def test_database_refuses_the_same_pair_the_other_way_round() -> None:
    first, second = intermediary("Một"), intermediary("Hai")
    propose(first, second)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationLink.objects.create(source=second, target=first, kind=LinkKind.COOPERATION, proposed_at=NOON)


@pytest.mark.parametrize("size", [3, 12, 60])
def test_drawing_of_any_size_is_whole_and_says_what_the_table_says(client: Client, site: Site, size: int) -> None:
    factories.make_directory(site)
    made = [
        intermediary(f"Trung tâm giao dịch số {number}", ("broker", "incubator")[number % 2]) for number in range(size)
    ]
    for number in range(size - 1):
        kinds = list(LinkKind)
        OrganisationLink.objects.create(
            source=made[number],
            target=made[(number * 7 + 1) % size] if (number * 7 + 1) % size != number else made[size - 1],
            kind=kinds[number % len(kinds)],
            state=LinkState.CONFIRMED,
            proposed_at=NOON,
            answered_at=NOON,
        )
    page = client.get(PUBLIC).content.decode()
    again = client.get(PUBLIC).content.decode()
    drawing = re.search(r'<svg class="network__drawing".+?</svg>\s*<figcaption>', page, re.DOTALL)
    assert drawing is not None
    assert drawing[0] in again
    svg = ET.fromstring(drawing[0].removesuffix("<figcaption>").strip())
    left, top, width, height = (int(part) for part in svg.attrib["viewBox"].split())
    assert (left, top, width) == (0, 0, 390)
    nodes = svg.findall("a")
    assert len(nodes) == size
    assert all(node.attrib["href"] and node.attrib["aria-label"] for node in nodes)
    tops = [int(node.find("rect").attrib["y"]) for node in nodes]  # type: ignore[union-attr]
    heights = [int(node.find("rect").attrib["height"]) for node in nodes]  # type: ignore[union-attr]
    bottoms = [start + tall for start, tall in zip(tops, heights, strict=True)]
    assert all(later > bottom for bottom, later in zip(bottoms, tops[1:], strict=False))
    assert max(bottoms) <= height
    arcs = svg.findall("g")
    for arc in arcs:
        line, *heads = arc.findall("path")
        numbers = [int(number) for number in re.findall(r"-?\d+", line.attrib["d"])]
        left_end, far = numbers[0], numbers[2]
        assert left_end + (far - left_end) * 3 / 4 <= width
        is_directed = any(f"--{kind}" in arc.attrib["class"] for kind in network.DIRECTED)
        assert len(heads) == is_directed, "an arrow where one side leads to the other, none where both do the same"
        if heads:
            assert re.findall(r"-?\d+", heads[0].attrib["d"])[1] == str(numbers[-1]), "it stands where the link ends"
    assert svg.find("title") is not None
    assert svg.find("desc") is not None
    assert "style=" not in drawing[0]
    assert page.count('<th scope="row">') == len(arcs) == size - 1


@pytest.mark.parametrize(
    "name",
    [
        "Hạt Mầm",
        "Centre for Application and Services of Science and Technology of Bắc Ninh province (sample)",
        "Trung tâm " + "nghiên cứu và ứng dụng " * 7,
        "x" * 100,
    ],
)
def test_names_stand_whole_in_the_drawing(name: str) -> None:
    lines = network._lines(name)
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert all(len(line) <= network.LETTERS for line in lines)
    node = network.Node(pk=1, name=name, url="/", lines=lines, place="", top=0, links=0)
    assert node.first_line >= network.LEADING - 5
    assert node.base_lines[-1][0] <= node.height


def test_links_that_meet_stand_apart(client: Client, site: Site) -> None:
    factories.make_directory(site)
    made = [intermediary(f"Sàn {number}") for number in range(4)]
    for other in made[1:]:
        OrganisationLink.objects.create(
            source=made[0],
            target=other,
            kind=LinkKind.REFERRAL,
            state=LinkState.CONFIRMED,
            proposed_at=NOON,
            answered_at=NOON,
        )
    starts = [arc.path.split("C")[0] for arc in network.build(directory_url="/").arcs]
    assert len(set(starts)) == len(starts)


def test_hidden_organisations_leave_the_network(client: Client, site: Site) -> None:
    factories.make_directory(site)
    first, second = intermediary("Sàn Một"), intermediary("Sàn Hai Bị Đình Chỉ")
    confirmed(first, second, services="Đo kiểm máy sấy liên tỉnh")
    Organisation.objects.filter(pk=second.pk).update(state=VerificationState.SUSPENDED, state_changed_at=NOON)
    page = client.get(PUBLIC).content.decode()
    assert "Sàn Hai Bị Đình Chỉ" not in page
    assert "Đo kiểm máy sấy liên tỉnh" not in page


def test_empty_network_says_so(client: Client, site: Site) -> None:
    factories.make_directory(site)
    assert client.get(PUBLIC).status_code == 200


def test_no_organisation_takes_the_address_of_the_network() -> None:
    assert factories.make_organisation(name="Mạng lưới").slug == "mang-luoi-2"


def test_network_costs_the_same_for_two_and_thirty(client: Client, site: Site) -> None:
    factories.make_directory(site)
    first = intermediary("Đầu")
    confirmed(first, intermediary("Hai"))

    def cost() -> int:
        client.get(PUBLIC)
        with CaptureQueriesContext(connection) as captured:
            client.get(PUBLIC)
        return len(captured)

    before = cost()
    for number in range(28):
        confirmed(first, intermediary(f"Nữa {number}"))
    assert cost() == before
    assert before <= 16


# Answers to GET and POST: a guest, a stranger, a viewer, an editor of the other side.
TABLE = {"guest": (302, 302), "stranger": (404, 404), "viewer": (200, 404), "editor": (200, 302)}


@pytest.mark.parametrize("who", TABLE)
def test_table_of_permissions_at_the_desk(client: Client, who: str) -> None:
    first, second = intermediary("Một"), intermediary("Hai")
    made = propose(first, second)
    people = {
        "stranger": factories.owner_of(intermediary("Ba")),
        "viewer": factories.make_member(second, MemberRole.VIEWER).user,
        "editor": factories.make_member(second, MemberRole.EDITOR).user,
    }
    if who != "guest":
        client.force_login(people[who])
    listed = f"/ban-lam-viec/to-chuc/{second.slug}/lien-ket/"
    answer = f"{listed}{made.pk}/tra-loi/"
    data = {"target": first.slug, "kind": "referral"}
    assert (client.get(listed).status_code, client.post(listed, data).status_code) == TABLE[who]
    assert client.get(answer).status_code in {302, 405}
    assert client.post(answer, {"answer": "confirm"}).status_code == TABLE[who][1]
    made.refresh_from_db()
    assert made.state == (LinkState.CONFIRMED if who == "editor" else LinkState.PROPOSED)
    if who == "stranger":
        own = f"/ban-lam-viec/to-chuc/{Organisation.objects.get(name='Ba').slug}/lien-ket/{made.pk}/tra-loi/"
        assert client.post(own, {"answer": "confirm"}).status_code == 404


def test_proposed_link_waits_on_the_desk(client: Client) -> None:
    first, second = intermediary("Sàn Đề Xuất"), intermediary("Hai")
    propose(first, second)
    client.force_login(factories.owner_of(second))
    waiting = client.get("/ban-lam-viec/").context["waiting"]
    assert len(waiting) == 1
    assert "Sàn Đề Xuất" in waiting[0].title
    page = client.post(f"/ban-lam-viec/to-chuc/{second.slug}/lien-ket/", {"target": "", "kind": ""})
    assert set(page.context["form"].errors) == {"target", "kind"}


def test_domain_keeps_no_invisible_characters() -> None:
    made = propose(intermediary("Một"), intermediary("Hai"), services="Tư\u200b vấn", services_en="Ad\u202evice")
    assert (made.services, made.services_en) == ("Tư vấn", "Advice")
