"""The pages app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Label ``pages``."""

    name = "portal.pages"
    label = "pages"
