"""The words of a story, whether two versions say the same, and a difference that people can read. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import zip_longest
from typing import TYPE_CHECKING

from portal.kernel import text

if TYPE_CHECKING:
    from news.models import ArticlePage


class Part(Enum):
    """What became of a run of words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words of a paragraph, in the order in which both versions are read together."""

    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One paragraph before and after; "" where it is new, or gone."""

    old: str
    new: str

    @property
    def segments(self) -> list[Segment]:
        """The paragraph's words in both versions, run by run."""
        return segments(self.old, self.new)


def words_of(article: "ArticlePage") -> list[str]:
    """Return headline, lead and every passage of the body as plain text, in reading order."""
    from news.reviews import passages  # noqa: PLC0415 -- reads the page's blocks

    return [
        one.words
        for one in passages.passages_of(article)
        if one.words and (one.key in {"title", "lead"} or one.key.startswith("b-"))
    ]


def _said(words: str) -> tuple[str, ...]:
    """Return what a text says: its syllables and numbers, without case, punctuation, and one style of tone placement."""
    return tuple(text.words(text.accented_key(words)))


def says_the_same(before: Sequence[str], after: Sequence[str]) -> bool:
    """Return whether two versions differ at most in spaces, punctuation, capitals, tone placement and breaks of paragraphs."""
    return [word for line in before for word in _said(line)] == [word for line in after for word in _said(line)]


def differences(before: Sequence[str], after: Sequence[str]) -> list[Difference]:
    """Return the paragraphs that say something else than before, in reading order; equal ones are left out."""
    matcher = SequenceMatcher(a=[_said(line) for line in before], b=[_said(line) for line in after], autojunk=False)
    found = []
    for step, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if step != "equal":
            pairs = zip_longest(before[from_old:to_old], after[from_new:to_new], fillvalue="")
            found += [Difference(old, new) for old, new in pairs]
    return found


def segments(old: str, new: str) -> list[Segment]:
    """Return two paragraphs as runs of words: those of SAME and GONE give the old one, those of SAME and NEW the new one."""
    olds, news = old.split(), new.split()
    found = []
    for step, from_old, to_old, from_new, to_new in SequenceMatcher(a=olds, b=news, autojunk=False).get_opcodes():
        if step == "equal":
            found.append(Segment(Part.SAME, " ".join(olds[from_old:to_old])))
            continue
        if to_old > from_old:
            found.append(Segment(Part.GONE, " ".join(olds[from_old:to_old])))
        if to_new > from_new:
            found.append(Segment(Part.NEW, " ".join(news[from_new:to_new])))
    return found
