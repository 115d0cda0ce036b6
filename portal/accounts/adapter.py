"""allauth's adapter: mails go out through the portal's own mail room."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.http import HttpRequest

from portal.kernel import languages
from portal.mail import domain as mail


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Where the portal differs from allauth's defaults."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render allauth's mail in the language of the request and queue it with the change that caused it."""
        request: HttpRequest | None = allauth_context.request
        language = languages.of_path(request.path) if request is not None else languages.current()
        site = {"name": mail.site_name(language), "domain": mail.site_domain()}
        message = self.render_mail(
            template_prefix, email, {"request": request, "email": email, "current_site": site, **context}
        )
        mail.queue_rendered(
            recipient=email, subject=message.subject, text=message.body, language=language, kind=template_prefix
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send people with admin rights to the admin, everyone else to their desk."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return "/admin/"
        return str(super().get_login_redirect_url(request))
