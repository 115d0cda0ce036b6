"""Addresses of the showcase room, inside the language prefix."""

from django.urls import URLPattern

app_name = "showcase"
urlpatterns: list[URLPattern] = []
