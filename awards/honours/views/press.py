"""The press kit of a decided edition: a page and a file for everybody."""

import hashlib
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.honours import press_kit, queries, stages
from awards.models import AwardEdition, AwardPage
from portal.kernel import clock, limits
from portal.ui import views as ui_views

CACHE_CONTROL = "public, max-age=900"


def _edition_or_404(award_key: UUID) -> tuple[AwardPage, AwardEdition | None]:
    page = queries.edition_page(award_key)
    edition = AwardEdition.objects.filter(award_key=award_key).first()
    if page is None or not stages.is_decided(edition=edition, decided_on=page.decided_on, today=clock.today()):
        raise Http404
    return page, edition


@require_safe
def kit(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show what newsrooms get of a decided edition."""
    page, edition = _edition_or_404(award_key)
    queries.show_way(request, (page.title, page.url or ""))
    title = _("For newsrooms: %(edition)s") % {"edition": page.title}
    context = {"kit": press_kit.kit_of(page, edition=edition), "page_title": title}
    return render(request, "awards/honours/press_kit.html", context)


def as_file(request: HttpRequest, page: AwardPage, edition: AwardEdition | None) -> HttpResponse:
    """Return the kit as a zip, with its digest as the name of the version."""
    raw = press_kit.bundle(page, edition=edition)
    response = HttpResponse(raw, content_type="application/zip")
    etag = response["ETag"] = f'"{hashlib.sha256(raw).hexdigest()}"'
    response["Content-Disposition"] = f'attachment; filename="bo-tu-lieu-{page.year}-{page.slug}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
def bundle(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Hand out the kit of a decided edition as a file."""
    if not limits.connection_may_ask(request):
        return ui_views.too_many_requests(request)
    answer = as_file(request, *_edition_or_404(award_key))
    answer["Cache-Control"] = CACHE_CONTROL
    return answer
