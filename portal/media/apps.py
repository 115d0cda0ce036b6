"""The media app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Label ``media``."""

    name = "portal.media"
    label = "media"

    def ready(self) -> None:
        """Let the nightly erasing sweep private files that nothing refers to."""
        from portal.kernel import erasure  # noqa: PLC0415 -- app ready
        from portal.media.domain import orphans  # noqa: PLC0415 -- needs the models

        erasure.register_sweep("media.orphans", orphans.forget_orphans)
