"""Files that the admin's reports and lists export, made safe for spreadsheet programs."""

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from portal.kernel import spreadsheets

_as_wagtail_writes = SpreadsheetExportMixin.preprocess_field_value


def _harmless_value(self: SpreadsheetExportMixin, field: str, value: Any, export_format: str) -> Any:
    return spreadsheets.harmless(_as_wagtail_writes(self, field, value, export_format))


def neutralise_formulas() -> None:
    """Let no cell of an exported CSV or XLSX file begin as a formula does.

    Titles, names and comments are anybody's words, and an official opens the file; Wagtail leaves that to the program.
    """
    SpreadsheetExportMixin.preprocess_field_value = _harmless_value
