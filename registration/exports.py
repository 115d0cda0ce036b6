"""Lists of registrations as CSV and XLSX that no spreadsheet program takes for formulas."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from portal.kernel.spreadsheets import BYTE_ORDER_MARK, harmless
from registration import permissions

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

COLUMNS: Final[tuple[str, ...]] = (
    "reference",
    "subject_title",
    "place_kind.name",
    "get_state_display",
    "party_size",
    "full_name",
    "email",
    "phone",
    "organisation",
    "note",
    "created_at",
)
HEADINGS: Final[Mapping[str, "str | _StrPromise"]] = {
    "reference": _("Reference number"),
    "subject_title": _("Event or course"),
    "place_kind.name": _("Kind of place"),
    "get_state_display": _("State"),
    "party_size": _("Number of people"),
    "full_name": _("Full name"),
    "email": _("E-mail address"),
    "phone": _("Telephone"),
    "organisation": _("Organisation"),
    "note": _("Note"),
    "created_at": _("Created at"),
}


class ExportMixin:
    """For an index view of Wagtail: exports for those who may, whole and in the active language."""

    request: HttpRequest
    is_export: bool

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Hide exports from people without the permission."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # of the index view
        if self.is_export and not permissions.may_export(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            raise Http404

    @property
    def show_export_buttons(self) -> bool:
        """Whether to offer exports."""
        return permissions.may_export(self.request.user)  # type: ignore[arg-type]  # the admin asks for sign-in

    def preprocess_field_value(self, field: str, value: object, export_format: str) -> object:
        """Make text harmless in both formats."""
        return harmless(super().preprocess_field_value(field, value, export_format))  # type: ignore[misc]  # of the index view

    def write_csv_response(self, queryset: Any) -> HttpResponse:
        """Write the file at once, while the language is active, with a mark by which Excel reads UTF-8."""
        lines = b"".join(self.stream_csv(queryset))  # type: ignore[attr-defined]  # of the index view
        name = force_str(self.get_filename())  # type: ignore[attr-defined]  # of the index view
        return HttpResponse(
            BYTE_ORDER_MARK.encode() + lines,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
        )
