"""The second step of signing in: asked of everyone whom the admin lets in, before any page of the admin answers."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.second_step import SecondStepAdapter
from tests.factories import exhibitors as factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

SET_UP = "/tai-khoan/buoc-hai/"


@pytest.fixture(autouse=True)
def _as_in_service(settings: Any) -> None:
    settings.ADMIN_SECOND_FACTOR = True


@pytest.fixture
def officer() -> User:
    made = factories.make_officer()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def sign_in(client: Client, user: User) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": "mat-khau-thu"})


def code_now(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def give_app(user: User) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def test_settings_of_service_ask_for_it_and_the_demo_does_not() -> None:
    from portal.settings import accounts, demo

    assert "PORTAL_ADMIN_SECOND_FACTOR" in {variable.name for variable in accounts.env.VARIABLES.values()}
    assert accounts.env.VARIABLES["ADMIN_SECOND_FACTOR"].default == "yes"
    assert demo.ADMIN_SECOND_FACTOR is False


@pytest.mark.parametrize("path", ["/admin/", "/admin/organisations/queue/", "/admin/pages/?p=2", "/admin/account/"])
def test_admin_leads_to_setting_one_up(client: Client, officer: User, path: str) -> None:
    sign_in(client, officer)
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith(f"{SET_UP}?next=%2Fadmin%2F")
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert reverse("mfa_activate_totp") in page.content.decode()
    assert reverse("mfa_add_webauthn") in page.content.decode()
    assert client.post(path).status_code == 302


def test_signing_in_ends_at_the_way_to_one(client: Client, officer: User) -> None:
    response = client.post(reverse("account_login"), {"login": officer.email, "password": "mat-khau-thu"}, follow=True)
    assert response.redirect_chain[-1][0].startswith(SET_UP)


def test_setting_an_app_up_opens_the_admin_at_once(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Allauth tells of a new authenticator when its transaction is over, inside the request: here at once."""
    monkeypatch.setattr(transaction, "on_commit", lambda tell, **_given: tell())
    sign_in(client, officer)
    client.post(reverse("account_reauthenticate"), {"password": "mat-khau-thu"})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200, page.headers
    form = page.context["form"]
    response = client.post(reverse("mfa_activate_totp"), {"code": code_now(form.secret)})
    assert response.status_code == 302
    assert Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).exists()
    assert client.get("/admin/").status_code == 200


def test_session_from_before_is_asked_for_the_code(client: Client, officer: User) -> None:
    """Whoever signed in before the owner of the account set a second step up has not proved it."""
    sign_in(client, officer)
    secret = give_app(officer)
    response = client.get("/admin/organisations/queue/")
    assert response["Location"].startswith(reverse("mfa_reauthenticate"))
    done = client.post(response["Location"], {"code": code_now(secret), "next": "/admin/organisations/queue/"})
    assert done.status_code == 302
    assert client.get("/admin/organisations/queue/").status_code == 200


def test_signing_in_with_the_code_opens_the_admin(client: Client, officer: User) -> None:
    secret = give_app(officer)
    assert sign_in(client, officer)["Location"].endswith(reverse("mfa_authenticate"))
    assert client.get("/admin/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(client: Client, officer: User) -> None:
    sign_in(client, officer)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert client.get("/admin/")["Location"].startswith(SET_UP)


def test_people_without_admin_rights_and_strangers_are_not_concerned(client: Client) -> None:
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    client.force_login(factories.make_person())
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.get("/ban-lam-viec/").status_code == 200


def test_looser_setting_lets_the_admin_open(client: Client, officer: User, settings: Any) -> None:
    settings.ADMIN_SECOND_FACTOR = False
    client.force_login(officer)
    assert client.get("/admin/").status_code == 200


def test_signing_out_and_the_desk_stay_open(client: Client, officer: User) -> None:
    sign_in(client, officer)
    assert client.get("/ban-lam-viec/").status_code == 200
    assert not client.get("/admin/logout/").get("Location", "").startswith(SET_UP)


def test_last_second_step_cannot_be_taken_away_by_those_who_need_it(officer: User) -> None:
    give_app(officer)
    app = Authenticator.objects.get(user=officer, type=Authenticator.Type.TOTP)
    adapter = SecondStepAdapter()
    assert not adapter.can_delete_authenticator(app)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.WEBAUTHN, data={})
    assert adapter.can_delete_authenticator(app)
    person = factories.make_person()
    give_app(person)
    assert adapter.can_delete_authenticator(Authenticator.objects.get(user=person))


@pytest.mark.parametrize("wanted", ["//elsewhere.example", "https://elsewhere.example/", "javascript:alert(1)"])
def test_page_leads_to_no_other_site(client: Client, officer: User, wanted: str) -> None:
    sign_in(client, officer)
    give_app(officer)
    assert client.get(SET_UP, {"next": wanted}).context["next_url"] == "/admin/"


