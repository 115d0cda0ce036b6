"""Addresses for machines, outside the language prefix."""

from django.urls import URLPattern, path

from portal.kernel.languages import Language
from search import machine_views as views

urlpatterns: list[URLPattern] = [
    path("sitemap.xml", views.site_map, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", views.site_map_part, name="sitemap-part"),
    path("robots.txt", views.robots, name="robots"),
    path("opensearch.xml", views.opensearch, {"language": Language.VIETNAMESE}, name="opensearch"),
    path("opensearch-en.xml", views.opensearch, {"language": Language.ENGLISH}, name="opensearch-en"),
    path(".well-known/security.txt", views.security, name="security"),
]
