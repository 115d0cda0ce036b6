"""The registration app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    """Label ``registration``."""

    name = "registration"
    verbose_name = _("Registration")

    def ready(self) -> None:
        """Declare the personal fields, and what becomes of places when a person leaves."""
        from portal.kernel import erasure  # noqa: PLC0415 -- app ready
        from portal.kernel import personal_data as registry  # noqa: PLC0415 -- app ready
        from registration import leaving, personal_data  # noqa: F401, PLC0415 -- app ready
        from registration.domain import forgetting  # noqa: PLC0415 -- app ready

        registry.register_leaving(leaving.GivingBackPlaces())
        erasure.register_sweep("registration.answers", forgetting.forget_expired)
