"""The desk: first steps, the profile form, foreign organisations, and what other rooms add."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client

from exhibitors import desk as desk_registry
from exhibitors import queries
from exhibitors.desk import DeskAction, DeskCount, DeskRow, DeskSection
from exhibitors.enums import MemberRole, VerificationState
from exhibitors.models import Organisation
from portal.media.models import PortalImage
from tests.exhibitors.test_directory import picture
from tests.factories import exhibitors as factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

DESK = "/ban-lam-viec/"
NEW = "/ban-lam-viec/to-chuc-moi/"


def edit_url(organisation: Organisation) -> str:
    return f"/ban-lam-viec/to-chuc/{organisation.slug}/ho-so/"


def profile_data(client: Client, organisation: Organisation, **values: Any) -> dict[str, Any]:
    """Return what the form would send back unchanged, with the values given."""
    form = client.get(edit_url(organisation)).context["form"]
    data = {name: form[name].value() for name in form.fields if name not in {"logo_file", "remove_logo"}}
    return {name: value for name, value in data.items() if value is not None} | values


@pytest.mark.parametrize("address", [DESK, "/en/desk/", NEW, "/loi-moi/x/", "/ban-lam-viec/to-chuc/x/ho-so/"])
def test_desk_asks_strangers_to_sign_in(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert "next=" in response["Location"]


@pytest.mark.parametrize(("address", "words"), [(DESK, 'lang="vi"'), ("/en/desk/", "Make an organisation")])
def test_desk_leads_newcomers_to_an_organisation(client: Client, address: str, words: str) -> None:
    client.force_login(factories.make_person())
    response = client.get(address)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_newcomer_makes_an_organisation(client: Client) -> None:
    factories.make_terms()
    person = factories.make_person()
    client.force_login(person)
    data = {
        "name": "HTX Nông sản Đồng Trăng",
        "kind": "enterprise",
        "country": "VN",
        "tax_code": "03144090 58",
        "place": "phuong-thu",
        "roles": ["exhibitor"],
        "technology_fields": ["drying", "energy-saving"],
        "summary": "Nông sản sấy.",
    }
    response = client.post(NEW, data)
    assert response.status_code == 302
    made = queries.current_organisation(person)
    assert made is not None
    assert (made.name, made.tax_code, made.slug) == ("HTX Nông sản Đồng Trăng", "0314409058", "htx-nong-san-dong-trang")
    assert made.fields.count() == 2
    assert "HTX Nông sản Đồng Trăng" in client.get(DESK).content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": ""}, "kind"),
        ({"kind": "bogus"}, "kind"),
        ({"place": "huyen-cu"}, "place"),
        ({"technology_fields": ["bogus"]}, "technology_fields"),
        ({"tax_code": "0000010016"}, "tax_code"),
        ({"summary": "x" * 301}, "summary"),
        ({"name": "\u200b"}, "name"),
    ],
)
def test_bad_input_is_explained_beside_its_field_and_kept(client: Client, values: dict[str, Any], field: str) -> None:
    factories.make_terms()
    client.force_login(factories.make_person())
    response = client.post(NEW, {"name": "Giữ lại tôi", "kind": "enterprise", "country": "VN", **values})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    page = response.content.decode()
    assert f'id="id_{field}_error"' in page
    if field != "name":
        assert "Giữ lại tôi" in page
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("url", "ordered"),
    [
        (NEW, ["Việt Nam", "Áo", "Ấn Độ", "Bỉ", "Campuchia", "Úc", "Quốc gia khác"]),
        ("/en/desk/new-organisation/", ["Việt Nam", "Australia", "Austria", "Belgium", "Another country"]),
    ],
)
def test_countries_stand_in_the_order_of_the_readers_alphabet(client: Client, url: str, ordered: list[str]) -> None:
    client.force_login(factories.make_person())
    page = client.get(url).content.decode()
    labels = re.findall(
        r"<option[^>]*>([^<]+)</option>", page[page.index('name="country"') :].partition("</select>")[0]
    )
    assert [label for label in labels if label in ordered] == [label for label in ordered if label in labels]
    assert (labels[0], labels[-1]) == (ordered[0], ordered[-1])


def test_taken_tax_code_offers_to_ask_to_join(client: Client) -> None:
    factories.make_organisation(name="Bí Mật", tax_code="0314409058")
    client.force_login(factories.make_person())
    response = client.post(
        "/en/desk/new-organisation/", {"name": "X", "kind": "enterprise", "country": "VN", "tax_code": "0314409058"}
    )
    assert "Ask its owners to let you join." in response.content.decode()
    assert "Bí Mật" not in response.content.decode()


def test_profile_form_saves_everything(client: Client) -> None:
    organisation = factories.make_organisation(name="Cũ", place="bac-ninh", tax_code="0314409058-002")
    client.force_login(factories.owner_of(organisation))
    data = profile_data(
        client,
        organisation,
        name="Mới",
        name_en="New",
        description="Một.\n\nHai.",
        website="example.org",
        email="a@example.org",
        phone="0222 3822 345",
        logo_file=picture(),
    )
    response = client.post(edit_url(organisation), data)
    assert response.status_code == 302, response.context["form"].errors
    organisation.refresh_from_db()
    assert (organisation.name, organisation.name_en) == ("Mới", "New")
    assert organisation.website == "https://example.org"
    assert organisation.tax_code == "0314409058002"
    assert organisation.logo is not None
    assert organisation.logo.collection.name == "Biểu trưng tổ chức"


def test_new_logo_takes_the_place_of_the_old_one(client: Client) -> None:
    organisation = factories.make_organisation()
    client.force_login(factories.owner_of(organisation))
    client.post(edit_url(organisation), profile_data(client, organisation, logo_file=picture()))
    client.post(edit_url(organisation), profile_data(client, organisation, logo_file=picture()))
    assert PortalImage.objects.count() == 1
    client.post(edit_url(organisation), profile_data(client, organisation, remove_logo="on"))
    assert PortalImage.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.png", b"no picture"),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("logo.png", b""),
        ("logo.gif", b"GIF89a<script>alert(1)</script>"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200),
        ("logo.png", b"\x89PNG" + b"0" * (5 * 1024 * 1024)),
    ],
)
def test_what_is_no_picture_is_refused(client: Client, name: str, content: bytes) -> None:
    organisation = factories.make_organisation(name="Trước")
    client.force_login(factories.owner_of(organisation))
    data = profile_data(client, organisation, name="Sau", logo_file=SimpleUploadedFile(name, content, "image/png"))
    response = client.post(edit_url(organisation), data)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["logo_file"]
    organisation.refresh_from_db()
    assert organisation.name == "Trước"
    assert not PortalImage.objects.exists()


def test_picture_keeps_no_camera_data_and_no_stowaway(client: Client) -> None:
    organisation = factories.make_organisation()
    client.force_login(factories.owner_of(organisation))
    file = picture()
    file.write(b"<?php evil ?>")
    file.seek(0)
    whole = picture().read() + b"<?php evil ?>"
    data = profile_data(client, organisation, logo_file=SimpleUploadedFile("x.png", whole, "image/png"))
    assert client.post(edit_url(organisation), data).status_code == 302
    organisation.refresh_from_db()
    with organisation.logo.file.open() as stored:
        assert b"evil" not in stored.read()


def test_two_people_editing_at_once_lose_nothing(client: Client) -> None:
    organisation = factories.make_organisation(name="Đầu")
    client.force_login(factories.owner_of(organisation))
    first = profile_data(client, organisation, name="Người thứ nhất")
    second = profile_data(client, organisation, name="Người thứ hai")
    assert client.post(edit_url(organisation), first).status_code == 302
    response = client.post(edit_url(organisation), second)
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert "Người thứ hai" in response.content.decode()
    organisation.refresh_from_db()
    assert organisation.name == "Người thứ nhất"


def _member_urls(organisation: Organisation) -> list[str]:
    base = f"/ban-lam-viec/to-chuc/{organisation.slug}"
    member = organisation.memberships.first()
    return [
        f"{base}/ho-so/",
        f"{base}/xac-minh/",
        f"{base}/thanh-vien/",
        f"{base}/thanh-vien/{member.pk}/vai-tro/",
        f"{base}/thanh-vien/{member.pk}/roi/",
        f"{base}/thanh-vien/{member.pk}/ban-giao/",
        f"{base}/loi-moi/1/rut/",
    ]


def test_foreign_organisation_answers_404_to_everything(client: Client) -> None:
    organisation = factories.make_organisation(name="Của mình")
    twin = factories.make_organisation(name="Của người")
    client.force_login(factories.owner_of(organisation))
    for address in _member_urls(twin):
        get, post = client.get(address), client.post(address, {"role": "viewer", "email": "a@example.org", "name": "X"})
        assert get.status_code in {404, 405}, address
        assert post.status_code == 404, address
    twin.refresh_from_db()
    assert twin.name == "Của người"
    assert [member.role for member in twin.memberships.all()] == [MemberRole.OWNER]


def test_foreign_member_under_ones_own_address_answers_404(client: Client) -> None:
    organisation, twin = factories.make_organisation(), factories.make_organisation()
    client.force_login(factories.owner_of(organisation))
    stranger = factories.make_member(twin)
    base = f"/ban-lam-viec/to-chuc/{organisation.slug}/thanh-vien/{stranger.pk}"
    for address in (f"{base}/vai-tro/", f"{base}/roi/", f"{base}/ban-giao/"):
        assert client.post(address, {"role": "owner"}).status_code == 404
    stranger.refresh_from_db()
    assert stranger.role == MemberRole.EDITOR


@pytest.mark.parametrize("state", [VerificationState.UNVERIFIED, VerificationState.SUSPENDED])
def test_viewers_and_members_of_suspended_organisations_edit_nothing(client: Client, state: VerificationState) -> None:
    organisation = factories.make_organisation(state=state)
    role = MemberRole.VIEWER if state == VerificationState.UNVERIFIED else MemberRole.EDITOR
    client.force_login(factories.make_member(organisation, role).user)
    assert client.get(DESK).status_code == 200
    assert client.get(edit_url(organisation)).status_code == 404
    assert client.post(edit_url(organisation), {"name": "X"}).status_code == 404


def test_former_member_sees_nothing_any_more(client: Client) -> None:
    organisation = factories.make_organisation(name="Nơi cũ")
    member = factories.make_member(organisation)
    client.force_login(member.user)
    assert client.get(edit_url(organisation)).status_code == 200
    member.delete()
    assert client.get(edit_url(organisation)).status_code == 404
    assert "Nơi cũ" not in client.get(DESK).content.decode()


def test_desk_puts_what_waits_first_and_draws_panels_in_order(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Panel:
        title = "Công nghệ"
        position = 10

        def sections(self, request: HttpRequest, organisation: Organisation) -> list[DeskSection]:
            return [
                DeskSection(
                    title=self.title,
                    counts=(DeskCount(3, "bản nháp", "/nhap/"),),
                    rows=(DeskRow("Hàng thường", "/thuong/"), DeskRow("Hàng chờ", "/cho/", waits=True)),
                    actions=(DeskAction("Viết công nghệ", "/viet/", primary=True),),
                )
            ]

    monkeypatch.setattr(desk_registry, "_PANELS", [*desk_registry.panels(), Panel()])
    organisation = factories.make_organisation()
    client.force_login(factories.owner_of(organisation))
    page = client.get(DESK).content.decode()
    assert page.index("Hàng chờ") < page.index("/nhap/") < page.index("Hàng thường") < page.index("/viet/")
    assert page.count("Hàng chờ") == 1
    assert page.index("/viet/") < page.index("/thanh-vien/", page.index("/viet/"))


def test_desk_costs_the_same_with_one_and_with_thirty_members(client: Client, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    organisation = factories.make_organisation()
    client.force_login(factories.owner_of(organisation))
    addresses = [DESK, f"/ban-lam-viec/to-chuc/{organisation.slug}/thanh-vien/"]

    def counts() -> list[int]:
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            found.append(len(captured))
        return found

    one = counts()
    for _number in range(29):
        factories.make_member(organisation)
    assert counts() == one


def test_refused_organisation_reads_why_and_asks_again(client: Client) -> None:
    organisation = factories.make_organisation(state=VerificationState.REFUSED)
    Organisation.objects.filter(pk=organisation.pk).update(state_reason="Thiếu giấy phép")
    client.force_login(factories.owner_of(organisation))
    assert "Thiếu giấy phép" in client.get(DESK).content.decode()
    address = f"/ban-lam-viec/to-chuc/{organisation.slug}/xac-minh/"
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    organisation.refresh_from_db()
    assert organisation.state == VerificationState.UNVERIFIED


def test_choosing_another_organisation(client: Client) -> None:
    person = factories.make_person()
    first, second = factories.make_organisation(person), factories.make_organisation(person)
    client.force_login(person)
    chosen = queries.current_organisation(person)
    other = first if chosen == second else second
    assert client.post("/ban-lam-viec/chon/", {"organisation": other.slug}).status_code == 302
    assert queries.current_organisation(person) == other
    stranger = factories.make_organisation()
    assert client.post("/ban-lam-viec/chon/", {"organisation": stranger.slug}).status_code == 404
    assert client.get("/ban-lam-viec/chon/").status_code == 405
