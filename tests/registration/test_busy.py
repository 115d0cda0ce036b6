"""When the database is asked by too many at once: one quiet try more, then a sentence beside what was typed."""

import sqlite3
from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import translation
from wagtail.models import Site

from portal.kernel import contention
from registration.domain import entry
from registration.models import Registration
from registration.subjects import SubjectInfo
from tests.factories.registration import make_kind
from tests.registration.guests import filled, url_of

pytestmark = pytest.mark.django_db
WORDS = {"vi": "Đang có rất nhiều người đăng ký", "en": "Very many people are registering"}


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """Every page needs the site."""


def failure(*, sqlstate: str = "", code: int | None = None) -> OperationalError:
    error, cause = OperationalError("it did not work"), Exception()
    if sqlstate:
        cause.sqlstate = sqlstate  # type: ignore[attr-defined]  # as psycopg has it
    if code is not None:
        cause.sqlite_errorcode = code  # type: ignore[attr-defined]  # as sqlite3 has it
    error.__cause__ = cause
    return error


LOCKED: dict[str, Any] = {"code": sqlite3.SQLITE_BUSY}
DEADLOCK: dict[str, Any] = {"sqlstate": "40P01"}


@pytest.mark.parametrize(
    ("cause", "is_busy"),
    [
        (DEADLOCK, True),
        ({"sqlstate": "40001"}, True),
        ({"sqlstate": "55P03"}, True),
        ({"sqlstate": "57P01"}, False),
        (LOCKED, True),
        ({"code": sqlite3.SQLITE_BUSY_SNAPSHOT}, True),
        ({"code": sqlite3.SQLITE_FULL}, False),
        ({}, False),
    ],
)
def test_only_what_passes_by_itself_is_busy(cause: dict[str, Any], is_busy: bool) -> None:
    assert contention.is_busy(failure(**cause)) is is_busy
    assert not contention.is_busy(ValueError())
    assert not contention.is_busy(OperationalError("server closed the connection"))


@pytest.mark.parametrize(
    ("cause", "tries"), [(DEADLOCK, 2), ({"sqlstate": "40001"}, 2), ({"sqlstate": "55P03"}, 1), (LOCKED, 1)]
)
def test_only_what_was_rolled_back_for_others_is_tried_once_more(cause: dict[str, Any], tries: int) -> None:
    work = mock.Mock(side_effect=[failure(**cause)] * 3)
    with pytest.raises(OperationalError):
        contention.tried_again(work)
    assert work.call_count == tries


def test_form_is_sent_once_more_behind_the_visitors_back(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, capacity=5)
    results = [failure(**DEADLOCK), mock.DEFAULT]
    with mock.patch.object(entry, "enter", wraps=entry.enter, side_effect=results) as enter:
        assert client.post(url_of(fair), filled()).status_code == 302
    assert (enter.call_count, Registration.objects.count()) == (2, 1)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("cause", [DEADLOCK, LOCKED])
def test_form_says_so_and_keeps_what_was_typed(
    client: Client, fair: SubjectInfo, cause: dict[str, Any], language: str
) -> None:
    make_kind(subject=fair.key, capacity=5)
    client.raise_request_exception = False
    with translation.override(language):
        url = url_of(fair)
    with mock.patch.object(entry, "enter", side_effect=[failure(**cause), failure(**cause)]):
        page = client.post(url, filled())
    html = page.content.decode()
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert WORDS[language] in html
    assert "Hợp tác xã Thuận Thành" in html
    assert "it did not work" not in html
    assert not Registration.objects.exists()
    assert client.post(url, filled()).status_code == 302
    assert Registration.objects.count() == 1


def test_a_database_that_is_away_is_no_rush(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, capacity=5)
    client.raise_request_exception = False
    with mock.patch.object(entry, "enter", side_effect=OperationalError("server closed the connection")):
        page = client.post(url_of(fair), filled())
    assert (page.status_code, page["Retry-After"]) == (503, "300")
