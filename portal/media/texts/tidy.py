"""Pages of lines become one text: without page numbers and repeated headers, words at the ends of lines put together."""

import re
from collections import Counter
from typing import Final

from portal.kernel import syllables
from portal.kernel import text as kernel_text

EDGE: Final = 2
"""Lines at the head and foot of a page that may be its header and footer."""
FEWEST_PAGES: Final = 3
SHARE: Final = 0.6
_NUMBERS: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(r"[-–—\s]*(?:trang|page)?\s*\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_SPREAD: Final = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
_BROKEN: Final = re.compile(r"([^\W\d_]+)[-\u2010]\n([^\W\d_]+)")
_SOFT_HYPHEN: Final = "\u00ad"
_FAR: Final = re.compile(r"[\U00010000-\U0010ffff]")


def joined(pages: list[list[str]]) -> str:
    """Return the text of all pages; paragraphs end with line breaks as they stand in the file."""
    repeated = _repeated(pages)
    seen: set[str] = set()
    lines: list[str] = []
    for page in pages:
        shown = [line for line in (kernel_text.line(_together(one)) for one in page) if line]
        for place, line in enumerate(shown):
            is_edge = place < EDGE or place >= len(shown) - EDGE
            if is_edge and _PAGE_NUMBER.fullmatch(line):
                continue
            key = _key(line)
            if is_edge and key in repeated:
                if key in seen:
                    continue
                seen.add(key)
            lines.append(line)
    # Neither Vietnamese nor English has letters beyond the first 65,536; pictures and ornaments stand there.
    return _FAR.sub(" ", _BROKEN.sub(_mend, "\n".join(lines)))


def _together(line: str) -> str:
    """Put "Q U Y Ế T  Đ Ị N H" together, and words with a place where they might be divided."""
    return _SPREAD.sub(lambda match: match[0].replace(" ", ""), line.replace(_SOFT_HYPHEN, ""))


def _key(line: str) -> str:
    return _NUMBERS.sub("#", kernel_text.fold(line))


def _repeated(pages: list[list[str]]) -> set[str]:
    """Return what stands at the edges of most pages, whatever numbers are in it."""
    if len(pages) < FEWEST_PAGES:
        return set()
    counted: Counter[str] = Counter()
    for page in pages:
        shown = [line for line in (kernel_text.line(_together(one)) for one in page) if line]
        counted.update({_key(line) for line in (*shown[:EDGE], *shown[-EDGE:])})
    return {key for key, number in counted.items() if number >= max(FEWEST_PAGES, SHARE * len(pages))}


def _mend(match: re.Match[str]) -> str:
    """Put a word together that was divided at the end of a line; names such as KH-UBND keep their hyphen, two syllables stay apart."""
    left, right = match.groups()
    if right[0].isupper():
        return f"{left}-{right}"
    if _is_syllable(left) and _is_syllable(right):
        return f"{left} - {right}"
    return left + right


def _is_syllable(word: str) -> bool:
    return syllables.split(kernel_text.fold(word)) is not None
