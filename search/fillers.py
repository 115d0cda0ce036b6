"""Words that people speak around what they look for: "tôi muốn mua máy sấy tỏi ở đâu" looks for "máy sấy tỏi".

They are left out only where the whole sentence finds little, so that a title made of such words is still found by it.
"""

from typing import Final

from search import folding
from search.folding import Words

_SINGLE: Final = (
    "tôi em mình cho xin hỏi muốn cần tìm xem các những một về ở đâu nào gì là thì mà của và để sao làm cách như thế khi có "
    "được ai hay hãy giúp với bị do ra không mua bán tại bằng "
    "the a an of in on to for how what where when who which is are do does i we me want need find show please about and"
)
# Without marks "toi" is garlic and "cho" a market: only rows of words are sure to be no more than talk.
_ROWS: Final = (
    "tôi muốn mua, tôi muốn, tôi cần, cho tôi, cho hỏi, xin hỏi, ở đâu, làm sao, làm thế nào, như thế nào, thế nào, khi nào, "
    "bao giờ, là gì, những gì, cách nào"
)
_ACCENTED: Final = frozenset(folding.accented(_SINGLE))
_ASCII: Final = frozenset(
    ("the", "an", "of", "in", "to", "for", "how", "what", "where", "which", "want", "need", "and")
)
_FOLDED_ROWS: Final = sorted((folding.folded(row) for row in _ROWS.split(",")), key=len, reverse=True)


def kept(folded: Words, accented: Words) -> Words:
    """Return the folded words of a query that say what is looked for; all of them where nothing would be left."""
    if accented:
        left = tuple(word for word, typed in zip(folded, accented, strict=True) if typed not in _ACCENTED)
    else:
        left = tuple(word for word in _without_rows(folded) if word not in _ASCII)
    return left or folded


def _without_rows(folded: Words) -> Words:
    left: list[str] = []
    start = 0
    while start < len(folded):
        row = next((row for row in _FOLDED_ROWS if folded[start : start + len(row)] == row), ())
        left += folded[start : start + 1] if not row else ()
        start += len(row) or 1
    return tuple(left)
