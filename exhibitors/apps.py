"""The exhibitors app."""

from django.apps import AppConfig


class ExhibitorsConfig(AppConfig):
    """Label ``exhibitors``."""

    name = "exhibitors"

    def ready(self) -> None:
        """Declare personal fields, the officers' role, what the search finds and the room's own desk panel."""
        from wagtail.signals import page_published, page_unpublished  # noqa: PLC0415 -- app ready

        from exhibitors import desk, findables, leaving, panels, personal_data, roles  # noqa: F401, PLC0415 -- app ready
        from exhibitors.models import DirectoryPage  # noqa: PLC0415 -- app ready
        from portal.accounts import roles as account_roles  # noqa: PLC0415 -- app ready
        from portal.kernel import personal_data as registry  # noqa: PLC0415 -- app ready
        from portal.pages import findables as portal_findables  # noqa: PLC0415 -- app ready

        account_roles.register(roles.declared)
        registry.register_leaving(leaving.LeavingOrganisations())
        portal_findables.register(findables.OrganisationSource())
        desk.register_panel(panels.OrganisationPanel())
        page_published.connect(findables.directory_changed, sender=DirectoryPage)
        page_unpublished.connect(findables.directory_changed, sender=DirectoryPage)
