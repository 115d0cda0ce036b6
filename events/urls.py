"""Addresses of the events room, inside the language prefix."""

from django.urls import URLPattern

app_name = "events"
urlpatterns: list[URLPattern] = []
