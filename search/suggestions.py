"""What a few typed letters may become: titles, organisations and fields that the search would find."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kernel import languages
from portal.pages.findables import FindableKind
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import Term
from search import engines, folding, parsing, snippets
from search.engines.base import Rows
from search.folding import Words
from search.models import SearchDocument, SearchFacet
from search.parsing import ParsedQuery

SHORTEST: Final = 2
MOST: Final = 8
MOST_ORGANISATIONS: Final = 3
MOST_FIELDS: Final = 2
# Of so many of the newest the best are shown; who types on narrows them down.
CANDIDATES: Final = 100
_SHOWN: Final = ("kind", "language", "title", "url", "title_folded", "title_accented")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the list. ``parts`` is its text in pieces of which every second one is what was typed."""

    parts: list[str]
    kind: str
    url: str
    lang: str


def for_typed(typed: str) -> list[Suggestion]:
    """Return a few titles, organisations and fields for what was typed so far; none before two letters."""
    query = parsing.parse(typed)
    if sum(map(len, query.folded)) < SHORTEST:
        return []
    readers = languages.current()
    rows = SearchDocument.objects.for_readers_of(readers)
    fields = _fields(query.folded, rows)
    organisations = _named(query, rows.filter(kind=FindableKind.ORGANISATION), most=MOST_ORGANISATIONS)
    others = _named(query, rows.exclude(kind=FindableKind.ORGANISATION), most=MOST - len(organisations) - len(fields))
    return [*others, *organisations, *fields]


def _named(query: ParsedQuery, rows: Rows, *, most: int) -> list[Suggestion]:
    whole, unfinished = _split(query)
    if not whole.folded:
        return []
    prefix = not unfinished
    criteria = parsing.criteria(whole, prefix=prefix)
    found = [
        row
        for row in engines.current()
        .newest_by_title(rows, criteria.folded, most=CANDIDATES)
        .values_list(*_SHOWN, named=True)
        if not unfinished or f" {unfinished}" in f" {row.title_folded}"
    ]
    found.sort(key=lambda row: _farness(row, query))
    sequences = parsing.sequences(criteria)
    kinds = dict(FindableKind.choices)
    return [
        Suggestion(
            parts=snippets.parts(row.title, sequences, prefix=prefix),
            kind=_kind(str(kinds[row.kind]), row.language),
            url=row.url,
            lang=row.language,
        )
        for row in found[:most]
    ]


def _split(query: ParsedQuery) -> tuple[ParsedQuery, str]:
    """Return the query without a last word of one letter, and that letter: looking for every word with it would cost too much."""
    if len(query.folded[-1]) >= SHORTEST:
        return query, ""
    return ParsedQuery(query.text, query.folded[:-1], query.accented[:-1]), query.folded[-1]


def _farness(row: Any, query: ParsedQuery) -> tuple[bool, int]:
    """Return how far a title is from what was typed: other marks, then where the words stand in it."""
    other_marks = bool(query.accented) and f" {' '.join(query.accented)}" not in f" {row.title_accented}"
    typed = " ".join(query.folded)
    if row.title_folded.startswith(typed):
        return other_marks, 0
    return other_marks, 1 if f" {typed}" in row.title_folded else 2


def _kind(kind: str, language: str) -> str:
    if language == languages.current():
        return kind
    return _("%(kind)s, Vietnamese only") % {"kind": kind}


def _fields(words: Words, rows: Rows) -> list[Suggestion]:
    matching = [
        (code, label)
        for code, label in vocabulary_queries.term_choices(VocabularyCode.FIELD)
        if _begins(folding.folded(label), words)
    ]
    if not matching:
        return []
    readable = Exists(rows.filter(pk=OuterRef("document")))
    in_use = SearchFacet.objects.filter(readable, name="field", code=OuterRef("code"))
    terms = Term.objects.filter(vocabulary=VocabularyCode.FIELD, code__in=[code for code, _label in matching])
    used = set(terms.filter(Exists(in_use)).values_list("code", flat=True))
    return [
        Suggestion(
            parts=snippets.parts(label, [(word,) for word in words], prefix=True),
            kind=_("Field of technology"),
            url=f"{reverse('search:results')}?field={code}",
            lang=languages.current(),
        )
        for code, label in matching
        if code in used
    ][:MOST_FIELDS]


def _begins(label: Words, words: Words) -> bool:
    """Return whether a label holds the words, the last one perhaps unfinished."""
    return set(words[:-1]) <= set(label) and any(word.startswith(words[-1]) for word in label)
