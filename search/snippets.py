"""The few lines under a result: the part of the text that holds what was searched for, with the hits marked."""

import re
import unicodedata
from itertools import islice, pairwise
from typing import Final, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search import folding
from search.folding import Words

LENGTH: Final = 36
BEFORE: Final = 8
ELLIPSIS: Final = "…"
_WORD: Final = re.compile(r"[^\W_]+")


class _Token(NamedTuple):
    start: int
    end: int
    folded: str


def _tokens(plain: str, most: int | None = None) -> list[_Token]:
    return [_Token(*match.span(), folding.folded_word(match.group())) for match in islice(_WORD.finditer(plain), most)]


def _may_hold(plain: str, sequences: list[Words], *, prefix: bool) -> bool:
    """Return whether a text holds a word with which a hit begins: most texts of most pages do not, and are not taken apart then."""
    held = {folding.folded_word(word) for word in set(_WORD.findall(plain))}
    last = sequences[-1][-1] if prefix and sequences else ""
    return any(sequence[0] in held for sequence in sequences) or (
        bool(last) and any(word.startswith(last) for word in held)
    )


def _hits(tokens: list[_Token], sequences: list[Words], *, prefix: bool) -> set[int]:
    """Return the positions of tokens that belong to a searched word or row of words."""
    by_first: dict[str, list[Words]] = {}
    for sequence in sequences:
        by_first.setdefault(sequence[0], []).append(sequence)
    last = sequences[-1][-1] if sequences else ""
    found: set[int] = set()
    for position, token in enumerate(tokens):
        if prefix and last and token.folded.startswith(last):
            found.add(position)
        for sequence in by_first.get(token.folded, ()):
            following = tuple(other.folded for other in tokens[position : position + len(sequence)])
            if following == sequence:
                found.update(range(position, position + len(sequence)))
    return found


def snippet(summary: str, body: str, sequences: list[Words], *, prefix: bool = False) -> SafeString:
    """Return up to some 36 words as safe HTML: of the summary if it holds a hit, else of the body, else of the summary."""
    for plain in (summary, body):
        composed = unicodedata.normalize("NFC", plain)
        if not _may_hold(composed, sequences, prefix=prefix):
            continue
        tokens = _tokens(composed)
        hits = _hits(tokens, sequences, prefix=prefix)
        if hits:
            return _cut(composed, tokens, hits)
    composed = unicodedata.normalize("NFC", summary or body)
    return _cut(composed, _tokens(composed, LENGTH + 1), set())


def parts(title: str, sequences: list[Words], *, prefix: bool = False) -> list[str]:
    """Return a title in pieces: what is no hit and what is one in turn, beginning with what is none."""
    tokens = _tokens(title)
    hits = _hits(tokens, sequences, prefix=prefix)
    edges = [0]
    for position, token in enumerate(tokens):
        if position in hits and position - 1 in hits:
            edges[-1] = token.end
        elif position in hits:
            edges.extend((token.start, token.end))
    return [title[start:end] for start, end in pairwise([*edges, len(title)])]


def _cut(plain: str, tokens: list[_Token], hits: set[int]) -> SafeString:
    if not tokens:
        return format_html("{}", plain[: LENGTH * 10])
    first = max(0, _densest(hits) - BEFORE) if len(tokens) > LENGTH else 0
    shown = tokens[first : first + LENGTH]
    start = 0 if first == 0 else shown[0].start
    is_end = first + LENGTH >= len(tokens)
    end = len(plain) if is_end else shown[-1].end
    parts: list[tuple[str, str]] = []
    cursor = start
    position = first
    while position < first + len(shown):
        if position not in hits:
            position += 1
            continue
        after = position
        while after + 1 in hits and after + 1 < first + len(shown):
            after += 1
        parts.append((plain[cursor : tokens[position].start], plain[tokens[position].start : tokens[after].end]))
        cursor = tokens[after].end
        position = after + 1
    return format_html(
        "{}{}{}{}",
        ELLIPSIS if start else "",
        format_html_join("", "{}<mark>{}</mark>", parts),
        plain[cursor:end],
        "" if is_end else ELLIPSIS,
    )


def _densest(hits: set[int]) -> int:
    """Return the hit from which a snippet holds the most hits."""
    ordered = sorted(hits)
    best, most = (ordered[0] if ordered else 0), 0
    after = 0
    for index, hit in enumerate(ordered):
        while after < len(ordered) and ordered[after] < hit + LENGTH - BEFORE:
            after += 1
        if after - index > most:
            best, most = hit, after - index
    return best
