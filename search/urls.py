"""Addresses of the search room, inside the language prefix."""

from django.urls import URLPattern, path

from portal.kernel.languages import route
from search import views
from search.saved import urls as saved

app_name = "search"
urlpatterns: list[URLPattern] = [
    path(route(vi="tim-kiem/", en="search/"), views.results, name="results"),
    path(route(vi="tim-kiem/goi-y/", en="search/suggestions/"), views.suggested, name="suggestions"),
    *saved.urlpatterns,
]
