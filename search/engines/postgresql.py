"""PostgreSQL: two generated tsvector columns beside those of ``SearchDocument``, a table of their words, and pg_trgm on folded titles.

The table gets new words by triggers, which change no row that is there: documents that are written at the same time do not wait
for one another. How many documents hold a word is counted when the index is tidied.
"""

from collections.abc import Collection
from typing import Any, Final

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL

from search import likeness
from search.engines import sql, tsquery
from search.engines.base import Criteria, Expression, Rows
from search.engines.in_database import InDatabase, Ranks, Shortcut
from search.engines.sql import Sql

_DOCUMENTS: Final = "search_searchdocument"
# ts_rank weights of D, C, B, A: body, lead and title as in the other engine.
_WEIGHTS: Final = "{0.0, 0.1, 0.4, 1.0}"
_FOLDED: Final = (
    "setweight(to_tsvector('simple', title_folded), 'A') || setweight(to_tsvector('simple', lead_folded), 'B') "
    "|| setweight(to_tsvector('simple', body_folded), 'C')"
)
_ACCENTED: Final = (
    "setweight(to_tsvector('simple', title_accented), 'A') || setweight(to_tsvector('simple', text_accented), 'C')"
)
_TITLE: Final = "to_tsvector('simple'::regconfig, title_folded)"
_LATE: Final = 1_500
"""Newest documents that are looked through for suggestions before the index of titles is asked."""
_RARE: Final = 50
"""Up to so many documents, a word is looked for in the index before it counts as known: all that held it may be gone."""
_ARE_FEW: Final = Sql("(SELECT are_few FROM titles)")
_TRIGGERS: Final = ("search_words_of_new", "search_words_of_changed")
_INVERTED: Final = ("search_folded_vector", "search_accented_vector", "search_title_words")
_INDEXES: Final = (*_INVERTED, "search_newest_first")
_NOTE_WORDS: Final = """
CREATE OR REPLACE FUNCTION search_note_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_word (word, documents)
    SELECT DISTINCT word, 1 FROM written, unnest(tsvector_to_array(written.folded_vector)) AS word ORDER BY word
    ON CONFLICT (word) DO NOTHING;
    RETURN NULL;
END
$$
"""


def _nearness(neighbours: tuple[Expression, ...]) -> Sql:
    return sql.number_of(
        way
        for pair in neighbours
        for way in (tsquery.matches("folded_vector", pair), tsquery.in_title(pair, "title_folded"))
    )


def _with_marks(accented: Expression) -> Sql:
    # The index answers for all documents at once, much quicker than each document's own vector.
    anywhere = tsquery.matches("accented_vector", accented)
    there = Sql(f"{_DOCUMENTS}.id IN (SELECT id FROM {_DOCUMENTS} WHERE {anywhere.text})", anywhere.parameters)  # noqa: S608 -- constants
    return sql.number_of([there, tsquery.in_title(accented, "title_accented")])


def _relevance(expression: Expression) -> Sql:
    return Sql("ts_rank(%s::real[], folded_vector, to_tsquery('simple', %s))", (_WEIGHTS, tsquery.query(expression)))


