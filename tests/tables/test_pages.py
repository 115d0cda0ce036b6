"""Pages of imports: who reaches which address, what they say, what they cost."""

import uuid
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from exhibitors.enums import MemberRole
from exhibitors.models import Organisation
from portal.tables.enums import BatchState
from portal.tables.models import ImportBatch
from showcase.models import TechnologyPage
from tests import worlds
from tests.factories import exhibitors, tables
from tests.factories import showcase as factory

TABLE = [{"title": "Sấy tỏi", "trl": 5}, {"title": "Sai", "trl": 12}]


@worlds.standing
def market(site: Any) -> SimpleNamespace:
    return factory.make_market(site)


@dataclass(frozen=True)
class Address:
    """One address, how it is asked, and what those who may use it get."""

    name: str
    method: str = "get"
    kind: str = ""
    ending: str = ""
    allowed: int = 200

    def url(self, namespace: str, batch: ImportBatch) -> str:
        args: list[Any] = [] if self.name == "index" else [self.kind or batch.key]
        return reverse(f"{namespace}:{self.name}", args=[*args, *([self.ending] if self.ending else [])])


ADDRESSES = (
    Address("kind", kind="technologies"),
    Address("kind", kind="needs"),
    Address("kind", method="post", kind="technologies"),
    Address("template", kind="technologies", ending="xlsx"),
    Address("template", kind="needs", ending="csv"),
    Address("export", kind="technologies", ending="xlsx"),
    Address("export", kind="needs", ending="csv"),
    Address("batch"),
    Address("faulty"),
    Address("confirm", method="post"),
    Address("discard", method="post", allowed=302),
    Address("restart", method="post", allowed=302),
    Address("undo", allowed=302),
    Address("undo", method="post", allowed=302),
)
NOBODY = ("viewer", "twin", "stranger", "twin-officer")


def people(market: SimpleNamespace) -> dict[str, Any]:
    return {
        "owner": exhibitors.owner_of(market.organisation),
        "editor": exhibitors.make_member(market.organisation, MemberRole.EDITOR).user,
        "viewer": exhibitors.make_member(market.organisation, MemberRole.VIEWER).user,
        "twin": exhibitors.make_member(market.buyer, MemberRole.OWNER).user,
        "stranger": exhibitors.make_person(),
        "reviewer": factory.make_reviewer(),
        "officer": exhibitors.make_officer(),
    }


def ask(client: Client, address: Address, namespace: str, batch: ImportBatch) -> Any:
    return getattr(client, address.method)(address.url(namespace, batch))


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: f"{one.method}-{one.name}-{one.kind}{one.ending}")
def test_desk_addresses_by_role(client: Client, market: SimpleNamespace, address: Address) -> None:
    who = people(market)
    batch = tables.send(tables.xlsx(TABLE), by=who["owner"], scope=market.organisation.pk)
    expected = {
        "owner": address.allowed,
        "editor": address.allowed,
        "viewer": 404,
        # A twin organisation has its own pages of kinds; what belongs to this import does not exist for it.
        "twin": address.allowed if address.kind else 404,
        "stranger": 404,
        "reviewer": 404,
        "officer": 404,
    }
    for role in ("viewer", "twin", "stranger", "reviewer", "officer"):
        client.force_login(who[role])
        assert ask(client, address, "tables", batch).status_code == expected[role], role
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED, "somebody who may not has moved the import"
    client.logout()
    anonymous = ask(client, address, "tables", batch)
    assert anonymous.status_code == 302
    assert "login" in anonymous.url
    for role in ("editor", "owner"):
        client.force_login(who[role])
        response = ask(client, address, "tables", batch)
        assert response.status_code == expected[role], role
        assert "no-store" in response["Cache-Control"] or "private" in response["Cache-Control"]
    if address.method == "post":
        assert client.get(address.url("tables", batch)).status_code in {200, 302, 405}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: f"{one.method}-{one.name}-{one.kind}{one.ending}")
def test_admin_addresses_by_role(client: Client, market: SimpleNamespace, address: Address) -> None:
    who = people(market)
    table = [{**row, "organisation": f"#{market.organisation.pk}"} for row in TABLE]
    batch = tables.send(tables.xlsx(table), by=who["reviewer"])
    assert tables.verdicts(batch) == ["new", "faulty"]
    for role in ("owner", "editor", "viewer", "twin", "stranger", "officer"):
        client.force_login(who[role])
        response = ask(client, address, "table_imports", batch)
        assert response.status_code == 404 or (
            response.status_code == 302 and "import" not in response.url.partition("?")[0]
        ), role
        assert response.status_code != 200
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED
    client.force_login(who["reviewer"])
    assert ask(client, address, "table_imports", batch).status_code == address.allowed


