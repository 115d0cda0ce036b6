"""Gathers, while a page is drawn, what it is built from."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connections

from portal.kernel import clock
from portal.page_cache import catalogue, statements, tags

LONGEST_SECONDS: Final = 3600.0
"""Nothing stays longer: a change that was missed by a mistake of ours ends with the hour."""


@dataclass
class Collection:
    """What one drawing of a page depends on. ``is_allowed`` once a view says that its answer is the same for everybody.

    ``until`` is the nearest moment at which the page changes by itself, where a room named one.
    """

    tags: set[str] = field(default_factory=set)
    is_allowed: bool = False
    parameters: set[str] = field(default_factory=set)
    asked: clock.Reading = field(default_factory=clock.Reading)
    until: datetime | None = None
    is_declared: bool = False
    are_pages_named: bool = False

    def seconds(self, now: datetime) -> float:
        """Return for how long what was drawn stays as it is if nothing is written.

        What asked for the instant lives to the next full minute, at which registrations open and programmes begin; what asked for the
        date only, to midnight in Việt Nam.
        """
        found = LONGEST_SECONDS
        if self.asked.instant:
            found = min(found, 60 - now.second - now.microsecond / 1_000_000)
        if self.asked.date:
            tomorrow = clock.at(clock.local(now).date() + timedelta(days=1))
            found = min(found, (tomorrow - now).total_seconds())
        if self.until is not None:
            found = min(found, (self.until - now).total_seconds())
        return found

    def add(
        self,
        *,
        names: AbstractSet[str],
        asked: clock.Reading,
        until: datetime | None,
        parameters: AbstractSet[str] = frozenset(),
    ) -> None:
        """Add what a part of the page depends on that was drawn apart."""
        self.parameters |= parameters
        if not self.is_declared:
            self.tags |= names - _ANY_PAGE if self.are_pages_named else names
        self.asked.instant |= asked.instant
        self.asked.date |= asked.date
        if until is not None:
            self.until = min(until, self.until or until)


_ANY_PAGE: Final[set[str]] = {tags.table(statements.PAGES), tags.standing(statements.PAGES)}
_NOTHING_ASKED: Final = clock.Reading()
_current: ContextVar[Collection | None] = ContextVar("page_cache", default=None)


def allow() -> None:
    """Let the page that is being drawn be kept, because its answer is the same for everybody.

    An answer with a cookie, or one that varies with it, is not kept all the same.
    """
    if (collection := _current.get()) is not None:
        collection.is_allowed = True


def is_for_all() -> bool:
    """Return whether the page that is being drawn said that its answer is the same for everybody."""
    collection = _current.get()
    return collection is not None and collection.is_allowed


def reads_parameters(*names: str) -> None:
    """Name the parameters of the address that the page reads; an address with any other is not kept."""
    if (collection := _current.get()) is not None:
        collection.parameters.update(names)


def depends_on(*names: str) -> None:
    """Name what the page depends on beside what its statements show: facts, and rows that were read before."""
    if (collection := _current.get()) is not None:
        collection.tags.update(names)


def changes_at(moment: datetime | None) -> None:
    """Say that the page changes by itself at ``moment`` (aware), for example when a registration opens."""
    if (collection := _current.get()) is not None and moment is not None:
        collection.until = min(moment, collection.until or moment)


def declared(*names: str) -> AbstractContextManager[None]:
    """Let statements inside count as reading these names and nothing else; who uses it answers for it."""
    return _marked("is_declared", names)


def pages_named(*names: str) -> AbstractContextManager[None]:
    """Let the table that all pages share count as these names in statements inside; who uses it answers for the pages that they read."""
    return _marked("are_pages_named", names)


@contextmanager
def _marked(mark: str, names: tuple[str, ...]) -> Iterator[None]:
    collection = _current.get()
    if collection is None:
        yield
        return
    collection.tags.update(names)
    before = getattr(collection, mark)
    setattr(collection, mark, True)
    try:
        yield
    finally:
        setattr(collection, mark, before)


@contextmanager
def gathering() -> Iterator[Collection]:
    """Gather in this thread, from every database connection, until the end of the block.

    Inside another gathering the outer one hears nothing until it is told (``add``).
    """
    collection = Collection()
    is_outer = _current.get() is None
    token = _current.set(collection)
    try:
        with clock.noting(collection.asked), noting_here() if is_outer else nullcontext():
            yield collection
    finally:
        _current.reset(token)


@contextmanager
def noting_here() -> Iterator[None]:
    """Let what gathers in this thread, if anything does, see what the connections read that the thread has now: others than before, or the same."""
    if _current.get() is None:
        yield
        return
    minded = [connections[alias] for alias in connections]
    for connection in minded:
        connection.execute_wrappers.append(_note)
    try:
        yield
    finally:
        for connection in minded:
            # Not the last, as Django's own ``execute_wrapper`` takes it: whoever follows writes joined when the connection was opened in here.
            connection.execute_wrappers.remove(_note)


def current() -> Collection | None:
    """Return what is being gathered in this thread, None where nothing is."""
    return _current.get()


def _note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's signature
    collection = _current.get()
    if collection is not None and not collection.is_declared and statements.verb_of(sql) is statements.Verb.READ:
        collection.add(names=tags_of(sql, parameters), asked=_NOTHING_ASKED, until=None)
    return execute(sql, parameters, many, context)


def tags_of(sql: str, parameters: Any) -> frozenset[str]:
    """Return what a page depends on that sends this SELECT."""
    read = statements.read_of(sql)
    if catalogue.is_root(statements.main_table(sql)):
        # Which site, which language, which restriction: whatever it joins, a change that matters drops every page.
        return frozenset()
    if statements.is_translation_of_one(sql):
        return frozenset({tags.translations_of(statements.first(parameters))})
    kinds = catalogue.page_tables()
    if read.by_key and read.column == catalogue.key_column(read.by_key):
        keys = statements.last(parameters, read.number)
        is_page = read.by_key in kinds or read.by_key == statements.PAGES
        found = tags.of_rows(statements.PAGES if is_page else read.by_key, keys)
        rest = _without_parents(read.tables, is_page=is_page, table=read.by_key)
    else:
        found, rest = frozenset[str](), list(read.tables)
    named_as_kinds = sum(table in kinds for table in rest)
    # Each kind brings the row of all pages with it; so does the look at restrictions, whose changes drop everything; and a translation is
    # of the same kind as what it translates.
    covered = named_as_kinds + rest.count(statements.RESTRICTIONS) + (read.same_item if named_as_kinds else 0)
    if rest.count(statements.PAGES) <= covered:
        rest = [table for table in rest if table != statements.PAGES]
    standing = {table for table in rest if rest.count(table) <= read.joined.count((table, catalogue.key_column(table)))}
    return found | {
        tags.standing(table) if table in standing else tags.table(table)
        for table in rest
        if not catalogue.is_quiet(table) and not catalogue.is_root(table)
    }


def _without_parents(tables: tuple[str, ...], *, is_page: bool, table: str) -> list[str]:
    rest = list(tables)
    rest.remove(table)
    # The same row, in the tables of what this kind extends.
    for parent in catalogue.parents_of(table) if is_page else ():
        if parent in rest:
            rest.remove(parent)
    return rest
