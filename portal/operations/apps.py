"""The operations app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Label ``operations``."""

    name = "portal.operations"
    label = "operations"

    def ready(self) -> None:
        """Let the watch ask for failed tasks."""
        from portal.kernel import watch  # noqa: PLC0415 -- app ready
        from portal.operations import failed_tasks  # noqa: PLC0415 -- app ready

        watch.register("tasks", failed_tasks.watch)
