"""What in a reader's words looks like personal data: pure, for a hint before sending and for the newsroom's eyes.

Vietnamese forms: numbers of telephones by the numbering plan (ten digits from 03, 05, 07, 08, 09; eleven from 02), of identity
cards (CCCD: twelve digits; CMND: nine), accounts at banks, houses in streets and lanes. A hint, never a refusal: a number that is a
price, a year or the number of a document stays without one.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from news.enums import HintKind

_FLAGS: Final = re.IGNORECASE
_GAP: Final = r"[ .\-–]?"
_FREE_BEFORE: Final = r"(?<![\w/.,+\-])"
_FREE_AFTER: Final = r"(?![\w/]|[.,\-]\d)"
_MONEY: Final = r"(?!\s*(?:đồng|đ\b|vnđ|vnd|usd|đô|triệu|tỷ|tỉ|nghìn|ngàn|eur|\$))"
_NAME: Final = r"[A-ZĐÀ-ỸÂÊÔĂƠƯ][^\W\d_]*"

_EMAIL: Final = re.compile(r"(?<![\w.+\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_MOBILE: Final = re.compile(
    rf"{_FREE_BEFORE}(?:\(?\+?84\)?{_GAP}0?|0)[35789](?:{_GAP}\d){{8}}{_FREE_AFTER}{_MONEY}", _FLAGS
)
_LANDLINE: Final = re.compile(
    rf"{_FREE_BEFORE}\(?(?:\+?84{_GAP}|0)2(?:\d\)?{_GAP}\d(?:{_GAP}\d){{7}}|\d\d\)?{_GAP}\d(?:{_GAP}\d){{6}}){_FREE_AFTER}{_MONEY}",
    _FLAGS,
)
_NAMED_IDENTITY: Final = re.compile(
    r"(?:cccd|cmnd|cmt|căn cước(?: công dân)?|chứng minh(?: nhân dân| thư)?|identity card|citizen id)"
    rf"[^\d\n]{{0,20}}\d(?:{_GAP}\d){{8,11}}(?!\d)",
    _FLAGS,
)
_IDENTITY: Final = re.compile(
    rf"{_FREE_BEFORE}(?:0\d{{2}}{_GAP}?\d{{3}}{_GAP}?\d{{6}}|\d{{9}}){_FREE_AFTER}{_MONEY}", _FLAGS
)
_NAMED_BANK: Final = re.compile(
    rf"(?:\bstk\b|số tài khoản|tài khoản(?: ngân hàng)?|bank account)[^\d\n]{{0,30}}\d(?:{_GAP}\d){{5,18}}(?!\d)",
    _FLAGS,
)
_BANK: Final = re.compile(rf"{_FREE_BEFORE}\d{{13,19}}{_FREE_AFTER}{_MONEY}", _FLAGS)
_HOUSE: Final = re.compile(
    r"\bsố nhà\s*:?\s*\d+\w?(?:/\d+)*"
    r"|\b(?:nhà\s+)?số\s+\d+[a-z]?(?:/\d+)*\s*,?\s*(?:đường|phố|ngõ|ngách|hẻm|kiệt)\b(?:\s+[^\W_]+){1,3}"
    r"|\b(?:ngõ|ngách|hẻm|kiệt)\s+(?:số\s+)?\d+[a-z]?(?:/\d+)*",
    _FLAGS,
)
_STREET: Final = re.compile(
    rf"(?<![\w/.,])\d{{1,4}}[a-zA-Z]?(?:/\d+)*,?\s+(?:đường|phố)\s+{_NAME}(?:\s+{_NAME})*"
    rf"|(?<![\w/.,])\d{{1,4}}[a-zA-Z]?\s+{_NAME}(?:\s+{_NAME})*\s+(?:[Ss]treet|[Rr]oad)\b"
)
_LOOKED_FOR: Final = (
    (HintKind.EMAIL, _EMAIL),
    (HintKind.IDENTITY, _NAMED_IDENTITY),
    (HintKind.BANK, _NAMED_BANK),
    (HintKind.PHONE, _MOBILE),
    (HintKind.PHONE, _LANDLINE),
    (HintKind.IDENTITY, _IDENTITY),
    (HintKind.BANK, _BANK),
    (HintKind.ADDRESS, _HOUSE),
    (HintKind.ADDRESS, _STREET),
)


@dataclass(frozen=True, slots=True)
class Hint:
    """One place in a text: what it looks like, where it stands, and its words."""

    kind: HintKind
    start: int
    end: int
    passage: str


def find(words: str) -> tuple[Hint, ...]:
    """Return what looks like personal data in ``words`` (taken in NFC), in order, no two of them overlapping."""
    composed = unicodedata.normalize("NFC", words)
    found: list[Hint] = []
    for kind, pattern in _LOOKED_FOR:
        for match in pattern.finditer(composed):
            start, end = match.span()
            if all(end <= other.start or start >= other.end for other in found):
                found.append(Hint(kind, start, end, match.group()))
    return tuple(sorted(found, key=lambda hint: hint.start))
