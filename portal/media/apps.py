"""The media app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Label ``media``."""

    name = "portal.media"
    label = "media"
