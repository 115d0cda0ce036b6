"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Label ``accounts``."""

    name = "portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Declare the personal fields; remember second steps that are added in a session."""
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415 -- app ready

        from portal.accounts import mail_samples, personal_data, second_step  # noqa: F401, PLC0415 -- app ready

        mail_samples.register()
        authenticator_added.connect(second_step.note_added)
