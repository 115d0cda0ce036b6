"""Tables, written or pasted as text."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

MAX_COLUMNS: Final = 8
_NUMERIC: Final = re.compile(r"^[+\-−–]?[\d.,\s\u00a0]+\s*%?$")


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; a numeric one is set flush right."""

    label: str
    numeric: bool


def cells(line: str) -> list[str]:
    """Return the cells of one line: divided by tabs where there are any, else by vertical bars."""
    parts = line.split("\t") if "\t" in line else line.strip().strip("|").split("|")
    return [part.strip() for part in parts]


def rows_of(source: str) -> list[list[str]]:
    """Return the rows of a table written one line a row; empty lines are left out."""
    return [cells(line) for line in source.splitlines() if line.strip()]


class TableValue(blocks.StructValue):  # type: ignore[misc]  # Wagtail ships no types
    """A table with its parsed head and rows."""

    @property
    def columns(self) -> list[Column]:
        """The heads, from the first line."""
        head, *rest = rows_of(str(self.get("cells") or "")) or [[]]
        return [
            Column(
                label, bool(rest) and all(_NUMERIC.match(row[index]) for row in rest if len(row) > index and row[index])
            )
            for index, label in enumerate(head)
        ]

    @property
    def rows(self) -> list[list[str]]:
        """The rows below the head."""
        return rows_of(str(self.get("cells") or ""))[1:]


class TableBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """A table with a caption; its first line is the head."""

    caption = blocks.CharBlock(max_length=180, label=_("Caption"), help_text=_("What the table shows, for everybody."))
    cells = blocks.TextBlock(
        label=_("Cells"),
        help_text=_(
            "One line for each row, the first line being the heads. Paste it from a spreadsheet, or put | between the cells."
        ),
    )
    first_header = blocks.BooleanBlock(
        required=False, default=True, label=_("The first cell of each row names the row")
    )
    note = blocks.CharBlock(required=False, max_length=250, label=_("Note or source"))

    def clean(self, value: Any) -> Any:
        """Refuse a table without rows, with uneven rows, or too wide to read."""
        cleaned = super().clean(value)
        rows = rows_of(cleaned["cells"])
        problem = ""
        if len(rows) < 2:  # noqa: PLR2004 -- the head and one row
            problem = gettext("Write the heads in the first line and at least one row below.")
        elif len(rows[0]) > MAX_COLUMNS:
            problem = gettext("A table can have at most %(number)s columns.") % {"number": MAX_COLUMNS}
        else:
            uneven = next((number for number, row in enumerate(rows, start=1) if len(row) != len(rows[0])), 0)
            if uneven:
                problem = gettext("Line %(line)s has %(found)s cells, the first line has %(wanted)s.") % {
                    "line": uneven,
                    "found": len(rows[uneven - 1]),
                    "wanted": len(rows[0]),
                }
        if problem:
            raise StructBlockValidationError(block_errors={"cells": ValidationError(problem)})
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Figures or facts in rows and columns.")
        template = "blocks/table.html"
        value_class = TableValue
        preview_value: ClassVar = {
            "caption": _("Drying of rice noodles, measured over one month"),
            "cells": _(
                "What was measured | Before | After\nFuel for a tonne, kg of coal | 180 | 92\nHours for a batch | 14 | 6"
            ),
            "first_header": True,
            "note": _("Illustrative figures"),
        }
