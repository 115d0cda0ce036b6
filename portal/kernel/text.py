"""Vietnamese text: normal form, tone placement, and the fold shared by search, slugs and duplicate checks."""

import re
import unicodedata
from enum import Enum
from typing import Final

# The tone sits on the first vowel of an open "oa", "oe", "uy" (hòa, thủy), as most dictionaries print it.
_TONES: Final = {
    "o": "òóỏõọ",
    "a": "àáảãạ",
    "e": "èéẻẽẹ",
    "u": "ùúủũụ",
    "y": "ỳýỷỹỵ",
}
_PAIRS: Final = {
    first + toned: _TONES[first][tone] + second
    for first, second in (("o", "a"), ("o", "e"), ("u", "y"))
    for tone, toned in enumerate(_TONES[second])
}
_PAIR_PATTERN: Final = re.compile(r"(?<!q)(" + "|".join(_PAIRS) + r")(?![^\W\d_])", re.IGNORECASE)
_FIRST_VOWEL: Final = re.compile(r"(?<!q)(" + "|".join(_PAIRS.values()) + r")(?![^\W\d_])", re.IGNORECASE)
# "Kỹ thuật" and "kĩ thuật", "lý" and "lí", "công ty" and "công ti", "quý" and "quí": both are in use, the Ministry of
# Education's spelling of 1980 has i after these letters. Other syllables in y are other words ("uy", "ây").
_TWINS: Final = re.compile(r"(?<![^\W_])(h|k|l|m|s|t|qu)([yýỳỷỹỵ])(?![^\W_])")
_TWIN_OF: Final = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))
_SPACES: Final = re.compile(r"\s+")
_WORDS: Final = re.compile(r"[^\W_]+")
# Control characters, invisible ones (zero width, direction marks), private ones and halves of pairs.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs"})
_KEPT: Final = frozenset("\n\r\t")


def normalise(text: str) -> str:
    """Return ``text`` composed (NFC), with runs of white space as one space and none at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def visible(text: str) -> str:
    """Return ``text`` composed (NFC) without what nobody sees and which could make two texts look alike.

    Dropped are control characters, zero-width and direction marks, private characters and halves of surrogate pairs
    (Unicode Standard, general categories Cc, Cf, Co and Cs); line breaks and tabs stay.
    """
    seen = "".join(char for char in text if char in _KEPT or unicodedata.category(char) not in _UNSEEN)
    return unicodedata.normalize("NFC", seen)


def line(text: str) -> str:
    """Return ``text`` as one visible line in normal form."""
    return normalise(visible(text))


def paragraphs(text: str) -> str:
    """Return ``text`` line by line in normal form: line breaks stay, everything invisible goes."""
    lines = visible(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(normalise(one) for one in lines).strip()


def _move_tone(match: re.Match[str]) -> str:
    found = match.group(0)
    moved = _PAIRS[found.lower()]
    return "".join(new.upper() if old.isupper() else new for old, new in zip(found, moved, strict=True))


def place_tones(text: str) -> str:
    """Return ``text`` in NFC with one style of tone placement: hoà becomes hòa, thuỷ becomes thủy, quý stays."""
    return _PAIR_PATTERN.sub(_move_tone, unicodedata.normalize("NFC", text))


class TonePlacement(Enum):
    """Where a syllable such as "hòa" bears its tone."""

    FIRST_VOWEL = "hòa"
    SECOND_VOWEL = "hoà"


def tone_placement(word: str) -> TonePlacement | None:
    """Return where a word bears the tone of an open "oa", "oe" or "uy"; None for a word that can be written in one way only."""
    composed = unicodedata.normalize("NFC", word)
    if _PAIR_PATTERN.search(composed):
        return TonePlacement.SECOND_VOWEL
    return TonePlacement.FIRST_VOWEL if _FIRST_VOWEL.search(composed) else None


def accented_key(text: str) -> str:
    """Return the lower-case form that keeps its marks, in one style of tone placement: "Hoà Bình" gives "hòa bình"."""
    return place_tones(normalise(text).lower())


def fold(text: str) -> str:
    """Return the lower-case form without marks: "Điện tử" gives "dien tu"; NFD and NFC input give the same."""
    decomposed = unicodedata.normalize("NFD", normalise(text).lower().replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))


def one_spelling(lowered: str) -> str:
    """Return composed lower-case ``lowered`` with i in the syllables that are spelt with i or y: "kỹ", "lý", "quý" give "kĩ", "lí", "quí"."""
    return _TWINS.sub(lambda match: match[1] + _TWIN_OF[match[2]], lowered)


def words(text: str) -> list[str]:
    """Return the syllables and numbers of ``text`` in order, without punctuation."""
    return _WORDS.findall(unicodedata.normalize("NFC", text))
