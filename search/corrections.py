"""Typing slips: words that no document holds are replaced by known ones that are one slip away, or look alike."""

import string
from typing import Any, Final

from portal.kernel import text
from search import engines, parsing
from search.domain.abbreviations import Words
from search.engines.base import Alternative, Expression, Group, Phrase, Rows
from search.parsing import ParsedQuery

LETTERS: Final = string.ascii_lowercase
SHORTEST: Final = 2
LONGEST: Final = 24
CANDIDATES: Final = 8
MOST_UNKNOWN: Final = 3
LOOKED_AT: Final = 5


def slips(word: str) -> set[str]:
    """Return every word that is one missing, added, wrong or swapped letter away."""
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    deleted = {left + right[1:] for left, right in splits if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    replaced = {left + letter + right[1:] for left, right in splits if right for letter in LETTERS}
    added = {left + letter + right for left, right in splits for letter in LETTERS}
    return {other for other in deleted | swapped | replaced | added if other} - {word}


def halves(word: str) -> set[Words]:
    """Return the word cut in two at every place, for a space that was left out."""
    return {(word[:place], word[place:]) for place in range(SHORTEST, len(word) - SHORTEST + 1)}


def correct(query: ParsedQuery, rows: Rows) -> ParsedQuery | None:
    """Return the query with its unknown words replaced so that ``rows`` hold it, or None where there is no such query.

    The new words are those of the best document found, with the marks that they have there.
    """
    engine = engines.current()
    known = engine.known_words(set(query.folded))
    unknown = [word for word in dict.fromkeys(query.folded) if word not in known]
    if not unknown or len(unknown) > MOST_UNKNOWN or any(not SHORTEST <= len(word) <= LONGEST for word in unknown):
        return None
    candidates = {word: _candidates(word) for word in unknown}
    if not all(candidates.values()):
        return None
    groups: tuple[Group, ...] = tuple(
        tuple(_phrase(words) for words in candidates.get(word, [(word,)])) for word in query.folded
    )
    for document in engine.matching(rows, Expression(groups)).order_by("-pk")[:LOOKED_AT]:
        found = _as_in(document, query.folded, candidates)
        if found:
            return found
    return None


def _phrase(words: Words) -> Alternative:
    return (Phrase(words),)


def _candidates(word: str) -> list[Words]:
    engine = engines.current()
    close = slips(word)
    cut = halves(word)
    known = engine.known_words(close | {half for pair in cut for half in pair})
    found: list[Words] = [pair for pair in cut if all(half in known for half in pair)]
    found.sort(key=lambda pair: -min(known[half] for half in pair))
    single = sorted((other for other in close if other in known), key=lambda other: (-known[other], other))
    found = [*((other,) for other in single[:CANDIDATES]), *found[:CANDIDATES]]
    return found or [(other,) for other in engine.similar_words(word)]


def _as_in(document: Any, words: Words, candidates: dict[str, list[Words]]) -> ParsedQuery | None:
    folded = f" {document.title_folded} {document.lead_folded} {document.body_folded} "
    marked: dict[str, str] = {}
    for accented in f"{document.title_accented} {document.text_accented}".split():
        marked.setdefault(text.fold(accented), accented)
    corrected: list[str] = []
    for word in words:
        options = candidates.get(word, [(word,)])
        chosen = next((option for option in options if f" {' '.join(option)} " in folded), None)
        if chosen is None:
            return None
        corrected.extend(marked.get(part, part) for part in chosen)
    return parsing.parse(" ".join(corrected))
