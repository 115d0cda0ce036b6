"""Sorting by the Vietnamese alphabet."""

import unicodedata
from typing import Final

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK: Final = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
# Tones in the order ngang, huyền, hỏi, ngã, sắc, nặng; they decide only between words of the same letters.
_TONE_RANK: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_VOWEL_MARKS: Final = {"\u0302", "\u0306", "\u031b"}
_DIGIT_BASE: Final = -20

SortKey = tuple[tuple[int, ...], tuple[int, ...]]


def vietnamese_key(text: str) -> SortKey:
    """Return a key that orders a ă â b c d đ e ê … first by letters, then by tones; digits stand before letters."""
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", text).lower():
        decomposed = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", decomposed[0] + "".join(m for m in decomposed[1:] if m in _VOWEL_MARKS))
        tone = next((_TONE_RANK[mark] for mark in decomposed[1:] if mark in _TONE_RANK), 0)
        if base.isdigit():
            letters.append(_DIGIT_BASE + int(base))
        elif base.isspace():
            letters.append(_DIGIT_BASE - 1)
        else:
            letters.append(_LETTER_RANK.get(base, ord(base[0]) + 100))
        tones.append(tone)
    return tuple(letters), tuple(tones)
