"""What other sites show of a page that is shared: title, sentence, picture; and the views behind the short address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal.kernel import languages
from portal.kernel.languages import Language
from portal.pages import share_pictures, short_addresses
from portal.pages.share_pictures import HEIGHT, WIDTH, ShareCard

KEPT_SECONDS = 24 * 3600
REDIRECT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Social:
    """Open Graph data of a page or of what a view shows under it; ``image_url`` is a full address or ""."""

    title: str
    description: str
    image_url: str = ""
    image_alt: str = ""
    kind: str = "website"
    published_at: datetime | None = None
    modified_at: datetime | None = None
    width: int = WIDTH
    height: int = HEIGHT


def site_name() -> str:
    """Return the portal's name in the active language."""
    english = languages.current() is Language.ENGLISH
    return str(settings.SITE_NAME_EN if english else settings.SITE_NAME_VI)


def card_of(page: Any) -> ShareCard:
    """Return what the drawn picture of a page says: its title and what kind of page it is, or what the page says instead."""
    kind = str(
        getattr(page, "share_kicker", "") or getattr(page, "kind_label", "") or page._meta.verbose_name  # noqa: SLF001 -- Django's public name
    )
    return ShareCard(title=page.title, kicker=kind[:1].upper() + kind[1:], site=site_name())


def social_of(page: Any) -> Social | None:
    """Return the Open Graph data of a page with its drawn picture; None for pages that say nothing of themselves."""
    if not hasattr(page, "summary_text"):
        return None
    code = short_addresses.code_of(page.translation_key)
    published_at, modified_at = page.share_times() if hasattr(page, "share_times") else (None, None)
    version = card_of(page).name.rpartition("/")[2][:8]
    return Social(
        title=page.seo_title or page.title,
        description=page.summary_text(),
        image_url=f"{settings.BASE_URL}{reverse('pages:share-picture', args=[code])}?v={version}",
        image_alt=page.title,
        kind=getattr(page, "social_kind", "website"),
        published_at=published_at,
        modified_at=modified_at,
    )


def set_social(request: HttpRequest, social: Social) -> None:
    """Say what is shared where a view shows something else than the page itself."""
    request.portal_social = social  # type: ignore[attr-defined]  # the shell reads it


def _page_or_404(code: str) -> Page:
    page = short_addresses.page_of(code, languages.current())
    if page is None:
        raise Http404
    return page


@require_safe
@cache_control(public=True, max_age=REDIRECT_SECONDS)
def short(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from the short address to where the page is today, in the address's language or else in the other."""
    return HttpResponseRedirect(_page_or_404(code).get_url(request) or "/")


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def share_picture(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 -- a view's signature
    """Show the drawn picture of a page that visitors may see."""
    return HttpResponse(share_pictures.content(card_of(_page_or_404(code))), content_type="image/png")
