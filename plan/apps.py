"""The plan app."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Label ``plan``."""

    name = "plan"

    def ready(self) -> None:
        """Declare roles, and tell the front page who knows the plan's progress."""
        from plan import queries, receivers, roles  # noqa: F401, PLC0415 -- app ready
        from portal.blocks import meters  # noqa: PLC0415 -- app ready

        meters.register(queries.front_page_meters)
        receivers.connect()
