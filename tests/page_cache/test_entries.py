"""The store holds what is used within its memory, and drops by tag."""

import gzip
import random

import brotli
import pytest

from portal.page_cache import tags
from portal.page_cache.entries import Entry, Store


def entry(size: int = 10_000, *names: str) -> Entry:
    # Noise, which no encoding makes shorter.
    return Entry([], random.Random(size).randbytes(size), frozenset(names), 0, float("inf"))


def test_the_memory_is_bounded_and_the_unused_go_first() -> None:
    store = Store(500_000)
    store.put(("h", "/kept/", ""), entry())
    for number in range(200):
        store.put(("h", f"/{number}/", ""), entry())
        store.get(("h", "/kept/", ""))
        assert store.bytes <= 500_000
    assert store.get(("h", "/kept/", "")) is not None
    assert store.get(("h", "/199/", "")) is not None
    assert store.get(("h", "/0/", "")) is None


def test_what_would_push_all_others_out_is_not_kept() -> None:
    store = Store(100_000)
    store.put(("h", "/", ""), entry(90_000))
    assert len(store) == 0


def test_a_change_makes_stale_what_bears_its_tag() -> None:
    store = Store(500_000)
    store.put(("h", "/a/", ""), entry(10, "a"))
    store.put(("h", "/b/", ""), entry(10, "b"))
    store.drop(frozenset({"a"}), withdraws=False)
    assert [store.get(("h", f"/{name}/", "")).is_fresh for name in "ab"] == [False, True]  # type: ignore[union-attr]


@pytest.mark.parametrize("names", [{"a"}, {tags.EVERYTHING}])
def test_what_is_withdrawn_is_gone(names: set[str]) -> None:
    store = Store(500_000)
    store.put(("h", "/a/", ""), entry(10, "a"))
    store.drop(frozenset(names), withdraws=True)
    assert (len(store), store.bytes, store._by_tag) == (0, 0, {})


def test_a_page_kept_anew_takes_the_place_of_the_former() -> None:
    store = Store(500_000)
    store.put(("h", "/a/", ""), entry(10, "a"))
    store.put(("h", "/a/", ""), entry(10, "b"))
    store.drop(frozenset({"a"}), withdraws=True)
    assert len(store) == 1
    store.clear()
    assert store.bytes == 0


def test_variants_are_made_once() -> None:
    one = entry(5000)
    assert one.variant("br") is one.variant("br")
    assert one.variant("gzip") is one.variant("gzip")
    assert entry(10).variant("br")[2] == entry(10).variant("")[2]


@pytest.mark.parametrize("size", [0, 499, 500, 70_000, 400_000])
def test_every_variant_is_the_page(size: int) -> None:
    body = (b"<p>Ch\xc3\xa8 </p>" * (size // 8 + 1))[:size]
    one = Entry([], body, frozenset(), 0, float("inf"))
    plain, packed, zipped = (one.variant(encoding) for encoding in ("", "br", "gzip"))
    assert plain[0] == body
    assert (brotli.decompress(packed[0]) if size >= 500 else packed[0]) == body
    assert (gzip.decompress(zipped[0]) if size >= 500 else zipped[0]) == body
    assert len({plain[1], packed[1], zipped[1]}) == (3 if size >= 500 else 1)
    for found, _tag, headers in (plain, packed, zipped):
        assert dict(headers)["Content-Length"] == str(len(found))


def test_a_page_counts_with_what_is_held_of_it() -> None:
    body = b"<li>A page says much the same in every line.</li>" * 2000
    one = Entry([], body, frozenset(), 0, float("inf"))
    held = sum(len(one.variant(encoding)[0]) for encoding in ("br", "gzip"))
    one.variant("")
    assert held <= one.size < len(body) / 4
    assert {encoding for encoding, _found in one.variants.items()} <= {"br", "gzip"}
