"""The page of a technology as it will look, made from its newest draft, for members of its organisation only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from exhibitors.views.guards import desk_view
from portal.kernel.languages import Language
from showcase.domain import english
from showcase.models import TechnologyPage
from showcase.views.guards import member_page_or_404


@desk_view
@require_safe
def technology_preview(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the draft in the page's own template; ``?language=en`` shows the English one. Never cached, never indexed."""
    page, can_write = member_page_or_404(request, TechnologyPage, page_id)
    shown = (english.twin_of(page) or page) if request.GET.get("language") == Language.ENGLISH else page
    draft = shown.get_latest_revision_as_object()
    with translation.override(shown.locale.language_code):
        context = draft.get_context(request)
        back = "showcase:technology-check" if can_write else "exhibitors:desk"
        context |= {
            "is_preview": True,
            "preview_back_url": reverse(back, args=[page.pk] if can_write else []),
            "action_url": "",
        }
        response = render(request, draft.get_template(request), context)
    response["X-Robots-Tag"] = "noindex"
    return response
