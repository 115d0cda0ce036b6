"""The look as a Django app: no models, only templates, static files and the catalogue page."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Label ``ui``."""

    name = "portal.ui"
    label = "ui"
