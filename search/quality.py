"""How well the search finds what people mean: queries with what they should find, and the figures for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from portal.kernel.languages import Language
from search import folding, queries
from search.folding import Words
from search.models import SearchDocument

SHIPPED: Final = Path(__file__).resolve().parent / "data" / "quality.tsv"
FIRST: Final = 5
_COLUMNS: Final = 3


class BadLineError(ValueError):
    """A line of a file of queries that cannot be read; says which and why."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query, and the folded words that one of its first hits must hold."""

    typed: str
    words: Words
    language: Language


@dataclass(frozen=True, slots=True)
class Answer:
    """The titles of the first hits, and for each whether it holds the words."""

    question: Question
    titles: tuple[str, ...]
    fits: tuple[bool, ...]

    @property
    def rank(self) -> int | None:
        """The place of the first hit that holds the words, from 1; None for a miss."""
        return self.fits.index(True) + 1 if True in self.fits else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1: queries with a fitting hit among the first five, fitting ones among those shown, mean of 1 / rank."""

    number: int
    hit_at_5: float
    precision_at_5: float
    mrr: float
    misses: tuple[Answer, ...]


def read(lines: Iterable[str]) -> Iterator[Question]:
    """Return the questions of a tab-separated file; raises ``BadLineError`` for a line that is none. Comments begin with #."""
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.rstrip("\r\n").split("\t")
        if len(columns) != _COLUMNS:
            raise BadLineError(f"Line {number}: {len(columns)} columns instead of {_COLUMNS}.")
        typed, words, language = columns
        if language.strip() not in Language.values:
            raise BadLineError(f"Line {number}: the language is vi or en, not {language.strip()!r}.")
        yield Question(typed, folding.folded(words), Language(language.strip()))


def ask(question: Question) -> Answer:
    """Return what a reader of the question's language finds first."""
    rows = SearchDocument.objects.for_readers_of(question.language)
    hits = queries.best(rows, question.typed, FIRST)
    return Answer(
        question, tuple(hit.title for hit in hits), tuple(set(question.words) <= _words_of(hit) for hit in hits)
    )


def figures(answers: Iterable[Answer]) -> Figures:
    """Return the figures for answers; zero for none."""
    asked = list(answers)
    number = len(asked) or 1
    return Figures(
        number=len(asked),
        hit_at_5=sum(answer.rank is not None for answer in asked) / number,
        precision_at_5=sum(sum(answer.fits) / max(len(answer.fits), 1) for answer in asked) / number,
        mrr=sum(1 / answer.rank for answer in asked if answer.rank) / number,
        misses=tuple(answer for answer in asked if answer.rank is None),
    )


def _words_of(hit: Any) -> set[str]:
    return set(f"{hit.title_folded} {hit.lead_folded} {hit.body_folded}".split())
