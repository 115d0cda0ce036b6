"""Syllables of Vietnamese: which there are, and where each bears its tone.

The onsets and rimes are those of standard spelling (Ministry of Education, 1980); foreign words are none.
"""

import re
import unicodedata
from enum import IntEnum
from typing import Final

VOWELS: Final = frozenset("aăâeêioôơuưy")
_MARKED: Final = "ăâêôơư"
_ONSETS: Final = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES: Final = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot "
    "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uynh uyp uyt uyu "
    "ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y ych yên yêt yêu yêm yêng ynh yt"
)
ONSETS: Final = frozenset(["", *_ONSETS.split()])
RIMES: Final = frozenset(_RIMES.split())
_PARTS: Final = re.compile(r"(?P<onset>[^aăâeêioôơuưy]*)(?P<rime>[aăâeêioôơuưy].*)")


class Tone(IntEnum):
    """The six tones in the order of the VNI keys."""

    LEVEL = 0
    SHARP = 1
    FALLING = 2
    ASKING = 3
    TUMBLING = 4
    HEAVY = 5


_SIGNS: Final = {
    Tone.LEVEL: "",
    Tone.SHARP: "\u0301",
    Tone.FALLING: "\u0300",
    Tone.ASKING: "\u0309",
    Tone.TUMBLING: "\u0303",
    Tone.HEAVY: "\u0323",
}


def split(letters: str) -> tuple[str, str] | None:
    """Return onset and rime of lower-case letters without a tone; None where they are no syllable."""
    match = _PARTS.fullmatch(letters)
    if match is None:
        return None
    onset, rime = match["onset"], match["rime"]
    if onset == "q":
        onset, rime = "qu", rime.removeprefix("u") if rime.startswith("u") else ""
    elif onset == "g" and rime.startswith("i") and (rime not in RIMES or rime[1:] in RIMES):
        # "gia" is gi and a; "giêng" is g and iêng, for no syllable ends in êng.
        onset, rime = "gi", rime[1:]
    return (onset, rime) if onset in ONSETS and rime in RIMES else None


def toned(letters: str, tone: Tone) -> str | None:
    """Return a syllable with its tone where the portal's texts have it ("hoa", FALLING gives "hòa"); None where there is no such syllable."""
    parts = split(letters)
    if parts is None:
        return None
    onset, rime = parts
    place = len(onset) + _bearer(rime)
    return unicodedata.normalize("NFC", letters[: place + 1] + _SIGNS[tone] + letters[place + 1 :])


def _bearer(rime: str) -> int:
    vowels = next((place for place, letter in enumerate(rime) if letter not in VOWELS), len(rime))
    marked = [place for place in range(vowels) if rime[place] in _MARKED]
    if marked:
        return marked[-1]
    is_open = vowels == len(rime)
    return {1: 0, 2: 0 if is_open else 1}.get(vowels, 1)
