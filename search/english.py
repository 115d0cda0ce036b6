"""Forms of English words: whoever types "patent" finds "patents" and "patenting" too. Vietnamese words have one form."""

from typing import Final

from portal.kernel import syllables, text
from search.folding import Words

SHORTEST: Final = 4
_ENDINGS: Final = ("s", "ing")
_SYLLABLES: Final = frozenset(
    text.one_spelling(text.fold(onset + rime)) for onset in syllables.ONSETS for rime in syllables.RIMES
)


def is_vietnamese(word: str) -> bool:
    """Return whether a folded word is spelt like a Vietnamese syllable."""
    return word in _SYLLABLES


def forms(word: str) -> Words:
    """Return the other forms of a folded word that is no Vietnamese syllable: with and without -s, -es, -ies and -ing."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()) or is_vietnamese(word):
        return ()
    if word.endswith("ies"):
        return (word[:-3] + "y",)
    if word.endswith("s") and not word.endswith("ss"):
        return (word[:-1], word[:-2]) if word.endswith("es") else (word[:-1],)
    if word.endswith("ing"):
        return (word[:-3], word[:-3] + "e")
    plural = word[:-1] + "ies" if word.endswith("y") else word + _ENDINGS[0]
    return (plural, word.removesuffix("e") + _ENDINGS[1])
