"""Addresses that only the demo portal has."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
