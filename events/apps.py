"""The events app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Label ``events``."""

    name = "events"
