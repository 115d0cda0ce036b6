"""The mail app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Label ``mail``."""

    name = "portal.mail"
    label = "mail"

    def ready(self) -> None:
        """Declare the personal fields."""
        from portal.mail import personal_data  # noqa: F401, PLC0415 -- app ready
