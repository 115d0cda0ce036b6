"""The newsletter in the admin: figures, the next issue as readers will get it, a test to oneself."""

from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from news import permissions
from news.domain import newsletter, newsletter_issues
from news.newsletter import figures, upcoming
from news.newsletter.admin_forms import ChoiceForm
from portal.kernel import clock, errors
from portal.kernel.languages import Language
from portal.mailroom import gallery

NAMESPACE: Final = "news_newsletter"


def _check(request: HttpRequest) -> None:
    """Answer 404 to those who see nothing of the newsletter."""
    if not permissions.may_see_newsletter(request.user):
        raise Http404


def _address(name: str, choice: upcoming.Choice, **more: str) -> str:
    query = urlencode({"audience": choice.audience, "rhythm": choice.rhythm.value, **more})
    return f"{reverse(f'{NAMESPACE}:{name}')}?{query}"


class NewsletterView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """Figures without an address, and the next issue in both languages."""

    page_title = gettext_lazy("Newsletter")
    header_icon = "mail"
    template_name = "news/newsletter/admin/index.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for the permission before anything is looked up."""
        super().setup(request, *args, **kwargs)
        _check(request)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """It stands in the menu."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures and the issue of what was chosen."""
        now, form = clock.now(), ChoiceForm(self.request.GET)
        choice = form.choice()
        shown = []
        for language in Language:
            issue = upcoming.issue(language=language, choice=choice, now=now)
            shown.append(
                {
                    "language": language,
                    "words": issue.words() if issue else None,
                    "number": issue.number if issue else 0,
                    "frame": _address("body", choice, language=language.value),
                }
            )
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "choice": choice,
            "shown": shown,
            "has_issue": any(item["words"] for item in shown),
            "subscribers": figures.subscribers(),
            "audiences": figures.audiences(),
            "languages": list(Language),
            "issues": figures.issues(now=now),
            "days": figures.DAYS,
            "confirm_days": newsletter.CONFIRM_PERIOD.days,
            "ended_days": newsletter.TAKING_UP_AGAIN.days,
            "period_days": upcoming.PERIODS[choice.rhythm].days,
            "first_hour": newsletter_issues.FIRST_HOUR,
            "last_hour": newsletter_issues.LAST_HOUR,
        }


@require_safe
def body(request: HttpRequest) -> HttpResponse:
    """Return the HTML of the next issue alone, for the frame; nothing in it may run or be fetched."""
    _check(request)
    language = request.GET.get("language", "")
    if language not in Language.values:
        raise Http404
    issue = upcoming.issue(language=Language(language), choice=ChoiceForm(request.GET).choice(), now=clock.now())
    if issue is None:
        raise Http404
    return HttpResponse(
        issue.words().html,
        content_type=f"text/html; charset={settings.DEFAULT_CHARSET}",
        headers={
            "Content-Security-Policy": gallery.FRAME_POLICY,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
def send_test(request: HttpRequest) -> HttpResponse:
    """Send the issue of what was chosen to the editor's own address, and to no other."""
    _check(request)
    choice = ChoiceForm(request.POST).choice()
    try:
        number = newsletter_issues.send_test(by=request.user, choice=choice, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        words = ngettext(
            "%(number)d mail is on its way to your own address.",
            "%(number)d mails are on their way to your own address, one in each language.",
            number,
        )
        messages.success(request, words % {"number": number})
    return redirect(_address("index", choice))


_URLS: list[URLPattern] = [
    path("", NewsletterView.as_view(), name="index"),
    path("body/", body, name="body"),
    path("test/", send_test, name="test"),
]


def urls() -> list[URLPattern | URLResolver]:
    """Return the addresses."""
    return [path("news-newsletter/", include((_URLS, NAMESPACE), namespace=NAMESPACE))]


class NewsletterMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Shown to those who see the newsletter's figures."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader does."""
        return permissions.may_see_newsletter(request.user)


def menu_item() -> Any:
    """Return the item of the menu of reports."""
    return NewsletterMenuItem(_("Newsletter"), reverse(f"{NAMESPACE}:index"), icon_name="mail", order=685)
