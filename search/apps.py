"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Label ``search``."""

    name = "search"
