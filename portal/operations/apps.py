"""The operations app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Label ``operations``."""

    name = "portal.operations"
    label = "operations"