def test_owners_are_offered_one_and_others_are_not(client: Client) -> None:
    organisation = factories.make_organisation()
    owner, editor = factories.owner_of(organisation), factories.make_member(organisation).user
    for person, offered in ((owner, True), (editor, False)):
        client.force_login(person)
        assert ("Bảo vệ tài khoản bằng bước thứ hai" in client.get("/ban-lam-viec/").content.decode()) is offered
    give_app(owner)
    client.force_login(owner)
    assert "Bảo vệ tài khoản bằng bước thứ hai" not in client.get("/ban-lam-viec/").content.decode()


def test_sessions_can_be_seen_from_the_desk_and_ended(client: Client) -> None:
    person = factories.make_person()
    other = Client()
    for browser in (client, other):
        EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True, primary=True)
        sign_in(browser, person)
        browser.get("/ban-lam-viec/")
    sessions = reverse("usersessions_list")
    assert sessions in client.get("/ban-lam-viec/").content.decode()
    assert client.get(sessions).status_code == 200
    client.post(sessions)
    assert other.get("/ban-lam-viec/").status_code == 302
    assert client.get("/ban-lam-viec/").status_code == 200


@pytest.mark.parametrize(
    ("language", "signup", "words"),
    [
        ("vi", "/tai-khoan/signup/", "Gửi mã cho tôi"),
        ("en", "/en/account/signup/", "Send me a code"),
    ],
)
def test_last_wrong_code_at_sign_up_says_what_to_do_and_that_works(
    client: Client, language: str, signup: str, words: str
) -> None:
    from portal.mail.models import OutgoingMail

    client.post(signup, {"email": "moi@example.org", "full_name": "Lê Mới"})
    confirm = signup.replace("signup", "confirm-email")
    for _attempt in range(2):
        assert client.post(confirm, {"code": "000000"}).status_code == 200
    response = client.post(confirm, {"code": "000000"}, follow=True)
    page = response.content.decode()
    notice = str(next(iter(response.context["messages"])))
    assert words in notice
    assert page.count(words) >= 2, "the page offers what the sentence names"
    asked = client.post(reverse("account_request_login_code"), {"email": "moi@example.org"}, follow=True)
    assert asked.status_code == 200
    letter = OutgoingMail.objects.filter(recipient="moi@example.org").order_by("-pk").first()
    assert letter is not None
    code = next(line.strip() for line in letter.text.splitlines() if line.strip().isdigit())
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.get("/ban-lam-viec/").status_code == 200


def test_last_wrong_code_at_sign_in_says_what_to_do(client: Client) -> None:
    person = factories.make_person()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.post(reverse("account_request_login_code"), {"email": person.email})
    for _attempt in range(2):
        client.post(reverse("account_confirm_login_code"), {"code": "000000"})
    response = client.post(reverse("account_confirm_login_code"), {"code": "000000"}, follow=True)
    assert "không dùng được nữa" in str(next(iter(response.context["messages"])))


def give_key(user: User) -> Authenticator:
    return Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Khóa nhà", "credential": {"clientExtensionResults": {}}},
    )


def test_keys_are_removed_in_words_of_their_own(client: Client) -> None:
    person = factories.make_person()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("account_reauthenticate"), {"password": "mat-khau-thu"})
    key = give_key(person)
    listed = client.get(reverse("mfa_list_webauthn")).content.decode()
    assert "Gỡ khóa" in listed
    assert "Not used" not in listed
    assert "Chưa dùng lần nào." in listed
    asked = client.get(reverse("mfa_remove_webauthn", args=[key.pk])).content.decode()
    assert "Gỡ bỏ" in asked
    assert "tổ chức" not in asked[asked.index("<h1") : asked.index("</main>")]


@pytest.fixture
def _keys_need_no_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a device would have signed is not made up here."""
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda _user: [])


@pytest.mark.usefixtures("_keys_need_no_device")
@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_edit_webauthn"])
def test_name_of_a_key_is_labelled_in_vietnamese(client: Client, name: str) -> None:
    person = factories.make_person()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("account_reauthenticate"), {"password": "mat-khau-thu"})
    key = give_key(person)
    page = client.get(reverse(name, args=[key.pk] if "edit" in name else [])).content.decode()
    assert "Tên khóa" in page
    assert ">Name" not in page


@pytest.mark.usefixtures("_keys_need_no_device")
@pytest.mark.parametrize("has_key", [True, False])
def test_key_is_offered_to_those_who_have_one(client: Client, officer: User, has_key: bool) -> None:
    give_app(officer)
    if has_key:
        give_key(officer)
    sign_in(client, officer)
    page = client.get(reverse("mfa_authenticate")).content.decode()
    assert ("mfa_webauthn_authenticate" in page) is has_key
    assert "Hủy" in page


@pytest.mark.parametrize(("start", "words"), [("/tai-khoan/", "localhost"), ("/en/account/", "address with a name")])
def test_pages_of_keys_hold_what_to_say_when_the_browser_refuses(client: Client, start: str, words: str) -> None:
    page = client.get(f"{start}login/").content.decode()
    assert page.count("data-key-refused") == 1
    place = page[page.index("<main") : page.index("</main>")]
    alert = place[place.index('<div role="alert" data-key-refused') :]
    assert words in alert[: alert.index(">")]
