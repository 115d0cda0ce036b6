"""The three ways of a story: their steps in order, who acts in each, and how long a step may take.

The names of steps are Vietnamese, as those of groups are: they are data that editors see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from news.desk.enums import StoryProcess
from news.enums import ArticleKind


class Hand(StrEnum):
    """Who acts in a step; each newsroom has one group for each."""

    EDITOR = "editor"
    CHIEF = "chief"
    LEGAL = "legal"


DESK: Final = frozenset({Hand.EDITOR, Hand.CHIEF})
CHIEF: Final = frozenset({Hand.CHIEF})
LEGAL: Final = frozenset({Hand.LEGAL})


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``is_another`` asks for another person than the one who approved the step before."""

    label: str
    hands: frozenset[Hand]
    minutes: int
    is_another: bool = False
    is_reading_only: bool = False


NAMES: Final[Mapping[StoryProcess, str]] = {
    StoryProcess.SHORT: "tin ngắn",
    StoryProcess.ARTICLE: "duyệt bài",
    StoryProcess.BROADCAST: "phát sóng",
}

STEPS: Final[Mapping[StoryProcess, tuple[Step, ...]]] = {
    StoryProcess.SHORT: (
        Step("biên tập", DESK, minutes=60),
        Step("tổng biên tập", CHIEF, minutes=60),
    ),
    StoryProcess.ARTICLE: (
        Step("biên tập ban", DESK, minutes=8 * 60),
        Step("kiểm tra, soát lỗi", DESK, minutes=4 * 60, is_another=True),
        Step("thư ký tòa soạn", DESK, minutes=4 * 60),
        Step("tổng biên tập", CHIEF, minutes=4 * 60, is_another=True),
    ),
    StoryProcess.BROADCAST: (
        Step("biên tập", DESK, minutes=4 * 60),
        Step("kiểm tra kỹ thuật", DESK, minutes=2 * 60, is_another=True),
        Step("pháp chế", LEGAL, minutes=4 * 60, is_reading_only=True),
        Step("tổng biên tập", CHIEF, minutes=2 * 60, is_another=True),
    ),
}

_BROADCAST_KINDS: Final = frozenset({ArticleKind.AUDIO, ArticleKind.VIDEO, ArticleKind.LIVE})


def suggested(kind: str) -> StoryProcess:
    """Return the way that a kind of story takes unless its writer chooses another."""
    return StoryProcess.BROADCAST if kind in _BROADCAST_KINDS else StoryProcess.ARTICLE
