"""The demo app."""

from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    """Label ``demo``."""

    name = "portal.demo"
    label = "demo"

    def ready(self) -> None:
        """Let a demo live as many days ahead as its folder says; no other portal looks there."""
        if not settings.IS_DEMO:
            return
        from portal.demo import moments  # noqa: PLC0415 -- app ready

        moments.follow(settings.VAR_DIR / moments.FILE_NAME)
