"""The public list of a newsroom's corrections."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news import queries
from news.corrections import notes
from news.models import ArticlePage
from portal.kernel import languages, pagination
from portal.pages import shell

PER_PAGE = 20


@require_safe
def corrections(request: HttpRequest, code: str) -> HttpResponse:
    """List what a newsroom corrected, newest first; 404 for a code that is not on show."""
    language = languages.current()
    newsroom = next((room for room in queries.newsrooms(language) if room.code == code), None)
    if newsroom is None:
        raise Http404
    stories = ArticlePage.objects.filter(queries.of_newsrooms([code]))
    page = pagination.paginate(notes.of_newsroom(stories), number=request.GET.get("page"), size=PER_PAGE)
    shell.add_breadcrumbs(request, (newsroom.title, newsroom.get_url(request) or ""), (_("Corrections"), request.path))
    return render(
        request,
        "news/corrections/list.html",
        {
            "newsroom": newsroom,
            "notes": notes.listed(list(page.items), language, request),
            "window": page,
            "query": request.GET.urlencode(),
            "page_title": _("Corrections: %(newsroom)s") % {"newsroom": newsroom.title},
        },
    )
