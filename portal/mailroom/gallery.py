"""Previews of every mail in the admin: the list by room, and one mail as text and HTML in both languages."""

import uuid
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from portal.kernel import languages
from portal.kernel.languages import Language
from portal.mail import access, previews
from portal.mailroom.dead_letters import NAMESPACE, CounterView

FRAME_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
"""Mails carry their styles inline; nothing else of them may do anything, and no picture is fetched from anywhere."""


class GalleryView(CounterView, TemplateView):
    """Every mail of the portal, named by its subject line."""

    page_title = gettext_lazy("Previews of mails")
    template_name = "mailroom/admin/gallery.html"
    header_icon = "view"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the mails by room."""
        language = languages.current()
        rooms: dict[str, list[tuple[str, str, bool]]] = {}
        for preview in previews.every():
            title = preview.render(language).subject
            rooms.setdefault(room_name(preview.room), []).append((preview.kind, title, preview.by_subject))
        return {**super().get_context_data(**kwargs), "rooms": sorted(rooms.items())}


def room_name(label: str) -> str:
    """Return what people call the room whose app has this label."""
    names = {
        "accounts": _("Accounts"),
        "awards": _("Awards"),
        "events": _("Fairs and exhibitors"),
        "exhibitors": _("Organisations"),
        "experts": _("Experts"),
        "home": _("Feedback and services"),
        "news": _("News"),
        "pages": _("Pages"),
        "registration": _("Registration"),
        "showcase": _("Technologies and needs"),
        "tables": _("Imports"),
    }
    return names.get(label) or str(apps.get_app_config(label).verbose_name)


def _chosen(request: HttpRequest) -> uuid.UUID | None:
    """Return the event asked for; one that is not the reader's is not there."""
    wanted = request.GET.get("subject", "")
    if not wanted:
        return None
    for key, _title in previews.subjects_of(request.user):
        if str(key) == wanted:
            return key
    raise Http404


def _found(kind: str) -> previews.Preview:
    preview = previews.find(kind)
    if preview is None:
        raise Http404
    return preview


class MailView(CounterView, TemplateView):
    """One mail: subject, text, and HTML in a frame as wide as a telephone, in Vietnamese and English."""

    template_name = "mailroom/admin/mail.html"
    header_icon = "view"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list of previews."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAMESPACE}:gallery"), "label": _("Previews of mails")},
            {"url": "", "label": str(self.page_title)},
        ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the mail and the event, and name the page by the mail's subject."""
        super().setup(request, *args, **kwargs)
        self.preview = _found(kwargs["kind"])
        self.subject = _chosen(request) if self.preview.by_subject else None
        try:
            self.words = {language: self.preview.render(language, self.subject) for language in Language}
        except LookupError:
            raise Http404 from None
        self.page_title = self.words[languages.current()].subject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both languages and, where the mail is about an event, the events to choose from."""
        query = f"?subject={self.subject}" if self.subject else ""
        shown = [
            {
                "language": language,
                "words": words,
                "frame": f"{reverse(f'{NAMESPACE}:body', args=[language.value, self.preview.kind])}{query}",
            }
            for language, words in self.words.items()
        ]
        return {
            **super().get_context_data(**kwargs),
            "preview": self.preview,
            "shown": shown,
            "subjects": previews.subjects_of(self.request.user) if self.preview.by_subject else [],
            "chosen": str(self.subject or ""),
        }


def body(request: HttpRequest, language: str, kind: str) -> HttpResponse:
    """Return the HTML part alone, for the frame; nothing in it may run or be fetched."""
    preview = _found(kind)
    if not access.may_tend_some(request.user) or language not in Language.values:
        raise Http404
    try:
        words = preview.render(Language(language), _chosen(request) if preview.by_subject else None)
    except LookupError:
        raise Http404 from None
    return HttpResponse(
        words.html or words.text,
        content_type=f"text/{'html' if words.html else 'plain'}; charset={settings.DEFAULT_CHARSET}",
        headers={
            "Content-Security-Policy": FRAME_POLICY,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
