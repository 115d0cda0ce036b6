"""Vietnamese as it was written before Unicode: TCVN3 (fonts ".VnTime") and VNI (fonts "VNI-Times").

Both put Vietnamese letters in the places of other ones, so that a file's text reads "Céng hßa" or "Coäng hoøa". Which it is
is told by spelling: a reading counts when nearly all its words with marks are syllables of Vietnamese.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from portal.kernel import syllables

TCVN3: Final = "TCVN3"
VNI: Final = "VNI"
FEWEST: Final = 8
"""Words with marks; of fewer nothing can be told."""
GOOD: Final = 0.5
"""A text of which so many marked words are Vietnamese syllables is what it seems to be."""
SURE: Final = 0.8
"""So many must be syllables once converted."""
ODD: Final = 0.3
"""With so many words of letters and signs mixed a text is in an encoding that nobody told us of."""

_TONES: Final = "\u0301\u0300\u0309\u0303\u0323"
_TONE_SIGNS: Final = frozenset(_TONES)
# By glyph code, seen as Windows-1252; TCVN 5712:1993 gives these letters the same places.
_TCVN3_LETTERS: Final = (
    "µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞị"
    "ßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợïùóúñủòũôụ\u00adưõừøứöử÷ữùựúỳýýûỷüỹþỵ¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ"
)
_TCVN3: Final = str.maketrans(dict(zip(_TCVN3_LETTERS[::2], _TCVN3_LETTERS[1::2], strict=True)))

_VNI_TONES: Final = "ùøûõï"
_VNI_SINGLE: Final = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_CIRCUMFLEX: Final = "áàåãä"
_VNI_BREVE: Final = "éèúüë"


def _vni_pairs() -> dict[str, str]:
    pairs = {
        base + sign: shown + tone
        for base, shown in (*((vowel, vowel) for vowel in "aeouy"), ("ô", "ơ"), ("ö", "ư"))
        for sign, tone in zip(_VNI_TONES, _TONES, strict=True)
    }
    for vowel, letter in zip("aeo", "âêô", strict=True):
        pairs[vowel + "â"] = letter
        pairs |= {vowel + sign: letter + tone for sign, tone in zip(_VNI_CIRCUMFLEX, _TONES, strict=True)}
    pairs["aê"] = "ă"
    pairs |= {"a" + sign: "ă" + tone for sign, tone in zip(_VNI_BREVE, _TONES, strict=True)}
    return {written: unicodedata.normalize("NFC", read) for written, read in (pairs | _VNI_SINGLE).items()}


_VNI: Final = _vni_pairs()
_VNI_PATTERN: Final = re.compile("|".join(sorted(_VNI, key=len, reverse=True)), re.IGNORECASE)
_EDGES: Final = ".,;:!?()[]{}\"'“”‘’…-–/\\0123456789%*+=_<>|"
_SIGNS: Final = frozenset("µ¸¶·¹¨»¾¼½©®ª×«¬¡¢£¤¥¦§÷\u00ad\ufffd")


def from_tcvn3(text: str) -> str:
    """Return text that was written with a TCVN3 font."""
    return text.translate(_TCVN3)


def _read_vni(match: re.Match[str]) -> str:
    found = match.group(0)
    read = _VNI[found.lower()]
    return read.upper() if found[0].isupper() else read


def from_vni(text: str) -> str:
    """Return text that was written with a VNI font."""
    return _VNI_PATTERN.sub(_read_vni, text)


def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word.lower())
    letters = [letter for letter in decomposed if letter not in _TONE_SIGNS]
    if len(decomposed) - len(letters) > 1:
        return False
    return syllables.split(unicodedata.normalize("NFC", "".join(letters))) is not None


def _marked(text: str) -> list[str]:
    words = (word.strip(_EDGES) for word in text.split())
    return [word for word in words if word and not word.isascii()]


def _share(text: str) -> float:
    words = _marked(text)
    return sum(map(_is_syllable, words)) / len(words) if words else 0.0


def decoded(text: str) -> tuple[str, str]:
    """Return the text in Unicode and the name of the old encoding that it was in, empty for none.

    Raises ValueError for a text that is in neither and cannot be words either.
    """
    composed = unicodedata.normalize("NFC", text)
    marked = _marked(composed)
    if len(marked) < FEWEST or _share(composed) >= GOOD:
        return text, ""
    readings: tuple[tuple[str, Callable[[str], str]], ...] = ((TCVN3, from_tcvn3), (VNI, from_vni))
    best, name, read = max((_share(way(composed)), name, way(composed)) for name, way in readings)
    if best >= SURE:
        return read, name
    odd = sum(1 for word in marked if _is_odd(word))
    if odd / len(marked) >= ODD:
        raise ValueError(text[:40])
    return text, ""


def _is_odd(word: str) -> bool:
    """Return whether a word mixes letters with signs, or holds places that no encoding gives a meaning."""
    if any(unicodedata.category(letter) in {"Co", "Cn"} or letter == "\ufffd" for letter in word):
        return True
    return any(letter in _SIGNS for letter in word) and any(letter.isalpha() for letter in word)
