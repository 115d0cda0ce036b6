"""Forms say what to do beside a field, in words for its kind; words of a field's own stay."""

from typing import Any

import pytest
from django import forms
from django.utils import translation

from portal.ui import forms as ui_forms
from portal.vocabularies.models import AdministrativeUnit


class Sample(ui_forms.Form):
    name = forms.CharField(label="tên gọi")
    email = forms.EmailField(label="Thư")
    day = ui_forms.DateField(label="Ngày")
    kind = forms.ChoiceField(label="Loại", choices=[("a", "A")])
    fields_ = forms.MultipleChoiceField(label="Lĩnh vực", choices=[("a", "A")])
    agreed = forms.BooleanField(label="Đồng ý")
    size = forms.IntegerField(label="Số")
    paper = forms.FileField(label="Giấy tờ")
    own = forms.CharField(label="Riêng", error_messages={"required": "Lời riêng."})


def errors_of(data: dict[str, Any]) -> dict[str, str]:
    with translation.override("vi"):
        return {name: str(found[0]) for name, found in Sample(data).errors.items()}


def test_empty_fields_say_what_to_do() -> None:
    assert errors_of({}) == {
        "name": "Điền mục “Tên gọi”.",
        "email": "Ghi địa chỉ thư điện tử, ví dụ ten@example.org.",
        "day": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 25/12/2026.",
        "kind": "Chọn một mục ở “Loại”.",
        "fields_": "Chọn ít nhất một mục ở “Lĩnh vực”.",
        "agreed": "Đánh dấu vào “Đồng ý” để tiếp tục.",
        "size": "Ghi một số bằng chữ số ở “Số”.",
        "paper": "Chọn một tệp cho “Giấy tờ”.",
        "own": "Lời riêng.",
    }


@pytest.mark.parametrize(
    ("language", "typed", "words"),
    [
        ("vi", "0", "Ghi một số từ 1 trở lên."),
        ("vi", "10", "Ghi một số không quá 9."),
        ("en", "0", "Write a number of 1 or more."),
        ("en", "10", "Write a number of at most 9."),
    ],
)
def test_a_number_outside_its_limits_is_told_the_limit(language: str, typed: str, words: str) -> None:
    class Party(ui_forms.Form):
        size = forms.IntegerField(min_value=1, max_value=9)

    with translation.override(language):
        assert Party({"size": typed}).errors["size"] == [words]


@pytest.mark.parametrize(("language", "words"), [("vi", "Chọn một mục"), ("en", "Choose one")])
def test_an_empty_choice_is_named_in_words(language: str, words: str) -> None:
    class Choices(ui_forms.Form):
        plain = forms.ChoiceField(choices=[("", "---------"), ("Nhóm", [("a", "A")]), ("b", "---")])
        model = forms.ModelChoiceField(queryset=AdministrativeUnit.objects.all())
        own = forms.ModelChoiceField(queryset=AdministrativeUnit.objects.all(), empty_label="Không nêu")
        preset = forms.ModelChoiceField(queryset=AdministrativeUnit.objects.all(), empty_label=None)

    with translation.override(language):
        form: Any = Choices()
    assert form.fields["plain"].choices == [("", words), ("Nhóm", [("a", "A")]), ("b", "---")]
    assert [form.fields[name].empty_label for name in ("model", "own", "preset")] == [words, "Không nêu", None]


@pytest.mark.parametrize(
    ("name", "typed", "begins"),
    [
        ("email", "an@", "Ghi địa chỉ thư điện tử"),
        ("day", "mai", "Ghi ngày"),
        ("kind", "z", "Chọn một trong các mục"),
        ("size", "nhiều", "Ghi một số"),
    ],
)
def test_what_cannot_be_read_is_answered_with_an_example(name: str, typed: str, begins: str) -> None:
    assert errors_of({name: typed})[name].startswith(begins)
