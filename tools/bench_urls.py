"""The portal's addresses and a bare view that returns as many bytes as a page has."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import urls


def bare(_request: HttpRequest, size: int) -> HttpResponse:
    """Return ``size`` bytes and nothing else."""
    return HttpResponse(b"x" * size)


# Addresses in two languages cannot be included: the list itself is carried on.
urlpatterns = [path("bench/bare/<int:size>/", bare), *urls.urlpatterns]
