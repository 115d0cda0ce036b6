"""Names of what a page can be built from; a change bears the same names."""

from typing import Final

EVERYTHING: Final = "everything"
"""A change that says so drops every page."""


def table(name: str) -> str:
    """Return the tag of reads whose rows are not known beforehand: lists, counts, filters."""
    return f"t:{name}"


def standing(name: str) -> str:
    """Return the tag of rows that others lead to by key: a new row, which nothing can lead to yet, does not change it."""
    return f"s:{name}"


def row(table_name: str, key: object) -> str:
    """Return the tag of one row that is read by its key."""
    return f"r:{table_name}:{key}"


def any_row(table_name: str) -> str:
    """Return the tag that every page with a row of the table bears; changes of unknown rows bear it too."""
    return f"r:{table_name}:*"


def of_rows(table_name: str, keys: "tuple[object, ...]") -> frozenset[str]:
    """Return what a page bears that reads these rows by key."""
    return frozenset({any_row(table_name), *(row(table_name, key) for key in keys)})


def fact(name: str, key: object = "") -> str:
    """Return the tag of a fact that a room names by itself, such as how full an event is."""
    return f"f:{name}:{key}"


SECTIONS: Final = fact("sections")
"""What stands in the menu and the footer."""


def translations_of(key: object) -> str:
    """Return the tag of a page in all its languages; ``key`` is its translation key, in any spelling of a database."""
    return fact("translations", str(key).replace("-", ""))
