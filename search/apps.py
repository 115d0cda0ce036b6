"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Label ``search``; connects the handlers that keep the documents right."""

    name = "search"

    def ready(self) -> None:
        """Connect the signal handlers, declare who keeps the lists of words, and have searches forgotten."""
        from portal.accounts import roles  # noqa: PLC0415 -- needs the models
        from portal.kernel import erasure  # noqa: PLC0415 -- needs the models
        from search import handlers  # noqa: PLC0415 -- needs the models
        from search import roles as search_roles  # noqa: PLC0415 -- needs the models
        from search.domain import searched  # noqa: PLC0415 -- needs the models

        handlers.connect()
        erasure.register_sweep("search.searched words", searched.forget)
        roles.register(search_roles.declared)
