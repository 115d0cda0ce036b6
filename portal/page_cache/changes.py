"""Writes down what changed, in the transaction of the change, and rings when it is committed.

Every statement that writes passes here (``connection_created``), so that no path to a change is forgotten: domain functions, the admin,
commands, bulk updates and plain SQL alike. Rooms only name facts that no table shows, such as a count that passed a band.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from contextvars import ContextVar
from typing import Any, Final

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate

from portal.page_cache import bells, catalogue, statements, tags
from portal.page_cache.returned import Returned
from portal.page_cache.statements import Verb, Write

_MOST_TAGS: Final = 400
"""More than these in one change, and everything is dropped."""
_LONG_SECONDS: Final = 5
_is_writing: ContextVar[bool] = ContextVar("page_cache_writing", default=False)
_SECTION_DEPTH: Final = 3
"""Pages this near to the root stand in the menu and the footer of every page."""


class _Ring:
    """Rings after the commit; while it waits there, its tags need not be written again in the same transaction."""

    def __init__(self, names: frozenset[str], *, withdraws: bool) -> None:
        self.names = names
        self.withdraws = withdraws
        self._since = time.monotonic()

    def __call__(self) -> None:
        # Its number is old by now, and others may have looked beyond it (known.py looks a thousand numbers back).
        if time.monotonic() - self._since > _LONG_SECONDS:
            _write_down(self.names, withdraws=self.withdraws)
        bells.current().ring()


def is_on() -> bool:
    """Return whether pages are kept at all (``PORTAL_PAGE_CACHE_MB``)."""
    return bool(settings.PAGE_CACHE_MEGABYTES)


class _Migrating:
    """Whether tables are being made: the one of changes may not be there yet, and at the end everything is told of at once."""

    is_under_way = False

    @classmethod
    def begin(cls, **_kwargs: Any) -> None:
        """Receive ``pre_migrate``."""
        cls.is_under_way = True

    @classmethod
    def end(cls, **_kwargs: Any) -> None:
        """Receive ``post_migrate``."""
        from portal.page_cache.models import Change  # noqa: PLC0415 -- models are not ready when this is connected

        tables = connections[DEFAULT_DB_ALIAS].introspection.table_names()
        cls.is_under_way = Change._meta.db_table not in tables  # noqa: SLF001 -- Django's own documented name
        tell(tags.EVERYTHING)


def mind_migrations(sender: AppConfig) -> None:
    """Write nothing down while tables are made; ``sender`` is the app whose signals are minded."""
    pre_migrate.connect(_Migrating.begin, sender=sender, dispatch_uid="page_cache.begin")
    post_migrate.connect(_Migrating.end, sender=sender, dispatch_uid="page_cache.end")


def tell(*names: str, withdraws: bool = False) -> None:
    """Say that these tags changed, in the present transaction; without one at once."""
    if not names or not is_on() or not apps.ready or _Migrating.is_under_way:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    waiting = [entry[1] for entry in connection.run_on_commit if isinstance(entry[1], _Ring)]
    known = {name for ring in waiting if ring.withdraws or not withdraws for name in ring.names}
    if tags.EVERYTHING in known:
        return
    new = frozenset(names) - known
    if not new:
        return
    if len(new) > _MOST_TAGS:
        new = frozenset({tags.EVERYTHING})
    _write_down(new, withdraws=withdraws)
    transaction.on_commit(_Ring(new, withdraws=withdraws), using=DEFAULT_DB_ALIAS)


def _write_down(names: frozenset[str], *, withdraws: bool) -> None:
    from portal.page_cache.models import Change  # noqa: PLC0415 -- models are not ready when this is connected

    token = _is_writing.set(True)
    try:
        Change.objects.using(DEFAULT_DB_ALIAS).create(tags=sorted(names), withdraws=withdraws)
    finally:
        _is_writing.reset(token)


def tell_for(model: type[Model], names_of: Callable[[Any], Iterable[str]]) -> None:
    """Let the facts of ``names_of(record)`` change with each record of a model that is saved or deleted, and nothing else; from an AppConfig.ready().

    For tables whose rows each concern one page, and for those that the public writes: otherwise every press of a stranger drops what
    reads the table at all.
    """

    def told(instance: Any, **_kwargs: Any) -> None:
        tell(*names_of(instance))

    catalogue.tell_by_facts(model)
    for signal in (post_save, post_delete):
        signal.connect(told, sender=model, weak=False, dispatch_uid=f"page_cache.{model._meta.label}")  # noqa: SLF001 -- Django's own documented name


def follow(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Receive ``connection_created``: look at what this connection writes."""
    if is_on() and connection.alias == DEFAULT_DB_ALIAS and _follow not in connection.execute_wrappers:
        connection.execute_wrappers.append(_follow)


