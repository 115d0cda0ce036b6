"""What a form says beside a field that is empty or cannot be read: what to do, by the kind of field."""

from collections.abc import Mapping

from django import forms
from django.forms.utils import pretty_name
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def instruct(fields: Mapping[str, forms.Field]) -> None:
    """Replace Django's own sentences in the active language; fields with sentences of their own keep them."""
    for name, field in fields.items():
        for code, words in _sentences(name, field).items():
            if _is_default(field, code):
                field.error_messages[code] = words


def _is_default(field: forms.Field, code: str) -> bool:
    for kind in type(field).__mro__:
        own = kind.__dict__.get("default_error_messages", {})
        if code in own:
            return field.error_messages.get(code) is own[code] and kind.__module__.startswith("django.")
    return code not in field.error_messages


def _sentences(name: str, field: forms.Field) -> dict[str, str]:
    """Return what to say by the code of the error."""
    named = {"label": capfirst(str(field.label or pretty_name(name)))}
    if isinstance(field, forms.EmailField):
        words = _("Write an e-mail address, for example ten@example.org.")
        found = {"required": words, "invalid": words}
    elif isinstance(field, forms.URLField):
        words = _("Write a web address, for example https://example.org.")
        found = {"required": words, "invalid": words}
    elif isinstance(field, forms.FileField):
        found = {"required": _("Choose a file for “%(label)s”.") % named}
    elif isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        found = {"required": _("Choose at least one entry under “%(label)s”.") % named}
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        words = _("Choose one of the entries offered under “%(label)s”.") % named
        found = {"required": _("Choose an entry under “%(label)s”.") % named, "invalid_choice": words}
    elif isinstance(field, forms.BooleanField):
        found = {"required": _("Tick “%(label)s” to go on.") % named}
    elif isinstance(field, forms.DateField):
        words = _("Write a date as day/month/year, for example 25/12/2026.")
        found = {"required": words, "invalid": words}
    elif isinstance(field, forms.DateTimeField):
        words = _("Write a date and a time, for example 25/12/2026 08:30.")
        found = {"required": words, "invalid": words}
    elif isinstance(field, forms.IntegerField):
        words = _("Write a number in figures for “%(label)s”.") % named
        found = {"required": words, "invalid": words}
    else:
        found = {"required": _("Fill in “%(label)s”.") % named}
    return found
