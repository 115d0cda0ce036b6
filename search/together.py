"""Whether a document that holds all words of a query is about them, or has them scattered over a long text.

Most Vietnamese words are written as two: a plan of forty pages holds "rau" and "sạch" somewhere, and says nothing of clean vegetables.
"""

from collections.abc import Sequence
from itertools import pairwise

from search.engines.base import Group
from search.parsing import Part


def stand(parts: Sequence[Part], title: str, lead: str, body: str) -> bool:
    """Return whether the parts of a query belong together in a document, given by its folded texts.

    They do where title and summary hold all of them, or where at least half of the words that were typed next to each other stand
    next to each other anywhere.
    """
    heading = _padded(title, lead)
    if all(_holds(heading, part.group, in_a_row=False) for part in parts):
        return True
    text = _padded(title, lead, body)
    # A form of several words is held where it stands in a row, in whatever way it is written.
    inside = sum(len(part.words) - 1 for part in parts)
    found = sum(
        len(part.words) - 1 for part in parts if len(part.words) > 1 and _holds(text, part.group, in_a_row=True)
    )
    for before, after in pairwise(parts):
        inside += 1
        found += f" {before.words[-1]} {after.words[0]} " in text
    return found * 2 >= inside


def _holds(text: str, group: Group, *, in_a_row: bool) -> bool:
    return any(
        all(f" {' '.join(words)} " in text for words in ([sum(rows, ())] if in_a_row else rows))
        for rows in ([phrase.words for phrase in alternative] for alternative in group)
    )


def _padded(*texts: str) -> str:
    return f" {' '.join(texts)} "
