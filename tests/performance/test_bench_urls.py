"""The benches' addresses: the portal's own, and a bare view beside them."""

from django.test import RequestFactory
from django.urls import resolve


def test_bare_view_stands_beside_the_portals_addresses() -> None:
    found = resolve("/bench/bare/3/", urlconf="tools.bench_urls")
    assert found.func(RequestFactory().get("/"), **found.kwargs).content == b"xxx"
    assert resolve("/healthz", urlconf="tools.bench_urls").func
