"""Words typed for a Vietnamese keyboard that was not on: Telex ("coong ngheej") and VNI ("cong65 nghe65") as raw keys.

The keys are those of the two methods as Windows, Unikey and ibus-unikey read them: marks may follow their letter or the whole
syllable. What would not become a Vietnamese syllable is left as it is, so that codes and English words stay.
"""

import string
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from portal.kernel import syllables, text
from portal.kernel.syllables import Tone

_TELEX_TONES: Final = {
    "z": Tone.LEVEL,
    "s": Tone.SHARP,
    "f": Tone.FALLING,
    "r": Tone.ASKING,
    "x": Tone.TUMBLING,
    "j": Tone.HEAVY,
}
_ROOFED: Final = {"a": "â", "e": "ê", "o": "ô"}
_VOWELS: Final = syllables.VOWELS
# The longest syllable has seven letters ("nghiêng"), with all its keys eleven.
_LONGEST: Final = 12


@dataclass(slots=True)
class _Syllable:
    letters: list[str] = field(default_factory=list)
    tone: Tone = Tone.LEVEL

    def has_vowel(self) -> bool:
        return any(letter in _VOWELS for letter in self.letters)

    def roof(self, vowel: str) -> bool:
        """Put the roof on the last such vowel, across other vowels only where the letter itself would fit nowhere ("yeue")."""
        for place in range(len(self.letters) - 1, -1, -1):
            if self.letters[place] == vowel:
                with_roof = [*self.letters[:place], _ROOFED[vowel], *self.letters[place + 1 :]]
                crossed = any(letter in _VOWELS for letter in self.letters[place + 1 :])
                if crossed and (_fits([*self.letters, vowel]) or not _fits(with_roof)):
                    return False
                self.letters = with_roof
                return True
        return False

    def roof_any(self) -> bool:
        for place in range(len(self.letters) - 1, -1, -1):
            if self.letters[place] in _ROOFED:
                self.letters[place] = _ROOFED[self.letters[place]]
                return True
        return False

    def horn(self) -> bool:
        """Give u, o or both their horn; "uo" at the end of a syllable is "uơ" (thuở), else "ươ" (see ``finished``)."""
        start = 1 if self.letters[:1] == ["q"] else 0
        plain = [place for place in range(start + (start == 1), len(self.letters)) if self.letters[place] in "uo"]
        if not plain:
            return False
        joined = "".join(self.letters)
        if "uo" in joined[start:] or "ưo" in joined:
            place = joined.index("o")
            self.letters[place] = "ơ"
            return True
        # "ưu", "ưa", "ưi" bear it on the first; "oi", "om" have only one letter for it.
        place = plain[0]
        self.letters[place] = "ư" if self.letters[place] == "u" else "ơ"
        return True

    def breve(self) -> bool:
        for place in range(len(self.letters) - 1, -1, -1):
            if self.letters[place] == "a":
                self.letters[place] = "ă"
                return True
        return False

    def stroke(self) -> bool:
        if self.letters[:1] == ["d"]:
            self.letters[0] = "đ"
            return True
        return False

    def finished(self) -> str | None:
        letters = "".join(self.letters)
        closed = letters.replace("uơ", "ươ") if not letters.startswith("q") else letters
        if letters.endswith(("uơ", "ươ")):
            closed = letters[:-2] + "uơ"
        return syllables.toned(closed, self.tone)


def _fits(letters: list[str]) -> bool:
    return syllables.split("".join(letters)) is not None


def _telex(word: str) -> str | None:
    syllable = _Syllable()
    for key in word:
        if key in _TELEX_TONES and syllable.has_vowel():
            syllable.tone = _TELEX_TONES[key]
        elif key == "w":
            if not (_wants_breve(syllable) and syllable.breve()) and not syllable.horn():
                syllable.letters.append("ư")
        elif not (key == "d" and syllable.stroke()) and not (key in _ROOFED and syllable.roof(key)):
            syllable.letters.append(key)
    return syllable.finished()


def _wants_breve(syllable: _Syllable) -> bool:
    joined = "".join(syllable.letters)
    return "a" in joined and ("ua" not in joined or joined.startswith("qu"))


def _vni(word: str) -> str | None:
    syllable = _Syllable()
    marks: dict[str, Callable[[], bool]] = {
        "6": syllable.roof_any,
        "7": syllable.horn,
        "8": syllable.breve,
        "9": syllable.stroke,
    }
    for key in word:
        if key not in string.digits:
            syllable.letters.append(key)
        elif key in marks:
            if not marks[key]():
                return None
        elif syllable.has_vowel():
            syllable.tone = Tone(int(key))
        else:
            return None
    return syllable.finished()


def _read(words: list[str], method: Callable[[str], str | None]) -> str:
    read = [method(word) if word.isascii() and word[0].isalpha() and len(word) <= _LONGEST else None for word in words]
    return " ".join(new or word for new, word in zip(read, words, strict=True))


def readings(typed: str) -> list[str]:
    """Return what a text says when its words are read as Telex and as VNI keys; nothing where that changes no word."""
    words = text.words(typed.lower())
    plain = " ".join(words)
    return [reading for reading in dict.fromkeys(_read(words, method) for method in (_telex, _vni)) if reading != plain]
