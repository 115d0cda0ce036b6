"""Lists of registrations as CSV and XLSX that no spreadsheet program takes for formulas."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock
from portal.kernel.spreadsheets import BYTE_ORDER_MARK, harmless
from registration import list_filters, permissions
from registration.domain import audit
from registration.models import OrganiserNote, Registration
from registration.organiser_enums import AuditAction

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
    "get_language_display",
    "queue_class",
    "joined_at",
    "email_confirmed_at",
    "created_at",
    "changed_at",
)
NOTES: Final = "private_notes"
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
    "get_language_display": _("Language of mails"),
    "queue_class": _("Class in the queue"),
    "joined_at": _("In the queue since"),
    "email_confirmed_at": _("E-mail confirmed at"),
    "created_at": _("Created at"),
    "changed_at": _("Changed at"),
    NOTES: _("Private notes"),
}


def wants_notes(request: HttpRequest) -> bool:
    """Return whether the address asks for the private notes too, and the person may read them."""
    return request.GET.get("notes") == "1" and permissions.may_decide(request.user)  # type: ignore[arg-type]  # the admin asks for sign-in


def with_private_notes(rows: Any, request: HttpRequest) -> Any:
    """Return the registrations with their private notes in one column, where they are asked for."""
    if not wants_notes(request):
        return rows
    found = list(rows.prefetch_related(Prefetch("organiser_notes", OrganiserNote.objects.order_by("at", "pk"))))
    for row in found:
        row.private_notes = "\n".join(
            f"{clock.local(note.at):%d/%m/%Y %H:%M} {note.text}" for note in row.organiser_notes.all()
        )
    return found


class ExportMixin:
    """For an index view of Wagtail: exports for those who may, whole and in the active language."""

    request: HttpRequest
    is_export: bool
    list_export: tuple[str, ...]
    may_have_notes: ClassVar = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Hide exports from people without the permission."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # of the index view
        if self.is_export and not permissions.may_export(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            raise Http404
        if self.may_have_notes and wants_notes(request):
            self.list_export = (*self.list_export, NOTES)

    def record_export(self, rows: list[Registration], spreadsheet_format: str) -> None:
        """Write into the audit who takes how many registrations out, found by what."""
        group = list_filters.group_of(self.request.GET)
        audit.record(
            action=AuditAction.EXPORTED,
            by=self.request.user,  # type: ignore[arg-type]  # the admin asks for sign-in
            now=clock.now(),
            subject=group.subject if group is not None else None,
            label=spreadsheet_format,
            changes=[
                ("registrations", None, len(rows)),
                ("filters", None, group.for_audit() if group is not None else None),
                ("private_notes", None, wants_notes(self.request)),
            ],
        )

    @property
    def show_export_buttons(self) -> bool:
        """Whether to offer exports."""
        return permissions.may_export(self.request.user)  # type: ignore[arg-type]  # the admin asks for sign-in

    def preprocess_field_value(self, field: str, value: object, export_format: str) -> object:
        """Make text harmless in both formats, and tell times on Việt Nam's clock."""
        if isinstance(value, datetime):
            local = clock.local(value)
            return local.replace(tzinfo=None) if export_format == "xlsx" else f"{local:%Y-%m-%d %H:%M}"
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
