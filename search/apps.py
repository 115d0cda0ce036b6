"""The search app."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Label ``search``; connects the handlers that keep the documents right."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Connect the signal handlers, declare who keeps the lists of words, and what counted and kept searches need."""
        from portal.accounts import roles  # noqa: PLC0415 -- needs the models
        from portal.kernel import erasure, watch  # noqa: PLC0415 -- the same
        from portal.page_cache import catalogue  # noqa: PLC0415 -- the same
        from search import handlers, personal_data  # noqa: F401, PLC0415 -- the same; registers
        from search import roles as search_roles  # noqa: PLC0415 -- needs the models
        from search.domain import searched  # noqa: PLC0415 -- the same
        from search.opensearch import client  # noqa: PLC0415 -- the same
        from search.saved import mail_samples  # noqa: PLC0415 -- the same
        from search.saved.domain import keeping  # noqa: PLC0415 -- the same

        # No finished page holds anything that was searched for: the page of results is drawn for each visitor.
        catalogue.tell_by_facts(*self.get_models())
        handlers.connect()
        if settings.OPENSEARCH_URL:
            watch.register("search", client.watch)
        erasure.register_sweep("search.searched words", searched.forget)
        roles.register(search_roles.declared)
        mail_samples.register()
        erasure.register_sweep("unconfirmed kept searches", keeping.forget_unconfirmed)
