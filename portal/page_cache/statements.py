"""What an SQL statement reads or writes, told from its text as Django writes it.

A statement that is not understood reads, or writes, whole tables: too much is dropped then, never too little.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

PAGES: Final = "wagtailcore_page"
RESTRICTIONS: Final = "wagtailcore_pageviewrestriction"
MOST_KEYS: Final = 100
"""Rows named in one statement; with more it is a matter of the table."""
_REMEMBERED: Final = 1000
"""Statements are long, and those with many keys differ by their number: more of them would cost more memory than time."""

_READ = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?', re.IGNORECASE)
_MAIN = re.compile(r'\s*SELECT\s(?:(?!\bSELECT\b).)*?\sFROM\s+"?(\w+)"?', re.IGNORECASE | re.DOTALL)
_VERB = re.compile(r"\s*(\w+)")
_BY_KEY = re.compile(
    r'\sFROM "(?P<table>\w+)"(?P<joins>(?: (?:INNER|LEFT OUTER) JOIN "\w+" ON \([^()]*\))*)'
    r' WHERE "(?P<of>\w+)"\."(?P<column>\w+)" (?:= %s|IN \((?P<many>%s(?:, %s)*)\))(?: ORDER BY [^()]*?)?(?: LIMIT \d+)?$'
)
_WRITTEN = re.compile(r'\s*(?:INSERT INTO|INSERT OR \w+ INTO|UPDATE|DELETE FROM)\s+"?(?P<table>\w+)"?', re.IGNORECASE)
_WRITTEN_BY_KEY = re.compile(r'\sWHERE "?\w+"?\."?(?P<column>\w+)"? (?:= %s|IN \((?P<many>%s(?:, %s)*)\))$')
_SET = re.compile(r"\sSET (?P<sets>.*?)(?: WHERE .*)?$", re.DOTALL)
_SET_COLUMN = re.compile(r'(?:^|, )"?(\w+)"? = (%s(?=, |$))?')
_INSERTED = re.compile(r'INTO "?\w+"? \((?P<columns>[^()]*)\) VALUES \(', re.IGNORECASE)
_SAME_ITEM = re.compile(r'FROM "wagtailcore_page" (\w+) (?:(?!FROM).)*?\b\1\."translation_key" = \(')
_LANGUAGE = re.compile(r'\(SELECT [^()]*? FROM "wagtailcore_locale" [^()]*\)')
_TRANSLATION = re.compile(
    r'FROM "wagtailcore_page" WHERE \("wagtailcore_page"\."translation_key" = %s AND "wagtailcore_page"\."locale_id" = %s\) LIMIT 21$'
)
_JOINED = re.compile(r'JOIN "(\w+)"(?: (\w+))? ON \([^()]*? = (?:"\1"|\2)\."(\w+)"\)')
_SUBSELECT = re.compile(r"\(\s*SELECT\b", re.IGNORECASE)


class Verb(Enum):
    """What a statement does."""

    READ = "SELECT"
    INSERT = "INSERT"
    UPDATE = "UPDATE"
    DELETE = "DELETE"
    OTHER = "OTHER"


_CHANGING: Final = {"TRUNCATE", "COPY", "MERGE", "REPLACE"}


@dataclass(frozen=True, slots=True)
class Read:
    """Tables that a statement reads, each as often as it is named; of ``by_key`` only the rows that its parameters name.

    ``number`` is how many of the last parameters are keys. ``joined`` are tables with the column by which each was joined. ``same_item`` is how often pages are looked for that share the translation key of one that is read.
    """

    tables: tuple[str, ...]
    joined: tuple[tuple[str, str], ...] = ()
    same_item: int = 0
    by_key: str = ""
    column: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Write:
    """The table that a statement writes; ``columns`` are those set, ``number`` how many of the last parameters are keys (0: unknown rows).

    ``column`` names the column of the keys. ``places`` says which parameter each column of an UPDATE is set to; None where it is set to an
    expression or to nothing, which Django writes without a parameter.
    """

    verb: Verb
    table: str
    columns: tuple[str, ...] = ()
    column: str = ""
    number: int = 0
    places: tuple[int | None, ...] = ()


@lru_cache(maxsize=_REMEMBERED)
def verb_of(sql: str) -> Verb:
    """Return what the statement does; one with a written common table expression counts by what it writes."""
    match = _VERB.match(sql)
    word = match.group(1).upper() if match else ""
    if word == "WITH":
        found = re.search(r"\b(INSERT INTO|UPDATE|DELETE FROM)\b", sql, re.IGNORECASE)
        word = found.group(1).split()[0].upper() if found else "SELECT"
    if word in _CHANGING:
        return Verb.UPDATE
    return Verb(word) if word in {"SELECT", "INSERT", "UPDATE", "DELETE"} else Verb.OTHER


@lru_cache(maxsize=_REMEMBERED)
def read_of(sql: str) -> Read:
    """Return what a SELECT reads."""
    tables = tuple(_READ.findall(sql))
    joined = tuple((table, column) for table, _alias, column in _JOINED.findall(sql))
    # Which language it is stands in a SELECT of its own, on a table whose changes drop everything.
    same_item = len(_SAME_ITEM.findall(_LANGUAGE.sub("0", sql)))
    match = _BY_KEY.search(sql)
    if match is None or _SUBSELECT.search(sql) or match.group("of") not in {match.group("table"), *tables}:
        return Read(tables, joined, same_item)
    number = match.group("many").count("%s") if match.group("many") else 1
    # A parameter before the last ones would belong to an annotation, whose tables are not known by key.
    if number > MOST_KEYS or sql.count("%s") != number:
        return Read(tables, joined, same_item)
    return Read(tables, joined, same_item, match.group("of"), match.group("column"), number)


@lru_cache(maxsize=_REMEMBERED)
def main_table(sql: str) -> str:
    """Return the table whose rows a SELECT returns; "" where another SELECT stands before it."""
    match = _MAIN.match(sql)
    return match.group(1) if match else ""


@lru_cache(maxsize=_REMEMBERED)
def is_translation_of_one(sql: str) -> bool:
    """Return whether the SELECT looks for one page's translation; its first parameter is the translation key."""
    return _TRANSLATION.search(sql) is not None


