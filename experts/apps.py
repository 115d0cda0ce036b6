"""The experts app."""

from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    """Label ``experts``."""

    name = "experts"

    def ready(self) -> None:
        """Declare personal fields, the officers' role, what the search finds and the expert's part of the desk."""
        from wagtail.signals import page_published, page_unpublished  # noqa: PLC0415 -- app ready

        from exhibitors import desk as exhibitor_desk  # noqa: PLC0415 -- app ready
        from experts import (  # noqa: PLC0415 -- app ready
            desk,
            findables,
            leaving,
            mail_samples,
            personal_data,  # noqa: F401 -- registers
            roles,
        )
        from experts.models import ExpertIndexPage  # noqa: PLC0415 -- app ready
        from portal.accounts import roles as account_roles  # noqa: PLC0415 -- app ready
        from portal.kernel import personal_data as registry  # noqa: PLC0415 -- app ready
        from portal.pages import findables as portal_findables  # noqa: PLC0415 -- app ready

        registry.register_leaving(leaving.LeavingNetwork())
        account_roles.register(roles.declared)
        portal_findables.register(findables.ExpertSource())
        mail_samples.register()
        exhibitor_desk.register_personal_panel(desk.ExpertPanel())
        page_published.connect(findables.list_changed, sender=ExpertIndexPage)
        page_unpublished.connect(findables.list_changed, sender=ExpertIndexPage)
