"""Secrets of mailed links never reach a log."""

import io
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.kernel import log_safety, slugs, tokens

SECRET = "aB3_-" * 8 + "xYz"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Return what the handlers of the settings write."""
    written = io.StringIO()
    handlers: dict[str, Any] = {
        name: {**handler, "stream": written} for name, handler in settings.LOGGING["handlers"].items()
    }
    logging.config.dictConfig({**settings.LOGGING, "handlers": handlers})
    yield written
    logging.config.dictConfig(settings.LOGGING)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (f"/gia-han/{SECRET}/", "/gia-han/…/"),
        (f"/en/renew/{SECRET}", "/en/renew/…"),
        (f"/dang-ky/quan-ly/{SECRET}/huy/", "/dang-ky/quan-ly/…/huy/"),
        (f"/gia-han/{SECRET[:30]}", "/gia-han/…"),
        (f"/gia-han/{SECRET}%3D/", "/gia-han/…/"),
        (f"/gia-han/{SECRET}).", "/gia-han/…)."),
        (f"Forbidden (x): /gia-han/{SECRET}/?a=1 and /vi/", "Forbidden (x): /gia-han/…/?a=1 and /vi/"),
        ("/quan-tam/cua-toi/QT-ABCD-EFGH/", "/quan-tam/cua-toi/QT-ABCD-EFGH/"),
        ("/su-kien/lich/0b1a2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d.ics", "/su-kien/lich/0b1a2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d.ics"),
    ],
)  # fmt: skip
def test_secrets_in_paths_are_hidden_and_nothing_else(words: str, shown: str) -> None:
    assert log_safety.without_secrets(words) == shown


def test_addresses_made_of_titles_stay_readable() -> None:
    path = f"/tin-tuc/{slugs.slug('Thúc đẩy chuyển giao công nghệ trong nông nghiệp Bắc Ninh năm 2026')}/"
    assert log_safety.without_secrets(path) == path


@pytest.mark.parametrize("name", ["showcase:listing-renew-link", "registration:manage", "showcase:consent"])
def test_a_refused_form_and_a_missing_page_leave_no_secret_in_the_log(db: None, log: io.StringIO, name: str) -> None:
    secret = tokens.secrets.token_urlsafe(tokens.TOKEN_BYTES)
    path = reverse(name, args=[secret])
    client = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    assert client.post(path, {"answer": "agree"}).status_code == 403
    assert client.get(path).status_code == 404
    written = log.getvalue()
    assert secret not in written
    assert "Form refused at" in written
    assert "django.security.csrf" in written
    assert "Not Found: " in written
    assert path.replace(secret, "…") in written


def test_a_failure_leaves_no_secret_in_the_log(log: io.StringIO) -> None:
    logging.getLogger("django.request").error("Internal Server Error: %s", f"/gia-han/{SECRET}/")
    logging.getLogger("showcase").warning("nothing at %(path)s", {"path": f"/gia-han/{SECRET}/"})
    assert SECRET not in log.getvalue()
    assert log.getvalue().count("/gia-han/…/") == 2
