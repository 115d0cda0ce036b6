"""The addresses of the demo portal that benches ask for; after ``django.setup``."""

import sys
from typing import Final

from wagtail.models import Page

from events.models import EventPage
from news.models import ArticlePage
from showcase.models import TechnologyPage

MONTH_GRID: Final = "/su-kien/?view=month"


def _first(kind: type[Page], **wanted: object) -> str:
    found = kind.objects.live().filter(locale__language_code="vi", **wanted).order_by("pk").first()
    if found is None:
        sys.exit("There is no demo portal in this database; run make demo once.")
    return str(found.url)


def of_each_role() -> dict[str, str]:
    """Return one address for each role of a page, those with pictures where pages may have them."""
    return {
        "front page": "/",
        "listing": "/cong-nghe/",
        "technology": _first(TechnologyPage, pictures__isnull=False),
        "event": _first(EventPage),
        "news home": "/tin-tuc/",
        "article": _first(ArticlePage, picture__isnull=False),
        "month grid": MONTH_GRID,
    }


def all_live() -> list[str]:
    """Return the address of every public page."""
    return [str(page.url) for page in Page.objects.live().public().order_by("pk").specific() if page.url]
