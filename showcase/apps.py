"""The showcase app."""

from django.apps import AppConfig


class ShowcaseConfig(AppConfig):
    """Label ``showcase``."""

    name = "showcase"
