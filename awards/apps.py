"""The awards app."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Label ``awards``."""

    name = "awards"
