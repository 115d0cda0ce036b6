"""The one way in which texts and queries become words that are compared, on both databases.

On top of the portal's fold (``portal.kernel.text``): one spelling of i and y, compatibility forms (NFKC: "m²", "CO₂", wide
letters, ligatures from PDF files), and the Icelandic ð that old files bear in place of đ. Whoever compares with the folded or
accented columns of ``SearchDocument`` goes through here; when this changes, ``rebuild_search`` writes the columns anew.
"""

import unicodedata
from functools import lru_cache

from portal.kernel import text

Words = tuple[str, ...]


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", text.visible(typed)).replace("ð", "đ").replace("Ð", "Đ")


def folded(typed: str) -> Words:
    """Return the words of any text without marks, in lower case and one spelling: "Kỹ-thuật" gives ("ki", "thuat")."""
    return tuple(text.words(text.one_spelling(text.fold(_plain(typed)))))


def accented(typed: str) -> Words:
    """Return the words with their marks, in lower case, one spelling and one placement of tones: "Kỹ-thuật" gives ("kĩ", "thuật")."""
    return tuple(text.words(text.one_spelling(text.accented_key(_plain(typed)))))


def bears_marks(word: str) -> bool:
    """Return whether an accented word differs from its folded form."""
    return word != text.fold(word)


@lru_cache(maxsize=20_000)
def folded_word(word: str) -> str:
    """Return what one word of a shown text is compared by; the syllables of Vietnamese are few, so most are known already."""
    return " ".join(folded(word))
