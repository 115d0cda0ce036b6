"""The templates of mails: the base, and every account mail in both languages."""

from pathlib import Path
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.template.loader import render_to_string
from django.utils import translation

from portal.kernel import clock
from portal.mail import signature
from portal.mail.models import OutgoingMail
from portal.mail.templatetags.mail import is_address, paragraphs

TEMPLATES = Path("portal/mail/templates")
ACCOUNT_MAILS = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt") for path in TEMPLATES.rglob("*/email/*_subject.txt")
)
CONTEXT: dict[str, Any] = {
    "code": "482913",
    "email": "new@example.org",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "old@example.org",
    "password_reset_url": "http://testserver/tai-khoan/password/reset/",
    "signup_url": "http://testserver/tai-khoan/signup/",
    "activate_url": "http://testserver/tai-khoan/confirm-email/key/",
    "ip": "192.0.2.7",
    "user_agent": "Browser",
}


@pytest.fixture
def _signed() -> Any:
    kept = list(signature._sources)
    signature.register(lambda: signature.Signature("Sở <Khoa học>", "Đường A", "0222 000 0000", "so@example.org"))
    yield
    signature._sources[:] = kept


def test_every_account_mail_of_allauth_has_our_words() -> None:
    import allauth

    theirs = Path(allauth.__file__).parent / "templates"
    wanted = {
        str(path.relative_to(theirs)).removesuffix("_subject.txt")
        for folder in ("account", "mfa")
        for path in (theirs / folder / "email").glob("*_subject.txt")
    }
    assert wanted == set(ACCOUNT_MAILS)


@pytest.mark.usefixtures("_signed")
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", ACCOUNT_MAILS)
def test_account_mail_reads_well_in_both_parts(db: None, kind: str, language: str) -> None:
    with translation.override(language):
        get_adapter().send_mail(kind, "new@example.org", {**CONTEXT, "timestamp": clock.now()})
    sent = OutgoingMail.objects.get()
    assert sent.subject
    assert "\n" not in sent.subject
    assert not {"{{", "{%", "&lt;", "&amp;"} & set(sent.text.split())
    assert "{{" not in sent.text
    assert "\n\n\n" not in sent.text
    assert "Sở <Khoa học>" in sent.text
    assert "Sở &lt;Khoa học&gt;" in sent.html
    assert sent.html.count("<h1") == 1
    assert f'<html lang="{language}">' in sent.html
    assert "http://testserver" in sent.text


@pytest.mark.usefixtures("_signed")
def test_sign_in_code_stands_alone_in_its_line_and_large_in_html(db: None) -> None:
    get_adapter().send_mail("account/email/login_code", "new@example.org", CONTEXT)
    sent = OutgoingMail.objects.get()
    assert "482913" in sent.text.splitlines()
    assert 'class="mail-code"' in sent.html


def test_notification_says_when_and_from_where_on_the_clock_of_viet_nam(db: None) -> None:
    from datetime import UTC, datetime

    moment = datetime(2026, 11, 23, 18, 5, tzinfo=UTC)
    get_adapter().send_mail("account/email/password_changed", "new@example.org", {**CONTEXT, "timestamp": moment})
    sent = OutgoingMail.objects.get()
    assert "24/11/2026" in sent.text
    assert "01:05" in sent.text
    assert "192.0.2.7" in sent.text


def test_base_without_a_signature_leaves_no_empty_lines() -> None:
    kept = list(signature._sources)
    signature._sources.clear()
    try:
        text = render_to_string(
            "mail/base.txt", {"site_name": "Sàn", "base_url": "http://testserver", "language": "vi"}
        )
    finally:
        signature._sources[:] = kept
    assert text.rstrip().endswith("http://testserver")


def test_paragraphs_are_cut_at_empty_lines() -> None:
    assert paragraphs("\n a\nb\n \n\nc \n") == ["a\nb", "c"]


@pytest.mark.parametrize(
    ("text", "expected"), [("https://a.vn/x", True), ("see https://a.vn", False), ("https://a b", False)]
)
def test_is_address_asks_for_nothing_else(text: str, expected: bool) -> None:
    assert is_address(text) is expected


def test_terms_of_facts_keep_a_third_of_the_line_on_a_phone() -> None:
    row = {"term": "Sự kiện hoặc khóa học", "value": "Chợ công nghệ và thiết bị Kinh Bắc, dài hơn một dòng", "url": ""}
    html = render_to_string("mail/facts.html", {"facts": [row]})
    assert 'width="100%"' in html
    assert '<th scope="row" width="34%">Sự kiện hoặc khóa học</th>' in html
