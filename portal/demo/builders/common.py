"""What every builder uses: the build's context, English twins of pages, paragraphs."""

import random
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from wagtail.models import Locale, Page

from exhibitors.models import Organisation
from portal.accounts.models import User
from portal.demo.specs.shapes import Words
from portal.kernel.languages import Language
from portal.vocabularies.models import AdministrativeUnit, Term


@dataclass
class Build:
    """What has been made so far, by the keys of the specs."""

    now: datetime
    chance: random.Random
    people: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    sections: dict[str, Page] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    _terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    _places: dict[str, AdministrativeUnit] = field(default_factory=dict)

    def term(self, vocabulary: str, code: str) -> Term:
        """Return a term by vocabulary and code."""
        if not self._terms:
            self._terms = {(term.vocabulary, term.code): term for term in Term.objects.all()}
        return self._terms[vocabulary, code]

    def terms(self, vocabulary: str, codes: tuple[str, ...]) -> list[Term]:
        """Return several terms of one vocabulary."""
        return [self.term(vocabulary, code) for code in codes]

    def place(self, code: str) -> AdministrativeUnit | None:
        """Return a place by its code, None for an empty one."""
        if not self._places:
            self._places = {unit.code: unit for unit in AdministrativeUnit.objects.all()}
        return self._places[code] if code else None

    def key_of(self, key: str) -> UUID | None:
        """Return the translation key of a page made before, None when there is none."""
        page = self.pages.get(key)
        return page.translation_key if page is not None else None


def english(page: Any) -> Any:
    """Return a fresh English draft of a page, not yet saved as a revision, with the page's own class."""
    return page.copy_for_translation(Locale.objects.get(language_code=Language.ENGLISH)).specific


def paragraphs(texts: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return stream data of one text block with a paragraph for each text."""
    if not any(texts):
        return []
    return [("paragraph", "".join(f"<p>{text}</p>" for text in texts if text))]


def vi(words: tuple[Words, ...]) -> tuple[str, ...]:
    """Return the Vietnamese of several texts."""
    return tuple(word.vi for word in words)


def en(words: tuple[Words, ...]) -> tuple[str, ...]:
    """Return the English of several texts."""
    return tuple(word.en for word in words)
