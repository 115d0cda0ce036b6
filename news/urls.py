"""Addresses of the news room, inside the language prefix."""

from django.urls import URLPattern

app_name = "news"
urlpatterns: list[URLPattern] = []
