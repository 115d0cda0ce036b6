"""Content, policies, services, the site map: both languages, filters, costs, no cookies."""

import json
import re
import uuid
from datetime import UTC, date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site
from wagtail.rich_text import RichText

from home import roles
from home.domain import services
from home.enums import DocumentType, RequestState, Validity
from home.models import PolicyIndexPage, PolicyPage, ServiceRequest
from home.models.policies import PolicyClause
from portal.kernel import clock, errors
from portal.mail.models import OutgoingMail
from portal.pages.findables import FindableKind
from tests.factories import home as make

pytestmark = pytest.mark.django_db


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        response = client.get(path)
    assert response.status_code == 200
    return len(caught)


def words(response: Any) -> str:
    return str(response.content.decode())


def test_content_page_reads_in_both_languages(site: Site, client: Client) -> None:
    page = make.content_page(site, body=[("paragraph", RichText("<p>Ai cũng dùng được.</p>"))])
    make.english(page, title="About", slug="about", intro="Who it is for")
    vietnamese, english = client.get("/gioi-thieu/"), client.get("/en/about/")
    assert "Ai cũng dùng được." in words(vietnamese)
    assert "Who it is for" in words(english)
    assert 'lang="en"' in words(english)
    for response in (vietnamese, english):
        assert words(response).count("<h1") == 1
        assert not response.cookies
        assert not re.search(r'\sstyle="', words(response))


def test_content_page_tells_the_search_its_text(site: Site) -> None:
    page = make.content_page(site, body=[("paragraph", RichText("<p>Ai cũng dùng được.</p>"))])
    document = page.findable_document()
    assert document is not None
    assert document.kind == FindableKind.CONTENT
    assert "Ai cũng dùng được." in document.body


def test_search_dates_a_page_by_the_day_in_viet_nam(site: Site) -> None:
    page = make.content_page(site)
    page.first_published_at = clock.at(date(2026, 11, 24), 6).astimezone(UTC)
    document = page.findable_document()
    assert document is not None
    assert document.sort_date == date(2026, 11, 24)


def test_policy_shows_number_date_and_issuer_as_the_document_prints_them(site: Site, client: Client) -> None:
    policy = make.policy(make.policy_index(site))
    content = words(client.get(policy.url))
    assert "149/KH-UBND" in content
    assert "Bắc Ninh, ngày 08 tháng 5 năm 2023" in content
    assert "Ủy ban nhân dân tỉnh Bắc Ninh" in content
    assert "khoảng 25%" in content
    assert 'id="dieu-iii-5-a"' in content
    assert content.count("<h1") == 1


def test_contents_list_two_levels_and_begin_with_what_the_page_holds(site: Site, client: Client) -> None:
    policy = make.policy(make.policy_index(site))
    policy.clauses = [
        PolicyClause(number="II", heading="Mục tiêu"),
        PolicyClause(number="III.1", heading="Báo cáo"),
        PolicyClause(number="III.2", heading="Nguồn cầu"),
        PolicyClause(number="III.2.a", heading="Điều tra"),
        PolicyClause(number="III.2.a.1", heading="Chi tiết"),
        PolicyClause(number="IV", text="<p>Không tiêu đề</p>"),
    ]
    policy.save_revision().publish()
    response = client.get(policy.url)
    assert [(item["text"], item["href"], item["is_lower"]) for item in response.context["contents"]] == [
        ("II. Mục tiêu", "#dieu-ii", False),
        ("III.1. Báo cáo", "#dieu-iii-1", False),
        ("III.2. Nguồn cầu", "#dieu-iii-2", False),
        ("III.2.a. Điều tra", "#dieu-iii-2-a", True),
    ]
    html = response.content.decode()
    for heading in ("<h2>III.2. Nguồn cầu</h2>", "<h3>III.2.a. Điều tra</h3>", "<h4>III.2.a.1. Chi tiết</h4>"):
        assert heading in html


