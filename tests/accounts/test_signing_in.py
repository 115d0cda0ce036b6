"""Signing up and in by code, Wagtail's closed doors, and addresses in lower case."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.accounts.domain import names
from portal.accounts.models import User
from portal.kernel import errors
from portal.kernel.languages import Language
from portal.kernel.limits import WINDOW
from portal.mail.models import OutgoingMail
from portal.settings import accounts as limits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
NAMES = {"email": "Moi@Example.org", "full_name": "Nguyễn Thị Lan"}


def code_in(mail: OutgoingMail) -> str:
    found = re.search(r"^(\d{6})$", mail.text, re.MULTILINE)
    assert found
    return found.group(1)


def make_user(email: str = "co-roi@example.org", **fields: Any) -> User:
    user = User.objects.create_user(email, **fields)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(("start", "language"), [("/tai-khoan/", "vi"), ("/en/account/", "en")])
def test_signing_up_with_the_mailed_code_lands_signed_in(client: Client, start: str, language: str) -> None:
    answer = client.post(f"{start}signup/", NAMES)
    assert answer.status_code == 302
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.language) == ("moi@example.org", language)
    assert not signed_in(client)
    answer = client.post(answer["Location"], {"code": code_in(mail)})
    assert answer.status_code == 302
    with translation.override(language):
        assert answer["Location"] == reverse("exhibitors:desk")
    assert signed_in(client)
    user = User.objects.get()
    assert (user.email, user.full_name, user.language) == ("moi@example.org", "Nguyễn Thị Lan", language)
    assert user.emailaddress_set.get().verified


def test_a_wrong_code_says_so_and_signs_nobody_in(client: Client) -> None:
    page = client.post("/tai-khoan/signup/", NAMES)["Location"]
    right = code_in(OutgoingMail.objects.get())
    answer = client.post(page, {"code": "000000" if right != "000000" else "111111"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]
    assert 'class="error-summary"' in answer.content.decode()
    assert not signed_in(client)
    assert client.post(page, {"code": right}).status_code == 302
    assert signed_in(client)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("/tai-khoan/", "yêu cầu mã mới sau 10 giây"),
        ("/en/account/", "you can ask for a new one 10 seconds after it was sent"),
    ],
)
def test_a_new_code_asked_for_too_soon_leads_back_and_says_when(
    client: Client, settings: Any, start: str, words: str
) -> None:
    settings.ACCOUNT_RATE_LIMITS = limits.ACCOUNT_RATE_LIMITS
    page = client.post(f"{start}signup/", NAMES)["Location"]
    right = code_in(OutgoingMail.objects.get())
    answer = client.post(page, {"action": "resend"})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert words in client.get(page).content.decode()
    assert OutgoingMail.objects.count() == 1
    client.post(page, {"code": right})
    assert signed_in(client)


def test_other_limits_of_accounts_keep_their_page(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    client.post("/tai-khoan/signup/", NAMES)
    answer = Client().post("/tai-khoan/signup/", {**NAMES, "email": "khac@example.org"})
    assert (answer.status_code, answer["Retry-After"]) == (429, str(WINDOW))
    assert "Thử quá nhiều lần" in answer.content.decode()


@pytest.mark.parametrize("name", [" ", "\u200b\u200b", "\u200d\ufe0f", "-"])
def test_signing_up_needs_a_name(client: Client, name: str) -> None:
    answer = client.post("/tai-khoan/signup/", {"email": "moi@example.org", "full_name": name})
    assert answer.context["form"].errors["full_name"]
    assert not User.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_name_is_checked_by_the_rule_itself() -> None:
    user = make_user()
    with pytest.raises(errors.DomainError) as refusal:
        names.introduce(user=user, full_name=" \u200b", language=Language.VIETNAMESE)
    assert refusal.value.field == "full_name"
    names.introduce(user=user, full_name=" Lê\u200b  Thị Mới ", language=Language.VIETNAMESE)
    assert User.objects.get().full_name == "Lê Thị Mới"


def test_steps_of_signing_up_are_counted(client: Client) -> None:
    assert "Bước 1/2" in client.get("/tai-khoan/signup/").content.decode()
    assert "Bước 2/2" in client.post("/tai-khoan/signup/", NAMES, follow=True).content.decode()


def test_a_known_address_gets_the_same_answer_as_a_new_one(client: Client) -> None:
    make_user("co-roi@example.org")
    other = Client()
    known = client.post("/tai-khoan/signup/", {**NAMES, "email": "CO-ROI@example.org"})
    new = other.post("/tai-khoan/signup/", NAMES)
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    told, welcomed = (
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", visitor.get(page["Location"]).content.decode())
        .replace("co-roi@example.org", "X")
        .replace("CO-ROI@example.org", "X")
        .replace("moi@example.org", "X")
        .replace("Moi@Example.org", "X")
        for visitor, page in ((client, known), (other, new))
    )
    assert told == welcomed
    assert "account_already_exists" in OutgoingMail.objects.get(recipient="co-roi@example.org").kind
    assert User.objects.filter(email="co-roi@example.org").count() == 1
    assert not signed_in(client)


def sign_in(client: Client, email: str, query: str = "") -> Any:
    answer = client.post(f"/tai-khoan/login/code/{query}", {"email": email})
    assert answer.status_code == 302
    return client.post(answer["Location"], {"code": code_in(OutgoingMail.objects.latest("pk"))})


def test_exhibitors_land_at_their_desk_and_editors_in_the_admin(client: Client) -> None:
    make_user()
    assert sign_in(client, "CO-roi@example.org")["Location"] == reverse("exhibitors:desk")
    editor = make_user("bien-tap@example.org")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert sign_in(Client(), editor.email)["Location"] == "/admin/"


def test_a_password_opens_the_account_of_those_who_set_one(client: Client) -> None:
    make_user(password="mat-khau-du-dai-1")
    wrong = client.post("/tai-khoan/login/", {"login": "co-roi@example.org", "password": "sai-mat-khau-1"})
    assert wrong.status_code == 200
    assert not signed_in(client)
    right = client.post("/tai-khoan/login/", {"login": "Co-Roi@example.org", "password": "mat-khau-du-dai-1"})
    assert right["Location"] == reverse("exhibitors:desk")
    assert signed_in(client)


def test_signing_in_goes_on_where_one_came_from_but_not_to_other_sites(client: Client) -> None:
    make_user()
    assert sign_in(client, "co-roi@example.org", "?next=/admin/")["Location"] == "/admin/"
    assert sign_in(Client(), "co-roi@example.org", "?next=https://evil.example/")["Location"] == reverse(
        "exhibitors:desk"
    )


def test_an_unknown_address_is_not_told_apart_at_signing_in(client: Client) -> None:
    make_user()
    known = client.post("/tai-khoan/login/code/", {"email": "co-roi@example.org"})
    unknown = Client().post("/tai-khoan/login/code/", {"email": "khong-co@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "login/?next=/admin/pages/",
        "password_reset/",
        "password_reset/done/",
        "password_reset/confirm/MQ/set-password/",
        "password_reset/complete/",
    ],
)
def test_wagtails_own_doors_lead_to_allauth(client: Client, path: str) -> None:
    for answer in (client.get(f"/admin/{path}"), client.post(f"/admin/{path}", {"username": "a", "password": "b"})):
        assert answer.status_code == 302
        assert answer["Location"].partition("?")[0] == "/tai-khoan/login/"
    if "?" in path:
        assert client.get(f"/admin/{path}")["Location"].endswith("?next=/admin/pages/")


def test_admin_sends_strangers_to_sign_in(client: Client) -> None:
    answer = client.get("/admin/pages/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/tai-khoan/login/")
    assert 'name="login"' in answer.content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_addresses_are_kept_in_lower_case(language: str) -> None:
    user = User.objects.create_user(" Chi.Lan@Example.ORG ", language=language)
    assert user.email == "chi.lan@example.org"
    assert User.objects.get_by_natural_key("CHI.LAN@example.org ") == user
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = 'Chi.Lan@example.org' WHERE id = %s", [user.pk])


def test_database_keeps_one_account_for_an_address() -> None:
    user, other = make_user("a@example.org"), make_user("b@example.org")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = %s WHERE id = %s", [user.email, other.pk])


@pytest.mark.parametrize(
    ("fields", "full", "short"),
    [
        ({"full_name": "Nguyễn Thị Lan"}, "Nguyễn Thị Lan", "Lan"),
        ({}, "chi@example.org", "chi@example.org"),
    ],
)
def test_people_are_called_by_their_given_name(fields: dict[str, str], full: str, short: str) -> None:
    user = User.objects.create_user("chi@example.org", **fields)
    assert (user.get_full_name(), user.get_short_name(), str(user)) == (full, short, full)
    assert not user.has_usable_password()


def test_admin_turns_signed_in_people_away_without_going_round(client: Client, site: Any) -> None:
    client.force_login(User.objects.create_user(email="khach@example.org"))
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) == 1


@pytest.mark.parametrize("wanted", ["//elsewhere.example", "https://elsewhere.example/", "javascript:alert(1)"])
def test_admin_gate_leads_to_no_other_site(client: Client, site: Any, wanted: str) -> None:
    answer = client.get("/admin/login/", {"next": wanted})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/tai-khoan/login/?next=/admin/"


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/login/?next=/admin/"])
def test_admin_says_no_to_a_person_without_rights_and_logs_no_failure(
    client: Client, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    client.force_login(make_user())
    with caplog.at_level("WARNING"):
        answer = client.get(address, follow=True)
    assert answer.status_code == 403
    assert "Bạn không mở được trang này" in answer.content.decode()
    assert caplog.records
    assert not [record for record in caplog.records if record.exc_info or record.levelname == "ERROR"]
