"""Invented content for previews of the account mails."""

import uuid
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.mail import previews, rendering
from portal.mail.rendering import Rendered

ALLAUTH: Final = (
    "account/email/account_already_exists",
    "account/email/email_changed",
    "account/email/email_confirm",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/email_deleted",
    "account/email/login_code",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_reset_code",
    "account/email/password_reset_key",
    "account/email/password_set",
    "account/email/unknown_account",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
)


def _context() -> dict[str, Any]:
    return {
        "code": "000000",
        "email": "nguoi.mau@example.org",
        "from_email": "cu@example.org",
        "to_email": "moi@example.org",
        "deleted_email": "cu@example.org",
        "password_reset_url": previews.LINK,
        "signup_url": previews.LINK,
        "activate_url": previews.LINK,
        "ip": "192.0.2.7",
        "user_agent": "Firefox",
        "timestamp": clock.now(),
        "layout": "mail/base.txt",
        "current_site": {"name": "", "domain": mail.site_domain()},
    }


def render(prefix: str, language: Language) -> Rendered:
    """Render one of allauth's mails in both parts, as ``portal.accounts.adapter`` does."""
    with translation.override(language):
        full = {
            **_context(),
            "site_name": rendering.site_name(language),
            "base_url": mail.absolute_url(""),
            "language": language,
        }
        subject = rendering.one_line(render_to_string(f"{prefix}_subject.txt", full))
        text = render_to_string(f"{prefix}_message.txt", full).strip() + "\n"
        bare = render_to_string(f"{prefix}_message.txt", {**full, "layout": "mail/bare.txt"})
        return Rendered(
            subject, text, render_to_string("account/email/as_html.html", {**full, "subject": subject, "text": bare})
        )


def _renderer(prefix: str) -> previews.Renderer:
    def rendered(language: Language, subject: uuid.UUID | None = None) -> Rendered:  # noqa: ARG001 -- the same for every subject
        return render(prefix, language)

    return rendered


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for prefix in ALLAUTH:
        previews.add(previews.Preview(prefix, "accounts", _renderer(prefix)))
    for name in ("erasure_asked", "erasure_done"):
        previews.register(kind=f"accounts/emails/{name}", sample=lambda _language: {"url": previews.LINK})
