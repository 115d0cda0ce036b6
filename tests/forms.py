"""What a browser sends of a form that a page showed."""

from typing import Any

from django import forms


def sent(form: forms.BaseForm, **changes: Any) -> dict[str, Any]:
    """Return what the form holds on the page, as a browser would send it, with what a person changed."""
    data: dict[str, Any] = {}
    for field in form:
        if isinstance(field.field, forms.FileField | forms.BooleanField):
            continue
        value = field.value()
        if value is not None:
            data[field.html_name] = list(value) if isinstance(value, list | tuple) else value
    return data | changes
