"""allauth's adapter: mails go out through the portal's own mail room."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.kernel import languages
from portal.mail import domain as mail

_SPENT_CODES: Final = {
    "account_email_verification_sent": _(
        "The code was wrong too often, so it no longer works. Your account is not confirmed yet: choose “Send me a code” here,"
        " give the same e-mail address, and a new code comes."
    ),
    "account_confirm_login_code": _(
        "The code was wrong too often, so it no longer works. Give your e-mail address again, and a new code comes."
    ),
    "account_confirm_password_reset_code": _(
        "The code was wrong too often, so it no longer works. Sign in with a code, or ask for a new password again."
    ),
}
_CODE_JUST_SENT: Final = _(
    "A code was sent to you a short time ago and still works. If it has not come, you can ask for a new one in a minute."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Where the portal differs from allauth's defaults."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render allauth's mail in the language of the request and queue it with the change that caused it.

        allauth's messages are written as text; the HTML part is made from the same words.
        """
        request: HttpRequest | None = allauth_context.request
        language = languages.of_path(request.path) if request is not None else languages.current()
        site_name = mail.site_name(language)
        full = {
            "request": request,
            "email": email,
            "current_site": {"name": site_name, "domain": mail.site_domain()},
            "site_name": site_name,
            "base_url": settings.BASE_URL,
            "language": language,
            **context,
        }
        with translation.override(language):
            message = self.render_mail(template_prefix, email, full)
            bare = render_to_string(f"{template_prefix}_message.txt", {**full, "layout": "mail/bare.txt"})
            html = render_to_string("account/email/as_html.html", {**full, "subject": message.subject, "text": bare})
        mail.queue_rendered(
            recipient=email,
            subject=message.subject,
            text=message.body,
            html=html,
            language=language,
            kind=template_prefix,
        )

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say after the last wrong code that the code no longer works, and how to get a new one.

        allauth shows the sentence for wrong passwords there, on a page that asks for neither code nor patience. Whoever
        asks for another code too soon at signing in hears that one was sent, not that there were too many requests.
        """
        if kwargs.get("message") == self.error_messages["rate_limited"]:
            kwargs["message"] = _CODE_JUST_SENT
        if kwargs.get("message") == self.error_messages["too_many_login_attempts"]:
            match = request.resolver_match
            kwargs["message"] = _SPENT_CODES.get(match.url_name or "" if match else "", kwargs["message"])
        super().add_message(request, level, *args, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send people with admin rights to the admin, everyone else to their desk."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return str(super().get_login_redirect_url(request))
