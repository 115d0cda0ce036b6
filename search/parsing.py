"""Reading what a visitor typed: words without and with marks, codes, and the forms that mean the same."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from portal.kernel import text
from search import codes, english, fillers, folding, freshness
from search.domain import abbreviations
from search.domain.abbreviations import Expansions
from search.engines.base import Alternative, Criteria, Expression, Group, Phrase
from search.folding import Words

LONGEST: Final = 200
MOST_WORDS: Final = 16
SHORTEST_PREFIX: Final = 2
SHORTEST_MARKED: Final = 3
"""Of a part of a code: "7" of "TRL 7" stands in too many numbers, "kh" of "KH&CN" in too many others' codes."""
# Each pair costs two look-ups in the index; past six words the first pairs have long decided.
MOST_PAIRS: Final = 5
# In words: "149/KH-UBND" has three, "38/2026/TT-BKHCN" four, a decision of two bodies at once a few more.
SHORTEST_NUMBER: Final = 2
LONGEST_NUMBER: Final = 7


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The words of a query in order. ``accented`` is empty where no word carries a mark.

    ``last`` is the last word as it was spelt, which may be the beginning of another ("ky" of "Kyoto").
    """

    text: str
    folded: Words
    accented: Words = ()
    last: str = ""


def parse(typed: str) -> ParsedQuery:
    """Return the words of any text; what is beyond the longest query is left out."""
    cleaned = text.line(typed[: LONGEST * 2])[:LONGEST]
    folded = folding.folded(cleaned)[:MOST_WORDS]
    accented = folding.accented(cleaned)[:MOST_WORDS]
    has_marks = accented != folded and len(accented) == len(folded)
    spelt = text.words(text.fold(cleaned))[:MOST_WORDS]
    last = spelt[-1] if len(spelt) == len(folded) and spelt else "".join(folded[-1:])
    return ParsedQuery(cleaned, folded, accented if has_marks else (), last)


def criteria(query: ParsedQuery, *, prefix: bool = False, every: bool = True) -> Criteria:
    """Return what the engines look for; ``prefix`` lets the last word go on, ``every`` False asks for any word."""
    of_folded, of_accented = abbreviations.expansions()
    groups = _groups(query.folded, of_folded)
    if not every:
        # Of a code or a known row of words a part may be enough too; of "trl7" its letters, as of "trl 7".
        letters = (part for word in query.folded for part in codes.apart(word) if part.isalpha())
        singles = (((Phrase((word,)),),) for word in (*query.folded, *letters))
        groups = tuple(dict.fromkeys((*groups, *singles)))
    if prefix and groups and len(query.last) >= SHORTEST_PREFIX and _spans(query.folded, of_folded)[-1][1] == 1:
        beginnings = dict.fromkeys((query.folded[-1], query.last))
        groups = (*groups[:-1], (*groups[-1], *((Phrase((word,), prefix=True),) for word in beginnings)))
    marked = _marked(query.accented, of_accented) if not prefix else ()
    return Criteria(
        folded=Expression(groups, every=every),
        accented=Expression(marked) if marked else None,
        title=Phrase(query.folded, prefix=prefix) if query.folded else None,
        neighbours=_neighbours(query.folded, prefix=prefix),
        identifiers=_identifiers(query.folded),
        fresh=freshness.oldest_fresh_days(),
    )


def has_parts(query: ParsedQuery) -> bool:
    """Return whether a part of the query may be found where the whole is not: it has several words, or is a code such as "trl7"."""
    return len(query.folded) > 1 or any(codes.apart(word) for word in query.folded)


def content(query: ParsedQuery) -> ParsedQuery:
    """Return a query of those words only that say what is looked for; the same query where all do."""
    places = fillers.kept(query.folded, query.accented)
    if len(places) == len(query.folded):
        return query
    folded = tuple(query.folded[place] for place in places)
    accented = tuple(query.accented[place] for place in places) if query.accented else ()
    return ParsedQuery(" ".join(accented or folded), folded, accented, folded[-1])


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a query that belong together (a form of the editors' lists, a code, a single word), and what may stand for them."""

    words: Words
    group: Group
    is_listed: bool

    @property
    def word(self) -> str | None:
        """The word where it is a single one that no list knows: only such a word can be a slip."""
        return self.words[0] if len(self.words) == 1 and not self.is_listed else None


