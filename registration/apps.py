"""The registration app."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    """Label ``registration``."""

    name = "registration"
