"""The audit: who did what, when, on whose behalf, with the value before and after. Only read, and exported."""

import csv
import io
import uuid
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel import clock, pagination
from portal.kernel.spreadsheets import BYTE_ORDER_MARK, harmless
from portal.ui import forms as ui_forms
from registration import audit_sources, audit_words, list_filters, subjects
from registration.audit_sources import AuditFilter, AuditLine
from registration.domain import audit
from registration.organiser_enums import AuditAction
from registration.organisers.base import OrganiserView
from registration.subjects import SubjectInfo

PAGE_SIZE: Final = 50
MOST_EXPORTED: Final = 20_000


class AuditForm(ui_forms.Form):
    """What a reader asks for."""

    subject = forms.ChoiceField(label=gettext_lazy("Event or course"), required=False)
    action = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    person = forms.CharField(label=gettext_lazy("Who did it"), required=False, max_length=100)
    record = forms.CharField(label=gettext_lazy("Number or record"), required=False, max_length=100)
    day_from = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        input_formats=ui_forms.DAY_FORMATS,
        validators=[ui_forms.validate_year],
    )
    day_to = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        input_formats=ui_forms.DAY_FORMATS,
        validators=[ui_forms.validate_year],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = [("", _("Anything"))]
        self.fields["subject"].choices = [*anything, *list_filters.subject_choices()]  # type: ignore[attr-defined]  # a choice field
        self.fields["action"].choices = [*anything, *audit_sources.actions().items()]  # type: ignore[attr-defined]  # the same

    def wanted(self) -> AuditFilter:
        """Return the filter; what was not understood is left out."""
        data = {name: value for name, value in self.cleaned_data.items() if value}
        if subject := data.pop("subject", None):
            data["subject"] = list_filters.group_from({"subject": subject}).subject
        for name in {"day_from", "day_to"} & data.keys():
            data[name] = list_filters.day_in(data[name])
        return AuditFilter(**data)


class AuditView(OrganiserView):
    """One page of the audit, the newest first."""

    header_icon = "history"
    page_title = gettext_lazy("Audit")
    template_name = "registration/admin/audit.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the filter."""
        super().setup(request, *args, **kwargs)
        self.form = AuditForm(request.GET)
        self.form.is_valid()
        self.found = audit_sources.find(self.form.wanted())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of lines."""
        window = pagination.paginate(self.found, number=self.request.GET.get("page"), size=PAGE_SIZE)
        lines = _shown(audit_sources.lines_of(window.items))
        return {**super().get_context_data(**kwargs), "form": self.form, "window": window, "lines": lines}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Hand the lines out as a table, and write down who took them."""
        rows = list(self.found[:MOST_EXPORTED])
        user: Any = request.user
        audit.record(
            action=AuditAction.AUDIT_EXPORTED,
            by=user,
            now=clock.now(),
            subject=self.form.wanted().subject,
            changes=[("rows", None, len(rows))],
        )
        return _as_table(_shown(audit_sources.lines_of(rows)))


def _keys_in(lines: list[AuditLine], field: str) -> set[uuid.UUID]:
    """Return the keys that these lines have as values of a field."""
    told = (raw for line in lines for name, *values in line.changes if name == field for raw in values if raw)
    return {uuid.UUID(raw) for raw in told}


def _called(lines: list[AuditLine], titles: Mapping[uuid.UUID, SubjectInfo]) -> dict[str, str]:
    """Return the names of events and sessions that these lines have as values, by their keys: at most one query for each room."""
    called = {str(key): info.title for key, info in titles.items()}
    if _keys_in(lines, "session"):
        owners = {line.subject for line in lines if line.subject is not None}
        called |= {str(key): session.title for key, session in subjects.sessions_for(owners).items()}
    return called


def _shown(lines: list[AuditLine]) -> list[dict[str, Any]]:
    owners = {line.subject for line in lines if line.subject is not None}
    known = subjects.info_for(owners | _keys_in(lines, "copied_from"))
    called = _called(lines, known)
    return [
        {
            "line": line,
            "title": known[line.subject].title if line.subject in known else str(line.subject or ""),
            "changes": [audit_words.change(*change, called) for change in line.changes],
        }
        for line in lines
    ]


def _as_table(rows: list[dict[str, Any]]) -> HttpResponse:
    written = io.StringIO()
    table = csv.writer(written)
    heads = (
        _("When"),
        _("Who did it"),
        _("On behalf of"),
        _("What was done"),
        _("Event or course"),
        _("Record"),
        _("Changes"),
        _("Remark"),
    )
    table.writerow(heads)
    for row in rows:
        line = row["line"]
        changes = "; ".join(
            f"{name}: {before} → {after}" if before else f"{name}: {after}" for name, before, after in row["changes"]
        )
        cells = (
            f"{clock.local(line.at):%Y-%m-%d %H:%M:%S}",
            line.by,
            str(line.capacity),
            line.action,
            row["title"],
            line.record,
            changes,
            line.remark,
        )
        table.writerow([harmless(cell) for cell in cells])
    return HttpResponse(
        BYTE_ORDER_MARK + written.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "private, no-store"},
    )
