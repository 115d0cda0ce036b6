"""The portal's addresses and a bare view that returns as many bytes as a page has."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(_request: HttpRequest, size: int) -> HttpResponse:
    """Return ``size`` bytes and nothing else."""
    return HttpResponse(b"x" * size)


urlpatterns = [path("bench/bare/<int:size>/", bare), path("", include("portal.urls"))]
