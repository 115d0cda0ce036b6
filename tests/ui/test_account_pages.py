"""The account pages of allauth in the portal's look."""

import re

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Site

from portal.accounts.models import User

INLINE = re.compile(r"<[a-z][^>]*\s(style|on[a-z]+)\s*=", re.IGNORECASE)


def check(html: str) -> None:
    assert html.count("<h1") == 1
    assert '<main class="main"' in html
    assert not INLINE.search(html)
    assert "placeholder=" not in html[html.index("<main") :]


@pytest.fixture
def signed_in(client: Client, site: Site) -> Client:
    user = User.objects.create_user(email="nguoi-dung@example.org", password="matkhau-du-dai-1")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("page", ["login", "signup"])
def test_the_field_for_the_address_is_called_as_everywhere_else(client: Client, site: Site, page: str) -> None:
    assert re.search(
        r'<label[^>]*for="id_(login|email)"[^>]*>\s*Địa chỉ thư điện tử',
        client.get(f"/tai-khoan/{page}/").content.decode(),
    )


@pytest.mark.parametrize("page", ["login", "signup", "login/code", "password/reset"])
@pytest.mark.parametrize("start", ["/tai-khoan/", "/en/account/"])
def test_entrance_page_is_in_our_look(client: Client, site: Site, start: str, page: str) -> None:
    response = client.get(f"{start}{page}/")
    assert response.status_code == 200
    check(response.content.decode())


@pytest.mark.parametrize("page", ["email", "2fa", "sessions", "logout"])
def test_page_of_the_account_is_in_our_look(signed_in: Client, page: str) -> None:
    response = signed_in.get(f"/tai-khoan/{page}/")
    html = response.content.decode()
    assert response.status_code == 200
    check(html)
    assert 'aria-current="page"' in html


def test_wrong_sign_up_says_so_in_title_summary_and_beside_the_field(client: Client, site: Site) -> None:
    html = client.post(
        "/tai-khoan/signup/", {"email": "khong-phai-thu", "full_name": "Nguyễn Thị Lan"}
    ).content.decode()
    assert re.search(r"<title>\s*Lỗi:", html)
    assert 'class="error-summary"' in html
    assert 'id="id_email_error"' in html
    assert 'value="Nguyễn Thị Lan"' in html


def test_sign_up_asks_for_the_code_that_was_mailed(client: Client, site: Site) -> None:
    response = client.post(
        "/tai-khoan/signup/", {"email": "moi@example.org", "full_name": "Nguyễn Thị Lan"}, follow=True
    )
    html = response.content.decode()
    assert "<h1>Nhập mã trong thư</h1>" in html
    assert "moi@example.org" in html
    assert len(mail.outbox) == 1
    check(html)


def test_sign_in_offers_a_code_first_and_a_password_to_those_who_have_one(client: Client, site: Site) -> None:
    html = client.get("/tai-khoan/login/").content.decode()
    assert html.index("/tai-khoan/login/code/") < html.index('type="password"')
    User.objects.create_user(email="co-roi@example.org").emailaddress_set.create(
        email="co-roi@example.org", verified=True, primary=True
    )
    response = client.post("/tai-khoan/login/code/", {"email": "co-roi@example.org"}, follow=True)
    assert "<h1>Nhập mã đăng nhập</h1>" in response.content.decode()
    assert len(mail.outbox) == 1


def test_sign_in_without_an_address_says_so(client: Client, site: Site) -> None:
    html = client.post("/tai-khoan/login/", {"login": ""}).content.decode()
    assert 'class="error-summary"' in html
    assert 'id="id_login_error"' in html
