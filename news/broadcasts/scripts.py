"""Scripts for the loudspeakers of communes: their words, and how long reading them takes."""

import re
from typing import Final

from news.models import ArticlePage
from portal.kernel import text

SECONDS: Final = 60
WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
LONGEST_READ: Final = 12
"""Digits beyond which a figure is read digit by digit: telephone numbers, codes."""


def words_of(story: ArticlePage) -> str:
    """Return what is read out: the story's script, else headline, lead and text."""
    if story.script.strip():
        return text.paragraphs(story.script)
    body = story.body.stream_block.get_searchable_content(story.body) if story.body else []
    return text.paragraphs("\n\n".join([f"{story.title}.", story.lead, *map(str, body)]))


def syllables(words: str) -> int:
    """Return how many syllables are spoken.

    Vietnamese writes each syllable apart, so that words between spaces are counted. A figure of n digits takes some
    2n - 1 syllables ("120" is "một trăm hai mươi", "14" is "mười bốn").
    """
    count = 0
    for token in WORD.findall(words):
        digits = sum(letter.isdigit() for letter in token)
        count += max(2 * min(digits, LONGEST_READ) - 1, 1) + max(digits - LONGEST_READ, 0) if digits else 1
    return count


def reading_seconds(words: str, *, speed: int) -> int:
    """Return how many seconds it takes to read a script aloud at ``speed`` syllables a minute, at least one for any word.

    A newsroom begins with 200 a minute and sets its own (``NewsroomPage.reading_speed``). The 200 is a rounded default of ours,
    slower than people talk, because loudspeakers outdoors answer each other with a delay; no measurement or rule stands behind it.
    """
    return -(-syllables(words) * SECONDS // speed)
