"""The registration app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    """Label ``registration``."""

    name = "registration"
    verbose_name = _("Registration")

    def ready(self) -> None:
        """Declare the personal fields and the audit, say what becomes of places when a person leaves, teach SQLite to fold."""
        from portal.kernel import erasure  # noqa: PLC0415 -- app ready
        from portal.kernel import personal_data as registry  # noqa: PLC0415 -- app ready
        from portal.page_cache import catalogue  # noqa: PLC0415 -- app ready
        from registration import (  # noqa: PLC0415 -- app ready
            attendance_audit,
            audit_sources,
            certificate_audit,
            folded,
            leaving,
            mail_previews,
            personal_data,  # noqa: F401 -- declares when it is read
        )
        from registration.domain import (  # noqa: PLC0415 -- app ready
            audit,
            badges,
            forgetting,
            gate_copies,
            mail_copies,
            question_copies,
            set_up,
            trainer_links,
        )

        # Everybody may write these at any time; of what they change, pages show how many places are left (bands.py).
        catalogue.tell_by_facts(*(self.get_model(name) for name in ("Hold", "Registration", "SessionPlace")))
        mail_previews.register()
        registry.register_leaving(leaving.GivingBackPlaces())
        audit_sources.register_own()
        audit_sources.register(certificate_audit.CERTIFICATE, certificate_audit.SOURCE)
        audit_sources.register(attendance_audit.ATTENDANCE, attendance_audit.SOURCE)
        set_up.register(question_copies.copy)
        set_up.register(mail_copies.copy)
        set_up.register(gate_copies.copy)
        set_up.register(trainer_links.copy)
        erasure.register_sweep("registration.answers", forgetting.forget_expired)
        erasure.register_sweep("registration.badges", badges.forget_old)
        erasure.register_sweep("registration.audit", audit.forget_people)
        connection_created.connect(folded.teach, dispatch_uid="registration-folded")
