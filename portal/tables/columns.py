"""Columns of a table: stable codes, words in both languages, what a cell may hold."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.kernel import text
from portal.kernel.languages import Language
from portal.tables.enums import CellKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

LONGEST_TEXT: Final = 30_000
"""A cell of a spreadsheet holds 32,767 characters."""
CODE: Final = "code"
Words = dict[str, str]


def both(words: "Text", params: Mapping[str, Any] | None = None) -> Words:
    """Return words in both languages, as they are kept with a row; ``params`` are filled in."""
    found = {}
    for language in Language:
        with translation.override(language):
            found[language.value] = str(words) % params if params else str(words)
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list: its code, and its words in both languages."""

    code: str
    vi: str
    en: str
    # Old entries can be read from old files, but nothing new may take them.
    is_offered: bool = True

    def label(self, language: Language) -> str:
        """Return the words in a language."""
        return self.en if language is Language.ENGLISH else self.vi


def choices_of(options: Iterable[tuple[Any, Any]]) -> tuple[Choice, ...]:
    """Return the choices of an enum or of a model's field."""
    found = ((str(code), both(label)) for code, label in options if code != "")
    return tuple(Choice(code, words["vi"], words["en"]) for code, words in found)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column; ``code`` never changes, so that files made today can be read in years."""

    code: str
    label: "Text"
    kind: CellKind = CellKind.LINE
    hint: "Text" = ""
    example: Any = ""
    required: bool = False
    longest: int = LONGEST_TEXT
    choices: Callable[[], Sequence[Choice]] | None = None
    parts: tuple["Column", ...] = ()
    validators: tuple[Callable[[Any], None], ...] = ()
    least: int = 0
    most: int = 10**14
    width: int = field(default=24)

    @property
    def labels(self) -> Words:
        """The heading in both languages."""
        return {language: capfirst(words) for language, words in both(self.label).items()}

    @property
    def folded_names(self) -> frozenset[str]:
        """The spellings by which a heading is recognised."""
        return frozenset({self.code, *(text.fold(words) for words in self.labels.values())})


def of_field(model: type[models.Model], name: str, **options: Any) -> Column:
    """Return the column of a model's field: its words, length and checks come from the field."""
    source: Any = model._meta.get_field(name)  # noqa: SLF001 -- Django's public name for a model's fields
    kinds: Mapping[type, CellKind] = {
        models.TextField: CellKind.TEXT,
        models.DateField: CellKind.DATE,
        models.BooleanField: CellKind.FLAG,
        models.IntegerField: CellKind.NUMBER,
        models.DecimalField: CellKind.DECIMAL,
    }
    kind = next((found for base, found in kinds.items() if isinstance(source, base)), CellKind.LINE)
    defaults: dict[str, Any] = {
        "code": name,
        "label": source.verbose_name,
        "hint": source.help_text,
        "kind": kind,
        "longest": source.max_length or LONGEST_TEXT,
    }
    if kind in {CellKind.LINE, CellKind.TEXT}:
        defaults["validators"] = tuple(source._validators)  # noqa: SLF001 -- those that the model names itself
        defaults["validators"] += tuple(source.default_validators)
    if source.choices and isinstance(source, models.CharField):
        listed = list(source.choices)
        defaults |= {"kind": CellKind.CHOICE, "choices": lambda: choices_of(listed)}
    return Column(**{**defaults, **options})


def own_code() -> Column:
    """Return the first column of every table."""
    return Column(
        code=CODE,
        label=_("Code"),
        hint=_(
            "Your own code of the record, or its number on the portal with # before it, as exports write it. With a code,"
            " importing again changes the record instead of making a second one."
        ),
        longest=60,
        width=14,
    )
