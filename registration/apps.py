"""The registration app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    """Label ``registration``."""

    name = "registration"
    verbose_name = _("Registration")

    def ready(self) -> None:
        """Declare the personal fields."""
        from registration import personal_data  # noqa: F401, PLC0415 -- app ready
