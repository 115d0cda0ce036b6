"""Narrowing search documents."""

from collections.abc import Sequence
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

    def in_order_of(self, keys: Sequence[int]) -> list[Any]:
        """Return the documents of these keys as the keys stand; those that have just gone are left out."""
        there = self.in_bulk(list(keys)) if keys else {}
        return [there[key] for key in keys if key in there]
