"""Addresses of the plan room, inside the language prefix."""

from django.urls import URLPattern

app_name = "plan"
urlpatterns: list[URLPattern] = []
