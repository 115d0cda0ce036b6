"""The showcase app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShowcaseConfig(AppConfig):
    """Label ``showcase``."""

    name = "showcase"
    verbose_name = _("Showcase")

    def ready(self) -> None:
        """Declare personal fields, roles, desk panels and profile sections, and listen to the review."""
        from exhibitors import mentions as exhibitor_mentions  # noqa: PLC0415 -- app ready
        from showcase import (  # noqa: F401, PLC0415 -- app ready
            desk,
            findables,
            leaving,
            mail_samples,
            match_desk,
            match_receivers,
            mentions,
            personal_data,
            profile,
            receivers,
            related,
            roles,
            tables,
        )

        mail_samples.register()
        related.register()
        findables.register()
        match_receivers.connect()
        exhibitor_mentions.register(mentions.pages)
