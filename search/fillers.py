"""Words that people speak around what they look for: "tôi muốn mua máy sấy tỏi ở đâu" looks for "máy sấy tỏi".

They are left out only where the whole sentence finds little, so that a title made of such words is still found by it.
"""

from collections.abc import Sequence
from typing import Final

from search import folding
from search.folding import Words

_SINGLE: Final = (
    "tôi em mình cho xin hỏi muốn cần tìm xem các những một về ở đâu nào gì là thì mà của và để sao làm cách như thế khi có "
    "được ai hay hãy giúp với bị do ra không mua bán tại bằng bạn chị ạ à ừ ừm ơi nhé vậy đang đi "
    "the a an of in on to for how what where when who which is are do does i we me want need find show please about and"
)
# Without marks "toi" is garlic and "cho" a market: only rows of words are sure to be no more than talk.
_ROWS: Final = (
    "tôi muốn mua, tôi muốn, tôi cần, cho tôi, cho hỏi, xin hỏi, ở đâu, làm sao, làm thế nào, như thế nào, thế nào, khi nào, "
    "bao giờ, là gì, những gì, cách nào, sắp tới, sắp diễn ra, gần đây, tin tức về, bài báo về, thông tin về"
)
_ACCENTED: Final = frozenset(folding.accented(_SINGLE))
_ASCII: Final = frozenset(
    ("the", "an", "of", "in", "to", "for", "how", "what", "where", "which", "want", "need", "and")
)
_FOLDED_ROWS: Final = sorted((folding.folded(row) for row in _ROWS.split(",")), key=len, reverse=True)
_ACCENTED_ROWS: Final = sorted((folding.accented(row) for row in _ROWS.split(",")), key=len, reverse=True)


def kept(folded: Words, accented: Words) -> tuple[int, ...]:
    """Return the places of those words of a query that say what is looked for; all of them where none would be left."""
    everything = tuple(range(len(folded)))
    if accented:
        left = tuple(place for place in _without_rows(accented, _ACCENTED_ROWS) if accented[place] not in _ACCENTED)
    else:
        left = tuple(place for place in _without_rows(folded, _FOLDED_ROWS) if folded[place] not in _ASCII)
    return left or everything


def _without_rows(words: Words, rows: Sequence[Words]) -> tuple[int, ...]:
    left: list[int] = []
    start = 0
    while start < len(words):
        row = next((row for row in rows if words[start : start + len(row)] == row), ())
        left += () if row else (start,)
        start += len(row) or 1
    return tuple(left)
