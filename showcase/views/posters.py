"""Posters for a booth: a technology or a need on one sheet, with a code that phones read."""

from typing import Any, Final

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kernel import languages
from portal.pages import shell, short_addresses, translations
from portal.ui import trl
from showcase import units
from showcase.models import NeedPage, TechnologyPage

FIGURES: Final = 4
SIZES: Final = ("a4", "a3")


def qr_of(address: str) -> str:
    """Return the code of an address as inline SVG, without style and script; read even where a quarter of it is lost."""
    code = segno.make(address, error="q", micro=False)
    return str(code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None))


def _size(request: HttpRequest) -> str:
    wanted = request.GET.get("size", "")
    return wanted if wanted in SIZES else SIZES[0]


def _page_or_404(model: Any, slug: str) -> Any:
    """Return the page of an address that visitors may see; the English poster of a Vietnamese-only page is in Vietnamese."""
    page = translations.listed_in(model.objects.filter(slug=slug)).select_related("organisation", "field").first()
    if page is None or not page.is_visible() or page.get_view_restrictions():
        raise Http404
    return page


def _render(request: HttpRequest, page: Any, **more: Any) -> HttpResponse:
    address = shell.absolute(short_addresses.path_of(page.translation_key, languages.current()))
    shell.add_breadcrumbs(request, (page.title, page.url or ""))
    context = {
        "subject": page,
        "page_title": _("Poster: %(title)s") % {"title": page.title},
        "owner": page.named_organisation.display_name if page.named_organisation is not None else "",
        "short_address": address.partition("://")[2],
        "qr": qr_of(address),
        "size": _size(request),
        "sizes": [(size, size.upper()) for size in SIZES],
        "lang": page.locale.language_code,
        **more,
    }
    return render(request, "showcase/poster.html", context)


def _figure(page: Any, value: str, unit: str) -> str:
    """Return a value with its unit in the language of the poster, which is the page's."""
    with translation.override(page.locale.language_code):
        return units.measured(value, unit)


@require_safe
def technology(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the poster of a technology."""
    page = _page_or_404(TechnologyPage, slug)
    figures = [(row.name, _figure(page, row.shown_value, row.unit)) for row in page.specifications.all()[:FIGURES]]
    return _render(request, page, figures=figures, trl=page.trl, trl_words=trl.words(page.trl) if page.trl else "")


@require_safe
def need(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the poster of a need."""
    page = _page_or_404(NeedPage, slug)
    rows = [(f"{row.name} ({row.get_role_display().lower()})", row.words) for row in page.measures.all()[:FIGURES]]
    return _render(request, page, figures=rows)
