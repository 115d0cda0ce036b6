"""How much two words look alike: one rule for every database, the one that PostgreSQL's pg_trgm applies in its index."""

from collections.abc import Iterable
from typing import Final

NEAR: Final = 0.35
MOST: Final = 3


def trigrams(word: str) -> frozenset[str]:
    """Return the rows of three letters of a word, two spaces before and one behind it (pg_trgm, "Trigram concepts")."""
    padded = f"  {word} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def similarity(one: str, other: str) -> float:
    """Return the share of trigrams that two words have in common, from 0 to 1."""
    left, right = trigrams(one), trigrams(other)
    return len(left & right) / len(left | right)


def nearest(word: str, terms: Iterable[str], *, most: int = MOST) -> list[str]:
    """Return those of ``terms`` that look like ``word``, nearest first."""
    wanted = trigrams(word)
    found = []
    for term in terms:
        others = trigrams(term)
        shared = len(wanted & others)
        share = shared / (len(wanted) + len(others) - shared)
        if share >= NEAR and term != word:
            found.append((-share, term))
    return [term for _share, term in sorted(found)[:most]]