def _follow(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's signature
    verb = statements.verb_of(sql)
    if verb in {Verb.READ, Verb.OTHER} or _is_writing.get() or _Migrating.is_under_way:
        return execute(sql, parameters, many, context)
    write = statements.write_of(sql)
    if write is None:
        # A changing statement of which not even the table can be told.
        result = execute(sql, parameters, many, context)
        tell(tags.EVERYTHING, withdraws=True)
        return result
    if catalogue.is_quiet(write.table) or _is_quiet_change(write):
        return execute(sql, parameters, many, context)
    # Before: afterwards a deleted page's kind can be asked of nobody.
    names = _names(write, None if many else parameters, context["connection"])
    connection = context["connection"]
    is_alone = not connection.in_atomic_block and connection.get_autocommit()
    with transaction.atomic(using=connection.alias) if is_alone else nullcontext():
        # Outside any transaction a statement is committed at once, and its change would be missing if the process ended here.
        result = execute(sql, parameters, many, context)
        if is_alone and connection.vendor == "sqlite" and "RETURNING" in sql:
            context["cursor"].cursor = Returned(context["cursor"].cursor)
        if not _found_nothing(result, verb, sql):
            tell(*names, withdraws=_withdraws(write, parameters))
    return result


def _found_nothing(result: Any, verb: Verb, sql: str) -> bool:
    """Return whether an UPDATE or DELETE met no row; one that returns rows is counted only once they are read."""
    return verb in {Verb.UPDATE, Verb.DELETE} and getattr(result, "rowcount", -1) == 0 and "RETURNING" not in sql


def _withdraws(write: Write, parameters: Any) -> bool:
    """Return whether something may be shown no more: deleted, made private, a page taken offline, or moved where it may be private."""
    if write.verb is Verb.DELETE or write.table == statements.RESTRICTIONS:
        return True
    if write.table != statements.PAGES or write.verb is not Verb.UPDATE:
        return False
    if "path" in write.columns and not write.number:
        return True
    if "live" not in write.columns:
        return False
    place = write.places[write.columns.index("live")]
    return (
        place is None or not isinstance(parameters, (list, tuple)) or len(parameters) <= place or not parameters[place]
    )


def _is_quiet_change(write: Write) -> bool:
    return (
        write.verb is Verb.UPDATE
        and bool(write.columns)
        and catalogue.quiet_columns(write.table).issuperset(write.columns)
    )


def _names(write: Write, parameters: Any, connection: BaseDatabaseWrapper) -> frozenset[str]:
    if catalogue.is_root(write.table):
        return frozenset({tags.EVERYTHING})
    kinds = catalogue.page_tables()
    if write.verb is Verb.INSERT:
        return frozenset(_inserted(write, parameters))
    keys: tuple[object, ...] = ()
    if write.number and write.column == catalogue.key_column(write.table):
        keys = statements.last(parameters, write.number)
    if write.table == statements.PAGES:
        # Without keys it is a move or a new slug, which changes the addresses of all that lies below.
        return _pages_changed(keys, connection) if keys else frozenset({tags.EVERYTHING})
    table = statements.PAGES if write.table in kinds else write.table
    rows = {tags.row(table, key) for key in keys} or {tags.any_row(table)}
    return frozenset({tags.table(write.table), tags.standing(write.table), *rows})


def _inserted(write: Write, parameters: Any) -> set[str]:
    found = {tags.table(write.table)}
    if write.table == statements.PAGES:
        depth, key = _value(write, parameters, "depth"), _value(write, parameters, "translation_key")
        found.add(tags.translations_of(key))
        return found if isinstance(depth, int) and depth > _SECTION_DEPTH else found | {tags.SECTIONS}
    if write.table not in catalogue.models():
        return found
    column = catalogue.key_column(write.table)
    if column not in write.columns:
        # The database gives a key that nobody can have asked for before.
        return found
    table = statements.PAGES if write.table in catalogue.page_tables() else write.table
    key = _value(write, parameters, column)
    return found | {tags.any_row(table) if key is None else tags.row(table, key)}


def _value(write: Write, parameters: Any, column: str) -> Any:
    if column in write.columns and isinstance(parameters, (list, tuple)) and len(parameters) == len(write.columns):
        return parameters[write.columns.index(column)]
    return None


def _pages_changed(keys: tuple[object, ...], connection: BaseDatabaseWrapper) -> frozenset[str]:
    found = {
        tags.table(statements.PAGES),
        tags.standing(statements.PAGES),
        *(tags.row(statements.PAGES, key) for key in keys),
    }
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        # Asked each time: SQLite gives the number of a page again that was made in a transaction that came to nothing.
        cursor.execute(
            "SELECT p.depth, p.translation_key, c.app_label, c.model FROM wagtailcore_page p"  # noqa: S608 -- marks only
            f" INNER JOIN django_content_type c ON c.id = p.content_type_id WHERE p.id IN ({marks})",
            [int(str(key)) for key in keys],
        )
        for depth, key, label, name in cursor.fetchall():
            found |= _tables_of(label, name) | {tags.translations_of(key)}
            if depth <= _SECTION_DEPTH:
                found.add(tags.SECTIONS)
    return frozenset(found)


def _tables_of(label: str, name: str) -> frozenset[str]:
    try:
        table = apps.get_model(label, name)._meta.db_table  # noqa: SLF001 -- Django's own documented name
    except LookupError:
        return frozenset()
    tables = (table, *catalogue.parents_of(table))
    return frozenset(tag for each in tables for tag in (tags.table(each), tags.standing(each)))


def are_waiting() -> bool:
    """Return whether this thread wrote something that is not committed yet."""
    connection = connections[DEFAULT_DB_ALIAS]
    return any(isinstance(entry[1], _Ring) for entry in connection.run_on_commit)
