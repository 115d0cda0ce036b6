"""The exhibitors app."""

from django.apps import AppConfig


class ExhibitorsConfig(AppConfig):
    """Label ``exhibitors``."""

    name = "exhibitors"
