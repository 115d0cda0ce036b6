"""The pages app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Label ``pages``."""

    name = "portal.pages"
    label = "pages"

    def ready(self) -> None:
        """Let the nightly erasing sweep pictures that were drawn long ago, keep translations as private as their pages, register the admin's fields."""
        from portal.kernel import erasure  # noqa: PLC0415 -- app ready
        from portal.pages import admin_widgets, receivers, share_pictures  # noqa: PLC0415 -- the same

        erasure.register_sweep("pages.share_pictures", share_pictures.forget_old)
        receivers.connect()
        admin_widgets.register()
