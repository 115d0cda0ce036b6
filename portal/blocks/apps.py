"""The blocks app."""

from django.apps import AppConfig


class BlocksConfig(AppConfig):
    """Label ``blocks``."""

    name = "portal.blocks"
    label = "blocks"
