"""Narrowing search documents."""

from typing import Any

from django.db import models

from portal.kernel.languages import Language


class SearchDocumentQuerySet(models.QuerySet[Any]):
    """Documents by the language of their reader."""

    def for_readers_of(self, language: Language) -> "SearchDocumentQuerySet":
        """Return what readers of a language search: in English also the items that exist in Vietnamese only."""
        if language is Language.ENGLISH:
            return self.filter(for_english=True)
        return self.filter(language=language)