@lru_cache(maxsize=_REMEMBERED)
def write_of(sql: str) -> Write | None:
    """Return what a changing statement writes; None where its table cannot be told."""
    verb = verb_of(sql)
    match = _WRITTEN.match(sql)
    if match is None:
        return None
    table = match.group("table")
    if verb is Verb.INSERT:
        inserted = _INSERTED.search(sql)
        named = inserted.group("columns").split(",") if inserted else []
        return Write(verb, table, tuple(name.strip(' "') for name in named))
    columns: tuple[str, ...] = ()
    places: tuple[int | None, ...] = ()
    if verb is Verb.UPDATE and (written := _SET.search(sql)):
        sets = written.group("sets")
        set_to = list(_SET_COLUMN.finditer(sets))
        columns = tuple(one.group(1) for one in set_to)
        places = tuple(sets.count("%s", 0, one.start()) if one.group(2) else None for one in set_to)
    by_key = _WRITTEN_BY_KEY.search(sql)
    number = (by_key.group("many").count("%s") if by_key.group("many") else 1) if by_key else 0
    if by_key is None or number > MOST_KEYS or _SUBSELECT.search(sql):
        return Write(verb, table, columns, places=places)
    return Write(verb, table, columns, by_key.group("column"), number, places)


def last(parameters: Sequence[object] | object, number: int) -> tuple[object, ...]:
    """Return the last ``number`` parameters; fewer where they are no row."""
    if isinstance(parameters, (list, tuple)):
        return tuple(parameters[-number:]) if number else ()
    return ()


def first(parameters: Sequence[object] | object) -> object:
    """Return the first parameter; None where there is none."""
    return parameters[0] if isinstance(parameters, (list, tuple)) and parameters else None
