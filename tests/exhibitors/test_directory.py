"""The directory: listing, filters, profiles, in both languages, for anonymous readers."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import Locale, Site

from exhibitors import profile, queries
from exhibitors.domain import logo
from exhibitors.enums import VerificationState
from exhibitors.findables import OrganisationSource
from exhibitors.models import DirectoryPage, Membership, Organisation
from exhibitors.profile import ProfileSection
from portal.kernel import errors
from portal.kernel.languages import Language
from portal.pages import findables
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _directory(site: Site) -> None:
    factories.make_terms()
    factories.make_directory(site)


def titles(response: Any) -> list[str]:
    return [organisation.name for organisation in response.context["listing"].items]


def picture() -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (40, 40), "#1d3f72").save(drawn, "PNG")
    return SimpleUploadedFile("logo.png", drawn.getvalue(), "image/png")


def structured(response: Any) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)
    return [json.loads(text) for text in found]


@pytest.mark.parametrize(("address", "title"), [("/to-chuc/", "Tổ chức"), ("/en/organisations/", "Organisations")])
def test_directory_reads_in_both_languages(client: Client, address: str, title: str) -> None:
    factories.make_organisation(name="Suối Ngân")
    response = client.get(address)
    assert response.status_code == 200
    assert f"<h1>{title}</h1>" in response.content.decode()
    assert f'href="{address}suoi-ngan/"' in response.content.decode()


def test_directory_lists_by_the_vietnamese_alphabet(client: Client) -> None:
    for name in ("Đa", "Ân", "Da", "Ăn", "An", "Zen", "Bà"):
        factories.make_organisation(name=name)
    assert titles(client.get("/to-chuc/")) == ["An", "Ăn", "Ân", "Bà", "Da", "Đa", "Zen"]


def test_directory_in_english_sorts_by_english_names(client: Client) -> None:
    factories.make_organisation(name="Ba", name_en="Zebra")
    factories.make_organisation(name="Tư", name_en="Apple")
    assert titles(client.get("/to-chuc/")) == ["Ba", "Tư"]
    assert titles(client.get("/en/organisations/")) == ["Tư", "Ba"]


@pytest.mark.parametrize("state", [VerificationState.REFUSED, VerificationState.SUSPENDED])
def test_hidden_organisations_are_neither_listed_nor_found(client: Client, state: VerificationState) -> None:
    hidden = factories.make_organisation(name="Ẩn", state=state)
    assert titles(client.get("/to-chuc/")) == []
    assert client.get(f"/to-chuc/{hidden.slug}/").status_code == 404
    assert queries.profile_url(hidden) == ""
    assert list(OrganisationSource().documents(hidden)) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("role=exhibitor", ["A", "B"]),
        ("role=exhibitor&role=buyer", ["A", "B", "C"]),
        ("field=drying", ["A", "C"]),
        ("kind=institute", ["B"]),
        ("place=phuong-thu", ["A"]),
        ("place=bac-ninh", ["A", "B"]),
        ("verified=verified", ["C"]),
        ("verified=unverified", ["A", "B", "D"]),
        ("role=exhibitor&field=drying", ["A"]),
        ("verified=suspended", ["A", "B", "C", "D"]),
        ("kind=no-such&page=99&sort=x", ["A", "B", "C", "D"]),
        ("q=tiet kiem", ["B"]),
        ("q=TIẾT KIỆM điện", ["B"]),
        ("q=power", ["B"]),
        ("q=%25", ["A", "B", "C", "D"]),
        ("sort=newest", ["D", "C", "B", "A"]),
    ],
)
def test_directory_filters(client: Client, asked: str, expected: list[str]) -> None:
    factories.make_organisation(name="A", roles=("exhibitor",), fields=("drying",), place="phuong-thu")
    factories.make_organisation(
        name="B",
        kind="institute",
        roles=("exhibitor",),
        place="bac-ninh",
        summary="Máy tiết kiệm điện",
        summary_en="Machines that save power",
    )
    factories.make_organisation(
        name="C", roles=("buyer",), fields=("drying", "energy-saving"), state=VerificationState.VERIFIED
    )
    factories.make_organisation(name="D", country="JP")
    assert titles(client.get(f"/to-chuc/?{asked}")) == expected


def test_directory_counts_what_each_filter_would_leave(client: Client) -> None:
    factories.make_organisation(fields=("drying", "energy-saving"), place="phuong-thu")
    factories.make_organisation(fields=("drying",), place="bac-ninh")
    facets = {facet.name: facet for facet in client.get("/to-chuc/").context["listing"].facets}
    assert {option.value: option.count for option in facets["field"].options} == {"drying": 2, "energy-saving": 1}
    places = {option.value: option.count for option in facets["place"].options}
    assert (places["viet-nam"], places["bac-ninh"], places["phuong-thu"]) == (2, 2, 1)


def _count(client: Client, address: str) -> int:
    client.get(address)
    Site.clear_site_root_paths_cache()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", ["/to-chuc/", "/en/organisations/"])
def test_directory_costs_the_same_for_one_and_for_thirty(client: Client, address: str) -> None:
    def add(number: int) -> None:
        made = factories.make_organisation(
            name=f"Số {number}", roles=("exhibitor", "buyer"), fields=("drying",), place="phuong-thu"
        )
        logo.set_logo(organisation=made, file=picture(), by=factories.owner_of(made), now=NOON)

    add(1)
    one = _count(client, address)
    for number in range(2, 31):
        add(number)
    thirty = _count(client, address)
    assert len(titles(client.get(address))) == 30
    assert one == thirty


def test_profile_costs_the_same_with_one_and_with_many_fields(client: Client) -> None:
    factories.make_organisation(name="Một", fields=("drying",))
    factories.make_organisation(
        name="Nhiều", fields=("drying", "energy-saving"), roles=("exhibitor", "buyer"), place="bac-ninh"
    )
    few = _count(client, "/to-chuc/mot/")
    # The place and its province are joined, roles and fields fetched in one query each.
    assert _count(client, "/to-chuc/nhieu/") == few


def test_profile_shows_what_the_organisation_says(client: Client) -> None:
    factories.make_organisation(
        name="Suối Ngân",
        name_en="Silver Brook",
        summary="Xử lý nước.",
        summary_en="We treat water.",
        description="Đoạn một.\n\nĐoạn <b>hai</b>.",
        roles=("exhibitor",),
        fields=("drying",),
        place="phuong-thu",
        tax_code="0314409058",
        website="https://example.org/nuoc",
        email="cong-khai@example.org",
        phone="(0222) 3822345",
    )
    page = client.get("/to-chuc/suoi-ngan/").content.decode()
    assert "<h1>Suối Ngân</h1>" in page
    for words in (
        "Xử lý nước.",
        "<p>Đoạn một.</p>",
        "Đơn vị giới thiệu",
        "Sấy",
        "Phường Thử, Tỉnh Bắc Ninh",
        "0314409058",
    ):
        assert words in page
    assert "Đoạn &lt;b&gt;hai&lt;/b&gt;." in page
    assert "mailto:cong-khai@example.org" in page
    assert "?field=drying" in page
    english = client.get("/en/organisations/suoi-ngan/").content.decode()
    assert "<h1>Silver Brook</h1>" in english
    assert "We treat water." in english


def test_profile_links_the_website_of_verified_organisations_only(client: Client) -> None:
    made = factories.make_organisation(name="Web", website="https://example.org/x")
    assert 'href="https://example.org/x"' not in client.get("/to-chuc/web/").content.decode()
    Organisation.objects.filter(pk=made.pk).update(state=VerificationState.VERIFIED, state_changed_at=NOON)
    assert 'href="https://example.org/x"' in client.get("/to-chuc/web/").content.decode()


def test_profile_claims_no_papers_that_nobody_handed_in(client: Client) -> None:
    made = factories.make_organisation(name="Web")
    assert "giấy tờ" not in client.get("/to-chuc/web/").content.decode()
    Organisation.objects.filter(pk=made.pk).update(state=VerificationState.VERIFIED, state_changed_at=NOON)
    page = client.get("/to-chuc/web/").content.decode()
    assert "Cán bộ đã xác nhận tổ chức này." in page
    assert "giấy tờ" not in page


def test_profile_without_english_is_marked_as_vietnamese(client: Client) -> None:
    factories.make_organisation(name="Chỉ Việt", summary="Lời Việt.")
    page = client.get("/en/organisations/chi-viet/").content.decode()
    assert '<h1 lang="vi">Chỉ Việt</h1>' in page
    assert 'lang="vi">Lời Việt.' in page
    assert 'lang="vi"' not in client.get("/to-chuc/chi-viet/").content.decode().split("<main")[1].split("</main>")[0]


def test_profile_marks_the_one_text_that_has_no_english(client: Client) -> None:
    factories.make_organisation(name="Tên", name_en="Name", summary="Lời Việt.")
    page = client.get("/en/organisations/ten/").content.decode()
    assert "<h1>Name</h1>" in page
    assert 'lang="vi">Lời Việt.' in page


def test_profile_hides_a_personal_tax_code(client: Client) -> None:
    factories.make_organisation(name="Ông Sáng Chế", tax_code="001085012345")
    assert "001085012345" not in client.get("/to-chuc/ong-sang-che/").content.decode()


def test_profile_switches_language_in_place(client: Client) -> None:
    factories.make_organisation(name="Suối Ngân")
    page = client.get("/to-chuc/suoi-ngan/").content.decode()
    assert "/en/organisations/suoi-ngan/" in page


def test_profile_describes_itself_to_machines(client: Client) -> None:
    factories.make_organisation(name="Suối Ngân", fields=("drying",), place="bac-ninh", tax_code="0314409058")
    found = {data["@type"]: data for data in structured(client.get("/to-chuc/suoi-ngan/"))}
    organisation = found["Organization"]
    assert organisation["name"] == "Suối Ngân"
    assert organisation["url"].endswith("/to-chuc/suoi-ngan/")
    assert organisation["knowsAbout"] == ["Sấy"]
    assert organisation["taxID"] == "0314409058"
    assert organisation["address"]["addressRegion"] == "Tỉnh Bắc Ninh"
    assert found["BreadcrumbList"]["itemListElement"][-1]["name"] == "Tổ chức"


def test_profile_shows_sections_of_rooms_above(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def source(organisation: Organisation, language: Language) -> ProfileSection | None:
        if organisation.name == "Không có":
            return None
        return ProfileSection(title=f"Công nghệ {language}", template="ui/components/tag.html", items=("x",))

    monkeypatch.setattr(profile, "_SOURCES", [source])
    factories.make_organisation(name="Có")
    factories.make_organisation(name="Không có")
    assert "<h2>Công nghệ vi</h2>" in client.get("/to-chuc/co/").content.decode()
    assert "Công nghệ vi" not in client.get("/to-chuc/khong-co/").content.decode()


@pytest.mark.parametrize(
    "address", ["/to-chuc/khong-co/", "/to-chuc/UPPER CASE/", "/to-chuc/a/b/", "/en/organisations/x/"]
)
def test_profile_that_is_not_there_answers_404(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/to-chuc/", "/en/organisations/", "/to-chuc/suoi-ngan/", "/en/organisations/suoi-ngan/"]
)
def test_public_pages_know_nothing_of_the_visitor(client: Client, address: str) -> None:
    organisation = factories.make_organisation(name="Suối Ngân")
    client.force_login(factories.owner_of(organisation))
    client.cookies["csrf"] = "x" * 32
    response = client.get(address)
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


def test_search_finds_an_organisation_in_both_languages() -> None:
    made = factories.make_organisation(
        name="Suối Ngân", name_en="Silver Brook", fields=("drying",), roles=("exhibitor",), place="phuong-thu"
    )
    documents = {document.language: document for document in OrganisationSource().documents(made)}
    assert documents["vi"].title == "Suối Ngân"
    assert documents["vi"].url.endswith("/to-chuc/suoi-ngan/")
    assert documents["en"].title == "Silver Brook"
    assert documents["en"].url.endswith("/en/organisations/suoi-ngan/")
    assert "Suối Ngân" in documents["en"].keywords
    assert documents["vi"].facets["place"] == ("phuong-thu",)
    assert set(OrganisationSource().keys(made)) == {document.key for document in documents.values()}


def test_search_hears_when_the_directory_goes_and_comes() -> None:
    factories.make_organisation()
    told: list[Any] = []

    def hear(instance: Any, **_kwargs: Any) -> None:
        told.append(instance.pk)

    english = DirectoryPage.objects.get(locale=Locale.objects.get(language_code="en"))
    findables.findable_changed.connect(hear, sender=Organisation)
    try:
        english.unpublish()
    finally:
        findables.findable_changed.disconnect(hear, sender=Organisation)
    assert len(told) == 1
    documents = OrganisationSource().documents(Organisation.objects.get())
    assert [document.language for document in documents] == ["vi"]


def test_profile_address_costs_no_query_when_the_directory_is_known(django_assert_num_queries: Any) -> None:
    made = factories.make_organisation(name="Suối Ngân")
    base = queries.directory_url(Language.ENGLISH)
    with django_assert_num_queries(0):
        assert queries.profile_url(made, directory=base) == f"{base}suoi-ngan/"


def test_logo_asks_for_the_right_behind_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    made = factories.make_organisation(name="Số 1")
    owner = factories.owner_of(made)
    real = logo.pictures.redraw

    def lose_it_while_drawing(**values: Any) -> Any:
        Membership.objects.filter(user=owner).delete()
        return real(**values)

    monkeypatch.setattr(logo.pictures, "redraw", lose_it_while_drawing)
    with pytest.raises(errors.NotAllowedError):
        logo.set_logo(organisation=made, file=picture(), by=owner, now=NOON)
    made.refresh_from_db()
    assert made.logo is None
    with pytest.raises(errors.NotAllowedError):
        logo.remove_logo(organisation=made, by=owner, now=NOON)
