"""Two people who change one draft at once: whose words stand in which field. Pure comparisons of three versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Generic, TypeVar

from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from portal.kernel import errors

Draft = TypeVar("Draft", bound=Page)

# What a row is apart from what it says.
ROW_FRAME: Final = frozenset({"id", "page", "sort_order", "translation_key", "locale"})


class Choice(Enum):
    """Whose words stay."""

    MINE = "mine"
    THEIRS = "theirs"


class StaleDraftError(errors.IllegalMoveError):
    """Somebody else saved the draft since it was read; nothing was written."""


@dataclass(frozen=True, slots=True)
class Merged(Generic[Draft]):
    """The draft to save, the fields about which somebody has to decide first, and those that hold my words now."""

    page: Draft
    conflicts: tuple[str, ...]
    taken: tuple[str, ...]


def row_names(page: Any) -> set[str]:
    """Return the names of a page's groups of rows."""
    return {relation.get_accessor_name() for relation in get_all_child_relations(page)}


def _rows(page: Any, name: str) -> list[dict[str, Any]]:
    # Values, not their serialised words: 0.6 and 0.6000 are one figure.
    return [
        {
            field.name: getattr(row, field.attname)
            for field in row._meta.concrete_fields  # noqa: SLF001 -- Django's public name
            if field.name not in ROW_FRAME
        }
        for row in getattr(page, name).all()
    ]


def value_of(page: Any, name: str) -> Any:
    """Return what a draft says in a field or in its rows, so that two drafts can be compared."""
    if name in row_names(page):
        return _rows(page, name)
    if page._meta.get_field(name).many_to_many:  # noqa: SLF001 -- Django's public name
        return sorted(item.pk for item in getattr(page, name).all())
    return getattr(page, page._meta.get_field(name).attname)  # noqa: SLF001 -- Django's public name


def _take(target: Any, source: Any, name: str) -> None:
    if name in row_names(target) or target._meta.get_field(name).many_to_many:  # noqa: SLF001 -- Django's public name
        getattr(target, name).set(list(getattr(source, name).all()))
    else:
        setattr(target, name, getattr(source, name))


@dataclass(frozen=True, slots=True)
class Earlier(Generic[Draft]):
    """What became of the same form when it was sent before: ``kept`` fields stand in ``draft``, ``asked`` ones were conflicts."""

    draft: Draft
    kept: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


def merge(
    *,
    names: Iterable[str],
    read: Draft,
    mine: Draft,
    theirs: Draft,
    earlier: Earlier[Draft] | None = None,
    choices: Mapping[str, Choice] | None = None,
) -> Merged[Draft]:
    """Put what I changed since ``read`` on top of the newest draft ``theirs``; return it with the open conflicts.

    A field that only one side changed is that side's. Where both changed it differently, ``choices`` decides; without a
    choice it is a conflict, and ``page`` holds their words until somebody has chosen. A form that was sent before is
    compared with what was kept of it then, so that I can also take my change back.
    """
    conflicts = []
    taken = []
    for name in names:
        is_kept = earlier is not None and name in earlier.kept
        is_asked = earlier is not None and name in earlier.asked
        before = value_of(earlier.draft if earlier is not None and is_kept else read, name)
        wanted, present = value_of(mine, name), value_of(theirs, name)
        if wanted == present or (wanted == before and not is_asked):
            continue
        choice = (choices or {}).get(name)
        if choice is Choice.MINE or (present == before and not is_asked):
            _take(theirs, mine, name)
            taken.append(name)
        elif choice is not Choice.THEIRS:
            conflicts.append(name)
    return Merged(theirs, tuple(conflicts), tuple(taken))


def merge_values(
    *, read: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Merge plain texts by field as ``merge`` does; return them, and their words in the fields that both changed."""
    merged: dict[str, str] = {}
    conflicts: dict[str, str] = {}
    for name, wanted in mine.items():
        before, present = read.get(name, ""), theirs.get(name, "")
        if wanted in (before, present):
            merged[name] = present
        else:
            merged[name] = wanted
            if present != before:
                conflicts[name] = present
    return merged, conflicts
