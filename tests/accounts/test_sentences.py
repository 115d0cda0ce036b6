"""What the forms of signing in say where something is missing: what to do, in the reader's language."""

from typing import Any

import pytest
from django.forms.fields import Field
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
PASSWORD = "mat-khau-thu"


@pytest.fixture
def person() -> User:
    made = User.objects.create_user("co-roi@example.org", password=PASSWORD)
    made.emailaddress_set.create(email=made.email, verified=True, primary=True)
    return made


def answer_to(client: Client, name: str, language: str, data: dict[str, str] | None = None) -> Any:
    with translation.override(language):
        return client.post(reverse(name), data or {}, follow=True)


def said_by_django(language: str) -> str:
    with translation.override(language):
        return str(Field.default_error_messages["required"])


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_request_login_code",
        "account_reset_password",
        "account_confirm_login_code",
        "account_reauthenticate",
        "account_change_password",
        "mfa_activate_totp",
    ],
)
def test_empty_forms_say_what_to_do(client: Client, person: User, name: str, language: str) -> None:
    if name == "account_confirm_login_code":
        answer_to(client, "account_request_login_code", language, {"email": person.email})
    elif name in {"account_reauthenticate", "account_change_password", "mfa_activate_totp"}:
        client.force_login(person)
        if name == "mfa_activate_totp":
            answer_to(client, "account_reauthenticate", language, {"password": PASSWORD})
    answer = answer_to(client, name, language, {"action": "verify"})
    html = answer.content.decode()
    assert 'class="error-summary"' in html
    assert said_by_django(language) not in html
