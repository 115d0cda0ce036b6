"""The kernel as a Django app: it holds the table of tokens."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Label ``kernel``."""

    name = "portal.kernel"
    label = "kernel"
