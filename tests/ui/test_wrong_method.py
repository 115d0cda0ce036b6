"""An address that takes only a form answers GET with a page that says how to go on, in every room and both languages."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from tests.factories import exhibitors

KEY = uuid.UUID(int=7)
POST_ONLY: tuple[tuple[str, list[Any]], ...] = (
    ("exhibitors:choose", []),
    ("events:application-withdraw", ["HC-2345"]),
    ("experts:submit", []),
    ("experts:message-close", ["CG-2345"]),
    ("showcase:enquiry-close", ["QT-2345"]),
    ("tables:discard", [KEY]),
)
WORDS = {
    "vi": ("Không mở trực tiếp địa chỉ này được", "quay lại trang có biểu mẫu"),
    "en": ("This address cannot be opened by itself", "Go back to the page with the form"),
}


@pytest.fixture
def visitor(client: Client, site: Site) -> Client:
    client.force_login(exhibitors.make_person())
    return client


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("name", "arguments"), POST_ONLY, ids=[name for name, _arguments in POST_ONLY])
def test_opening_the_address_of_a_button_tells_how_to_go_on(
    visitor: Client, name: str, arguments: list[Any], language: str
) -> None:
    with translation.override(language):
        address = reverse(name, args=arguments)
    answer = visitor.get(address)
    html = answer.content.decode()
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert answer["Content-Type"].startswith("text/html")
    assert f'<html lang="{language}"' in html
    title, advice = WORDS[language]
    assert f"<h1>{title}</h1>" in html
    assert advice in html
    assert 'role="search"' in html
    assert "default-src" in answer["Content-Security-Policy"]
    assert answer.get("Content-Length", str(len(answer.content))) == str(len(answer.content))


def test_sending_a_form_to_a_page_that_takes_none_is_answered_too(visitor: Client) -> None:
    answer = visitor.post("/favicon.ico")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "<h1>" in answer.content.decode()
