"""The page that stands at the address of a story that was taken down."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from portal.kernel.languages import Language

if TYPE_CHECKING:
    from news.models import ArticlePage, Takedown


@never_cache
def gone(request: HttpRequest, page: "ArticlePage", takedown: "Takedown") -> HttpResponse:
    """Say that the newsroom took the story down and when; neither its headline nor its text is shown."""
    newsroom = page.get_parent().specific
    english = page.locale.language_code == Language.ENGLISH
    response = render(
        request,
        "news/takedowns/gone.html",
        {
            "takedown": takedown,
            "newsroom": newsroom,
            "newsroom_url": newsroom.get_url(request) if newsroom.live else "",
            "public_reason": takedown.public_reason_en if english else takedown.public_reason_vi,
            "other_reason": takedown.public_reason_vi if english and not takedown.public_reason_en else "",
        },
        status=HTTPStatus.GONE,
    )
    response["X-Robots-Tag"] = "noindex"
    return response
