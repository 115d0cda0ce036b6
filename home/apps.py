"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Label ``home``."""

    name = "home"

    def ready(self) -> None:
        """Declare roles and personal fields, and say who signs mails."""
        from home import mail_samples, personal_data, roles, signature  # noqa: F401, PLC0415 -- app ready

        mail_samples.register()
