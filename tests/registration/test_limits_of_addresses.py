"""Anybody can type anybody's address: asking for its link again must not keep its owner from registering."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.kernel import limits
from registration.models import Registration
from registration.subjects import SubjectInfo
from tests.factories.registration import make_kind
from tests.registration.guests import filled, old_ticket, url_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
OF_CONNECTION = "Đường truyền của bạn"
OF_ADDRESS = "Địa chỉ thư điện tử này đã được yêu cầu"


def ask_again(client: Client, fair: SubjectInfo, email: str) -> tuple[int, str]:
    answer = client.post(
        reverse("registration:link-again", args=[fair.key]), {"email": email, "ticket": old_ticket(), "homepage": ""}
    )
    return answer.status_code, answer.content.decode()


def test_links_asked_for_by_strangers_leave_the_form_to_the_owner(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, capacity=2)
    for _time in range(limits.PER_ADDRESS + 1):
        status, text = ask_again(client, fair, "an@example.org")
    assert status == 429
    assert OF_ADDRESS in text
    assert OF_CONNECTION not in text
    assert 'value="an@example.org"' in text
    assert client.post(url_of(fair), filled()).status_code == 302
    assert Registration.objects.get().email == "an@example.org"


def test_forms_of_an_address_leave_its_link(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, capacity=2)
    for _time in range(limits.PER_ADDRESS):
        assert client.post(url_of(fair), filled()).status_code == 302
    refused = client.post(url_of(fair), filled())
    assert (refused.status_code, OF_ADDRESS in refused.content.decode()) == (429, True)
    assert ask_again(client, fair, "an@example.org")[0] == 302


def test_a_busy_connection_is_told_so(client: Client, fair: SubjectInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    make_kind(subject=fair.key, capacity=2)
    monkeypatch.setattr(limits, "PER_CONNECTION", 0)
    for status, text in (
        ask_again(client, fair, "an@example.org"),
        (429, client.post(url_of(fair), filled()).content.decode()),
    ):
        assert status == 429
        assert OF_CONNECTION in text
        assert OF_ADDRESS not in text