def parts(query: ParsedQuery) -> list[Part]:
    """Return the parts of a query in order."""
    of_folded, _of_accented = abbreviations.expansions()
    found = [query.folded[start : start + length] for start, length in _spans(query.folded, of_folded)]
    return [Part(part, _group(part, of_folded), part in of_folded) for part in found]


def sequences(found: Criteria) -> list[Words]:
    """Return the words, and rows of words, that a snippet marks: of a code in parts the whole row, and no part that says little."""
    marked: list[Words] = []
    for group in found.folded.groups:
        for alternative in group:
            parts = [phrase.words for phrase in alternative if phrase.words]
            if len(parts) > 1:
                marked.append(tuple(word for part in parts for word in part))
                parts = [part for part in parts if len("".join(part)) >= SHORTEST_MARKED]
            marked += parts
    return marked


def _spans(words: Words, expansions: Expansions) -> list[tuple[int, int]]:
    """Return (start, length) of the parts of a query: known forms as long as they go, else codes, else single words."""
    spans = []
    start = 0
    while start < len(words):
        length = next(
            (
                size
                for size in range(min(expansions.longest, len(words) - start), 1, -1)
                if words[start : start + size] in expansions
            ),
            codes.reach(words, start),
        )
        spans.append((start, length))
        start += length
    return spans


def _groups(words: Words, expansions: Expansions) -> tuple[Group, ...]:
    return tuple(_group(words[start : start + length], expansions) for start, length in _spans(words, expansions))


def _group(part: Words, expansions: Expansions) -> Group:
    as_typed: Alternative = tuple(Phrase((word,)) for word in part)
    others: Group = tuple((Phrase(form),) for form in expansions.get(part, ()))
    if len(part) == 1:
        forms: Group = tuple((Phrase((form,)),) for form in english.forms(part[0]))
        return (as_typed, *others, *forms, *_apart(part[0]))
    if others:
        return (as_typed, *others)
    # A code in parts: in a row, written together, or its letters spelt out ("TRL 7").
    spelt: Group = tuple((Phrase(form), *as_typed[1:]) for form in expansions.get(part[:1], ()))
    return (as_typed, (Phrase(("".join(part),)),), *spelt)


def _apart(word: str) -> Group:
    apart = codes.apart(word)
    if not apart:
        return ()
    # "KH149" stands for "149/KH-UBND" too; a single letter says too little to stand elsewhere.
    is_one = min(map(len, (part for part in apart if part.isalpha()))) == 1
    return ((Phrase(apart),),) if is_one else (tuple(Phrase((part,)) for part in apart),)


def _marked(words: Words, expansions: Expansions) -> tuple[Group, ...]:
    """Return the groups of those parts of an accented query that bear marks; who leaves some out does not ask for words without."""
    return tuple(
        _group(words[start : start + length], expansions)
        for start, length in _spans(words, expansions)
        if any(folding.bears_marks(word) for word in words[start : start + length])
    )


def _neighbours(words: Words, *, prefix: bool) -> tuple[Expression, ...]:
    """Return one expression for each two words that were typed next to each other; cut at ``MOST_PAIRS``."""
    pairs = list(pairwise(words))[:MOST_PAIRS]
    return tuple(
        Expression((((Phrase(pair, prefix=prefix and place == len(words) and len(pair[1]) >= SHORTEST_PREFIX),),),))
        for place, pair in enumerate(pairs, start=2)
    )


def _identifiers(words: Words) -> tuple[str, ...]:
    """Return what can be the number of a document: rows of two words and more with a digit, and the whole query."""
    rows = {
        words[start : start + length]
        for length in range(SHORTEST_NUMBER, LONGEST_NUMBER + 1)
        for start in range(len(words) - length + 1)
    } | {words}
    return tuple(sorted(" ".join(row) for row in rows if any(letter.isdigit() for word in row for letter in word)))
