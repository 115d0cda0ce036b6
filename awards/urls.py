"""Addresses of the awards room, inside the language prefix."""

from django.urls import URLPattern

app_name = "awards"
urlpatterns: list[URLPattern] = []
