"""Forms: labels, hints, errors, dates, and peace with the widgets of other apps."""

import re
from datetime import date

import pytest
from django import forms

from portal.ui.forms import DateField, DateTimeField, PortalFormRenderer, has_errors
from portal.ui.samples.steps import SampleForm


class VisitForm(forms.Form):
    """A form as a room writes it."""

    name = forms.CharField(label="Họ tên", help_text="Như trên giấy tờ")
    note = forms.CharField(label="Ghi chú", required=False)
    way = forms.ChoiceField(label="Cách", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    day = DateField(label="Ngày", required=False)
    key = forms.CharField(widget=forms.HiddenInput)

    default_renderer = PortalFormRenderer


def test_renderer_is_the_projects_own() -> None:
    assert isinstance(SampleForm().renderer, PortalFormRenderer)


def test_field_has_its_label_and_hint_tied_to_the_control() -> None:
    html = str(VisitForm())
    assert '<label class="field__label" for="id_name">Họ tên</label>' in html
    assert 'id="id_name_helptext"' in html
    assert re.search(r'<input[^>]*name="name"[^>]*aria-describedby="id_name_helptext"', html)


def test_optional_field_says_so_and_required_one_does_not() -> None:
    html = str(VisitForm())
    assert html.count("(không bắt buộc)") == 2


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    html = str(VisitForm())
    assert re.search(r"<fieldset[^>]*><legend>Cách</legend>", html)


def test_errors_stand_beside_the_field_and_in_the_summary() -> None:
    form = VisitForm({"name": "", "day": "31/02/2026", "key": "k"})
    html = str(form)
    assert 'class="error-summary"' in html
    assert 'href="#id_name"' in html
    assert 'href="#id_way_0"' in html
    assert 'id="id_way_0"' in html
    assert 'id="id_name_error"' in html
    assert re.search(r'aria-describedby="id_name_helptext id_name_error"', html)
    assert "Lỗi:" in html
    assert 'value="31/02/2026"' in html


@pytest.mark.parametrize(
    ("label", "shown"),
    [("Họ và tên", "Họ và tên:"), ("Bạn phản đối điều gì?", "Bạn phản đối điều gì?"), ("Đồng ý.", "Đồng ý.")],
)
def test_a_label_that_is_a_sentence_gets_no_colon_in_the_summary(label: str, shown: str) -> None:
    form = VisitForm({"name": "", "key": "k"})
    form.fields["name"].label = label
    summary = str(form).partition("</ul>")[0]
    assert f'<a href="#id_name">{shown} ' in summary


def test_hidden_field_is_drawn_once_without_label() -> None:
    html = str(VisitForm(initial={"key": "k"}))
    assert html.count('name="key"') == 1
    assert 'for="id_key"' not in html


def test_fresh_form_has_no_summary() -> None:
    assert "error-summary" not in str(VisitForm())


@pytest.mark.parametrize("text", ["05/12/2026", "5/12/2026", "5-12-2026", "05.12.2026", "2026-12-05"])
def test_date_field_reads_the_day_first(text: str) -> None:
    assert DateField().clean(text) == date(2026, 12, 5)


def test_date_field_shows_what_it_reads() -> None:
    html = str(VisitForm(initial={"day": date(2026, 12, 5)})["day"])
    assert 'value="05/12/2026"' in html


@pytest.mark.parametrize("text", ["05/12/2026 08:30", "5/12/2026 8h30", "2026-12-05T08:30"])
def test_moment_field_reads_the_day_first(text: str) -> None:
    moment = DateTimeField().clean(text)
    assert (moment.day, moment.month, moment.hour, moment.minute) == (5, 12, 8, 30)


def test_page_title_tells_of_errors_only_after_sending() -> None:
    assert not has_errors({"form": VisitForm()})
    assert has_errors({"form": VisitForm({})})
    assert not has_errors({})


def test_widgets_of_wagtail_still_draw() -> None:
    from wagtail.admin.widgets import AdminDateInput

    class AdminForm(forms.Form):
        day = forms.DateField(widget=AdminDateInput())

    assert 'name="day"' in str(AdminForm()["day"])
