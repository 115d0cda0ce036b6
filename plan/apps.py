"""The plan app."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Label ``plan``."""

    name = "plan"
