"""Titles of technologies and needs as the desk shows them: in English where there is an English one, else marked as Vietnamese."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wagtail.models import Page

from portal.kernel import languages
from portal.kernel.languages import Language


@dataclass(frozen=True, slots=True)
class ShownTitle:
    """A title, and whether a reader of English is to be told that it is Vietnamese."""

    text: str
    vietnamese_only: bool = False


@dataclass(frozen=True, slots=True)
class Titles:
    """The English titles that are known; ``is_english`` says whether the desk is read in English."""

    is_english: bool
    english: Mapping[uuid.UUID, str]

    def of(self, key: uuid.UUID, own: str) -> ShownTitle:
        """Return the title of what has this translation key; ``own`` is the one it was written with."""
        if not self.is_english:
            return ShownTitle(own)
        known = self.english.get(key)
        return ShownTitle(known) if known else ShownTitle(own, vietnamese_only=True)


def of_keys(keys: Iterable[uuid.UUID]) -> Titles:
    """Return the titles for these translation keys, drafts' too: they are the reader's own. One query, in English only."""
    if languages.current() is not Language.ENGLISH:
        return Titles(is_english=False, english={})
    pages = Page.objects.filter(
        translation_key__in=set(keys), locale__language_code=Language.ENGLISH.value, alias_of=None
    )
    return Titles(is_english=True, english=dict(pages.values_list("translation_key", "draft_title")))
