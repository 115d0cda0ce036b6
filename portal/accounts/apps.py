"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Label ``accounts``."""

    name = "portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Declare the personal fields."""
        from portal.accounts import personal_data  # noqa: F401, PLC0415 -- app ready
