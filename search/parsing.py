"""Reading what a visitor typed: words without and with marks, twins of i and y, abbreviations and their full words."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from portal.kernel import text
from search.domain import abbreviations
from search.domain.abbreviations import Expansions, Words
from search.engines.base import Alternative, Criteria, Expression, Group, Phrase

LONGEST: Final = 200
MOST_WORDS: Final = 16
SHORTEST_PREFIX: Final = 2
# Each pair costs two look-ups in the index; past six words the first pairs have long decided.
MOST_PAIRS: Final = 5
# In words: "149/KH-UBND" has three, "38/2026/TT-BKHCN" four, a decision of two bodies at once a few more.
SHORTEST_NUMBER: Final = 2
LONGEST_NUMBER: Final = 7
# Both spellings are in use: kỹ thuật and kĩ thuật, lý and lí, công ty and công ti.
_TWINS: Final = re.compile(r"(h|k|l|m|s|t)[iy]")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The words of a query in order. ``accented`` is empty where no word carries a mark."""

    text: str
    folded: Words
    accented: Words = ()


def parse(typed: str) -> ParsedQuery:
    """Return the words of any text; what is beyond the longest query is left out."""
    cleaned = text.normalise(typed[: LONGEST * 2].replace("\x00", " "))[:LONGEST]
    folded = tuple(text.words(text.fold(cleaned)))[:MOST_WORDS]
    accented = tuple(text.words(text.accented_key(cleaned)))[:MOST_WORDS]
    has_marks = accented != folded and len(accented) == len(folded)
    return ParsedQuery(cleaned, folded, accented if has_marks else ())


def criteria(query: ParsedQuery, *, prefix: bool = False, every: bool = True) -> Criteria:
    """Return what the engines look for; ``prefix`` lets the last word go on, ``every`` False asks for any word."""
    of_folded, of_accented = abbreviations.expansions()
    groups = _groups(query.folded, of_folded, twins=True)
    if prefix and groups and len(query.folded[-1]) >= SHORTEST_PREFIX:
        unfinished: Alternative = (Phrase(query.folded[-1:], prefix=True),)
        groups = (*groups[:-1], (*groups[-1], unfinished)) if _ends_in_one_word(query, of_folded) else groups
    return Criteria(
        folded=Expression(groups, every=every),
        accented=Expression(_groups(query.accented, of_accented)) if query.accented and not prefix else None,
        title=Phrase(query.folded, prefix=prefix) if query.folded else None,
        neighbours=_neighbours(query.folded, prefix=prefix),
        identifiers=_identifiers(query.folded),
    )


def sequences(found: Criteria) -> list[Words]:
    """Return the words, and rows of words, that a snippet marks."""
    return [
        phrase.words for group in found.folded.groups for alternative in group for phrase in alternative if phrase.words
    ]


def _ends_in_one_word(query: ParsedQuery, expansions: Expansions) -> bool:
    return _spans(query.folded, expansions)[-1][1] == 1


def _spans(words: Words, expansions: Expansions) -> list[tuple[int, int]]:
    """Return (start, length) of the parts of a query: known forms as long as they go, else single words."""
    longest = max((len(form) for form in expansions), default=1)
    spans = []
    start = 0
    while start < len(words):
        length = next(
            (
                size
                for size in range(min(longest, len(words) - start), 1, -1)
                if words[start : start + size] in expansions
            ),
            1,
        )
        spans.append((start, length))
        start += length
    return spans


def _groups(words: Words, expansions: Expansions, *, twins: bool = False) -> tuple[Group, ...]:
    groups: list[Group] = []
    for start, length in _spans(words, expansions):
        part = words[start : start + length]
        others: tuple[Alternative, ...] = tuple((Phrase(form),) for form in expansions.get(part, ()))
        if others and length > 1:
            groups.append((tuple(Phrase((word,)) for word in part), *others))
            continue
        word = part[0]
        same: tuple[Alternative, ...] = ((Phrase((_twin(word),)),),) if twins and _TWINS.fullmatch(word) else ()
        groups.append((((Phrase((word,)),)), *same, *others))
    return tuple(groups)


def _neighbours(words: Words, *, prefix: bool) -> tuple[Expression, ...]:
    """Return one expression for each two words that were typed next to each other, twins included; cut at ``MOST_PAIRS``."""
    pairs = list(pairwise(words))[:MOST_PAIRS]
    found = []
    for place, (first, second) in enumerate(pairs, start=2):
        unfinished = prefix and place == len(words) and len(second) >= SHORTEST_PREFIX
        rows: Group = tuple(
            (Phrase((left, right), prefix=unfinished),) for left in _spellings(first) for right in _spellings(second)
        )
        found.append(Expression((rows,)))
    return tuple(found)


def _identifiers(words: Words) -> tuple[str, ...]:
    """Return what can be the number of a document: rows of two words and more with a digit, and the whole query."""
    rows = {
        words[start : start + length]
        for length in range(SHORTEST_NUMBER, LONGEST_NUMBER + 1)
        for start in range(len(words) - length + 1)
    } | {words}
    return tuple(sorted(" ".join(row) for row in rows if any(letter.isdigit() for word in row for letter in word)))


def _spellings(word: str) -> Words:
    return (word, _twin(word)) if _TWINS.fullmatch(word) else (word,)


def _twin(word: str) -> str:
    return word[:-1] + ("y" if word.endswith("i") else "i")
