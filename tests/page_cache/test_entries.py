"""The store holds what is used within its memory, and drops by tag."""

import pytest

from portal.page_cache import tags
from portal.page_cache.entries import Entry, Store


def entry(size: int = 10_000, *names: str) -> Entry:
    return Entry([], b"x" * size, frozenset(names), 0, float("inf"))


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
    assert len(one.variant("gzip")[0]) < 5000
    assert entry(10).variant("br")[2] == entry(10).variant("")[2]
