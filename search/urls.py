"""Addresses of the search room, inside the language prefix."""

from django.urls import URLPattern

app_name = "search"
urlpatterns: list[URLPattern] = []
