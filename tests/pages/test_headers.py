"""What every answer carries: language by path, the content security policy, permissions."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from wagtail.models import Site

from home.models import ContentPage
from portal.kernel import limits
from portal.pages.middleware import HeadersMiddleware, PathLanguageMiddleware
from tests.factories import search as factory

PUBLIC = ("/", "/en/", "/tai-khoan/login/", "/khong-co-trang-nay/")


@pytest.mark.parametrize(
    ("path", "language"), [("/", "vi"), ("/en/", "en"), ("/en", "en"), ("/english/", "vi"), ("/cong-nghe/en/", "vi")]
)
def test_the_address_alone_decides_the_language(path: str, language: str) -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language())
        return HttpResponse()

    request = RequestFactory().get(path, headers={"Accept-Language": "en" if language == "vi" else "vi"})
    request.COOKIES["django_language"] = "en" if language == "vi" else "vi"
    answer = PathLanguageMiddleware(view)(request)
    assert seen == [language]
    assert language == request.LANGUAGE_CODE
    assert answer["Content-Language"] == language
    assert translation.get_language() == "vi"


def test_answer_of_another_language_keeps_its_own_word() -> None:
    answer = PathLanguageMiddleware(lambda _request: HttpResponse(headers={"Content-Language": "en"}))(
        RequestFactory().get("/tep/")
    )
    assert answer["Content-Language"] == "en"


@pytest.mark.parametrize(("headers", "seconds"), [({}, str(limits.WINDOW)), ({"Retry-After": "7"}, "7")])
def test_whoever_asks_too_often_is_told_when_to_come_back(headers: dict[str, str], seconds: str) -> None:
    answer = HeadersMiddleware(lambda _request: HttpResponse(status=429, headers=headers))(RequestFactory().get("/"))
    assert answer["Retry-After"] == seconds
    assert "Retry-After" not in HeadersMiddleware(lambda _request: HttpResponse())(RequestFactory().get("/"))


@pytest.mark.django_db
def test_language_leaks_into_no_later_request(site: Site, client: Client) -> None:
    assert client.get("/en/")["Content-Language"] == "en"
    answer = client.get("/")
    assert answer["Content-Language"] == "vi"
    assert '<html lang="vi">' in answer.content.decode()


def directives(answer: Any) -> dict[str, list[str]]:
    (policy,) = [value for name, value in answer.items() if name.lower() == "content-security-policy"]
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {name: sources for name, *sources in parts}


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC)
def test_public_answers_carry_the_strict_policy(site: Site, client: Client, path: str) -> None:
    answer = client.get(path)
    policy = directives(answer)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["img-src"] == ["'self'"]
    assert policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "nonce" not in answer["Content-Security-Policy"]
    assert answer["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(self), payment=(), usb=()"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_admin_answers_carry_their_own_policy_without_other_origins(site: Site, admin_client: Client) -> None:
    answer = admin_client.get("/admin/")
    assert answer.status_code == 200
    policy = directives(answer)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert not any("http" in source or "*" in source for sources in policy.values() for source in sources)
    assert "Permissions-Policy" in answer


@pytest.mark.django_db
def test_public_pages_set_no_cookie_and_do_not_vary_by_one(site: Site, client: Client) -> None:
    page = factory.page(site, "Trang")
    for path in ("/", "/en/", page.url or "", f"/en/not-translated/{page.pk}/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


def test_slug_with_vietnamese_letters_becomes_plain(site: Site) -> None:
    page = ContentPage(title="Xưởng nhỏ", slug="xưởng-nhỏ-đổi-mới")
    site.root_page.add_child(instance=page)
    assert page.slug == "xuong-nho-doi-moi"
