"""SQLite: an FTS5 table over the columns of ``SearchDocument``, kept in step by triggers in the same transaction."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from search import likeness
from search.engines import sql
from search.engines.base import Alternative, Criteria, Expression, Phrase, Rows
from search.engines.in_database import InDatabase, Ranks, Shortcut, freshness
from search.engines.sql import Sql

_DOCUMENTS: Final = "search_searchdocument"
_FOLDED: Final = ("title_folded", "lead_folded", "body_folded")
_TITLE: Final = ("title_folded",)
_ACCENTED: Final = ("title_accented", "text_accented")
_ACCENTED_TITLE: Final = ("title_accented",)
_COLUMNS: Final = ", ".join((*_FOLDED, *_ACCENTED))
# bm25 weights in the order of the columns: title above lead above body; marks are ranked apart.
_WEIGHTS: Final = "10.0, 4.0, 1.0, 0.0, 0.0"
_RELEVANCE: Final = f"-bm25(search_index, {_WEIGHTS})"
_AMONG: Final = f"({_DOCUMENTS}.id IN (SELECT rowid FROM search_index WHERE search_index MATCH %s))"  # noqa: S608 -- constants
_JOIN: Final = ("search_index MATCH %s", f"+search_index.rowid = {_DOCUMENTS}.id")
_OLD: Final = ", ".join(f"old.{column}" for column in (*_FOLDED, *_ACCENTED))
_NEW: Final = ", ".join(f"new.{column}" for column in (*_FOLDED, *_ACCENTED))
_REMOVE: Final = f"INSERT INTO search_index(search_index, rowid, {_COLUMNS}) VALUES ('delete', old.id, {_OLD});"  # noqa: S608 -- constants
_ADD: Final = f"INSERT INTO search_index(rowid, {_COLUMNS}) VALUES (new.id, {_NEW});"  # noqa: S608 -- constants
# Of an item, what filters, counts and orders: a document's own row is long, and reading one for each hit costs more than finding them.
_NARROW: Final = "id, language, for_english, kind, sort_date, filters"
# In a trigger "OR IGNORE" gives way to what the statement that fires it says. Numbers look like other numbers and mean nothing.
_NOTE: Final = (
    "INSERT INTO search_title_word(word) SELECT DISTINCT value FROM {source} "
    """json_each('["' || replace({row}.title_folded, ' ', '","') || '"]') WHERE value GLOB '*[^0-9]*' """
    "AND NOT EXISTS (SELECT 1 FROM search_title_word WHERE word = value)"
)
_NOTE_NEW: Final = _NOTE.format(source="", row="new") + ";"
_NOTE_EVERY: Final = _NOTE.format(source=f"{_DOCUMENTS},", row=_DOCUMENTS)
_TRIGGERS: Final = {
    "search_index_insert": f"AFTER INSERT ON {_DOCUMENTS} BEGIN {_ADD} END",
    "search_index_delete": f"AFTER DELETE ON {_DOCUMENTS} BEGIN {_REMOVE} END",
    "search_index_update": f"AFTER UPDATE OF id, {_COLUMNS} ON {_DOCUMENTS} BEGIN {_REMOVE} {_ADD} END",
    "search_words_of_new": f"AFTER INSERT ON {_DOCUMENTS} BEGIN {_NOTE_NEW} END",
    "search_words_of_changed": f"AFTER UPDATE OF title_folded ON {_DOCUMENTS} BEGIN {_NOTE_NEW} END",
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


def _joined(rows: Rows, expression: Expression, columns: tuple[str, ...]) -> Rows:
    return rows.extra(tables=["search_index"], where=_JOIN, params=[_match(expression, columns)])  # noqa: S610 -- constants; the words go as a parameter


def _holds(expression: Expression, columns: tuple[str, ...]) -> Sql:
    return Sql(_AMONG, (_match(expression, columns),))


def _count(expressions: Iterable[Expression], ways: tuple[tuple[str, ...], ...]) -> Sql:
    # Each subquery is asked once for the whole search, not once for each document.
    return sql.joined((_holds(expression, columns) for expression in expressions for columns in ways), "+")


class SQLiteEngine(InDatabase):
    """See ``search.engines.base.Engine``."""

    documents = f"{_DOCUMENTS} INDEXED BY search_narrow"
    index = ", search_index"

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Make the FTS5 table, its vocabulary and the triggers, and index what is there."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE search_index USING fts5({_COLUMNS}, content='{_DOCUMENTS}', content_rowid='id', "
                "prefix='2 3 4', tokenize='unicode61 remove_diacritics 0')"
            )
            cursor.execute("CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab('search_index', 'row')")
            cursor.execute("CREATE TABLE search_title_word (word text PRIMARY KEY) WITHOUT ROWID")
            self._write_title_words(cursor)
            columns = {column.name for column in connection.introspection.get_table_description(cursor, _DOCUMENTS)}
            # The first migrations call this before the table has all of them; the one that adds the last calls it again.
            if set(_NARROW.split(", ")) <= columns:
                cursor.execute(f"CREATE INDEX search_narrow ON {_DOCUMENTS} ({_NARROW})")
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
            cursor.execute("DROP TABLE IF EXISTS search_title_word")
            cursor.execute("DROP INDEX IF EXISTS search_narrow")

    def _write_title_words(self, cursor: Any) -> None:
        cursor.execute("DELETE FROM search_title_word")
        cursor.execute(_NOTE_EVERY)

    def matching(self, rows: Rows, expression: Expression) -> Rows:
        """Narrow by a subquery on the FTS5 table."""
        found = RawSQL("SELECT rowid FROM search_index WHERE search_index MATCH %s", [_match(expression, _FOLDED)])
        return rows.filter(pk__in=found)

    def found(self, criteria: Criteria) -> Sql:
        """Join the FTS5 table, so that bm25 is known.

        The plus keeps SQLite from asking the FTS5 table once for each document instead of once.
        """
        return Sql(" AND ".join(_JOIN), (_match(criteria.folded, _FOLDED),))

    def narrowed(self, rows: Rows, criteria: Criteria) -> Rows:
        """Join the FTS5 table."""
        return _joined(rows, criteria.folded, _FOLDED)

    def ranks(self, criteria: Criteria) -> Ranks:
        """Return what further questions to the FTS5 table say; relevance is bm25."""
        ranks = {"relevance": Sql(_RELEVANCE)}
        if criteria.neighbours:
            ranks["nearness"] = _count(criteria.neighbours, (_FOLDED, _TITLE))
        if criteria.title:
            ranks["in_title"] = _holds(_title(criteria.title), _TITLE)
        if criteria.accented:
            ranks["with_marks"] = _count([criteria.accented], (_ACCENTED, _ACCENTED_TITLE))
        return ranks

    def shortcut(self, criteria: Criteria, number: int) -> Shortcut | None:
        """Ask for the titles once: the formula of the rank looks up the length of every document that it is asked for."""
        if not criteria.title or criteria.identifiers:
            return None
        wanted = _match(_title(criteria.title), _TITLE)
        if criteria.accented:
            wanted = f"({wanted}) AND ({_match(criteria.accented, _ACCENTED_TITLE)})"
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM search_index WHERE search_index MATCH %s LIMIT %s", [wanted, number])
            if len(cursor.fetchall()) < number:
                return None
        return Shortcut({**freshness(criteria), "relevance": Sql(_RELEVANCE).only_where(Sql(_AMONG, (wanted,)))})

    def newest_by_title(self, rows: Rows, expression: Expression, *, most: int) -> Rows:
        """Read the index from its newest end and stop as soon as there are enough.

        The plus keeps SQLite from beginning with the documents, and another order would first read all that was found. Only the
        short columns are read until it is known which documents are wanted.
        """
        walked = _joined(rows, expression, _TITLE).extra(order_by=["-search_index.rowid"])
        statement, parameters = walked.values("id")[:most].query.sql_with_params()
        # The planner takes the documents' own rows, four times as dear.
        hinted = statement.replace(f'FROM "{_DOCUMENTS}"', f"FROM {self.documents}", 1)
        found = RawSQL(hinted, parameters)  # noqa: S611 -- a statement of our own
        newest: Rows = rows.model.objects.filter(pk__in=found).order_by("-pk")
        return newest

    def known_words(self, words: Collection[str]) -> dict[str, int]:
        """Look the words up in the index's vocabulary."""
        if not words:
            return {}
        marks = ", ".join(["%s"] * len(words))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT term, doc FROM search_vocabulary WHERE term IN ({marks})", list(words))  # noqa: S608 -- marks only
            return dict(cursor.fetchall())

    def similar_words(self, word: str) -> list[str]:
        """Compare with the titles' words that share enough rows of letters; of those noted, some may stand in no title any more."""
        if not word:
            return []
        wanted = sorted(likeness.trigrams(word))
        shared = " + ".join(["(instr('  ' || word || ' ', %s) > 0)"] * len(wanted))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT word FROM search_title_word WHERE length(word) BETWEEN %s AND %s AND {shared} >= %s LIMIT %s",  # noqa: S608 -- marks only
                [
                    len(word) - _DIFFERENCE,
                    len(word) + _DIFFERENCE,
                    *wanted,
                    likeness.NEAR * len(wanted),
                    _MOST_COMPARED,
                ],
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
        """Merge the index's segments, and forget words that no title holds any more."""
        with connection.cursor() as cursor:
            self._write_title_words(cursor)
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")

    def problems(self) -> list[str]:
        """Name missing tables and triggers, and an index that differs from the documents."""
        wanted = {"search_index", "search_vocabulary", "search_title_word", "search_narrow", *_TRIGGERS}
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
