"""Error pages and the catalogue."""

import io
import re
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from PIL import Image
from redis import exceptions as redis_exceptions
from wagtail.models import Site

from portal.ui import samples, views


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    return rf.get("/khong-co/")


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (views.not_found, 404, "Không tìm thấy trang"),
        (views.permission_denied, 403, "Bạn không mở được trang này"),
        (views.csrf_failure, 403, "Biểu mẫu đã hết hạn"),
        (views.too_many_requests, 429, "Thử quá nhiều lần"),
    ],
)
def test_error_page_tells_what_happened_and_how_to_go_on(
    view: Any, status: int, words: str, request_: HttpRequest, site: Site
) -> None:
    response = view(request_)
    html = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{words}</h1>" in html
    assert 'role="search"' in html
    assert "Về trang chủ" in html


def test_lost_readers_and_footers_lead_to_the_site_map(rf: RequestFactory, site: Site) -> None:
    html = views.not_found(rf.get("/khong-co/")).content.decode()
    before, footer = html.split("<footer", 1)
    assert 'href="/so-do-trang/"' in before
    assert 'href="/so-do-trang/"' in footer
    with translation.override("en"):
        html = views.not_found(rf.get("/en/nowhere/")).content.decode()
    assert 'href="/en/site-map/"' in html


def test_menu_holds_language_and_account(client: Client, site: Site) -> None:
    menu = client.get("/").content.decode().split('id="menu"')[1].split("</nav>")[0]
    assert 'hreflang="en"' in menu
    assert 'href="/ban-lam-viec/"' in menu


def test_error_page_speaks_english_under_its_address(rf: RequestFactory, site: Site) -> None:
    with translation.override("en"):
        html = views.not_found(rf.get("/en/nowhere/")).content.decode()
    assert "<h1>Page not found</h1>" in html


def test_error_page_survives_a_failing_shell(request_: HttpRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.ui.views.loader.render_to_string", lambda *args: 1 / 0)
    response = views.not_found(request_)
    assert response.status_code == 404
    assert "Về trang chủ" in response.content.decode()


def _too_much(request: HttpRequest) -> HttpResponse:
    return views.bad_request(request, RequestDataTooBig())


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.server_error, 500), (views.service_unavailable, 503), (views.bad_request, 400), (_too_much, 413)],
)
def test_failure_page_needs_no_database_and_speaks_both_languages(
    view: Any, status: int, request_: HttpRequest
) -> None:
    response = view(request_)
    html = response.content.decode()
    assert response.status_code == status
    assert '<html lang="vi">' in html
    assert 'lang="en"' in html
    assert "ui/portal" in html
    assert "<script" not in html
    assert re.search(
        r'<a class="header__home" href="/"><svg class="emblem".*?Sàn khoa học và công nghệ Bắc Ninh', html, re.DOTALL
    )
    assert html.index('class="header__home"') < html.index('<svg class="edge"') < html.index("<main")


def test_server_error_gives_a_reference_that_stands_in_the_log(
    request_: HttpRequest, caplog: pytest.LogCaptureFixture
) -> None:
    html = views.server_error(request_).content.decode()
    number = caplog.records[-1].getMessage().split()[2]
    assert len(number) == 9
    assert number in html
    assert views.reference() != views.reference()


def test_unavailable_page_says_when_to_come_back(request_: HttpRequest) -> None:
    assert views.service_unavailable(request_)["Retry-After"] == "300"


AWAY = {
    "vi": ("/", "Cổng tạm thời chưa phục vụ được"),
    "en": ("/en/", "The portal does not answer at the moment"),
}


def fail_with(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def away(*_args: object, **_names: object) -> None:
        raise failure

    monkeypatch.setattr("home.models.HomePage.get_context", away)


@pytest.mark.parametrize(
    "failure",
    [
        OperationalError("connection refused by 10.0.0.7"),
        redis_exceptions.ConnectionError("connection refused by 10.0.0.7"),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_page_says_so_when_database_or_cache_do_not_answer(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch, failure: Exception, language: str
) -> None:
    path, words = AWAY[language]
    fail_with(monkeypatch, failure)
    client.raise_request_exception = False
    answer = client.get(path)
    html = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "300", "no-store")
    assert f'<html lang="{language}">' in html
    assert f"<h1>{words}</h1>" in html
    assert "10.0.0.7" not in html
    assert "Traceback" not in html


@pytest.mark.parametrize(
    "failure", [ProgrammingError("no such thing"), OperationalError("no such table: x"), ValueError("x")]
)
def test_fault_of_the_portal_itself_stays_a_server_error(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    fail_with(monkeypatch, failure)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Retry-After" not in answer


@pytest.mark.parametrize("path", ["/giao-dien/", "/en/interface/"])
def test_catalogue_shows_every_component(path: str, client: Client, site: Site, settings: Any) -> None:
    settings.UI_CATALOGUE_ENABLED = True
    response = client.get(path)
    html = response.content.decode()
    assert response.status_code == 200
    for group in samples.groups():
        assert f'id="{group.anchor}"' in html
    assert not response.cookies


def test_catalogue_is_hidden_in_production(client: Client, site: Site, settings: Any) -> None:
    settings.UI_CATALOGUE_ENABLED = False
    assert client.get("/giao-dien/").status_code == 404


def test_base_page_reads_nothing_of_the_visitor(client: Client, site: Site, settings: Any) -> None:
    settings.UI_CATALOGUE_ENABLED = True
    response = client.get("/giao-dien/")
    assert "Cookie" not in response.get("Vary", "")
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_favicon_is_the_emblem_in_three_sizes_without_a_cookie(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/vnd.microsoft.icon")
    assert "max-age=604800" in answer["Cache-Control"]
    assert not answer.cookies
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert picture.convert("RGB").getpixel((24, 36)) != picture.convert("RGB").getpixel((8, 24))


def test_favicon_is_what_the_tool_draws() -> None:
    from tools import favicon

    drawn = io.BytesIO()
    favicon.emblem().resize((48, 48), Image.Resampling.LANCZOS).save(drawn, format="ICO", sizes=favicon.SIZES)
    kept, wanted = Image.open(views.FAVICON).convert("RGBA"), Image.open(drawn).convert("RGBA")
    differences = [abs(a - b) for a, b in zip(kept.tobytes(), wanted.tobytes(), strict=True)]
    assert max(differences) <= 8
