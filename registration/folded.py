"""Searching names without accents in both databases, without keeping a second copy of a person's name."""

import unicodedata
from typing import Any, Final

from django.db.models import Func, TextField

FUNCTION: Final = "portal_fold"
LETTERS: Final = "".join(
    chr(code) for code in (*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA)) if chr(code).islower() and len(chr(code)) == 1
)
"""Small Latin letters with marks; the database has made capital letters small before."""


def _bare(letter: str) -> str:
    return "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]


_PAIRS: Final = {letter: _bare(letter) for letter in LETTERS if _bare(letter) != letter and _bare(letter).isascii()}
FROM: Final = "".join(_PAIRS)
TO: Final = "".join(_PAIRS.values())
_TABLE: Final = str.maketrans(FROM, TO)


def fold(text: str | None) -> str | None:
    """Return the text in small letters without marks, as both databases see it; texts are kept in NFC."""
    return None if text is None else text.lower().translate(_TABLE)


class Folded(Func):
    """A text expression in small letters without marks."""

    function = FUNCTION
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Use ``translate`` of the small letters."""
        template = f"translate(LOWER(%(expressions)s), '{FROM}', '{TO}')"
        return self.as_sql(compiler, connection, template=template, **context)


def teach(connection: Any, **_kwargs: Any) -> None:
    """Receive ``connection_created``: SQLite folds with our own function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, fold, deterministic=True)
