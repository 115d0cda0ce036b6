"""Addresses of the home room, inside the language prefix."""

from django.urls import URLPattern

app_name = "home"
urlpatterns: list[URLPattern] = []
