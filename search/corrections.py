"""What a visitor may have meant: raw Telex and VNI keys, slips, words run together or torn apart; each with how much it finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, Final, NamedTuple

from portal.kernel import text
from search import codes, engines, english, folding, keystrokes, parsing, slips
from search.domain import abbreviations
from search.engines.base import PAGE_SIZE, Alternative, Best, Criteria, Expression, Group, Phrase, Rows, Spans
from search.folding import Words
from search.parsing import ParsedQuery, Part
from search.ranked import Shown

LONGEST: Final = 24
"""In letters, for an unknown word; a longer one may only be several words run together."""
LONGEST_RUN: Final = 40
CANDIDATES: Final = 8
WAYS_OF_CUTTING: Final = 3
MOST_UNKNOWN: Final = 3
MOST_WORDS: Final = 8
MOST_SLIPS: Final = 5
"""Known words of a query that are tried as slips; each costs a search."""
SHORTEST_LISTED: Final = 5
"""In letters, for a word that may be a slip of one in the editors' lists: shorter ones are often other short forms."""
LOOKED_AT: Final = 30
MOST_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Correction:
    """Another query and what it finds; of all but the first only how much."""

    query: ParsedQuery
    best: Best

    @property
    def number(self) -> int:
        """How many documents it finds."""
        return self.best.number


def corrections(query: ParsedQuery, rows: Rows, *, spans: Spans | None = None) -> list[Correction]:
    """Return up to three other queries that ``rows`` answer, the likeliest first; none for a query of words that are all right.

    Keys of Telex and VNI are read first, then words with a space too many or in the wrong place, then slips of words that the
    editors' lists hold, then words that no document holds are replaced by known ones, and where all are known, each in turn by
    one that is a slip away. New words bear the marks that they have in the best document found.
    """
    found: dict[Words, Correction] = {}
    for attempt in (_of_keys, _of_words_apart, _of_listed_words, _of_unknown_words, _of_known_words):
        for other in attempt(query, rows):
            if other.folded != query.folded and other.folded not in found:
                criteria = parsing.criteria(other)
                best = _best(rows, criteria, spans) if not found else Best(number=_number(rows, criteria))
                if best.number:
                    found[other.folded] = Correction(other, best)
            if len(found) >= MOST_SHOWN:
                return list(found.values())
        if found:
            break
    return list(found.values())


class _Read(NamedTuple):
    """What is read of a document to know how it writes words."""

    title: str
    summary: str
    body: str
    title_folded: str
    lead_folded: str
    body_folded: str


def _best(rows: Rows, criteria: Criteria, spans: Spans | None) -> Best:
    return engines.current().best(rows, criteria, start=0, stop=PAGE_SIZE, spans=spans, shape=Shown)


def _number(rows: Rows, criteria: Criteria) -> int:
    return engines.current().matching(rows, criteria.folded).count()


def _first(rows: Rows, criteria: Criteria, number: int) -> Sequence[Any]:
    return engines.current().best(rows, criteria, start=0, stop=number, shape=_Read).rows


def _of_keys(query: ParsedQuery, rows: Rows) -> list[ParsedQuery]:
    read = [parsing.parse(reading) for reading in keystrokes.readings(query.text)]
    return [_as_documents_write(other, rows) for other in read]


def _as_documents_write(query: ParsedQuery, rows: Rows) -> ParsedQuery:
    """Return a query with the marks of the best document found: a slip of the tone is mended ("cong65" for "cong6")."""
    for document in _first(rows, parsing.criteria(query), 1):
        return parsing.parse(" ".join(_written(document, query.folded)))
    return query


def _of_unknown_words(query: ParsedQuery, rows: Rows) -> list[ParsedQuery]:
    parts = parsing.parts(query)
    single = [part.word for part in parts if part.word]
    forms = {word: (word, *english.forms(word), *codes.apart(word)) for word in dict.fromkeys(single)}
    spelt = {form for others in forms.values() for form in others}
    # A word that stands alone and finds little is the unknown one most likely: what may be meant is looked up along with it.
    options = _Options.of([*forms] if len(forms) == 1 else [])
    known = engines.current().known_words(spelt | options.asked)
    unknown = [word for word, others in forms.items() if not any(form in known for form in others)]
    if (
        not unknown
        or len(unknown) > MOST_UNKNOWN
        or any(not slips.SHORTEST <= len(word) <= LONGEST_RUN for word in unknown)
    ):
        return []
    if len(forms) > 1:
        options = _Options.of(unknown)
        known = engines.current().known_words(options.asked)
    found = options.among(known)
    return _replaced(query, parts, found, rows) if all(found.values()) else []


