"""The one fold of texts and queries."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import codes, folding, parsing, snippets


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kỹ thuật", "KĨ THUẬT"),
        ("lý lịch", "lí lịch"),
        ("Công ty", "công ti"),
        ("quý", "quí"),
        ("mỹ nghệ", "mĩ nghệ"),
        ("hoà bình", "hòa bình"),
        ("thuỷ", "thủy"),
        ("điện", unicodedata.normalize("NFD", "ĐIỆN")),
        ("Ðiện", "Điện"),
        ("KH&CN", "kh-cn"),
        ("149/KH-UBND", "149.kh ubnd"),
        ("m²", "M2"),
        ("CO₂", "co2"),
        ("ＣＮＴＴ", "cntt"),
        ("cảm\u200bbiến", "cảmbiến"),
    ],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert folding.accented(one) == folding.accented(other)
    assert folding.folded(one) == folding.folded(other)


@pytest.mark.parametrize(("one", "other"), [("bán", "bàn"), ("má", "mã"), ("tỷ", "tí"), ("đa", "da"), ("uy", "ui")])
def test_other_words_stay_apart_with_their_marks(one: str, other: str) -> None:
    assert folding.accented(one) != folding.accented(other)


@pytest.mark.parametrize("word", ["thuy", "huy", "kyoto", "tay", "system", "key", "may", "y"])
def test_y_of_other_syllables_stays(word: str) -> None:
    assert folding.folded(word) == (word,)


@given(typed=st.text(max_size=60))
def test_folding_twice_changes_nothing(typed: str) -> None:
    once = folding.folded(typed)
    assert folding.folded(" ".join(once)) == once
    kept = folding.accented(typed)
    assert folding.accented(" ".join(kept)) == kept


@pytest.mark.parametrize(
    ("words", "start", "reach"),
    [
        (("trl", "7"), 0, 2),
        (("0314", "409", "058"), 0, 3),
        (("may", "say"), 0, 1),
        (("149", "kh", "ubnd"), 0, 1),
        (("kh", "2026"), 0, 2),
        (("7",), 0, 1),
        (("nghiencuu", "7"), 0, 1),
        (("1234567890", "12345"), 0, 1),
    ],
)
def test_codes_reach_over_their_parts(words: tuple[str, ...], start: int, reach: int) -> None:
    assert codes.reach(words, start) == reach


@pytest.mark.parametrize(("word", "parts"), [("trl7", ("trl", "7")), ("5g", ("5", "g")), ("may", ()), ("7", ())])
def test_codes_come_apart(word: str, parts: tuple[str, ...]) -> None:
    assert codes.apart(word) == parts


ADVERSARIAL = [
    "x" * 10_000,
    "à" * 10_000,
    "a" + "\u0323\u0301" * 5_000,
    "\u0301" * 10_000,
    "hoà" * 5_000,
    "qu" * 5_000,
    "ky " * 5_000,
    '"' * 10_000,
    "(" * 10_000,
    "1 " * 5_000,
    "a1" * 5_000,
    "\u202e" * 10_000,
    "🙂" * 10_000,
    "\x00" * 10_000,
    "và " * 4_000,
    " " * 10_000,
    "&/-" * 4_000,
]


@pytest.mark.parametrize("typed", ADVERSARIAL, ids=range(len(ADVERSARIAL)))
def test_reading_a_query_is_never_slow(typed: str) -> None:
    began = time.process_time()
    query = parsing.parse(typed)
    assert len(query.folded) <= parsing.MOST_WORDS
    assert time.process_time() - began < 0.1


@pytest.mark.parametrize("typed", ["x " * 5_000, "à" * 10_000, "may say " * 1_250], ids=["letters", "marks", "hits"])
def test_snippet_is_never_slow(typed: str) -> None:
    snippets.snippet("", typed, [("may", "say")])
    began = time.process_time()
    assert snippets.snippet("", typed, [("may", "say"), ("x",)])
    assert time.process_time() - began < 0.3
