"""The inverted index that finds, without comparing all with all, which pairs are worth an exact score.

A term is a code of a field, an IPC subclass, the unit and name of a figure, or a term of the text. What two texts have in
common is summed in whole numbers, ties go by key: the index in memory and the one in the database give the same candidates.
"""

import hashlib
import heapq
import uuid
from array import array
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Sum

from showcase.domain import matching, wording
from showcase.match_enums import MatchSide
from showcase.models import MatchTerm

CANDIDATES: Final = {MatchSide.NEED: 200, MatchSide.TECHNOLOGY: 40}
"""How many of the other side are scored for one need, and for one technology."""
FIELD_WEIGHT: Final = 300
PATENT_WEIGHT: Final = 800
FIGURE_WEIGHT: Final = 600
OTHER: Final = {MatchSide.NEED: MatchSide.TECHNOLOGY, MatchSide.TECHNOLOGY: MatchSide.NEED}


def weights(topic: matching.Topic, figures: Iterable[matching.Figure]) -> dict[str, int]:
    """Return the terms under which something is found, with what each common one counts."""
    found = {term: wording.weight(term) ** 2 for term in topic.terms}
    found |= {f"field:{code}": FIELD_WEIGHT for code in topic.fields}
    found |= {f"ipc:{code}": PATENT_WEIGHT for code in topic.subclasses}
    found |= {
        f"figure:{figure.measure.dimension}:{word}": FIGURE_WEIGHT
        for figure in figures
        for word in figure.words
        if wording.weight(word) >= wording.SYLLABLE
    }
    return found


def of_need(wanted: matching.Wanted) -> dict[str, int]:
    """Return the weighted terms of a need."""
    return weights(wanted, wanted.targets)


def of_technology(offered: matching.Offered) -> dict[str, int]:
    """Return the weighted terms of a technology."""
    return weights(offered, offered.figures)


def number(side: MatchSide, term: str) -> int:
    """Return the 63-bit number under which a term of a side stands in the database."""
    digest = hashlib.blake2b(f"{side.value}|{term}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def stored_candidates(side: MatchSide, terms: Iterable[str]) -> list[uuid.UUID]:
    """Return the keys of the other side that have most in common with one of ``side``, best first: one query."""
    other = OTHER[side]
    rows: Any = (
        MatchTerm.objects.filter(term__in=[number(other, term) for term in terms])
        .values("profile")
        .annotate(common=Sum("weight"))
        .order_by("-common", "profile")[: CANDIDATES[side]]
    )
    return [row["profile"] for row in rows]


class Index:
    """The terms of one side in memory, as positions in a list of keys in rising order."""

    def __init__(self) -> None:
        self.size = 0
        self._postings: dict[str, array[int]] = defaultdict(lambda: array("I"))

    def add(self, terms: Iterable[str]) -> None:
        """Add the next one."""
        for term in terms:
            self._postings[term].append(self.size)
        self.size += 1

    def candidates(self, weighted: dict[str, int], most: int) -> list[int]:
        """Return the positions that have most in common with the terms, best first."""
        common = [0] * self.size
        for term, weight in weighted.items():
            for position in self._postings.get(term, ()):
                common[position] += weight
        found = ((-weight, position) for position, weight in enumerate(common) if weight)
        return [position for _weight, position in heapq.nsmallest(most, found)]
