"""The vocabularies app."""

from django.apps import AppConfig


class VocabulariesConfig(AppConfig):
    """Label ``vocabularies``."""

    name = "portal.vocabularies"
    label = "vocabularies"
