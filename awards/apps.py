"""The awards app."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Label ``awards``."""

    name = "awards"

    def ready(self) -> None:
        """Declare roles, personal fields and the section on profiles; keep the deadlines in the public calendar."""
        from django.db.models.signals import post_delete  # noqa: PLC0415 -- app ready
        from wagtail import signals  # noqa: PLC0415 -- app ready

        from awards import deadlines, models, personal_data, profile, roles  # noqa: F401, PLC0415 -- app ready
        from events.domain import dated  # noqa: PLC0415 -- app ready
        from exhibitors import profile as exhibitor_profile  # noqa: PLC0415 -- app ready
        from portal.accounts import roles as account_roles  # noqa: PLC0415 -- app ready

        account_roles.register(roles.declare)
        exhibitor_profile.register_section(profile.honours_section)
        dated.register(deadlines.source)
        signals.page_published.connect(deadlines.on_changed, dispatch_uid="awards-published")
        signals.page_unpublished.connect(deadlines.on_changed, dispatch_uid="awards-unpublished")
        post_delete.connect(deadlines.on_changed, sender=models.AwardPage, dispatch_uid="awards-deleted")