def _of_words_apart(query: ParsedQuery, rows: Rows) -> list[ParsedQuery]:
    """Join two neighbours that stand as one word in some document: "tech mart", "con gnghe" with its space one letter off."""
    pairs = list(enumerate(pairwise(query.folded)))[:MOST_WORDS]
    joined = {place: left + right for place, (left, right) in pairs}
    moved: dict[int, list[Words]] = {
        place: [(left + right[0], right[1:]), (left[:-1], left[-1] + right)]
        for place, (left, right) in pairs
        if len(left) > 1 and len(right) > 1
    }
    words = {*joined.values(), *(word for ways in moved.values() for way in ways for word in way)}
    known = engines.current().known_words(words)
    listed = _listed()
    ways: list[tuple[int, Words]] = [
        (place, (word,)) for place, word in joined.items() if word in known or word in listed
    ]
    ways += [(place, way) for place, both in moved.items() for way in both if _all_known(way, known)]
    read = [" ".join((*query.folded[:place], *way, *query.folded[place + 2 :])) for place, way in ways[:CANDIDATES]]
    return [_as_documents_write(parsing.parse(other), rows) for other in read]


def _listed() -> set[str]:
    """Return the single words of the editors' lists: they find something although no document may hold them."""
    of_folded, _of_accented = abbreviations.expansions()
    return {form[0] for form in of_folded if len(form) == 1}


def _of_listed_words(query: ParsedQuery, rows: Rows) -> list[ParsedQuery]:  # noqa: ARG001 -- what it finds is counted by the caller
    """Replace words that are one slip away from a word of the editors' lists: "patnet", "wastewatr"."""
    listed = _listed()
    single = [part.word for part in parsing.parts(query) if part.word and SHORTEST_LISTED <= len(part.word) <= LONGEST]
    options = {word: near for word in single[:MOST_SLIPS] if (near := sorted(slips.one_away(word) & listed))}
    if not options:
        return []
    forms = {word: (word, *english.forms(word)) for word in options}
    known = engines.current().known_words({form for others in forms.values() for form in others})
    meant = {word: near for word, near in options.items() if not any(form in known for form in forms[word])}
    shown = list(zip(query.folded, query.accented or query.folded, strict=True))
    return [
        parsing.parse(" ".join(other if typed == word else as_typed for typed, as_typed in shown))
        for word, near in meant.items()
        for other in near[:CANDIDATES]
    ]


def _all_known(way: Words, known: dict[str, int]) -> bool:
    return all(word in known and len(word) >= slips.SHORTEST for word in way)


def _of_known_words(query: ParsedQuery, rows: Rows) -> list[ParsedQuery]:
    parts = parsing.parts(query)
    if not 1 < len(query.folded) <= MOST_WORDS:
        return []
    words = [part.word for part in parts if part.word and len(part.word) >= slips.SHORTEST and not part.word.isdigit()]
    found: list[ParsedQuery] = []
    for word, near in _one_slip_away(words[:MOST_SLIPS]).items():
        # A word that the query has already would only be said twice: "máy cây" is no slip of "cây cây".
        if options := [option for option in near if option[0] not in query.folded]:
            found += _replaced(query, parts, {word: options}, rows)[:1]
    return found


@dataclass(frozen=True, slots=True)
class _Near:
    """The words that are one slip away from a word, those among them that are heard alike."""

    word: str
    others: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()

    @classmethod
    def of(cls, word: str) -> "_Near":
        alike = frozenset(slips.spoken_alike(word))
        return cls(word, frozenset(slips.one_away(word)) | alike, alike)

    def best_of(self, known: dict[str, int]) -> list[Words]:
        """Return those that are known, the likeliest first."""
        there = [other for other in self.others if other in known and other != self.word]
        there.sort(key=lambda other: (other not in self.alike, -known[other], other))
        return [(other,) for other in there[: CANDIDATES * 2]]


