"""Addresses of search for machines, outside the language prefix."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
