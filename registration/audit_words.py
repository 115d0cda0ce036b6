"""What the audit calls the values that change, in words of the reader."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.kernel import formats
from registration.enums import (
    Audience,
    LeadTime,
    ReminderAudience,
    WaitingListPolicy,
    WayOfAttending,
    WordedMail,
)
from registration.group_filters import GroupFilter

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NAMES: Final[Mapping[str, "_StrPromise"]] = {
    "address": gettext_lazy("Address"),
    "attendance_mode": gettext_lazy("Taking part"),
    "audience": gettext_lazy("Audience"),
    "badges": gettext_lazy("Badges"),
    "capacity": gettext_lazy("Number of places"),
    "closes_at": gettext_lazy("Registration closes at"),
    "copied_from": gettext_lazy("Copied from"),
    "email_hold_minutes": gettext_lazy("Minutes a place is kept for the e-mail address"),
    "ends_at": gettext_lazy("End"),
    "filters": gettext_lazy("Group"),
    "heading_en": gettext_lazy("Subject line in English"),
    "heading_vi": gettext_lazy("Subject line in Vietnamese"),
    "is_open": gettext_lazy("Open for registration"),
    "lead": gettext_lazy("When"),
    "mark": gettext_lazy("Mark"),
    "name": gettext_lazy("Name"),
    "name_en": gettext_lazy("Name in English"),
    "name_vi": gettext_lazy("Name in Vietnamese"),
    "needs_approval": gettext_lazy("Needs approval"),
    "needs_email_confirmation": gettext_lazy("Needs e-mail confirmation"),
    "needs_names": gettext_lazy("Needs every name"),
    "notice": gettext_lazy("Mail"),
    "offer_hours": gettext_lazy("Hours an offer stands"),
    "online_url": gettext_lazy("Online address"),
    "opens_at": gettext_lazy("Registration opens at"),
    "party_maximum": gettext_lazy("Largest party"),
    "place_kind": gettext_lazy("Kind of place"),
    "pools": gettext_lazy("Pools of places"),
    "position": gettext_lazy("Position"),
    "private_notes": gettext_lazy("With private notes"),
    "queue_class": gettext_lazy("Class in the queue"),
    "recipients": gettext_lazy("Recipients"),
    "questions_added": gettext_lazy("Questions added"),
    "questions_changed": gettext_lazy("Questions changed"),
    "questions_removed": gettext_lazy("Questions removed"),
    "reminded": gettext_lazy("Who is reminded"),
    "registrations": gettext_lazy("Registrations"),
    "rows": gettext_lazy("Rows"),
    "session": gettext_lazy("Session"),
    "stand": gettext_lazy("Stand"),
    "starts_at": gettext_lazy("Start"),
    "state": gettext_lazy("State"),
    "status": gettext_lazy("Status"),
    "text": pgettext_lazy("of a text", "Words"),
    "text_en": gettext_lazy("Text in English"),
    "text_vi": gettext_lazy("Text in Vietnamese"),
    "venue_name": gettext_lazy("Venue"),
    "version": gettext_lazy("Version of the form"),
    "waiting_list": gettext_lazy("Waiting list"),
    "way": gettext_lazy("Way of taking part"),
    "words_en": gettext_lazy("Words in English"),
    "words_vi": gettext_lazy("Words in Vietnamese"),
}

_NAMES: dict[str, "str | _StrPromise"] = {}
_CHOICES: dict[str, Mapping[str, "str | _StrPromise"]] = {
    "audience": dict(Audience.choices),
    "waiting_list": dict(WaitingListPolicy.choices),
    "way": dict(WayOfAttending.choices),
    "lead": {str(lead.value): lead.label for lead in LeadTime},
    "notice": dict(WordedMail.choices),
    "reminded": dict(ReminderAudience.choices),
}


def register(name: str, choices: Mapping[str, "str | _StrPromise"]) -> None:
    """Say what the values of a field are called, from an AppConfig.ready()."""
    _CHOICES[name] = choices


def register_names(names: Mapping[str, "str | _StrPromise"]) -> None:
    """Say what fields of a room above are called, from an AppConfig.ready(); those of ``NAMES`` keep their words."""
    _NAMES.update(names)


def names() -> Mapping[str, "str | _StrPromise"]:
    """Return what every field that can change is called."""
    return {**_NAMES, **NAMES}


def value(raw: Any) -> str:
    """Return a value as people write it: instants on Việt Nam's clock, yes and no, a dash for nothing."""
    if raw is None or raw == "":
        return "–"
    if isinstance(raw, bool):
        return _("yes") if raw else _("no")
    if isinstance(raw, list):
        return ", ".join(value(item) for item in raw) or "–"
    moment = _moment(raw) if isinstance(raw, str) else None
    return f"{formats.clock_time(moment)} {formats.short_date(moment)}" if moment is not None else str(raw)


def _moment(raw: str) -> Any:
    try:
        found = parse_datetime(raw) if "T" in raw else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _shown(name: str, raw: Any) -> str:
    if name == "filters" and isinstance(raw, list):
        return GroupFilter.words_of_audit(raw)
    return value(_CHOICES.get(name, {}).get(str(raw), raw) if isinstance(raw, str | int) else raw)


def change(name: str, before: Any, after: Any, called: Mapping[str, str] | None = None) -> tuple[str, str, str]:
    """Return one change in words; what was not there before has no words. ``called`` has names of records by their keys."""
    shown = [_shown(name, (called or {}).get(raw, raw) if isinstance(raw, str) else raw) for raw in (before, after)]
    return str(NAMES.get(name) or _NAMES.get(name, name)), "" if before is None else shown[0], shown[1]