def test_contents_of_one_entry_are_left_out(site: Site, client: Client) -> None:
    policy = make.policy(make.policy_index(site))
    policy.clauses = [PolicyClause(number="II", heading="Mục tiêu")]
    policy.save_revision().publish()
    assert 'class="contents' not in client.get(policy.url).content.decode()


def test_policy_in_english_writes_the_date_in_english(site: Site, client: Client) -> None:
    policy = make.policy(make.policy_index(site))
    english = make.english(policy, title="Plan 149", slug="plan-149", issuer="People's Committee")
    content = words(client.get(english.url))
    assert "8 May 2023" in content
    assert "No.: 149/KH-UBND" in content
    assert "khoảng 25%" in content


def test_policy_is_schema_org_legislation(site: Site, client: Client) -> None:
    policy = make.policy(make.policy_index(site), effective_from=date(2023, 5, 8))
    found = [
        json.loads(data)
        for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', words(client.get(policy.url)))
    ]
    legislation = next(item for item in found if item["@type"] == "Legislation")
    assert legislation["legislationIdentifier"] == "149/KH-UBND"
    assert legislation["legislationDate"] == "2023-05-08"
    assert legislation["legislationLegalForce"] == "https://schema.org/InForce"
    assert legislation["url"].startswith("http://testserver/van-ban/")


def test_policy_knows_what_the_search_needs(site: Site) -> None:
    document = make.policy(make.policy_index(site)).findable_document()
    assert document is not None
    assert "149/KH-UBND" in document.keywords
    assert "thủy sản" in document.body
    assert document.sort_date == date(2023, 5, 8)


def test_database_refuses_a_policy_that_ends_before_it_begins(site: Site) -> None:
    policy = make.policy(make.policy_index(site), effective_from=date(2023, 5, 8))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE home_policypage SET effective_until = '2020-01-01' WHERE page_ptr_id = %s", [policy.pk])


@pytest.fixture
def library(site: Site) -> list[PolicyPage]:
    index = make.policy_index(site)
    return [
        make.policy(index),
        make.policy(
            index,
            number="1158/QĐ-TTg",
            document_type=DocumentType.DECISION,
            issuer="Thủ tướng Chính phủ",
            issued_on=date(2021, 7, 13),
            summary="Chương trình quốc gia.",
        ),
        make.policy(
            index,
            number="12/2008/QĐ",
            document_type=DocumentType.DECISION,
            issuer="Bộ Khoa học và Công nghệ",
            issued_on=date(2008, 9, 4),
            validity=Validity.EXPIRED,
        ),
    ]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["149/KH-UBND", "1158/QĐ-TTg", "12/2008/QĐ"]),
        ("type=plan", ["149/KH-UBND"]),
        ("type=plan&type=decision&sort=oldest", ["12/2008/QĐ", "1158/QĐ-TTg", "149/KH-UBND"]),
        ("validity=expired", ["12/2008/QĐ"]),
        ("year=2021", ["1158/QĐ-TTg"]),
        ("issuer=thu-tuong-chinh-phu", ["1158/QĐ-TTg"]),
        ("q=thu tuong", ["1158/QĐ-TTg"]),
        ("q=chuong trinh quoc gia", ["1158/QĐ-TTg"]),
        ("q=1158", ["1158/QĐ-TTg"]),
        ("q=qd-ttg", ["1158/QĐ-TTg"]),
        ("q=không có gì", []),
        ("type=bịa&year=abc&page=999", ["149/KH-UBND", "1158/QĐ-TTg", "12/2008/QĐ"]),
    ],
)
def test_policy_list_filters_and_searches(
    library: list[PolicyPage], client: Client, query: str, numbers: list[str]
) -> None:
    response = client.get(f"/van-ban/?{query}")
    assert [item.number for item in response.context["listing"].items] == numbers
    assert not response.cookies


