"""Views of the pages room: the notice that a translation is missing."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal.kernel import languages
from portal.pages import translations


@require_safe
def translation_missing(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that a page has no translation yet and lead to the original; go to the translation once there is one."""
    page = Page.objects.filter(pk=page_id, live=True).select_related("locale").first()
    if page is None or page.get_view_restrictions():
        raise Http404
    wanted = languages.current()
    translated = translations.live_translation(page, wanted)
    if translated is not None and (url := translated.get_url(request)):
        return HttpResponseRedirect(url)
    return render(
        request,
        "pages/translation_missing.html",
        {"original": page, "original_url": page.get_url(request), "original_language": page.locale.language_code},
    )
