"""The search app."""

from django.apps import AppConfig
from django.conf import settings


class SearchConfig(AppConfig):
    """Label ``search``; connects the handlers that keep the documents right."""

    name = "search"

    def ready(self) -> None:
        """Connect the signal handlers and declare who keeps the abbreviations."""
        from portal.accounts import roles  # noqa: PLC0415 -- needs the models
        from portal.kernel import watch  # noqa: PLC0415 -- app ready
        from search import handlers  # noqa: PLC0415 -- needs the models
        from search import roles as search_roles  # noqa: PLC0415 -- needs the models
        from search.opensearch import client  # noqa: PLC0415 -- app ready

        handlers.connect()
        if settings.OPENSEARCH_URL:
            watch.register("search", client.watch)
        roles.register(search_roles.declared)
