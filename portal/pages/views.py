"""Views of the pages room: the notice that a translation is missing, and the passwords of private pages and files."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from portal.kernel import languages
from portal.pages import passwords, translations


@require_safe
def translation_missing(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that a page has no translation yet and lead to the original; go to the translation once there is one."""
    page = Page.objects.filter(pk=page_id, live=True).select_related("locale").first()
    url = page.get_url(request) if page is not None else None
    if page is None or not url or page.get_view_restrictions():
        raise Http404
    wanted = languages.current()
    translated = translations.live_translation(page, wanted)
    if translated is not None and (translated_url := translated.get_url(request)):
        return HttpResponseRedirect(translated_url)
    return render(
        request,
        "pages/translation_missing.html",
        {"original": page, "original_url": url, "original_language": page.locale.language_code},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Take the password of a protected page; a page that this password does not open answers 404."""
    page = get_object_or_404(Page, pk=page_id, live=True)
    needed = page.get_view_restrictions().filter(restriction_type=PageViewRestriction.PASSWORD)
    restriction = get_object_or_404(needed, pk=page_view_restriction_id)
    return passwords.let_in(request, restriction=restriction, otherwise=page.get_url(request) or "/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def document_password(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """Take the password of a collection of files."""
    kinds = CollectionViewRestriction.objects.filter(restriction_type=CollectionViewRestriction.PASSWORD)
    restriction = get_object_or_404(kinds, pk=restriction_id)
    return passwords.let_in(request, restriction=restriction, otherwise="/")
