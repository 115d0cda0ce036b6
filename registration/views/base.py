"""What all views of the room share: never cached, never indexed, one subject."""

import uuid
from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac
from django.views import View

from portal.kernel import clock, limits
from portal.pages import shell
from registration import subjects
from registration.domain import links
from registration.enums import ConsentPurpose
from registration.models import Registration
from registration.subjects import SubjectInfo


def opened(purpose: str, secret: str) -> Registration:
    """Return the registration that a secret of this purpose opens; anything else answers 404."""
    registration = links.registration_of(purpose=purpose, secret=secret, now=clock.now())
    if registration is None:
        raise Http404
    return registration


def purposes_for(info: SubjectInfo | None, given: Collection[str] = ()) -> list[ConsentPurpose]:
    """Return the consents to ask for: the exhibitors' only where there are exhibitors, and those that stand."""
    has_exhibitors = info is not None and info.has_exhibitors
    return [
        purpose
        for purpose in ConsentPurpose
        if purpose is not ConsentPurpose.EXHIBITORS or has_exhibitors or purpose in given
    ]


def connection_digest(request: HttpRequest) -> str:
    """Return a keyed digest of the visitor's connection, from which nobody learns its address."""
    return salted_hmac("registration.connection", limits.connection_of(request)).hexdigest()[:32]


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

    def info_of(self, registration: Registration) -> SubjectInfo | None:
        """Return what is known of the subject of a registration."""
        return subjects.info(registration.place_kind.subject)

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
