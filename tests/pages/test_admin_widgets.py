"""Days and times in the admin: the picker never writes over what it cannot read."""

import json
from typing import Any

import pytest
from django import forms
from wagtail.admin.telepath import JSContext
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from events.copy_views import CopyForm
from events.decision_forms import StatusForm
from events.models import EventPage
from portal.pages import admin_widgets
from showcase.forms import focal_points


def options(widget: Any) -> dict[str, Any]:
    return dict(json.loads(widget.get_context("when", None, {"id": "when"})["widget"]["config_json"]))


@pytest.mark.parametrize(
    ("widget", "wagtails"),
    [
        (admin_widgets.DayInput, AdminDateInput),
        (admin_widgets.TimeInput, AdminTimeInput),
        (admin_widgets.MomentInput, AdminDateTimeInput),
    ],
)
def test_the_picker_leaves_what_was_typed_and_is_wagtails_otherwise(widget: Any, wagtails: Any) -> None:
    assert options(widget()) == {**options(wagtails()), "validateOnBlur": False}
    assert '"validateOnBlur": false' in widget().render("when", None, {"id": "when"})
    assert "validateOnBlur" in json.dumps(JSContext().pack(widget()))


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (StatusForm, "starts_at"),
        (StatusForm, "ends_at"),
        (CopyForm, "starts_at"),
        (focal_points.ReportForm, "since"),
        (focal_points.ReportForm, "until"),
    ],
)
def test_forms_of_the_organisers_use_it(form: Any, name: str) -> None:
    assert options(form.base_fields[name].widget)["validateOnBlur"] is False


def test_forms_of_pages_and_records_use_it() -> None:
    form = EventPage.get_edit_handler().get_form_class()
    fields = {
        name: field
        for name, field in form.base_fields.items()
        if isinstance(field, forms.DateField | forms.DateTimeField | forms.TimeField)
    }
    assert "starts_at" in fields
    for name in fields.keys() - {"go_live_at", "expire_at"}:
        assert options(fields[name].widget)["validateOnBlur"] is False, name
