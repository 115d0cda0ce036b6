"""The news app."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Label ``news``."""

    name = "news"

    def ready(self) -> None:
        """Declare personal fields and roles, and listen for newsrooms that get a translation."""
        from news import personal_data, roles, signals  # noqa: F401, PLC0415 -- registers; apps must be ready
