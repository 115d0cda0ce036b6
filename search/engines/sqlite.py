"""SQLite: an FTS5 table over the columns of ``SearchDocument``, kept in step by triggers in the same transaction."""

from collections.abc import Collection, Iterable
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, FloatField, IntegerField
from django.db.models.expressions import RawSQL

from search import likeness
from search.engines.base import (
    Alternative,
    Criteria,
    Expression,
    InDatabase,
    Phrase,
    Rows,
    in_order,
    is_asked_by_number,
)

_DOCUMENTS: Final = "search_searchdocument"
_FOLDED: Final = ("title_folded", "lead_folded", "body_folded")
_TITLE: Final = ("title_folded",)
_ACCENTED: Final = ("title_accented", "text_accented")
_ACCENTED_TITLE: Final = ("title_accented",)
_COLUMNS: Final = ", ".join((*_FOLDED, *_ACCENTED))
# bm25 weights in the order of the columns: title above lead above body; marks are ranked apart.
_WEIGHTS: Final = "10.0, 4.0, 1.0, 0.0, 0.0"
_OLD: Final = ", ".join(f"old.{column}" for column in (*_FOLDED, *_ACCENTED))
_NEW: Final = ", ".join(f"new.{column}" for column in (*_FOLDED, *_ACCENTED))
_REMOVE: Final = f"INSERT INTO search_index(search_index, rowid, {_COLUMNS}) VALUES ('delete', old.id, {_OLD});"  # noqa: S608 -- constants
_ADD: Final = f"INSERT INTO search_index(rowid, {_COLUMNS}) VALUES (new.id, {_NEW});"  # noqa: S608 -- constants
_TRIGGERS: Final = {
    "search_index_insert": f"AFTER INSERT ON {_DOCUMENTS} BEGIN {_ADD} END",
    "search_index_delete": f"AFTER DELETE ON {_DOCUMENTS} BEGIN {_REMOVE} END",
    "search_index_update": f"AFTER UPDATE OF id, {_COLUMNS} ON {_DOCUMENTS} BEGIN {_REMOVE} {_ADD} END",
}
_MOST_COMPARED: Final = 50_000
_MOST_LOOKED_UP: Final = 12
_DIFFERENCE: Final = 4


def _phrase(phrase: Phrase) -> str:
    return '"' + " ".join(phrase.words) + '"' + (" *" if phrase.prefix else "")


def _alternative(alternative: Alternative) -> str:
    return "(" + " AND ".join(_phrase(phrase) for phrase in alternative) + ")"


def _match(expression: Expression, columns: tuple[str, ...]) -> str:
    groups = [
        "(" + " OR ".join(_alternative(alternative) for alternative in group) + ")" for group in expression.groups
    ]
    joined = (" AND " if expression.every else " OR ").join(groups)
    return "{" + " ".join(columns) + "} : (" + joined + ")"


