"""The exhibitor's desk: steps, bad input, foreign pages, enquiries, cost."""

import re
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from exhibitors.enums import MemberRole
from portal.kernel import clock
from portal.vocabularies.enums import VocabularyCode
from showcase import queries
from showcase.domain import technology as technologies
from showcase.enums import Disclosure, EnquiryState, ReviewState
from showcase.models import Enquiry, NeedPage, TechnologyPage
from tests.factories import exhibitors
from tests.factories import showcase as factory


@pytest.fixture
def owner(client: Client, market: SimpleNamespace) -> Any:
    person = exhibitors.owner_of(market.organisation)
    client.force_login(person)
    return person


def rows(name: str, *filled: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {f"{name}-TOTAL_FORMS": len(filled), f"{name}-INITIAL_FORMS": 0}
    for index, row in enumerate(filled):
        data |= {f"{name}-{index}-{key}": value for key, value in row.items()}
    return data


def step(page: TechnologyPage, name: str) -> str:
    return reverse("showcase:technology-step", args=[page.pk, name])


def draft_of(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def picture(name: str = "anh-cua-cong-ty-song-mo.jpg") -> SimpleUploadedFile:
    drawn = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh của Sông Mơ"
    Image.new("RGB", (320, 240), "#1D3F72").save(drawn, "JPEG", exif=exif)
    return SimpleUploadedFile(name, drawn.getvalue(), content_type="image/jpeg")


def test_desk_leads_from_title_to_review(client: Client, market: SimpleNamespace, owner: Any) -> None:
    response = client.post(reverse("showcase:technology-new"), {"title": "Sấy tỏi tốn ít điện"})
    page = TechnologyPage.objects.get()
    assert response.url == step(page, "identity")
    assert client.get(response.url).status_code == 200

    identity = {
        "title": "Sấy tỏi tốn ít điện",
        "summary": "Cho hộ trồng tỏi.",
        "kind": factory.term(VocabularyCode.TECHNOLOGY_KIND, "process").pk,
        "field": factory.field().pk,
        "further_fields": [factory.field().pk, factory.field("energy-saving").pk],
        "ipc_codes": "F26B 3/00",
        "picture": picture(),
        "picture_alt": "Máy sấy trong xưởng",
        **rows("pictures"),
    }
    assert client.post(step(page, "identity"), identity).url == step(page, "solution")
    draft = draft_of(page)
    assert [field.code for field in draft.further_fields.all()] == ["energy-saving"]
    image = draft.pictures.all()[0].image
    assert "song-mo" not in image.file.name
    with Image.open(image.file) as kept:
        assert not kept.getexif()

    solution = {
        "problem": "Tốn điện",
        "solution": "Bơm nhiệt",
        "advantages": "Rẻ",
        "compared_with": "Điện trở",
        **rows("specifications", {"name": "Điện năng", "value": "0,52", "unit": "kWh/kg"}),
    }
    assert client.post(step(page, "solution"), solution).url == step(page, "maturity")
    rights = {
        "kind": factory.term(VocabularyCode.IP_KIND, "patent").pk,
        "status": factory.term(VocabularyCode.IP_STATUS, "granted").pk,
        "country": "VN",
        "granted_on": "05/03/2024",
    }
    maturity = {
        "trl": 8,
        "trl_evidence": "Xưởng mẫu",
        "trl_assessed_on": "01/11/2026",
        **rows("rights", rights),
        **rows("files"),
    }
    assert client.post(step(page, "maturity"), maturity).url == step(page, "deal")
    deal = {
        "transfer_forms": [factory.term(VocabularyCode.TRANSFER_FORM, "independent").pk],
        "price_min": "380.000.000",
        "price_max": "1 200 000 000 đ",
        "disclosure": Disclosure.ON_INTEREST,
    }
    check = client.post(step(page, "deal"), deal).url
    assert check == reverse("showcase:technology-check", args=[page.pk])
    draft = draft_of(page)
    assert (draft.price_min, draft.price_max) == (380_000_000, 1_200_000_000)
    assert draft.rights.all()[0].granted_on.isoformat() == "2024-03-05"
    assert draft.specifications.all()[0].value == "0,52"
    checked = client.get(check)
    assert checked.status_code == 200
    assert checked.context["missing"] == []
    assert client.post(check).url == reverse("exhibitors:desk")
    assert queries.review_states([TechnologyPage.objects.get()])[page.pk] is ReviewState.IN_REVIEW
    desk = client.get(reverse("exhibitors:desk"))
    assert desk.status_code == 200
    assert "Sấy tỏi tốn ít điện" in desk.content.decode()
    assert client.get(step(page, "identity")).url == check


def test_steps_keep_bad_input_and_say_what_is_wrong(client: Client, market: SimpleNamespace, owner: Any) -> None:
    client.post(reverse("showcase:technology-new"), {"title": "Sấy"})
    page = TechnologyPage.objects.get()
    before = page.revisions.count()
    response = client.post(
        step(page, "identity"), {"title": "", "summary": "Giữ lại tôi", "ipc_codes": "sai", **rows("pictures")}
    )
    assert response.status_code == 200
    assert {"title", "kind", "field", "ipc_codes"} <= set(response.context["form"].errors)
    assert "Giữ lại tôi" in response.content.decode()
    response = client.post(step(page, "deal"), {"price_min": "nhiều lắm", "disclosure": "never"})
    assert set(response.context["form"].errors) == {"price_min"}
    assert "nhiều lắm" in response.content.decode()
    response = client.post(
        step(page, "deal"), {"price_min": "10", "price_max": "9", "disclosure": "never", "is_anonymous": "on"}
    )
    assert set(response.context["form"].errors) == {"price_max"}
    response = client.post(step(page, "solution"), {**rows("specifications", {"name": "Chỉ có tên", "value": ""})})
    assert response.context["form_has_errors"]
    assert "Chỉ có tên" in response.content.decode()
    assert page.revisions.count() == before


def test_unfinished_step_is_saved_for_later(client: Client, market: SimpleNamespace, owner: Any) -> None:
    client.post(reverse("showcase:technology-new"), {"title": "Sấy"})
    page = TechnologyPage.objects.get()
    response = client.post(
        step(page, "solution"), {"problem": "Mới viết một nửa", "action": "save", **rows("specifications")}
    )
    assert response.url == reverse("exhibitors:desk")
    assert draft_of(page).problem == "Mới viết một nửa"
    refused = client.post(reverse("showcase:technology-check", args=[page.pk]))
    assert refused.status_code == 200
    assert refused.context["failed"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("anh.jpg", b"not a picture"), ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("rong.png", b"x")],
)
def test_what_is_no_picture_is_refused(
    client: Client, market: SimpleNamespace, owner: Any, name: str, content: bytes
) -> None:
    client.post(reverse("showcase:technology-new"), {"title": "Sấy"})
    page = TechnologyPage.objects.get()
    response = client.post(
        step(page, "identity"),
        {
            "title": "Sấy",
            "action": "save",
            "picture": SimpleUploadedFile(name, content),
            "picture_alt": "Ảnh",
            **rows("pictures"),
        },
    )
    assert response.status_code == 200
    assert "picture" in response.context["form"].errors


def test_foreign_pages_and_enquiries_answer_404(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    need = factory.publish_need(market)
    enquiry = factory.ask(page)
    twin = exhibitors.make_organisation(name="Công ty Song Sinh")
    client.force_login(exhibitors.owner_of(twin))
    for url in (
        step(page, "identity"),
        reverse("showcase:technology-check", args=[page.pk]),
        reverse("showcase:need-edit", args=[need.pk]),
        reverse("showcase:enquiry", args=[enquiry.reference]),
    ):
        assert client.get(url).status_code == 404, url
        assert client.post(url, {"title": "x", "answer": "x"}).status_code == 404, url
    assert client.post(reverse("showcase:enquiry-close", args=[enquiry.reference])).status_code == 404
    assert Enquiry.objects.get().state == EnquiryState.NEW
    assert page.revisions.count() == 1


def test_viewers_read_enquiries_and_write_nothing(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    enquiry = factory.ask(page)
    client.force_login(exhibitors.make_member(market.organisation, MemberRole.VIEWER).user)
    detail = reverse("showcase:enquiry", args=[enquiry.reference])
    assert client.get(detail).status_code == 200
    assert client.post(detail, {"answer": "x"}).status_code == 404
    for url in (reverse("showcase:technology-new"), reverse("showcase:need-new"), step(page, "identity")):
        assert client.get(url).status_code == 404, url
    assert client.get(reverse("exhibitors:desk")).status_code == 200


def test_guests_are_asked_to_sign_in(client: Client, market: SimpleNamespace) -> None:
    for name in ("technology-new", "need-new", "enquiries"):
        response = client.get(reverse(f"showcase:{name}"))
        assert response.status_code == 302
        assert reverse("account_login") in response.url


def test_need_form_sends_with_figures(client: Client, market: SimpleNamespace, owner: Any) -> None:
    data = {
        "title": "Giảm hao hụt",
        "summary": "Từ 14 % xuống 6 %",
        "field": factory.field().pk,
        "situation": "Phơi nắng",
        "budget_band": "200m-1b",
        "funding": "own",
        "disclosure": "on-interest",
        "needed_by": "30/06/2027",
        **rows("measures", {"role": "target", "name": "Hao hụt", "operator": "le", "value": "5,5", "unit": "%"}),
    }
    bad = client.post(reverse("showcase:need-new"), {**data, "measures-0-value": "ít thôi", "situation": ""})
    assert bad.status_code == 200
    assert bad.context["form_has_errors"]
    assert "ít thôi" in bad.content.decode()
    assert not NeedPage.objects.exists()
    assert client.post(reverse("showcase:need-new"), data).url == reverse("exhibitors:desk")
    page = NeedPage.objects.get()
    assert queries.review_states([page])[page.pk] is ReviewState.IN_REVIEW
    assert page.entered_by_user == owner
    assert str(page.measures.get().value) == "5.5000"
    assert page.needed_by.isoformat() == "2027-06-30"
    edit = reverse("showcase:need-edit", args=[page.pk])
    assert client.get(edit).context["in_review"]
    assert client.post(edit, data).status_code == 200


def test_enquiry_is_answered_at_the_desk(client: Client, market: SimpleNamespace, owner: Any) -> None:
    enquiry = factory.ask(factory.publish_technology(market))
    assert enquiry.reference in client.get(reverse("showcase:enquiries")).content.decode()
    detail = reverse("showcase:enquiry", args=[enquiry.reference])
    empty = client.post(detail, {"answer": ""})
    assert empty.context["form"].errors
    assert client.post(detail, {"answer": "Mời đến xưởng."}).status_code == 302
    assert Enquiry.objects.get().state == EnquiryState.ANSWERED
    assert client.post(reverse("showcase:enquiry-close", args=[enquiry.reference])).status_code == 302
    assert Enquiry.objects.get().state == EnquiryState.CLOSED


def test_desk_costs_the_same_with_1_and_many(client: Client, market: SimpleNamespace, owner: Any) -> None:
    def fill() -> None:
        page = factory.publish_technology(market)
        technologies.start_technology(organisation=market.organisation, by=owner, title="Nháp", now=clock.now())
        factory.publish_need(market)
        factory.ask(page)

    def cost() -> int:
        client.get(reverse("exhibitors:desk"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("exhibitors:desk")).status_code == 200
        return len(captured)

    fill()
    one = cost()
    for _index in range(6):
        fill()
    assert cost() == one


def test_translations_have_no_address_at_the_desk(client: Client, market: SimpleNamespace, owner: Any) -> None:
    page, need = factory.publish_technology(market), factory.publish_need(market)
    twin, english_need = factory.english(page, title="Garlic dryer"), factory.english(need, title="Dry garlic")
    for name, own, other, more in (
        ("showcase:technology-check", page, twin, ()),
        ("showcase:technology-step", page, twin, ("identity",)),
        ("showcase:technology-preview", page, twin, ()),
        ("showcase:technology-listing", page, twin, ()),
        ("showcase:technology-english", page, twin, ()),
        ("showcase:need-edit", need, english_need, ()),
        ("showcase:need-status", need, english_need, ()),
    ):
        assert client.get(reverse(name, args=[own.pk, *more])).status_code == 200, name
        assert client.get(reverse(name, args=[other.pk, *more])).status_code == 404, name


def test_english_desk_shows_english_titles_and_marks_the_others(
    client: Client, market: SimpleNamespace, owner: Any
) -> None:
    both = factory.publish_technology(market, title="Máy sấy tỏi")
    factory.english(both, title="Garlic dryer")
    only = factory.publish_technology(market, title="Lò hơi đốt trấu")
    factory.publish_need(market, title="Cần máy bóc vỏ")
    factory.ask(both)
    page = client.get("/en/desk/").content.decode()
    assert "Máy sấy tỏi" not in page
    assert page.count(">Garlic dryer</a>") >= 2
    for title in ("Lò hơi đốt trấu", "Cần máy bóc vỏ"):
        assert re.search(rf'lang="vi">{title}</a> <span class="badge">.*?Vietnamese only</span>', page, re.DOTALL), (
            title
        )
    check = client.get(f"/en/desk/technologies/{only.pk}/check/")
    assert '<span lang="vi">Lò hơi đốt trấu</span>' in check.content.decode()
    assert "Vietnamese only" in check.content.decode()
    assert "Garlic dryer" in client.get(f"/en/desk/technologies/{both.pk}/check/").content.decode()
    vietnamese = client.get("/ban-lam-viec/").content.decode()
    assert "Máy sấy tỏi" in vietnamese
    assert "Garlic dryer" not in vietnamese
    assert "Chỉ có tiếng Việt" not in vietnamese


def test_english_desk_costs_the_same_with_1_and_many(client: Client, market: SimpleNamespace, owner: Any) -> None:
    def fill() -> None:
        page = factory.publish_technology(market)
        factory.publish_need(market)
        factory.ask(page)

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    fill()
    one = cost("/en/desk/")
    for _index in range(6):
        fill()
    assert cost("/en/desk/") == one
