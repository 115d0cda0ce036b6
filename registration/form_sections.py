"""The visitor's form in sections with headings: what is needed stands open, optional extras are folded until somebody uses them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.kernel import formats

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PARTY: Final = ("party_size", "others")
SESSIONS: Final = ("sessions", "waits_for_sessions")
PERSON: Final = ("full_name", "email", "phone", "organisation")
CHOICE: Final = ("place_kind",)
QUESTION: Final = "q_"
OPTIONAL_CONSENT: Final = "consent_"


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one heading. A folded one opens by itself where something is wrong or was filled in."""

    key: str
    title: "str | _StrPromise"
    fields: list[BoundField] = field(default_factory=list)
    is_folded: bool = False
    hint: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the fold stands open: nothing that is wrong, needed or typed may be hidden."""
        return any(one.errors or _is_used(one) or _is_needed(one) for one in self.fields)


def _is_needed(one: BoundField) -> bool:
    """A number of people is always filled in; names and the like are needed only when the organiser says so."""
    return bool(getattr(one.field, "needed_when", "")) or (one.field.required and one.name not in PARTY)


def _is_used(one: BoundField) -> bool:
    value = one.value()
    return value not in {1, "1"} if one.name == "party_size" else bool(value)


def of(form: Any, shown: Iterable[BoundField]) -> list[Section]:
    """Return the sections of a form that registers, in the order in which they are read; empty ones are left out.

    Every shown field stands in exactly one section, whatever questions the organiser asks; the consents come last, the needed one first.
    """
    sections = {
        section.key: section
        for section in (
            Section("choice", gettext_lazy("What you register for")),
            Section("person", gettext_lazy("About you")),
            Section("questions", gettext_lazy("Questions of the organiser")),
            Section("party", gettext_lazy("People who come along"), is_folded=True),
            Section("sessions", gettext_lazy("Sessions"), is_folded=True, hint=_sessions_hint(form)),
            Section("more", gettext_lazy("Anything else"), is_folded=True),
            Section("consent", gettext_lazy("Consent and sending")),
        )
    }
    for one in shown:
        sections[_section_of(one.name)].fields.append(one)
    return [section for section in sections.values() if section.fields]


def _section_of(name: str) -> str:
    for key, names in (("choice", CHOICE), ("person", PERSON), ("party", PARTY), ("sessions", SESSIONS)):
        if name in names:
            return key
    if name.startswith(QUESTION):
        return "questions"
    return "consent" if name == "consent" or name.startswith(OPTIONAL_CONSENT) else "more"


def _sessions_hint(form: Any) -> str:
    """Say before the fold is opened how many sessions there are, and which are full."""
    offers = form.sessions_part.offers
    full = sum(offer.is_full for offer in offers)
    said = ngettext("%(number)s session to choose from", "%(number)s sessions to choose from", len(offers)) % {
        "number": formats.number(len(offers))
    }
    if not full:
        return said
    return f"{said}, " + ngettext("%(number)s full", "%(number)s full", full) % {"number": formats.number(full)}


def needed(sections: Sequence[Section]) -> list[str]:
    """Return what somebody should have at hand before filling the form in, in sentences."""
    names = {one.name for section in sections for one in section.fields}
    said = [_("An e-mail address that you can open now: we send your link there.")]
    if "others" in names:
        said.append(_("If several come: how many, and their names."))
    files = sum(one.field.widget.needs_multipart_form for section in sections for one in section.fields)
    if files:
        said.append(
            ngettext("%(number)s file, as PDF or picture.", "%(number)s files, as PDF or pictures.", files)
            % {"number": formats.number(files)}
        )
    asked = sum(name.startswith(QUESTION) for name in names)
    if asked:
        said.append(
            ngettext("Answers to %(number)s question.", "Answers to %(number)s questions.", asked)
            % {"number": formats.number(asked)}
        )
    return said
