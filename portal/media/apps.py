"""The media app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Label ``media``."""

    name = "portal.media"
    label = "media"

    def ready(self) -> None:
        """Let the nightly erasing sweep private files that nothing refers to, and follow what happens to documents."""
        from portal.kernel import erasure  # noqa: PLC0415 -- app ready
        from portal.media import receivers  # noqa: PLC0415 -- needs the models
        from portal.media.domain import orphans  # noqa: PLC0415 -- needs the models

        receivers.connect()
        erasure.register_sweep("media.orphans", orphans.forget_orphans)
