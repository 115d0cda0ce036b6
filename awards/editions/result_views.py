"""How anyone can recompute the result: the method in words, the program, and the score sheet after the decision."""

import functools
import hashlib
from pathlib import Path
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.editions import queries, results
from awards.ledger import recompute
from awards.models import AwardEdition, AwardPage
from portal.kernel import languages
from portal.pages import shell, translations

PROGRAM_NAME: Final = "recompute_award.py"
CACHE_CONTROL: Final = "public, max-age=900"
ABOVE_SECTIONS: Final = 2
"""Pages of this depth and above are the root and the front page, which the way there names by itself."""


def _page_or_404(award_key: UUID) -> AwardPage:
    """Return the public page of an edition for readers of the present language."""
    page: AwardPage | None = (
        translations.listed_in(AwardPage.objects.filter(translation_key=award_key), languages.current())
        .select_related("locale")
        .first()
    )
    if page is None:
        raise Http404
    return page


def _edition_or_404(award_key: UUID) -> AwardEdition:
    return get_object_or_404(AwardEdition, award_key=award_key, rules__isnull=False)


@require_safe
def method(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Tell by which rules the result of an edition is found, and with what anybody finds it again."""
    page, edition = _page_or_404(award_key), _edition_or_404(award_key)
    above = page.get_ancestors().filter(depth__gt=ABOVE_SECTIONS, live=True)
    shell.add_breadcrumbs(request, *((one.title, one.url or "") for one in (*above, page)))
    context = {
        "page_of_edition": page,
        "standing": queries.standing(page),
        "sheet": results.score_sheet(edition),
        "program_name": PROGRAM_NAME,
        "page_title": _("How anyone can recompute the result"),
    }
    return render(request, "awards/recompute.html", context)


@functools.cache
def _program() -> bytes:
    return Path(recompute.__file__).read_bytes()


def _file(request: HttpRequest, *, raw: bytes, name: str, content_type: str) -> HttpResponse:
    """Hand out a file to keep, with its digest as the name of the version; nobody gets it twice for nothing."""
    response = HttpResponse(raw, content_type=content_type)
    etag = response["ETag"] = f'"{hashlib.sha256(raw).hexdigest()}"'
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer["Cache-Control"] = CACHE_CONTROL
    return answer


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """Hand out the very file with which the portal checks its own score sheets."""
    return _file(request, raw=_program(), name=PROGRAM_NAME, content_type="text/x-python; charset=utf-8")


@require_safe
def score_sheet(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Hand out the score sheet of a decided edition, byte for byte as its digest was computed."""
    _page_or_404(award_key)
    found = results.score_sheet(_edition_or_404(award_key))
    if not found.raw:
        raise Http404
    return _file(request, raw=found.raw, name=f"award-{award_key}.json", content_type="application/json")
