"""The exhibitors app."""

from django.apps import AppConfig


class ExhibitorsConfig(AppConfig):
    """Label ``exhibitors``."""

    name = "exhibitors"

    def ready(self) -> None:
        """Declare personal fields, the officers' role, what the search finds and the room's own desk panel."""
        from django.db.models.signals import post_delete  # noqa: PLC0415 -- app ready
        from wagtail.signals import page_published, page_unpublished  # noqa: PLC0415 -- app ready

        from exhibitors import (  # noqa: PLC0415 -- app ready
            desk,
            findables,
            leaving,
            mail_samples,
            panels,
            personal_data,  # noqa: F401 -- registers
            related,
            roles,
            sections,  # noqa: F401 -- registers
            tables,  # noqa: F401 -- registers
        )
        from exhibitors.domain import listed_values, papers  # noqa: PLC0415 -- app ready
        from exhibitors.models import DirectoryPage, Paper  # noqa: PLC0415 -- app ready
        from portal.accounts import roles as account_roles  # noqa: PLC0415 -- app ready
        from portal.kernel import personal_data as registry  # noqa: PLC0415 -- app ready
        from portal.pages import findables as portal_findables  # noqa: PLC0415 -- app ready

        account_roles.register(roles.declared)
        registry.register_leaving(leaving.LeavingOrganisations())
        portal_findables.register(findables.OrganisationSource())
        mail_samples.register()
        related.register()
        listed_values.connect()
        desk.register_panel(panels.OrganisationPanel())
        post_delete.connect(papers.throw_file_away, sender=Paper)
        page_published.connect(findables.directory_changed, sender=DirectoryPage)
        page_unpublished.connect(findables.directory_changed, sender=DirectoryPage)
