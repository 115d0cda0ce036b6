"""What a form says beside a field that is empty or cannot be read: what to do, by the kind of field."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.utils import pretty_name
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Kinds = tuple[type[forms.Field], ...]


def _empty_or_unread(words: Any) -> dict[str, Any]:
    """Say the same where nothing was typed and where it cannot be read."""
    return {"required": words, "invalid": words}


DASHES: Final = BLANK_CHOICE_DASH[0][1]
_FILL_IN: Final = _("Fill in “%(label)s”.")
# The first kind that fits decides: a choice of several pages is a choice of one as well.
_BY_KIND: Final[tuple[tuple[Kinds, dict[str, Any]], ...]] = (
    ((forms.EmailField,), _empty_or_unread(_("Write an e-mail address, for example ten@example.org."))),
    ((forms.URLField,), _empty_or_unread(_("Write a web address, for example https://example.org."))),
    ((forms.FileField,), {"required": _("Choose a file for “%(label)s”.")}),
    (
        (forms.MultipleChoiceField, forms.ModelMultipleChoiceField),
        {"required": _("Choose at least one entry under “%(label)s”.")},
    ),
    (
        (forms.ChoiceField, forms.ModelChoiceField),
        {
            "required": _("Choose an entry under “%(label)s”."),
            "invalid_choice": _("Choose one of the entries offered under “%(label)s”."),
        },
    ),
    ((forms.BooleanField,), {"required": _("Tick “%(label)s” to go on.")}),
    ((forms.DateField,), _empty_or_unread(_("Write a date as day/month/year, for example 25/12/2026."))),
    ((forms.DateTimeField,), _empty_or_unread(_("Write a date and a time, for example 25/12/2026 08:30."))),
    (
        (forms.IntegerField,),
        {
            **_empty_or_unread(_("Write a number in figures for “%(label)s”.")),
            "min_value": _("Write a number of %(limit)s or more."),
            "max_value": _("Write a number of at most %(limit)s."),
        },
    ),
)


def instruct(fields: Mapping[str, forms.Field]) -> None:
    """Replace Django's own sentences in the active language; fields with sentences of their own keep them."""
    name_empty_choices(fields)
    for name, field in fields.items():
        for code, words in _sentences(name, field).items():
            if _is_default(field, code):
                field.error_messages[code] = words


def name_empty_choices(fields: Mapping[str, forms.Field]) -> None:
    """Say "Choose one" in the active language where Django puts dashes into a list to choose from."""
    words = gettext("Choose one")
    for field in fields.values():
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label == DASHES:
                field.empty_label = words
        elif isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            offered = list(choices)
            if any(label == DASHES for _value, label in offered):
                field.choices = [(value, words if label == DASHES else label) for value, label in offered]


def _is_default(field: forms.Field, code: str) -> bool:
    for kind in type(field).__mro__:
        own = kind.__dict__.get("default_error_messages", {})
        if code in own:
            return field.error_messages.get(code) is own[code] and kind.__module__.startswith("django.")
    return code not in field.error_messages


def _sentences(name: str, field: forms.Field) -> dict[str, str]:
    """Return what to say by the code of the error."""
    label = capfirst(str(field.label or pretty_name(name)))
    said = next((words for kinds, words in _BY_KIND if isinstance(field, kinds)), {"required": _FILL_IN})
    # Django fills a limit in when it is broken.
    return {code: str(words) % {"label": label, "limit": "%(limit_value)s"} for code, words in said.items()}
