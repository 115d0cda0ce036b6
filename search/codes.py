"""Codes among the words of a query: written together or apart, with whatever signs between, they mean the same."""

import re
from typing import Final

from search.folding import Words

# "TRL7" and "TRL 7", "ISO9001" and "ISO 9001", "5G"; longer ones are words or serial numbers of their own.
_TOGETHER: Final = re.compile(r"([a-z]{1,5})(\d{1,5})|(\d{1,5})([a-z]{1,5})")
_LONGEST_LETTERS: Final = 5
# A tax code has ten digits and three for a branch, a telephone number eleven with its country.
_MOST_DIGITS: Final = 14


def apart(word: str) -> Words:
    """Return the letters and digits of a folded code apart ("trl7" gives ("trl", "7")); nothing for any other word."""
    match = _TOGETHER.fullmatch(word)
    return tuple(part for part in match.groups() if part) if match else ()


def reach(words: Words, start: int) -> int:
    """Return how many folded words from ``start`` on may be one code; 1 where the word stands by itself.

    A code is a short row of letters with a number ("trl 7"), or digits in groups ("0314 409 058").
    """
    end = start
    while end < len(words) and _is_number(words[end]) and sum(map(len, words[start : end + 1])) <= _MOST_DIGITS:
        end += 1
    if end > start:
        return end - start
    follows = words[start + 1 : start + 2]
    is_short = words[start].isascii() and words[start].isalpha() and len(words[start]) <= _LONGEST_LETTERS
    return 2 if is_short and follows and _is_number(follows[0]) and len(follows[0]) <= _LONGEST_LETTERS else 1


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit()
