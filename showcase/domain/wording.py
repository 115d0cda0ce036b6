"""What a text is about: folded syllables and pairs of neighbours, weighed by how much they tell. Pure.

Vietnamese words mostly have two syllables, so pairs weigh most. The weight of a term depends on the term alone, never on
what else the portal holds: the same two texts are as alike tomorrow as today, and a change of one page changes no other.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from portal.kernel import text

# Syllables that join, count or point, in folded form.
STOP: Final = frozenset(
    [
        "ai",
        "anh",
        "ba",
        "bang",
        "bao",
        "bay",
        "ben",
        "bi",
        "biet",
        "boi",
        "bon",
        "cac",
        "cach",
        "cai",
        "can",
        "cang",
        "chi",
        "chinh",
        "cho",
        "chu",
        "chua",
        "chung",
        "chuyen",
        "co",
        "con",
        "cua",
        "cung",
        "da",
        "dang",
        "dau",
        "day",
        "de",
        "deu",
        "di",
        "do",
        "doi",
        "don",
        "duoc",
        "duoi",
        "gan",
        "gi",
        "gom",
        "hai",
        "han",
        "hay",
        "hoac",
        "hon",
        "het",
        "kha",
        "khac",
        "khi",
        "khong",
        "la",
        "lai",
        "lam",
        "lan",
        "len",
        "loai",
        "luc",
        "luon",
        "ma",
        "moi",
        "mot",
        "muc",
        "muon",
        "nam",
        "nao",
        "nay",
        "nen",
        "neu",
        "ngay",
        "nguoi",
        "nhieu",
        "nho",
        "nhu",
        "nhung",
        "nhat",
        "noi",
        "qua",
        "ra",
        "rang",
        "rat",
        "roi",
        "sau",
        "se",
        "so",
        "song",
        "sao",
        "tai",
        "tat",
        "the",
        "theo",
        "thi",
        "thoi",
        "thuc",
        "toan",
        "tren",
        "trong",
        "trung",
        "truoc",
        "tu",
        "tung",
        "tuy",
        "va",
        "van",
        "vao",
        "ve",
        "vi",
        "viec",
        "voi",
        "vua",
        "xuong",
        "y",
        "it",
        "nua",
        "cu",
        "theo",
        "phai",
        "dung",
        "muc",
        "nhung",
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "for",
        "from",
        "has",
        "in",
        "into",
        "is",
        "it",
        "its",
        "more",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "out",
        "than",
        "that",
        "the",
        "their",
        "them",
        "this",
        "to",
        "under",
        "up",
        "use",
        "used",
        "uses",
        "which",
        "with",
        "without",
    ]
)
# Syllables that half of all technologies and needs use: they tell something, but little.
GENERIC: Final = frozenset(
    [
        "bo",
        "cao",
        "cap",
        "chat",
        "che",
        "chieu",
        "chuan",
        "chuyen",
        "cong",
        "cu",
        "dan",
        "dat",
        "dien",
        "dieu",
        "dinh",
        "don",
        "du",
        "dung",
        "gia",
        "giai",
        "giam",
        "hang",
        "he",
        "hieu",
        "hoa",
        "hop",
        "ket",
        "khai",
        "kiem",
        "kien",
        "kinh",
        "ky",
        "ly",
        "mau",
        "may",
        "me",
        "moi",
        "nang",
        "nghe",
        "nghiep",
        "nhan",
        "nhanh",
        "nhiet",
        "pham",
        "phap",
        "phi",
        "phan",
        "phat",
        "phu",
        "phuc",
        "quan",
        "quy",
        "san",
        "so",
        "su",
        "suat",
        "tac",
        "tang",
        "tao",
        "tap",
        "te",
        "thap",
        "thiet",
        "thong",
        "thu",
        "thuat",
        "tich",
        "tien",
        "tiep",
        "tiet",
        "tieu",
        "tinh",
        "to",
        "tri",
        "trien",
        "truong",
        "tu",
        "tuong",
        "ung",
        "vat",
        "vu",
        "xay",
        "xu",
        "xuat",
        "xuong",
        "yeu",
        "doanh",
        "lon",
        "mo",
        "nong",
        "gio",
        "nuoc",
        "cost",
        "costs",
        "energy",
        "high",
        "less",
        "low",
        "machine",
        "machines",
        "method",
        "new",
        "process",
        "product",
        "products",
        "production",
        "quality",
        "system",
        "technology",
        "time",
        "way",
        "work",
        "works",
    ]
)
PAIR: Final = 20
SYLLABLE: Final = 10
GENERIC_PAIR: Final = 8
GENERIC_SYLLABLE: Final = 3
LONGEST: Final = 64
"""Terms kept of one text, the heaviest first and then in the order of the text."""
_CLAUSES: Final = re.compile(r"[.,;:!?()\[\]\"“”/\n–—]+")


@lru_cache(maxsize=65_536)
def weight(term: str) -> int:
    """Return how much a term tells."""
    first, _space, second = term.partition(" ")
    if not second:
        return GENERIC_SYLLABLE if first in GENERIC else SYLLABLE
    return GENERIC_PAIR if first in GENERIC and second in GENERIC else PAIR


def _tells(syllable: str) -> bool:
    return len(syllable) > 1 and syllable not in STOP and not syllable.isdigit()


def terms(texts: Iterable[str]) -> dict[str, str]:
    """Return the terms of texts in order of weight, each with its first words as they were written."""
    found: dict[str, str] = {}
    for written in texts:
        for clause in _CLAUSES.split(text.normalise(written)):
            before = ""
            before_written = ""
            for word in text.words(clause.lower()):
                syllable = text.fold(word)
                if not _tells(syllable):
                    before = ""
                    continue
                found.setdefault(syllable, word)
                if before and before != syllable:
                    found.setdefault(f"{before} {syllable}", f"{before_written} {word}")
                before, before_written = syllable, word
    heaviest = sorted(found, key=weight, reverse=True)[:LONGEST]
    return {term: found[term] for term in heaviest}


def square(terms_of_one: Iterable[str]) -> int:
    """Return the squared length of a text's vector of weights."""
    return sum(weight(term) ** 2 for term in terms_of_one)
