"""The lines under the results of a page; where only an attached file holds what was searched for, the lines are from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.safestring import SafeString

from portal.media import document_texts
from search import folding, parsing, snippets
from search.engines.base import FILE, Criteria, Expression, Phrase
from search.models import SearchFacet

MOST_LOOKED_THROUGH: Final = 400_000
"""Characters of files for one page of results; beyond it a result shows its own words."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some words as safe HTML, and the name of the file that they are from; empty where they are the item's own."""

    snippet: SafeString
    file: str = ""


def of_rows(rows: Sequence[Any], criteria: Criteria | None, *, prefix: bool) -> dict[int, Excerpt]:
    """Return the excerpt of each row by its key."""
    sequences = parsing.sequences(criteria) if criteria else []
    found = {row.pk: Excerpt(snippets.snippet(row.summary, row.body, sequences, prefix=prefix)) for row in rows}
    return found | _of_files(rows, criteria, prefix=prefix) if criteria else found


def _of_files(rows: Sequence[Any], criteria: Criteria, *, prefix: bool) -> dict[int, Excerpt]:
    files = _files(rows)
    elsewhere = [
        row for row in rows if row.pk in files and not _fulfils(row.title, row.summary, row.body, asked=criteria.folded)
    ]
    known = document_texts.words_of({key for row in elsewhere for key in files[row.pk]})
    sequences = parsing.sequences(criteria)
    found: dict[int, Excerpt] = {}
    left = MOST_LOOKED_THROUGH
    for row in elsewhere:
        for words in (known[key] for key in files[row.pk] if key in known):
            left -= len(words.text)
            if left < 0:
                return found
            cut = snippets.snippet(words.text, "", sequences, prefix=prefix)
            if "<mark>" in cut:
                found[row.pk] = Excerpt(cut, words.name)
                break
    return found


def _files(rows: Sequence[Any]) -> dict[int, list[int]]:
    facets = SearchFacet.objects.filter(name=FILE, document__in=[row.pk for row in rows]).order_by("pk")
    files: dict[int, list[int]] = {}
    for document_id, code in facets.values_list("document", "code"):
        files.setdefault(document_id, []).append(int(code))
    return files


def _fulfils(*texts: str, asked: Expression) -> bool:
    held = f" {' '.join(folding.folded(' '.join(texts)))} "

    def has_all(phrases: Iterable[Phrase]) -> bool:
        return all(f" {' '.join(phrase.words)}{'' if phrase.prefix else ' '}" in held for phrase in phrases)

    return all(any(has_all(alternative) for alternative in group) for group in asked.groups)
