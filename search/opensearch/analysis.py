"""Settings and mappings of the index: analysers generated from ``search.folding``, letter by letter.

A letter's reading is asked of the fold itself, between two letters that it leaves alone; what depends on a whole word (one
spelling of i and y, the place of tones) becomes filters, asked of ``portal.kernel.text`` in the same way. So the fold stays in
one place: when it changes, ``manage.py rebuild_search`` makes an index with the new one.
"""

import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import permutations
from typing import Any, Final

from portal.kernel import syllables, text
from search import folding
from search.folding import Words

Json = dict[str, Any]
LONGEST_WORD: Final = 255
"""In letters; Lucene refuses a whole document for one beyond 32,766 bytes."""
WINDOW: Final = 10_000
"""Hits that one question may bring (index.max_result_window)."""
FACETS: Final = ("field", "place", "audience", "trl", "newsroom")
"""Those of the page of results; one that a feature adds is counted by the database until it stands here and the index is made anew."""
_NOTHING_BETWEEN: Final = "x"
_UNWRITTEN: Final = frozenset({"Cn", "Co", "Cs", "Cc"})
_MARKS: Final = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
_SEPARATOR: Final = "[^\\p{L}\\p{N}]+"
"""What ``portal.kernel.text.words`` cuts at; the underscore is no letter either."""


def _reading(letter: str, words: Callable[[str], Words]) -> str:
    return " ".join(words(f"{_NOTHING_BETWEEN}{letter}{_NOTHING_BETWEEN}"))[1:-1]


def _letters(words: Callable[[str], Words]) -> Iterator[tuple[str, str]]:
    """Yield each letter that reads as something else than itself in lower case, with its reading."""
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        category = unicodedata.category(letter)
        if category in _UNWRITTEN:
            continue
        reading = _reading(letter, words)
        is_part_of_word = category[0] in "LN"
        if reading == (letter.lower() if is_part_of_word else " "):
            continue
        yield letter, reading


def _spellings() -> Iterator[tuple[str, str]]:
    """Yield the Vietnamese letters in parts, in every order, with the letter in one piece: what other programs send."""
    for base in "aeiouydAEIOUYD":
        for first in ("", *_MARKS):
            for second in ("", *_MARKS):
                whole = unicodedata.normalize("NFC", base + first + second)
                if len(whole) > 1 or not first:
                    continue
                for order in permutations([mark for mark in (first, second) if mark]):
                    parts = base + "".join(order)
                    if unicodedata.normalize("NFC", parts) == whole:
                        yield parts, whole
                        yield unicodedata.normalize("NFC", base + order[0]) + "".join(order[1:]), whole


def _escaped(letters: str) -> str:
    units = letters.encode("utf-16-be")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))


def _mappings(words: Callable[[str], Words], *, with_marks: bool) -> list[str]:
    pairs = dict(_letters(words))
    if with_marks:
        pairs |= {parts: whole.lower() for parts, whole in _spellings() if parts != whole}
    return [f"{_escaped(letters)} => {_escaped(reading)}" for letters, reading in sorted(pairs.items())]


def _replacement(pattern: str, replacement: str) -> Json:
    return {"type": "pattern_replace", "pattern": pattern, "replacement": replacement}


def _twins(endings: str) -> dict[str, Json]:
    """Return a filter for each ending that has a twin: "ky" and "ki"."""
    onsets = sorted(onset for onset in syllables.ONSETS if text.one_spelling(f"{onset}y") != f"{onset}y")
    spelt = {ending: text.one_spelling(f"{onsets[0]}{ending}").removeprefix(onsets[0]) for ending in endings}
    return {
        f"twin_{place}": _replacement(f"^({'|'.join(onsets)}){ending}$", f"$1{twin}")
        for place, (ending, twin) in enumerate(spelt.items())
    }


def _tones() -> dict[str, Json]:
    """Return a filter for each place of a tone that has a twin: "hoà" and "hòa"."""
    vowels = sorted(vowel for vowel in syllables.VOWELS)
    toned = [
        unicodedata.normalize("NFC", vowel + mark) for vowel in vowels for mark in "\u0300\u0301\u0303\u0309\u0323"
    ]
    moved = {first + second: text.place_tones(first + second) for first in vowels for second in toned}
    return {
        f"tone_{place}": _replacement(f"(?<!q){written}(?!\\p{{L}})", read)
        for place, (written, read) in enumerate(pair for pair in moved.items() if pair[0] != pair[1])
    }


@lru_cache(maxsize=1)
def settings() -> Json:
    """Return the settings of an index."""
    tones, folded_twins, accented_twins = _tones(), _twins("y"), _twins("yýỳỷỹỵ")
    filters = {f"folded_{name}": value for name, value in folded_twins.items()}
    filters |= tones | {f"accented_{name}": value for name, value in accented_twins.items()}
    filters |= {
        "bounded": {"type": "truncate", "length": LONGEST_WORD},
        "grams": {"type": "ngram", "min_gram": 3, "max_gram": 3, "preserve_original": True},
    }
    folded = ["lowercase", *(f"folded_{name}" for name in folded_twins), "bounded"]
    accented = ["lowercase", *tones, *(f"accented_{name}" for name in accented_twins), "bounded"]

    def analyser(letters: str, filters_: list[str]) -> Json:
        return {"type": "custom", "char_filter": [letters], "tokenizer": "portal_words", "filter": filters_}

    return {
        "number_of_shards": 1,
        "max_result_window": WINDOW,
        "analysis": {
            "char_filter": {
                "portal_folded": {"type": "mapping", "mappings": _mappings(folding.folded, with_marks=False)},
                "portal_accented": {"type": "mapping", "mappings": _mappings(folding.accented, with_marks=True)},
            },
            "tokenizer": {"portal_words": {"type": "pattern", "pattern": _SEPARATOR}},
            "filter": filters,
            "analyzer": {
                "portal_folded": analyser("portal_folded", folded),
                "portal_accented": analyser("portal_accented", accented),
                "portal_grams": analyser("portal_folded", [*folded, "grams"]),
            },
        },
    }


def mappings() -> Json:
    """Return the fields of an index; the texts themselves are not kept there, pages are drawn from the database."""

    def words(analyser: str, **more: Any) -> Json:
        return {"type": "text", "analyzer": analyser, **more}

    exact: Json = {"type": "keyword"}
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "properties": {
            "id": {"type": "long"},
            "title": words(
                "portal_folded",
                fields={"marks": words("portal_accented"), "grams": words("portal_grams", index_options="docs")},
            ),
            "lead": words("portal_folded"),
            "body": words("portal_folded"),
            "text_marks": words("portal_accented"),
            "words": exact,
            "numbers": exact,
            "kind": exact,
            "sort_date": {"type": "date", "format": "strict_date"},
            **dict.fromkeys(FACETS, exact),
        },
    }


def index() -> Json:
    """Return what makes an index."""
    return {"settings": settings(), "mappings": mappings()}
