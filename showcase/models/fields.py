"""How fields of this room point at vocabularies."""

from typing import TYPE_CHECKING, Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField

from portal.vocabularies.enums import VocabularyCode

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def term_field(vocabulary: VocabularyCode, name: "_StrPromise", **options: Any) -> "models.ForeignKey[Any, Any]":
    """Return a link to one term; the column may be empty, because a draft may be."""
    return models.ForeignKey(
        "vocabularies.Term",
        verbose_name=name,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"vocabulary": vocabulary},
        **options,
    )


def term_list(vocabulary: VocabularyCode, name: "_StrPromise", **options: Any) -> Any:
    """Return a link to any number of terms, kept in a page's drafts too."""
    return ParentalManyToManyField(
        "vocabularies.Term",
        verbose_name=name,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": vocabulary},
        **options,
    )