@dataclass(frozen=True, slots=True)
class _Options:
    """What unknown words may have been, and the words of which it has to be known whether documents hold them."""

    near: dict[str, _Near]
    asked: frozenset[str]

    @classmethod
    def of(cls, unknown: list[str]) -> "_Options":
        near = {word: _Near.of(word) for word in unknown if len(word) <= LONGEST}
        cut = (slips.pieces(word) for word in unknown if len(word) <= LONGEST_RUN)
        asked = frozenset[str]().union(*cut, *(one.others for one in near.values()))
        return cls({word: near.get(word) or _Near(word) for word in unknown}, asked)

    def among(self, known: dict[str, int]) -> dict[str, list[Words]]:
        """Return known words for each unknown one, the likeliest first: one slip away, run together, or looking alike."""
        found: dict[str, list[Words]] = {}
        for word, near in self.near.items():
            found[word] = [*near.best_of(known), *slips.cut(word, known, most=WAYS_OF_CUTTING)]
            if not found[word] and len(word) <= LONGEST:
                found[word] = [(other,) for other in engines.current().similar_words(word)]
        return found


def _one_slip_away(words: list[str]) -> dict[str, list[Words]]:
    near = [_Near.of(word) for word in words]
    known = engines.current().known_words(frozenset[str]().union(*(one.others for one in near)))
    return {one.word: one.best_of(known) for one in near}


def _replaced(query: ParsedQuery, parts: list[Part], options: dict[str, list[Words]], rows: Rows) -> list[ParsedQuery]:
    """Return the query with words replaced so that documents hold it, those first in which more of it stands in a row."""
    groups: tuple[Group, ...] = tuple(
        tuple(_phrase(option) for option in options[part.word]) if part.word and part.word in options else part.group
        for part in parts
    )
    scored: dict[Words, tuple[int, int, ParsedQuery]] = {}
    for place, document in enumerate(_first(rows, Criteria(Expression(groups)), LOOKED_AT)):
        held = f" {document.title_folded} {document.lead_folded} {document.body_folded} "
        chosen = _chosen(query.folded, options, held)
        if not chosen:
            continue
        in_a_row = sum(f" {left} {right} " in held for left, right in pairwise(chosen))
        in_title = sum(f" {left} {right} " in f" {document.title_folded} " for left, right in pairwise(chosen))
        score = (-in_a_row - in_title, place)
        if chosen not in scored or score < scored[chosen][:2]:
            scored[chosen] = (*score, _marked(query, chosen, document))
    return [other for _row, _place, other in sorted(scored.values(), key=lambda one: one[:2])]


def _chosen(words: Words, options: dict[str, list[Words]], held: str) -> Words:
    """Return the words as a document holds them: of each word's options the one beside its neighbour, else the first there."""
    chosen: list[str] = []
    for place, word in enumerate(words):
        there: list[Words] = [option for option in options.get(word, [(word,)]) if f" {' '.join(option)} " in held]
        if not there:
            if word in options:
                return ()
            there = [(word,)]
        following = words[place + 1] if place + 1 < len(words) and words[place + 1] not in options else ""
        before = chosen[-1] if chosen else ""
        chosen.extend(max(there, key=partial(_beside, before=before, after=following, held=held)))
    return tuple(chosen)


def _beside(option: Words, *, before: str, after: str, held: str) -> int:
    return (f" {before} {option[0]} " in held if before else 0) + (f" {option[-1]} {after} " in held if after else 0)


def _phrase(words: Words) -> Alternative:
    return (Phrase(words),)


def _marked(query: ParsedQuery, words: Words, document: Any) -> ParsedQuery:
    typed = dict(zip(query.folded, query.accented, strict=True)) if query.accented else {}
    written = _written(document, words)
    return parsing.parse(" ".join(typed.get(word, shown) for word, shown in zip(words, written, strict=True)))


def _written(document: Any, words: Words) -> list[str]:
    """Return folded words as a document writes them, read from where most of them stand in a row."""
    shown = text.words(text.normalise(f"{document.title} {document.summary} {document.body}").lower())
    plain = [folding.folded_word(word) for word in shown]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(plain):
        places.setdefault(word, []).append(place)
    written: list[str] = []
    while len(written) < len(words):
        rest = words[len(written) :]
        runs = [(_run(plain, place, rest), -place) for place in places.get(rest[0], ())]
        length, place = max(runs, default=(0, 0))
        written += shown[-place : -place + length] if length else [rest[0]]
    return written


def _run(plain: list[str], start: int, words: Words) -> int:
    length = 0
    while length < len(words) and start + length < len(plain) and plain[start + length] == words[length]:
        length += 1
    return length
