"""The mailroom app."""

from django.apps import AppConfig


class MailroomConfig(AppConfig):
    """Label ``mailroom``."""

    name = "portal.mailroom"
    label = "mailroom"
