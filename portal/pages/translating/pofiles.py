"""Taking in a PO file: what wagtail-localize answers with an error of the server gets a sentence instead."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.views import edit_translation


def upload(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Import a PO file; one without the line that names its translation is refused in words, and nothing is changed."""
    try:
        answer: HttpResponse = edit_translation.upload_pofile(request, translation_id)
    except KeyError:
        messages.error(
            request,
            _(
                "This file does not say for which translation it was made. Download it here anew, and change only the "
                "translations in it."
            ),
        )
        return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))
    return answer


def urls() -> list[URLPattern]:
    """Return the address that stands before that of wagtail-localize."""
    return [path("localize/translate/<int:translation_id>/pofile/upload/", upload)]
