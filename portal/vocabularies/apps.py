"""The vocabularies app."""

from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_delete, post_save


def _forget_lists(**_kwargs: Any) -> None:
    from portal.vocabularies import queries  # noqa: PLC0415 -- models must be ready

    queries.forget()


def _forget_lists_after(**_kwargs: Any) -> None:
    """Receive a change: now for whoever made it, and once more when others can read it."""
    _forget_lists()
    transaction.on_commit(_forget_lists)


class VocabulariesConfig(AppConfig):
    """Label ``vocabularies``."""

    name = "portal.vocabularies"
    label = "vocabularies"

    def ready(self) -> None:
        """Empty the cached lists whenever a term or place changes."""
        from portal.page_cache import catalogue  # noqa: PLC0415 -- app ready

        # The lists are kept in Django's cache, which may be this process's own.
        catalogue.drop_everything_for(
            self.get_model("Term"), self.get_model("AdministrativeUnit"), forget=_forget_lists
        )
        for name in ("Term", "AdministrativeUnit"):
            for signal in (post_save, post_delete):
                signal.connect(_forget_lists_after, sender=self.get_model(name), dispatch_uid=f"{name}-{id(signal)}")