def test_organisations_are_imported_by_their_officers_only(client: Client, market: SimpleNamespace) -> None:
    who = people(market)
    url = reverse("table_imports:kind", args=["organisations"])
    client.force_login(who["reviewer"])
    assert client.get(url).status_code == 404
    assert client.get(reverse("table_imports:kind", args=["khong-co"])).status_code == 404
    client.force_login(who["officer"])
    assert client.get(url).status_code == 200
    client.force_login(who["owner"])
    assert client.get(reverse("tables:kind", args=["organisations"])).status_code == 404
    assert client.get(reverse("tables:template", args=["technologies", "exe"])).status_code == 404


def test_import_of_one_place_is_not_found_at_the_other(client: Client, market: SimpleNamespace) -> None:
    reviewer = factory.make_reviewer()
    exhibitors.make_member(market.organisation, MemberRole.OWNER, reviewer)
    own = tables.send(tables.xlsx(TABLE), by=reviewer, scope=market.organisation.pk)
    office = tables.send(tables.xlsx([{"title": "x", "organisation": "y"}]), by=reviewer)
    client.force_login(reviewer)
    assert client.get(reverse("tables:batch", args=[own.key])).status_code == 200
    assert client.get(reverse("table_imports:batch", args=[office.key])).status_code == 200
    assert client.get(reverse("tables:batch", args=[office.key])).status_code == 404
    assert client.get(reverse("table_imports:batch", args=[own.key])).status_code == 404
    assert client.get(reverse("tables:batch", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_way_of_a_table_through_the_desk(client: Client, market: SimpleNamespace, language: str) -> None:
    client.force_login(exhibitors.owner_of(market.organisation))
    with translation.override(language):
        kind = reverse("tables:kind", args=["technologies"])
        sent = {"file": tables.xlsx(TABLE), "submission_key": str(uuid.uuid4())}
        answer = client.post(kind, sent)
        assert answer.status_code == 302, answer.content.decode()
        page = client.get(answer.url).content.decode()
        assert "12" in page
        assert "Sai" in page
        words = "Write a whole number from 1 to 9." if language == "en" else "số nguyên từ 1 đến 9"
        assert words in page
        batch = ImportBatch.objects.get()
        confirm = reverse("tables:confirm", args=[batch.key])
        refused = client.post(confirm, {"mode": "all"})
        assert refused.status_code == 200
        assert "error-summary" in refused.content.decode()
        assert client.post(confirm, {"mode": "each"}).url == answer.url
        assert client.post(confirm, {"mode": "each"}).url == answer.url, "a second click must be harmless"
        assert TechnologyPage.objects.count() == 1
        assert "Sấy tỏi" in client.get(answer.url + "?rows=done").content.decode()
        undo = reverse("tables:undo", args=[batch.key])
        assert client.get(undo).status_code == 200
        assert TechnologyPage.objects.count() == 1, "a GET must change nothing"
        assert client.post(undo).url == answer.url
        assert not TechnologyPage.objects.exists()
        assert client.get(answer.url).status_code == 200
        assert client.get(undo).status_code == 302


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bang.xlsx", b""),
        ("anh.png", b"\x89PNG\r\n\x1a\n0000"),
        ("cu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99),
    ],
)
def test_wrong_file_is_answered_beside_the_field(
    client: Client, market: SimpleNamespace, name: str, content: bytes
) -> None:
    client.force_login(exhibitors.owner_of(market.organisation))
    sent = {"file": SimpleUploadedFile(name, content), "submission_key": str(uuid.uuid4())}
    answer = client.post(reverse("tables:kind", args=["technologies"]), sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not ImportBatch.objects.exists()


def test_hidden_key_that_was_tampered_with_is_answered(client: Client, market: SimpleNamespace) -> None:
    owner, twin = exhibitors.owner_of(market.organisation), exhibitors.owner_of(market.buyer)
    foreign = tables.send(tables.xlsx(TABLE), by=twin, scope=market.buyer.pk)
    client.force_login(owner)
    url = reverse("tables:kind", args=["technologies"])
    for key in ("", "khong-phai-khoa"):
        answer = client.post(url, {"file": tables.xlsx(TABLE), "submission_key": key})
        assert answer.status_code == 200
        assert answer.context["form"].errors["submission_key"]
    answer = client.post(url, {"file": tables.xlsx(TABLE), "submission_key": str(foreign.submission_key)})
    assert answer.status_code in {200, 302}
    assert str(foreign.key) not in answer.get("Location", "")


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_pages_cost_the_same_with_one_row_and_with_thirty(client: Client, market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    scope = market.organisation.pk
    client.force_login(owner)
    one = tables.send(tables.xlsx([{"title": "Một", "trl": 12}]), by=owner, scope=scope)
    many = tables.send(
        tables.xlsx([{"title": f"Số {n}", "trl": 12 if n % 2 else 3} for n in range(30)]), by=owner, scope=scope
    )
    few = cost(client, reverse("tables:batch", args=[one.key]))
    assert cost(client, reverse("tables:batch", args=[many.key])) == few
    tables.write(many, by=owner)
    written = cost(client, reverse("tables:batch", args=[many.key]))
    assert written <= few
    assert few <= 45
    before = cost(client, reverse("tables:kind", args=["technologies"]))
    for n in range(4):
        tables.write(tables.send(tables.xlsx([{"title": f"Thêm {n}"}]), by=owner, scope=scope), by=owner)
    assert cost(client, reverse("tables:kind", args=["technologies"])) == before


def test_anonymous_user_may_use_no_kind(market: SimpleNamespace) -> None:
    from portal.tables import kinds

    for kind in kinds.kinds():
        for scope in (0, market.organisation.pk, 10**9):
            assert not kind.may_use(AnonymousUser(), scope)


def test_officer_brings_organisations_in_and_takes_them_back(client: Client, market: SimpleNamespace) -> None:
    officer = exhibitors.make_officer()
    table = [
        {"name": "Viện Mới", "kind": "Viện nghiên cứu", "tax_code": "0100109106", "place": "Phường Thử"},
        {"name": "Công ty Sông Mơ", "kind": "enterprise", "tax_code": None, "place": None},
        {"name": "Mã sai", "kind": "enterprise", "tax_code": "0100109107", "place": None},
        {"name": "Không có loại", "kind": None, "tax_code": None, "place": None},
    ]
    batch = tables.send(tables.xlsx(table), by=officer, kind="organisations")
    assert tables.verdicts(batch) == ["new", "same", "faulty", "faulty"], [
        (r.label, r.changes, r.errors) for r in batch.rows.all()
    ]
    assert batch.rows.get(label="Mã sai").errors[0]["column"] == "tax_code"
    count = Organisation.objects.count()
    tables.write(batch, by=officer)
    made = Organisation.objects.get(tax_code="0100109106")
    assert (made.state, made.memberships.count()) == ("unverified", 0)
    assert tables.verdicts(tables.send(tables.xlsx(table[:1]), by=officer, kind="organisations")) == ["same"]
    renamed = tables.send(
        tables.xlsx([{"name": "Viện Mới Hơn", "kind": "institute", "tax_code": "0100109106"}]),
        by=officer,
        kind="organisations",
    )
    assert renamed.rows.get().changes == ["name"]
    tables.write(renamed, by=officer)
    client.force_login(officer)
    client.post(reverse("table_imports:undo", args=[renamed.key]))
    made.refresh_from_db()
    assert made.name == "Viện Mới"
    client.post(reverse("table_imports:undo", args=[batch.key]))
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE
    # The name was changed and changed back: somebody has touched it, so it stays.
    assert tables.states(batch)[0] == "kept"
    fresh = tables.write(
        tables.send(tables.xlsx([{"name": "Vừa thêm", "kind": "enterprise"}]), by=officer, kind="organisations"),
        by=officer,
    )
    client.post(reverse("table_imports:undo", args=[fresh.key]))
    assert Organisation.objects.count() == count + 1


def test_index_says_what_can_be_imported_and_what_became_of_imports(client: Client, market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    batch = tables.send(tables.xlsx(TABLE), by=owner, scope=market.organisation.pk)
    tables.send(tables.xlsx(TABLE), by=exhibitors.owner_of(market.buyer), scope=market.buyer.pk)
    client.force_login(owner)
    answer = client.get(reverse("tables:index"))
    assert [entry["batch"].pk for entry in answer.context["batches"]] == [batch.pk], "its own imports only"
    page = answer.content.decode()
    assert reverse("tables:template", args=["technologies", "xlsx"]) in page
    assert reverse("tables:batch", args=[batch.key]) in page
    assert batch.get_state_display() in page
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("tables:index"))
    for _number in range(3):
        tables.send(tables.xlsx(TABLE), by=owner, scope=market.organisation.pk)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("tables:index"))
    assert len(few) == len(many)


def test_officers_index_has_the_head_of_admin_pages(client: Client, market: SimpleNamespace) -> None:
    client.force_login(factory.make_reviewer())
    answer = client.get(reverse("table_imports:index"))
    assert [entry["label"] for entry in answer.context["breadcrumbs_items"]] == [
        "Trang chủ",
        answer.context["header_title"],
    ]
    assert answer.content.decode().count("<h1") == 1


def test_limits_are_written_as_the_reader_writes_numbers(client: Client, market: SimpleNamespace) -> None:
    client.force_login(exhibitors.owner_of(market.organisation))
    for language, words in (("vi", "20.000"), ("en", "20,000")):
        with translation.override(language):
            address = reverse("tables:kind", args=["technologies"])
        assert words in client.get(address).content.decode(), language
