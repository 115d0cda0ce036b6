"""Addresses of the registration room, inside the language prefix."""

from django.urls import URLPattern

app_name = "registration"
urlpatterns: list[URLPattern] = []
