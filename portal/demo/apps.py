"""The demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Label ``demo``."""

    name = "portal.demo"
    label = "demo"
