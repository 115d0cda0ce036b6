"""Addresses of the exhibitors room, inside the language prefix."""

from django.urls import URLPattern

app_name = "exhibitors"
urlpatterns: list[URLPattern] = []
