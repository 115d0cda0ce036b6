"""Two people at one form: what each changed is kept, field by field, and only what both changed is asked about."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.timezone import is_aware
from django.utils.translation import gettext_lazy as _

from portal.kernel import text


class SeenAtField(forms.CharField):
    """When the person read what they change, in a hidden field; None where it was tampered with or left out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.HiddenInput, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """Return the moment as it stands in the page, to the microsecond."""
        return value.isoformat() if isinstance(value, datetime) else value

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ARG002 -- Django's signature
        """Nobody types it."""
        return False

    def clean(self, value: Any) -> datetime | None:
        """Return the moment with its zone."""
        try:
            seen = parse_datetime(super().clean(value))
        except ValueError:
            return None
        return seen if seen is not None and is_aware(seen) else None


class _SeenField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.HiddenInput, **kwargs})

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ARG002 -- Django's signature
        return False


class MergesMixin:
    """Keeps what somebody else saved while the form was being filled in, field by field.

    Stands before a form's class that has ``TidyDataMixin`` and whose ``initial`` is what is stored now, with the record's time of
    change as ``seen_at``. What was not touched is taken over from what is stored; ``seen_at`` is then the time of what was read
    here. Where both changed a field, ``seen_at`` stays as it was sent, so that the domain, which knows what is the same, raises
    StaleError; ``portal.ui.forms.add_domain_error`` then asks once, with what is stored beside the field. Whoever saves again keeps what stands
    in the form.

    The page carries digests of what it showed, no words. They need no signature: whoever changes them reaches nothing that
    typing would not reach.
    """

    together: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Fields that make sense only as a whole: changed by one person or by the other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        form.fields["seen_at"] = SeenAtField()
        form.fields["seen"] = _SeenField(initial=lambda: json.dumps(self.digests()))
        self._changed_by_both: list[str] = []

    def full_clean(self) -> None:
        """Take over what was not touched before the form is read."""
        form: Any = self
        if form.is_bound:
            self._merge()
        super().full_clean()  # type: ignore[misc]  # the form that follows
        getattr(form, "cleaned_data", {}).pop("seen", None)

    def digests(self) -> dict[str, str]:
        """Return a digest of what is stored for each field, or for the first of those that go together."""
        return {names[0]: _digest([self._stored(name) for name in names]) for names in self._units()}

    def replaces_unseen(self, seen: Mapping[str, Any]) -> bool:  # noqa: ARG002 -- for forms with more than words
        """Return whether the form would replace something besides its words that the person has not seen.

        ``seen`` is what ``digests`` returned for the page. If so, ``seen_at`` stays as it was sent, and the domain decides.
        """
        return False

    def _units(self) -> list[tuple[str, ...]]:
        form: Any = self
        grouped = {name: names for names in self.together for name in names}
        units = [
            tuple(one for one in grouped.get(name, (name,)) if one in form.fields)
            for name, field in form.fields.items()
            if not isinstance(field, forms.FileField) and not field.widget.is_hidden
        ]
        return list(dict.fromkeys(units))

    def _stored(self, name: str) -> str | list[str]:
        form: Any = self
        field = form.fields[name]
        return _plain(field.prepare_value(form.get_initial_for_field(field, name)))

    def _merge(self) -> None:
        form: Any = self
        seen = _mapping(form.data.get(form.add_prefix("seen")))
        if seen is None:
            return
        both: list[str] = []
        for names in self._units():
            typed = [_plain(form[name].data) for name in names]
            stored = [self._stored(name) for name in names]
            if seen.get(names[0]) in {None, _digest(stored)} or typed == stored:
                continue
            if _digest(typed) == seen[names[0]]:
                for name, value in zip(names, stored, strict=True):
                    form.retype(name, value)
            else:
                both += [name for name, mine, theirs in zip(names, typed, stored, strict=True) if mine != theirs]
        newest = form.get_initial_for_field(form.fields["seen_at"], "seen_at")
        if not both and newest is not None and not self.replaces_unseen(seen):
            form.retype("seen_at", newest.isoformat())
            form.retype("seen", json.dumps(self.digests()))
        self._changed_by_both = both

    def ask(self) -> None:
        """Name what both changed, and show what is stored beside each field; the next save is one on what is shown here."""
        form: Any = self
        form.retype("seen", json.dumps(self.digests()))
        if not self._changed_by_both:
            return
        labels = ", ".join(str(form[name].label) for name in self._changed_by_both)
        form.add_error(
            None, _("Changed by both: %(fields)s. What is stored now stands beside the field.") % {"fields": labels}
        )
        for name in self._changed_by_both:
            form.add_error(name, _("This was changed meanwhile. Compare both, then save again."))
            # The field as it is drawn took its hint when it was read.
            shown = form[name]
            shown.help_text = format_html(
                "{} <strong>{}</strong> {}",
                conditional_escape(shown.help_text),
                _("What is stored now:"),
                self._words(name),
            )

    def _words(self, name: str) -> Any:
        """Return what is stored as people read it."""
        form: Any = self
        stored = self._stored(name)
        labels = dict(_choices(getattr(form.fields[name], "choices", ())))
        chosen: list[str] = stored if isinstance(stored, list) else [stored]
        words = ", ".join(labels.get(one, one) for one in chosen)
        if "\n" in words:
            return mark_safe(linebreaks(words, autoescape=True))  # noqa: S308 -- escaped by the same call
        return words or _("nothing")


def _plain(value: Any) -> str | list[str]:
    """Return what a field holds as text or, where several are chosen, as texts in one order, stored or typed alike."""
    if isinstance(value, list | tuple | set):
        return sorted(str(one) for one in value)
    if value is None or value is False:
        return ""
    return text.visible(str(value)).replace("\r\n", "\n").strip()


def _digest(values: list[Any]) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


def _mapping(sent: Any) -> dict[str, Any] | None:
    try:
        read = json.loads(sent or "")
    except ValueError:
        return None
    return read if isinstance(read, dict) and all(isinstance(value, str) for value in read.values()) else None


def _choices(offered: Any) -> list[tuple[str, str]]:
    """Return the values and labels of a list, those in groups too."""
    found: list[tuple[str, str]] = []
    for value, label in offered:
        found += _choices(label) if isinstance(label, list | tuple) else [(str(value), str(label))]
    return found
