"""Short addresses that never break: ``/c/<code>/`` leads to a page by its translation key, whatever its slug is today.

The code is made of the key, so that nothing needs to be stored; the address alone decides the language, as everywhere.
"""

import uuid
from typing import Final

from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from portal.kernel.languages import Language

# No 0, 1, l, o: a code is read aloud and typed from a poster.
ALPHABET: Final = "23456789abcdefghijkmnpqrstuvwxyz"
LETTERS: Final = 10
"""Fifty bits: among a hundred thousand pages the chance that any two share a code is one in two hundred thousand."""
_BITS: Final = 5 * LETTERS
_SHIFT: Final = 128 - _BITS


def code_of(key: uuid.UUID) -> str:
    """Return the code of a translation key."""
    number = key.int >> _SHIFT
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(_BITS - 5, -1, -5))


def keys_of(code: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Return the first and the last key that a code can mean; None for what is no code."""
    letters = code.lower()
    if len(letters) != LETTERS or any(letter not in ALPHABET for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = (number << 5) | ALPHABET.index(letter)
    first = number << _SHIFT
    return uuid.UUID(int=first), uuid.UUID(int=first | ((1 << _SHIFT) - 1))


def page_of(code: str, language: Language) -> Page | None:
    """Return the public page of a code in a language, or in the other one; None where visitors may not see it.

    A code that two pages share leads nowhere rather than to the wrong one.
    """
    keys = keys_of(code)
    if keys is None:
        return None
    pages = Page.objects.filter(translation_key__range=keys, live=True, alias_of=None)
    found = list(pages.select_related("locale", "content_type"))
    if len({page.translation_key for page in found}) != 1:
        return None
    chosen = next((page for page in found if page.locale.language_code == language), found[0]).specific
    if chosen.get_view_restrictions() or not getattr(chosen, "is_visible", lambda: True)():
        return None
    shown: Page = chosen
    return shown


def path_of(key: uuid.UUID, language: Language | str) -> str:
    """Return the short address of a key in a language, without the host."""
    with translation.override(language):
        return reverse("pages:short", args=[code_of(key)])
