"""The page cache as an app: its record, and its look at what every connection writes."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class PageCacheConfig(AppConfig):
    """Label ``page_cache``."""

    name = "portal.page_cache"
    label = "page_cache"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow every connection to the database, and forget old changes each night."""
        from portal.kernel import erasure  # noqa: PLC0415 -- app ready
        from portal.page_cache import changes, sweeping  # noqa: PLC0415 -- app ready

        erasure.register_sweep("page_cache.changes", sweeping.forget_old)
        changes.mind_migrations(self)
        connection_created.connect(changes.follow, dispatch_uid="page_cache.follow")
