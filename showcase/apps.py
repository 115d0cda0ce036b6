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
        from portal.page_cache import catalogue  # noqa: PLC0415 -- app ready
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

        # What strangers write; the figures of the plan that count them follow within a minute.
        catalogue.tell_by_facts(self.get_model("Enquiry"))
        # The index of the matching is read by tasks only.
        catalogue.tell_by_facts(self.get_model("MatchTerm"), self.get_model("MatchProfile"))
        mail_samples.register()
        related.register()
        findables.register()
        match_receivers.connect()
        exhibitor_mentions.register(mentions.pages)