class PostgreSQLEngine(InDatabase):
    """See ``search.engines.base.Engine``."""

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Add the generated columns and their indexes; without the right to make pg_trgm, slips are matched by letters only."""
        with connection.cursor() as cursor:
            # The vector that every rank reads stays in the row where it can, and the texts, which only a page of results reads,
            # are put aside instead: a vector put aside is fetched for each question of each document.
            cursor.execute(
                f"ALTER TABLE {_DOCUMENTS} "
                f"ADD COLUMN folded_vector tsvector GENERATED ALWAYS AS ({_FOLDED}) STORED, "
                f"ADD COLUMN accented_vector tsvector GENERATED ALWAYS AS ({_ACCENTED}) STORED, "
                "ALTER COLUMN folded_vector SET STORAGE MAIN"
            )
            # Entries that wait in the index's pending list are read through at every search: keep it short.
            cursor.execute(
                f"CREATE INDEX search_folded_vector ON {_DOCUMENTS} USING gin (folded_vector) "
                "WITH (gin_pending_list_limit = 256)"
            )
            self.create_quick_indexes(cursor)
            self.create_words(cursor)
        try:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                cursor.execute(
                    f"CREATE INDEX search_title_trigrams ON {_DOCUMENTS} USING gin (title_folded gin_trgm_ops) "
                    "WITH (gin_pending_list_limit = 256)"
                )
        except DatabaseError:
            # The check of rebuild_search names what is missing; searching works without it.
            return

    def create_quick_indexes(self, cursor: Any) -> None:
        """Make the indexes of words with marks, of titles and of dates, where they are missing."""
        for name, of in (("search_accented_vector", "accented_vector"), ("search_title_words", f"({_TITLE})")):
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {name} ON {_DOCUMENTS} USING gin ({of}) WITH (gin_pending_list_limit = 256)"
            )
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS search_newest_first ON {_DOCUMENTS} (sort_date DESC NULLS LAST, id DESC)"
        )

    def create_words(self, cursor: Any) -> None:
        """Make the table of words over the existing documents and the triggers that fill it; does nothing to what is there already."""
        cursor.execute("CREATE TABLE IF NOT EXISTS search_word (word text PRIMARY KEY, documents integer NOT NULL)")
        cursor.execute(_NOTE_WORDS)
        for name, event in zip(_TRIGGERS, ("INSERT", "UPDATE"), strict=True):
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {_DOCUMENTS} REFERENCING NEW TABLE AS written "
                "FOR EACH STATEMENT EXECUTE FUNCTION search_note_words()"
            )
        self._count_words(cursor)

    def _count_words(self, cursor: Any) -> None:
        """Write how many documents hold each word, and forget words that none holds."""
        cursor.execute(
            "WITH counted AS MATERIALIZED "
            "(SELECT word, ndoc FROM ts_stat('SELECT folded_vector FROM search_searchdocument')), "
            "gone AS (DELETE FROM search_word WHERE word NOT IN (SELECT word FROM counted)) "
            "INSERT INTO search_word AS known (word, documents) SELECT word, ndoc FROM counted ORDER BY word "
            "ON CONFLICT (word) DO UPDATE SET documents = EXCLUDED.documents WHERE known.documents <> EXCLUDED.documents"
        )

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Remove columns, words and indexes; the extension stays, others may use it."""
        with connection.cursor() as cursor:
            for name in _TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {_DOCUMENTS}")
            cursor.execute("DROP FUNCTION IF EXISTS search_note_words()")
            cursor.execute("DROP TABLE IF EXISTS search_word")
            cursor.execute("DROP INDEX IF EXISTS search_title_trigrams, search_title_words, search_newest_first")
            cursor.execute(
                f"ALTER TABLE {_DOCUMENTS} DROP COLUMN IF EXISTS folded_vector, DROP COLUMN IF EXISTS accented_vector"
            )

    def matching(self, rows: Rows, expression: Expression) -> Rows:
        """Narrow by the folded tsvector."""
        return rows.filter(tsquery.matches("folded_vector", expression).of_type(BooleanField()))

    def found(self, criteria: Criteria) -> Sql:
        """Compare with the folded tsvector."""
        return tsquery.matches("folded_vector", criteria.folded)

    def narrowed(self, rows: Rows, criteria: Criteria) -> Rows:
        """Narrow by the folded tsvector."""
        return self.matching(rows, criteria.folded)

    def ranks(self, criteria: Criteria) -> Ranks:
        """Return what the vectors and titles say; relevance is ts_rank."""
        ranks = {"relevance": _relevance(criteria.folded)}
        if criteria.neighbours:
            ranks["nearness"] = _nearness(criteria.neighbours)
        if criteria.title:
            ranks["in_title"] = tsquery.stands(criteria.title, "title_folded").as_number()
        if criteria.accented:
            ranks["with_marks"] = _with_marks(criteria.accented)
        return ranks

    def shortcut(self, criteria: Criteria, number: int) -> Shortcut | None:
        """Look among the titles first: the other questions, and the rank, unpack a document's vector each.

        The one statement ranks everything by everything where the titles are too few: another would be sent, read and planned.
        """
        if not criteria.title or criteria.identifiers or not (criteria.neighbours or criteria.accented):
            return None
        in_a_row = tsquery.matches(_TITLE, Expression((((criteria.title,),),)))
        few = Sql(
            f"titles AS MATERIALIZED (SELECT count(*) < %s AS are_few FROM "  # noqa: S608 -- constants
            f"(SELECT 1 FROM {_DOCUMENTS} WHERE {in_a_row.text} LIMIT %s) AS held)",
            (number, *in_a_row.parameters, number),
        )
        wanted = [tsquery.stands(criteria.title, "title_folded")]
        if criteria.accented:
            wanted.append(tsquery.in_title(criteria.accented, "title_accented"))
        is_worth_it = sql.joined([_ARE_FEW, sql.joined(wanted, "AND")], "OR")
        ranks = self.every_rank(criteria)
        by_words = {name: value if name == "is_fresh" else value.only_where(_ARE_FEW) for name, value in ranks.items()}
        return Shortcut({**by_words, "relevance": ranks["relevance"].only_where(is_worth_it)}, few)

    def newest_by_title(self, rows: Rows, expression: Expression, *, most: int) -> Rows:
        """Look among the newest documents first; only where too few of them fit, ask the index of titles for all.

        A beginning that many titles hold is soon found enough of, and one that few hold is quickly read in full.
        """
        newest = [F("sort_date").desc(nulls_last=True), "-pk"]
        late = rows.model.objects.order_by(*newest).values("id")[:_LATE]
        near = rows.filter(pk__in=late).filter(tsquery.in_title(expression, "title_folded").of_type(BooleanField()))
        every = rows.filter(tsquery.matches(_TITLE, expression).of_type(BooleanField()))
        (near_sql, near_parameters), (every_sql, every_parameters) = (
            part.order_by().values("id", "sort_date").query.sql_with_params() for part in (near, every)
        )
        # Of the second part an order is asked for only when it is there in full: else the planner walks the documents by date
        # until it has enough, which for a rare word is never.
        found = RawSQL(  # noqa: S611 -- the words go as parameters
            f"WITH near AS MATERIALIZED ({near_sql}), every AS MATERIALIZED ({every_sql}) "  # noqa: S608 -- statements of our own
            "(SELECT id FROM near ORDER BY sort_date DESC NULLS LAST, id DESC LIMIT %s) UNION ALL "
            "(SELECT id FROM every WHERE (SELECT count(*) FROM near) < %s ORDER BY sort_date DESC NULLS LAST, id DESC LIMIT %s)",
            [*near_parameters, *every_parameters, most, most, most],
        )
        ordered: Rows = rows.model.objects.filter(pk__in=found).order_by(*newest)[:most]
        return ordered

    def known_words(self, words: Collection[str]) -> dict[str, int]:
        """Look the words up in their table; those that few documents held are looked for in the index too."""
        if not words:
            return {}
        with connection.cursor() as cursor:
            # One text is sent in half the time of an array: there are hundreds of words.
            cursor.execute(
                "SELECT word, documents FROM search_word WHERE word = ANY(string_to_array(%s, ' ')) AND (documents > %s OR EXISTS ("
                "SELECT 1 FROM search_searchdocument WHERE folded_vector @@ to_tsquery('simple', quote_literal(word))))",
                [" ".join(words), _RARE],
            )
            return dict(cursor.fetchall())

    def similar_words(self, word: str) -> list[str]:
        """Compare with the words of the titles that pg_trgm finds near."""
        if not self._has_trigrams():
            return []
        with connection.cursor() as cursor:
            # Sent together the two are one transaction, to whose end the setting lasts. The words are compared once more below; a
            # title is at least as near as the nearest of its words.
            cursor.execute(
                "SET LOCAL pg_trgm.word_similarity_threshold = %s; "
                "SELECT title_folded FROM search_searchdocument WHERE %s <%% title_folded "
                "ORDER BY %s <<-> title_folded LIMIT 50",
                [likeness.NEAR, word, word],
            )
            cursor.nextset()
            terms = {term for (title,) in cursor.fetchall() for term in title.split()}
        return likeness.nearest(word, terms)

    def _has_trigrams(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
            return cursor.fetchone() is not None

    def _kept_by(self) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE oid = to_regclass('search_word') "
                "UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            )
            return {name for (name,) in cursor.fetchall()}

    def refresh_statistics(self) -> None:
        """Empty the index's pending list, count the words, and tell the planner what the tables hold now."""
        with connection.cursor() as cursor:
            self._count_words(cursor)
            for name in _INVERTED:
                cursor.execute("SELECT gin_clean_pending_list(%s)", [name])
            cursor.execute("ANALYZE search_searchdocument, search_searchfacet, search_word")

    def problems(self) -> list[str]:
        """Name missing columns, indexes and the missing extension."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [_DOCUMENTS])
            columns = {name for (name,) in cursor.fetchall()}
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [_DOCUMENTS])
            indexes = {name for (name,) in cursor.fetchall()}
        found = [
            f"Column {name} is missing: create the index anew."
            for name in ("folded_vector", "accented_vector")
            if name not in columns
        ]
        if wanted := sorted({"search_word", *_TRIGGERS} - self._kept_by()):
            found += [f"{name} is missing: create the index anew." for name in wanted]
        found += [f"Index {name} is missing: searches are slow." for name in _INDEXES if name not in indexes]
        if not self._has_trigrams():
            found.append("Extension pg_trgm is missing: only slips of one letter are understood.")
        elif "search_title_trigrams" not in indexes:
            found.append("Index search_title_trigrams is missing: typing slips are looked for slowly.")
        return found
