"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Label ``home``."""

    name = "home"