class SQLiteEngine(InDatabase):
    """See ``search.engines.base.Engine``."""

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Make the FTS5 table, its vocabulary and the triggers, and index what is there."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE search_index USING fts5({_COLUMNS}, content='{_DOCUMENTS}', content_rowid='id', "
                "prefix='2 3 4', tokenize='unicode61 remove_diacritics 0')"
            )
            cursor.execute("CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab('search_index', 'row')")
            for name, body in _TRIGGERS.items():
                cursor.execute(f"CREATE TRIGGER {name} {body}")
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Remove triggers and tables."""
        with connection.cursor() as cursor:
            for name in _TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute("DROP TABLE IF EXISTS search_vocabulary")
            cursor.execute("DROP TABLE IF EXISTS search_index")

    def matching(self, rows: Rows, expression: Expression) -> Rows:
        """Narrow by a subquery on the FTS5 table."""
        found = RawSQL("SELECT rowid FROM search_index WHERE search_index MATCH %s", [_match(expression, _FOLDED)])
        return rows.filter(pk__in=found)

    def ranked(self, rows: Rows, criteria: Criteria) -> Rows:
        """Join the FTS5 table, so that bm25 is known, and order.

        The plus keeps SQLite from asking the FTS5 table once for each document instead of once.
        """
        joined = rows.extra(  # noqa: S610 -- constants; the words go as a parameter
            tables=["search_index"],
            where=["search_index MATCH %s", f"+search_index.rowid = {_DOCUMENTS}.id"],
            params=[_match(criteria.folded, _FOLDED)],
        ).annotate(
            relevance=RawSQL(f"-bm25(search_index, {_WEIGHTS})", [], output_field=FloatField())  # noqa: S611 -- constants
        )
        if criteria.neighbours:
            joined = joined.annotate(nearness=self._count(criteria.neighbours, (_FOLDED, _TITLE)))
        if criteria.title:
            joined = joined.annotate(in_title=self._holds(_title(criteria.title), _TITLE))
        if criteria.accented:
            joined = joined.annotate(with_marks=self._count([criteria.accented], (_ACCENTED, _ACCENTED_TITLE)))
        if criteria.identifiers:
            joined = joined.annotate(by_number=is_asked_by_number(criteria.identifiers))
        return in_order(joined, criteria)

    def newest_by_title(self, rows: Rows, expression: Expression, *, most: int) -> Rows:
        """Read the index from its newest end and stop as soon as there are enough.

        The plus keeps SQLite from beginning with the documents, and another order would first read all that was found.
        """
        return rows.extra(  # noqa: S610 -- constants; the words go as a parameter
            tables=["search_index"],
            where=["search_index MATCH %s", f"+search_index.rowid = {_DOCUMENTS}.id"],
            params=[_match(expression, _TITLE)],
            order_by=["-search_index.rowid"],
        )[:most]

    def _holds(self, expression: Expression, columns: tuple[str, ...]) -> RawSQL:
        return RawSQL(  # noqa: S611 -- the words go as a parameter
            f"{_DOCUMENTS}.id IN (SELECT rowid FROM search_index WHERE search_index MATCH %s)",  # noqa: S608 -- constants
            [_match(expression, columns)],
            output_field=BooleanField(),
        )

    def _count(self, expressions: Iterable[Expression], ways: tuple[tuple[str, ...], ...]) -> RawSQL:
        # Each subquery is asked once for the whole search, not once for each document.
        one = f"({_DOCUMENTS}.id IN (SELECT rowid FROM search_index WHERE search_index MATCH %s))"  # noqa: S608 -- constants
        matches = [_match(expression, columns) for expression in expressions for columns in ways]
        return RawSQL(" + ".join([one] * len(matches)), matches, output_field=IntegerField())  # noqa: S611 -- the words go as parameters

    def known_words(self, words: Collection[str]) -> dict[str, int]:
        """Look the words up in the index's vocabulary."""
        if not words:
            return {}
        marks = ", ".join(["%s"] * len(words))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT term, doc FROM search_vocabulary WHERE term IN ({marks})", list(words))  # noqa: S608 -- marks only
            return dict(cursor.fetchall())

    def similar_words(self, word: str) -> list[str]:
        """Compare with the vocabulary's words of about the same length; those count that stand in a title, as on PostgreSQL."""
        if not word:
            return []
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT term FROM search_vocabulary WHERE length(term) BETWEEN %s AND %s LIMIT %s",
                [len(word) - _DIFFERENCE, len(word) + _DIFFERENCE, _MOST_COMPARED],
            )
            near = likeness.nearest(word, [term for (term,) in cursor.fetchall()], most=_MOST_LOOKED_UP)
            found = []
            for term in near:
                in_title = _match(_title(Phrase((term,))), _TITLE)
                cursor.execute("SELECT 1 FROM search_index WHERE search_index MATCH %s LIMIT 1", [in_title])
                if cursor.fetchone():
                    found.append(term)
        return found[: likeness.MOST]

    def refresh_statistics(self) -> None:
        """Merge the index's segments."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")

    def problems(self) -> list[str]:
        """Name missing tables and triggers, and an index that differs from the documents."""
        wanted = {"search_index", "search_vocabulary", *_TRIGGERS}
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'search~_%%' ESCAPE '~'")
            missing = sorted(wanted - {name for (name,) in cursor.fetchall()})
        if missing:
            return [f"{name} is missing: create the index anew." for name in missing]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            return ["The FTS5 index differs from the documents."]
        return []


def _title(phrase: Phrase) -> Expression:
    return Expression((((phrase,),),))