def test_issuers_have_the_same_codes_in_both_languages(library: list[PolicyPage], client: Client) -> None:
    make.english(library[0], title="Plan 149", slug="plan-149", issuer="People's Committee of Bắc Ninh province")
    vietnamese = client.get("/van-ban/?issuer=uy-ban-nhan-dan-tinh-bac-ninh")
    carried = vietnamese.context["listing"].parameters
    assert carried == "issuer=uy-ban-nhan-dan-tinh-bac-ninh"

    english = client.get(f"{PolicyIndexPage.objects.get(locale__language_code='en').url}?{carried}").context["listing"]
    assert [item.title for item in english.items] == ["Plan 149"]
    issuers = next(facet for facet in english.facets if facet.name == "issuer")
    assert {(one.value, one.label, one.count, one.selected) for one in issuers.options} == {
        ("uy-ban-nhan-dan-tinh-bac-ninh", "People's Committee of Bắc Ninh province", 1, True),
        ("thu-tuong-chinh-phu", "Thủ tướng Chính phủ", 1, False),
        ("bo-khoa-hoc-va-cong-nghe", "Bộ Khoa học và Công nghệ", 1, False),
    }


def test_policy_list_in_english_marks_vietnamese_ones(library: list[PolicyPage], client: Client) -> None:
    make.english(library[0], title="Plan 149", slug="plan-149")
    english = PolicyIndexPage.objects.get(locale__language_code="en")
    response = client.get(english.url)
    marks = {item.number: item.only_vietnamese for item in response.context["listing"].items}
    assert marks == {"149/KH-UBND": False, "1158/QĐ-TTg": True, "12/2008/QĐ": True}


def test_policy_list_and_page_cost_the_same_with_1_and_30(site: Site, client: Client) -> None:
    index = make.policy_index(site)
    first = make.policy(index)
    queries_of(client, "/van-ban/")
    one = queries_of(client, "/van-ban/")
    page = queries_of(client, first.url)
    for number in range(29):
        make.policy(index, number=f"{number}/KH")
    assert queries_of(client, "/van-ban/") == one
    assert queries_of(client, first.url) == page


def test_service_shows_facts_steps_and_leads_to_its_form(site: Site, client: Client) -> None:
    service = make.service(make.service_index(site))
    content = words(client.get(service.url))
    assert "Miễn phí" in content
    assert "Trao đổi" in content
    assert f"/yeu-cau-dich-vu/{service.translation_key}/" in content


def test_service_without_requests_has_no_form(site: Site, client: Client) -> None:
    service = make.service(make.service_index(site), accepts_requests=False)
    assert "/yeu-cau-dich-vu/" not in words(client.get(service.url))
    assert client.get(f"/yeu-cau-dich-vu/{service.translation_key}/").status_code == 404
    with pytest.raises(errors.DomainError):
        make.service_request(service)


def test_services_cost_the_same_with_1_and_30(site: Site, client: Client) -> None:
    index = make.service_index(site)
    first = make.service(index)
    queries_of(client, "/dich-vu/")
    one, page = queries_of(client, "/dich-vu/"), queries_of(client, first.url)
    for number in range(29):
        make.service(index, title=f"Dịch vụ {number}")
    assert queries_of(client, "/dich-vu/") == one
    assert queries_of(client, first.url) == page


def asked(**values: Any) -> dict[str, Any]:
    return {
        "form_key": str(uuid.uuid4()),
        "name": "Nguyễn Thị Lan",
        "email": "chi.lan@example.org",
        "phone": "0912 345 678",
        "text": "Cần định giá một dây chuyền sấy bún.",
        **values,
    }


def test_asking_for_a_service_keeps_one_request_and_mails_its_number(site: Site, client: Client) -> None:
    service = make.service(make.service_index(site))
    path = f"/yeu-cau-dich-vu/{service.translation_key}/"
    data = asked()
    first = client.post(path, data, follow=True)
    client.post(path, data)
    record = ServiceRequest.objects.get()
    assert record.reference in words(first)
    assert record.service_key == service.translation_key
    assert record.reference in OutgoingMail.objects.get().subject


def test_asking_in_english_for_a_vietnamese_service_works(site: Site, client: Client) -> None:
    service = make.service(make.service_index(site))
    response = client.post(f"/en/service-request/{service.translation_key}/", asked())
    assert response["Location"].startswith("/en/service-request/status/")
    assert ServiceRequest.objects.get().language == "en"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"email": "sai"}, {"phone": "gọi tôi"}, {"text": "ngắn"}])
