"""Which registrations of an event an organiser means: one description for lists, mails, badges and exports."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final, Self

from django.db.models import Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from portal.kernel import clock, formats
from portal.kernel.languages import Language
from registration import folded
from registration.domain import audit
from registration.enums import RegistrationState
from registration.models import OrganiserNote, PlaceKind, Registration

LONGEST_TEXT: Final = 100


@dataclass(frozen=True, slots=True)
class GroupFilter:
    """Conditions that must all hold; empty ones hold for everybody. Days are those of Việt Nam, both included."""

    subject: uuid.UUID | None = None
    kinds: tuple[int, ...] = ()
    states: tuple[RegistrationState, ...] = ()
    language: Language | None = None
    party_from: int | None = None
    party_to: int | None = None
    day_from: date | None = None
    day_to: date | None = None
    has_note: bool | None = None
    has_organiser_note: bool | None = None
    text: str = ""

    def apply(self, rows: "QuerySet[Registration]") -> "QuerySet[Registration]":
        """Return those of ``rows`` for which every condition holds."""
        plain = {
            "place_kind__subject": self.subject,
            "place_kind__in": self.kinds,
            "state__in": self.states,
            "language": self.language,
            "party_size__gte": self.party_from,
            "party_size__lte": self.party_to,
            "created_at__gte": clock.at(self.day_from) if self.day_from else None,
            "created_at__lt": clock.at(self.day_to + timedelta(days=1)) if self.day_to else None,
        }
        rows = rows.filter(**{name: value for name, value in plain.items() if value not in (None, ())})
        if self.has_note is not None:
            rows = rows.exclude(note="") if self.has_note else rows.filter(note="")
        if self.has_organiser_note is not None:
            noted = Exists(OrganiserNote.objects.filter(registration=OuterRef("pk")))
            rows = rows.filter(noted if self.has_organiser_note else ~noted)
        return _search(rows, self.text)

    def as_json(self) -> dict[str, Any]:
        """Return the conditions that are set as plain values."""
        return {
            name: [str(item) if isinstance(item, RegistrationState) else item for item in value]
            if isinstance(value, tuple)
            else value
            if isinstance(value, bool | int)
            else str(value)
            for name, value in asdict(self).items()
            if value not in (None, "", ())
        }

    def for_audit(self) -> list[Any]:
        """Return (name, value) of each condition for a row of the audit, kinds of place by name and the subject left out.

        What was searched for may be a name or an address, and is masked. ``words_of_audit`` reads it.
        """
        values = {name: value for name, value in self.as_json().items() if name != "subject"}
        if self.kinds:
            values["kinds"] = list(
                PlaceKind.objects.filter(pk__in=self.kinds).order_by("pk").values_list("name_vi", flat=True)
            )
        if self.text:
            values["text"] = audit.masked(self.text)
        return [[name, value] for name, value in values.items()]

    @classmethod
    def words_of_audit(cls, kept: list[Any]) -> str:
        """Return in words of the active language what ``for_audit`` returned; no condition is everybody."""
        values = dict(kept)
        kinds = values.pop("kinds", [])
        return "; ".join([*([", ".join(kinds)] if kinds else []), *cls.from_json(values).words()]) or _("everybody")

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return what ``as_json`` was called on."""
        return cls(
            subject=uuid.UUID(values["subject"]) if values.get("subject") else None,
            kinds=tuple(values.get("kinds", ())),
            states=tuple(RegistrationState(value) for value in values.get("states", ())),
            language=Language(values["language"]) if values.get("language") else None,
            party_from=values.get("party_from"),
            party_to=values.get("party_to"),
            day_from=date.fromisoformat(values["day_from"]) if values.get("day_from") else None,
            day_to=date.fromisoformat(values["day_to"]) if values.get("day_to") else None,
            has_note=values.get("has_note"),
            has_organiser_note=values.get("has_organiser_note"),
            text=values.get("text", ""),
        )

    def words(self) -> list[str]:
        """Return the conditions in words of the active language, the subject left out."""
        said: list[str] = []
        if self.kinds:
            said.append(", ".join(kind.name for kind in PlaceKind.objects.filter(pk__in=self.kinds)))
        if self.states:
            said.append(", ".join(str(state.label) for state in self.states))
        if self.language:
            said.append(str(self.language.label))
        if self.party_from or self.party_to:
            said.append(
                _("parties of %(smallest)s to %(largest)s")
                % {"smallest": self.party_from or 1, "largest": self.party_to or "…"}
            )
        if self.day_from:
            said.append(_("registered from %(day)s") % {"day": formats.short_date(self.day_from)})
        if self.day_to:
            said.append(_("registered until %(day)s") % {"day": formats.short_date(self.day_to)})
        if self.has_note is not None:
            said.append(_("with a remark of their own") if self.has_note else _("without a remark of their own"))
        if self.has_organiser_note is not None:
            said.append(_("with a private note") if self.has_organiser_note else _("without a private note"))
        if self.text:
            said.append(_("found by “%(text)s”") % {"text": self.text})
        return said


def _search(rows: "QuerySet[Registration]", text: str) -> "QuerySet[Registration]":
    """Return those whose name, organisation, address or number contains every word, with or without accents."""
    words = (folded.fold(text[:LONGEST_TEXT]) or "").split()
    if not words:
        return rows
    blank = Value(" ")
    rows = rows.alias(
        searched=folded.Folded(
            Concat("full_name", blank, "organisation", blank, "email", blank, "reference", output_field=TextField())
        )
    )
    for word in words:
        rows = rows.filter(searched__contains=word)
    return rows
