"""What all views of the room share: never cached, never indexed, one subject."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views import View

from portal.pages import shell
from registration import subjects
from registration.subjects import SubjectInfo


class PersonalView(View):
    """Answers are for one person: no cache keeps them, no search engine lists them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Add the headers to every answer."""
        response = super().dispatch(request, *args, **kwargs)
        if isinstance(response, HttpResponse):
            add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response

    def subject_or_404(self, key: uuid.UUID) -> SubjectInfo:
        """Return the subject in the active language; unknown and hidden ones answer 404."""
        info = subjects.info(key)
        if info is None:
            raise Http404
        return info

    def page(
        self,
        request: HttpRequest,
        template: str,
        *,
        info: SubjectInfo | None,
        title: str,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        """Render a page under the breadcrumb of its subject."""
        if info is not None:
            shell.add_breadcrumbs(request, (info.title, info.url))
        shell.add_breadcrumbs(request, (title, ""))
        return render(
            request, f"registration/{template}.html", {"subject": info, "page_title": title, **context}, status=status
        )
