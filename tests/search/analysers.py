"""A small reading of what OpenSearch does with the analysers of an index: mapping, pattern tokenizer, three filters.

Written from the documentation of Lucene's MappingCharFilter, PatternTokenizer, LowerCaseFilter, PatternReplaceFilter and
TruncateTokenFilter; it knows nothing of our fold.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

Json = dict[str, Any]


def _unescaped(rule: str) -> str:
    units = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), rule.strip())
    return units.encode("utf-16", "surrogatepass").decode("utf-16")


@lru_cache(maxsize=8)
def _table(rules: tuple[str, ...]) -> tuple[dict[str, str], int]:
    table = {}
    for rule in rules:
        left, right = re.fullmatch(r"(.*)\s*=>\s*(.*)\s*", rule).groups()  # type: ignore[union-attr]
        letters = _unescaped(left)
        if letters in table:
            raise ValueError(f"{rule}: twice")
        table[letters] = _unescaped(right)
    return table, max(map(len, table))


def _mapped(text: str, rules: list[str]) -> str:
    """Replace from the left, the longest rule first."""
    table, longest = _table(tuple(rules))
    found = []
    place = 0
    while place < len(text):
        for size in range(min(longest, len(text) - place), 0, -1):
            piece = text[place : place + size]
            if piece in table:
                found.append(table[piece])
                place += size
                break
        else:
            found.append(text[place])
            place += 1
    return "".join(found)


def _words(text: str, pattern: str) -> list[str]:
    if pattern != "[^\\p{L}\\p{N}]+":
        raise ValueError(pattern)
    kept = "".join(letter if unicodedata.category(letter)[0] in "LN" else " " for letter in text)
    return [word for word in kept.split(" ") if word]


def _filtered(word: str, about: Json) -> str:
    if about["type"] == "pattern_replace":
        pattern = about["pattern"].replace("\\p{L}", "[^\\W\\d_]")
        return re.sub(pattern, re.sub(r"\$(\d)", r"\\g<\1>", about["replacement"]), word)
    if about["type"] == "truncate":
        return word[: about["length"]]
    raise ValueError(about)


def analysed(text: str, name: str, settings: Json) -> list[str]:
    """Return the words that an analyser of the settings makes of a text."""
    analysis = settings["analysis"]
    analyser = analysis["analyzer"][name]
    for char_filter in analyser["char_filter"]:
        about = analysis["char_filter"][char_filter]
        if about["type"] != "mapping":
            raise ValueError(about)
        text = _mapped(text, about["mappings"])
    tokenizer = analysis["tokenizer"][analyser["tokenizer"]]
    words = _words(text, tokenizer["pattern"])
    for filter_name in analyser["filter"]:
        if filter_name == "lowercase":
            words = [
                "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in word) for word in words
            ]
        else:
            words = [_filtered(word, analysis["filter"][filter_name]) for word in words]
    return words
