"""Naming secretaries as the history of an edition's page tells it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter


class NamingFormatter(LogFormatter):  # type: ignore[misc]  # Wagtail ships no types
    """Names people as they are called now; the entry holds their keys, so that an erased account leaves no name."""

    label = gettext_lazy("Name secretaries of the edition")

    def format_message(self, log_entry: Any) -> str:
        """Return who was added and who was taken out."""
        added, removed = log_entry.data.get("added", []), log_entry.data.get("removed", [])
        people = {person.pk: str(person) for person in get_user_model().objects.filter(pk__in=[*added, *removed])}

        def names(keys: list[int]) -> str:
            return ", ".join(people.get(key, _("an erased account")) for key in keys) or "–"

        return _("Secretaries of the edition named: %(added)s; no longer: %(removed)s") % {
            "added": names(added),
            "removed": names(removed),
        }
