"""Parts of the visitor's forms: the others of a party, sessions with their places, consents."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel import clock, formats
from portal.ui import forms as ui_forms
from registration import session_offers
from registration.enums import ConsentPurpose
from registration.errors import SessionError
from registration.models import PlaceKind
from registration.session_offers import SessionOffer

PHONE: Final = re.compile(r"\+?[0-9][0-9 .()-]{6,18}[0-9]")
CONSENT: Final = "consent_{}"


def checked_phone(typed: str) -> str:
    """Return what looks like a telephone number in any spelling; raises ValidationError."""
    phone = typed.strip()
    if phone and not PHONE.fullmatch(phone):
        raise forms.ValidationError(_("Enter a telephone number such as 0912 345 678 or +84 912 345 678."))
    return phone


class DetailsFields(ui_forms.Form):
    """What the holder of a registration tells about the party, when registering and when changing it."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Enter your full name.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )
    organisation = forms.CharField(
        label=gettext_lazy("Your organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    party_size = forms.IntegerField(
        label=gettext_lazy("Number of people, you included"),
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Enter a whole number.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Anything the organiser should know"),
        help_text=gettext_lazy("For example a wheelchair, or an interpreter."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NamesField(forms.CharField):
    """Names, one on each line; gives a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}))
        super().__init__(required=False, max_length=4000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the names as they are typed."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """Return a name for each line that says something."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


def insert(form: Any, name: str, field: forms.Field, *, after: str) -> None:
    """Add a field behind another one, or at the end where that is missing."""
    form.fields[name] = field
    names = [known for known in form.fields if known != name]
    position = names.index(after) + 1 if after in names else len(names)
    form.order_fields([*names[:position], name, *names[position:]])


def tell_largest(form: Any, kinds: Sequence[PlaceKind]) -> None:
    """Say beside the number of people how many they may be: for each kind of place where these differ."""
    largest = {kind.party_maximum for kind in kinds}
    if len(largest) == 1:
        words = _("At most %(maximum)s people on one form.") % {"maximum": formats.number(max(largest))}
    else:
        each = "; ".join(f"{kind.name}: {formats.number(kind.party_maximum)}" for kind in kinds)
        words = _("At most so many people on one form: %(kinds)s.") % {"kinds": each}
    form.fields["party_size"].help_text = words


def add_others(form: Any, kinds: Sequence[PlaceKind]) -> None:
    """Ask for the names of those who come along."""
    field = NamesField(
        label=gettext_lazy("Names of the others"),
        help_text=gettext_lazy("One name on each line. Whoever is named gets a ticket of their own."),
    )
    if any(kind.needs_names for kind in kinds):
        field.needed_when = _("needed when you are several")  # type: ignore[attr-defined]  # read by ui/forms/field.html
    insert(form, "others", field, after="party_size")


def add_consents(form: Any, purposes: Iterable[ConsentPurpose], given: Iterable[str] = ()) -> None:
    """Ask for each consent by itself; on a form for registering none is ticked."""
    for purpose in purposes:
        form.fields[CONSENT.format(purpose)] = forms.BooleanField(
            label=purpose.label,
            required=False,
            initial=purpose in given,
            help_text=gettext_lazy("Not needed for your place. You can change your mind at any time."),
        )


def purposes_of(cleaned: dict[str, Any]) -> list[ConsentPurpose]:
    """Return the consents that were ticked."""
    return [purpose for purpose in ConsentPurpose if cleaned.get(CONSENT.format(purpose))]


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """One session as the form shows it."""

    id: str
    value: int
    checked: bool
    time: str
    title: str
    details: str
    places: str
    error: str
    error_id: str


class SessionsPart:
    """The sessions of a form: a check box each, by day, and whether to wait for what is full.

    Without offers the form stays as it is.
    """

    def __init__(
        self, form: Any, offers: Sequence[SessionOffer], *, after: str = "", chosen: Sequence[int] = ()
    ) -> None:
        self.form, self.offers = form, offers
        self.errors: dict[Any, str] = {}
        form.sessions_part = self  # Templates look a form's fields up first, so that the name must not be that of one.
        if not offers:
            return
        field = forms.TypedMultipleChoiceField(
            label=gettext_lazy("Sessions"),
            help_text=gettext_lazy("Choose the sessions that you come to. You can change this later."),
            choices=[(offer.kind.pk, offer.info.title) for offer in offers],
            coerce=int,
            required=False,
            initial=list(chosen),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("One of these sessions can no longer be chosen. Look at them again.")},
        )
        field.template_name = "registration/parts/sessions.html"  # type: ignore[attr-defined]  # Django's name since 5.0
        insert(form, "sessions", field, after=after)
        if any(offer.left is not None and offer.has_waiting_list for offer in offers):
            waits = forms.BooleanField(
                label=gettext_lazy("If a session is full, put me on its waiting list"),
                required=False,
            )
            insert(form, "waits_for_sessions", waits, after="sessions")

    @property
    def chosen(self) -> list[PlaceKind]:
        """The kinds of place that were ticked; only after validation."""
        wanted = set(self.form.cleaned_data.get("sessions", ()))
        return [offer.kind for offer in self.offers if offer.kind.pk in wanted]

    @property
    def waits(self) -> bool:
        """Whether full sessions are waited for; only after validation."""
        return bool(self.form.cleaned_data.get("waits_for_sessions"))

    def refuse(self, error: SessionError) -> None:
        """Show what is wrong with one session beside it, and above the form with its name."""
        title = next((offer.info.title for offer in self.offers if offer.kind.session == error.session), "")
        named = str(error) if not title or title in str(error) else f"{title}: {error}"
        self.errors[error.session] = str(error)
        self.form.add_error("sessions" if "sessions" in self.form.fields else None, named)

    def days(self) -> list[tuple[date, list[SessionChoice]]]:
        """Return the sessions by day, as the template shows them."""
        bound: BoundField = self.form["sessions"]
        value = bound.value() or []
        ticked = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
        first = [offer.kind.session for offer in self.offers if offer.kind.session in self.errors][:1]
        shown = [
            (
                clock.local(offer.info.starts).date(),
                SessionChoice(
                    id=f"{bound.auto_id}_{number}",
                    value=offer.kind.pk,
                    checked=str(offer.kind.pk) in ticked,
                    time=f"{formats.clock_time(offer.info.starts)}–{formats.clock_time(offer.info.ends)}",
                    title=offer.info.title,
                    details=" · ".join(part for part in (offer.info.room, offer.info.speakers) if part),
                    places=session_offers.places_words(offer),
                    error=self.errors.get(offer.kind.session, ""),
                    # The first has the name that the summary above the form and the group refer to.
                    error_id=f"{bound.auto_id}_error"
                    if offer.kind.session in first
                    else f"{bound.auto_id}_{number}_error",
                ),
            )
            for number, offer in enumerate(self.offers)
        ]
        return [(day, [choice for _day, choice in rows]) for day, rows in groupby(shown, key=lambda row: row[0])]