def test_asking_with_bad_input_keeps_what_was_typed(site: Site, client: Client, wrong: dict[str, str]) -> None:
    service = make.service(make.service_index(site))
    response = client.post(f"/yeu-cau-dich-vu/{service.translation_key}/", asked(organisation="HTX Phong Khê", **wrong))
    assert response.status_code == 200
    assert "HTX Phong Khê" in words(response)
    assert next(iter(wrong)) in response.context["form"].errors
    assert not ServiceRequest.objects.exists()


def test_asking_for_an_unknown_service_is_not_found(site: Site, client: Client) -> None:
    assert client.get(f"/yeu-cau-dich-vu/{uuid.uuid4()}/").status_code == 404
    assert client.get("/yeu-cau-dich-vu/phieu/unknown/").status_code == 404


def test_request_moves_only_as_the_table_says_and_tells_the_person(site: Site) -> None:
    record, _secret = make.service_request(make.service(make.service_index(site)))
    officer = make.person("officer@example.org", roles.OFFICERS_GROUP)
    stranger = make.person("editor@example.org")
    with pytest.raises(errors.NotAllowedError):
        services.handle_request(request=record, by=stranger, state=RequestState.IN_PROGRESS, now=clock.now())
    with pytest.raises(errors.DomainError) as caught:
        services.handle_request(request=record, by=officer, state=RequestState.NEEDS_MORE, now=clock.now())
    assert caught.value.field == "message"
    services.handle_request(
        request=record, by=officer, state=RequestState.NEEDS_MORE, message="Xin gửi thêm ảnh.", now=clock.now()
    )
    assert "Xin gửi thêm ảnh." in OutgoingMail.objects.latest("pk").text
    services.handle_request(request=record, by=officer, state=RequestState.DONE, now=clock.now())
    with pytest.raises(errors.IllegalMoveError):
        services.handle_request(request=record, by=officer, state=RequestState.RECEIVED, now=clock.now())


def test_database_refuses_a_step_without_a_case(site: Site) -> None:
    record, _secret = make.service_request(make.service(make.service_index(site)))
    step = record.steps.get()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE home_casestep SET request_id = NULL WHERE id = %s", [step.pk])


def test_officer_moves_a_request_in_the_admin(site: Site, client: Client) -> None:
    record, _secret = make.service_request(make.service(make.service_index(site)))
    client.force_login(
        make.person("officer@example.org", roles.OFFICERS_GROUP), backend="django.contrib.auth.backends.ModelBackend"
    )
    path = f"/admin/servicerequest/edit/{record.pk}/"
    assert client.get(path).status_code == 200
    assert "message" in client.post(path, {"state": "declined", "message": ""}).context["form"].errors
    assert client.post(path, {"state": "done", "message": "Xong"}).status_code == 302
    record.refresh_from_db()
    assert record.state == RequestState.DONE


def test_site_map_lists_sections_and_their_texts(site: Site, client: Client) -> None:
    make.content_page(site)
    policy = make.policy(make.policy_index(site))
    response = client.get("/so-do-trang/")
    content = words(response)
    assert policy.url in content
    assert "/gioi-thieu/" in content
    assert not response.cookies
    assert client.get("/en/site-map/").status_code == 200


def test_site_map_costs_the_same_with_1_and_30_pages(site: Site, client: Client) -> None:
    index = make.policy_index(site)
    make.policy(index)
    queries_of(client, "/so-do-trang/")
    one = queries_of(client, "/so-do-trang/")
    for number in range(29):
        make.policy(index, number=f"{number}/KH")
    assert queries_of(client, "/so-do-trang/") == one


def test_editors_group_holds_the_sections_of_text_only(site: Site) -> None:
    make.content_page(site)
    make.policy_index(site)
    declared = roles.declared().roles[0]
    assert {right.page.title for right in declared.pages} == {"Giới thiệu", "Văn bản"}
    assert not any("user" in name for name in declared.permissions)
