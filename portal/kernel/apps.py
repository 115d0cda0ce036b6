"""The kernel as a Django app: it holds the table of tokens."""

from django.apps import AppConfig
from django.urls import register_converter


class KernelConfig(AppConfig):
    """Label ``kernel``."""

    name = "portal.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Let addresses name records by ``<id:pk>``."""
        from portal.kernel import converters  # noqa: PLC0415 -- app ready

        register_converter(converters.IdConverter, "id")
