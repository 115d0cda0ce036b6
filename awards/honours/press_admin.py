"""The press kit in the admin: for newsrooms and the secretariat from the publication of the finalists on."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards import permissions
from awards.honours import press_kit, queries, stages
from awards.honours.views import press
from awards.models import AwardEdition, AwardPage
from news.desk import forms as news_forms
from news.desk import rooms
from news.models.topics import LONGEST_PITCH
from portal.kernel import clock
from portal.pages import admin_headers


def writes_news(user: Any) -> bool:
    """Return whether a person writes for a newsroom."""
    return bool(user is not None and user.is_active and rooms.written_by(user).exists())


def may_see(user: Any) -> bool:
    """The secretariat and whoever writes for a newsroom have press kits: all that is in them is public already."""
    return permissions.can_manage_nominations(user) or writes_news(user)


def _require(request: HttpRequest) -> None:
    if not may_see(request.user):
        raise Http404


def _edition_or_404(request: HttpRequest, award_key: UUID) -> tuple[AwardPage, AwardEdition | None]:
    _require(request)
    page = queries.edition_page(award_key)
    edition = AwardEdition.objects.filter(award_key=award_key).first()
    if page is None or not stages.has_press_kit(edition=edition, decided_on=page.decided_on, today=clock.today()):
        raise Http404
    return page, edition


@require_safe
def kits(request: HttpRequest) -> HttpResponse:
    """List the editions that have a press kit."""
    _require(request)
    head = admin_headers.header(_("Press kits of awards"), icon="download")
    return render(request, "awards/honours/admin/press_kits.html", {"editions": press_kit.editions_there(), **head})


def _pitch(kit: press_kit.Kit) -> str:
    lines = [
        kit.url,
        *(f"{entry.page.rank_label}: {entry.page.title} ({entry.page.recipient})" for entry in kit.entries),
    ]
    return "\n".join(lines)[:LONGEST_PITCH]


@require_safe
def kit(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show the kit of one edition; whoever writes for a newsroom can propose a topic from it."""
    page, edition = _edition_or_404(request, award_key)
    found = press_kit.kit_of(page, edition=edition)
    begin_url = ""
    if writes_news(request.user):
        title = _("Result of %(edition)s") if found.is_decided else _("Finalists of %(edition)s")
        begun = {"title": (title % {"edition": page.title})[: news_forms.LONGEST_TITLE], "pitch": _pitch(found)}
        begin_url = f"{reverse('news_topics:propose')}?{urlencode(begun)}"
    context = {
        "kit": found,
        "zip_url": reverse("awards-press-kit-file", args=[award_key]),
        "begin_url": begin_url,
    }
    way = (_("Press kits of awards"), reverse("awards-press-kits"))
    return render(
        request,
        "awards/honours/admin/press_kit.html",
        {**context, **admin_headers.header(page.title, way, icon="download")},
    )


@require_safe
def bundle(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Hand out the kit as a file; no cache keeps what is not everybody's yet."""
    answer = press.as_file(request, *_edition_or_404(request, award_key))
    answer["Cache-Control"] = "private, no-store"
    return answer
