"""What a folded word may have been before a slip of the fingers or of spelling: pure rules, no look-up."""

import string
from typing import Final

from portal.kernel import text
from search.folding import Words

LETTERS: Final = string.ascii_lowercase
SHORTEST: Final = 2
MOST_PARTS: Final = 6
# Letters that are spoken alike in part of the country, and are the commonest mistakes in spelling.
_ONSETS: Final = (
    ("d", "gi"),
    ("d", "r"),
    ("gi", "r"),
    ("d", "v"),
    ("tr", "ch"),
    ("s", "x"),
    ("l", "n"),
    ("ngh", "ng"),
    ("gh", "g"),
    ("c", "k"),
    ("qu", "w"),
    ("ph", "f"),
    ("gi", "j"),
    ("d", "z"),
    ("gi", "z"),
)
_CODAS: Final = (("n", "ng"), ("n", "nh"), ("t", "c"), ("ch", "t"), ("i", "y"), ("o", "u"))


def edits(word: str) -> set[str]:
    """Return every word that is one missing, added, wrong or swapped letter away."""
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    deleted = {left + right[1:] for left, right in splits if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    replaced = {left + letter + right[1:] for left, right in splits if right for letter in LETTERS}
    added = {left + letter + right for left, right in splits for letter in LETTERS}
    return {other for other in deleted | swapped | replaced | added if other} - {word}


def one_away(word: str) -> set[str]:
    """Return the folded words that are one slip away, whichever of i and y a syllable was meant with ("my" for "may")."""
    spelt = {word, word[:-1] + "y"} if word.endswith("i") else {word}
    return _one_spelling({other for form in spelt for other in edits(form)}) - {word}


def _one_spelling(words: set[str]) -> set[str]:
    # All at once: there are hundreds, and looking through a word costs less than beginning to.
    return set(text.one_spelling(" ".join(words)).split())


def spoken_alike(word: str) -> set[str]:
    """Return the spellings that are heard as this one: "su ly" for "xu ly", "dai phap" for "giai phap"."""
    begun = {
        new + word.removeprefix(old)
        for pair in _ONSETS
        for old, new in (pair, pair[::-1])
        if word.startswith(old) and len(word) > len(old)
    }
    ended = {
        start.removesuffix(old) + new
        for start in {word, *begun}
        for pair in _CODAS
        for old, new in (pair, pair[::-1])
        if start.endswith(old) and len(start) > len(old) + 1
    }
    return (begun | ended) - {word}


def pieces(word: str) -> set[str]:
    """Return every part of a word, as the index spells it, that could be one of several words written without spaces."""
    return _one_spelling(
        {
            word[start:end]
            for start in range(len(word))
            for end in range(start + SHORTEST, len(word) + 1)
            if end - start < len(word)
        }
    )


def cut(word: str, known: dict[str, int], *, most: int) -> list[Words]:
    """Return the best ways to cut a word into known ones, for spaces left out: fewest parts first, then the most usual words.

    ``known`` says how many documents hold a part; at most ``most`` ways are followed at each place.
    """
    ways: list[list[Words]] = [[()], *([] for _ in word)]

    def cost(way: Words) -> tuple[int, int]:
        return len(way), -min((known[part] for part in way), default=0)

    for end in range(SHORTEST, len(word) + 1):
        found = [
            (*way, part)
            for start in range(end - SHORTEST + 1)
            if (part := text.one_spelling(word[start:end])) in known
            for way in ways[start]
            if len(way) < MOST_PARTS
        ]
        ways[end] = sorted(found, key=cost)[:most]
    return [way for way in ways[-1] if len(way) > 1]
