"""The news app."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Label ``news``."""

    name = "news"
