"""Forms of the organisers in the admin: decisions on applications, and what becomes of an event."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from events import booth_steps, fair_queries
from events.booth_enums import AllocationMode
from events.domain import status
from events.enums import EVENT_MOVES, AttendanceMode, EventStatus
from events.models import Booth, EventPage, FairApplication
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import admin_widgets
from portal.ui import forms as ui_forms
from portal.vocabularies.models import AdministrativeUnit

RESCHEDULE = "reschedule"
CHANGE_PLACE = "change-place"


class DecisionForm(ui_forms.Form):
    """A decision that needs no words; knows the application."""

    def __init__(self, *args: Any, application: FairApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application


class BoothChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's generic
    """A booth with what it has."""

    def label_from_instance(self, obj: Booth) -> str:
        """Return number, hall and equipment."""
        return f"{obj.number} · {obj.hall.code} · {booth_steps.features(obj)}"


def _free_booths(application: FairApplication) -> Any:
    return fair_queries.free_booths(application.fair_key, clock.now())


class AcceptForm(DecisionForm):
    """Where the stand is, and words to the applicant."""

    stand = forms.CharField(
        label=_("Stand"), required=False, max_length=30, help_text=_("Hall and number, such as A12; it can come later.")
    )
    words = forms.CharField(
        label=_("Words to the applicant"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    booth = BoothChoiceField(
        label=_("Offer a booth at once"),
        required=False,
        queryset=Booth.objects.none(),
        help_text=_("The booth is held for the applicant until it is confirmed or the time for it is over."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Booth.objects.filter(fair_key=self.application.fair_key).exists():
            del self.fields["stand"]
        setup = fair_queries.setup_of(self.application.fair_key)
        if setup.mode == AllocationMode.ORGANISER and "stand" not in self.fields:
            self.fields["booth"].queryset = _free_booths(self.application)  # type: ignore[attr-defined]  # a model's field
        else:
            del self.fields["booth"]


class OfferForm(DecisionForm):
    """Which booth is offered."""

    booth = BoothChoiceField(
        label=_("Booth"),
        queryset=Booth.objects.none(),
        error_messages={"required": _("Choose the booth."), "invalid_choice": _("This booth is no longer free.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["booth"].queryset = _free_booths(self.application)  # type: ignore[attr-defined]  # a model's field


class WordsForm(DecisionForm):
    """Words that the applicant reads."""

    words = forms.CharField(
        label=_("Words to the applicant"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write to the applicant what it is about.")},
    )


class PaidForm(DecisionForm):
    """When the fee came in."""

    paid_on = ui_forms.DateField(label=_("Day on which the money came in"))
    note = forms.CharField(label=_("Note, such as the number of the receipt"), required=False, max_length=200)


class UnpaidForm(DecisionForm):
    """Why the mark is taken back."""

    note = forms.CharField(
        label=_("Why"), max_length=200, error_messages={"required": _("Say why the mark is taken back.")}
    )


class DeclineForm(DecisionForm):
    """Why the applicant gets no stand."""

    words = forms.CharField(
        label=_("Words to the applicant"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tell the applicant why.")},
    )


FIELDS: Final = {
    RESCHEDULE: ("starts_at", "ends_at"),
    CHANGE_PLACE: ("venue_vi", "venue_en", "address_vi", "address_en", "place"),
    EventStatus.MOVED_ONLINE: ("online_url",),
    EventStatus.POSTPONED: (),
    EventStatus.CANCELLED: (),
}
"""What is asked for each action, beside the words to visitors."""
NOTES: Final = ("note_vi", "note_en")


class StatusForm(ui_forms.Form):
    """What becomes of an event; offers only what its present status allows.

    Until an action is chosen it asks for nothing else; then only for what belongs to that.
    """

    action = forms.ChoiceField(label=_("What happens"), widget=forms.RadioSelect)
    starts_at = forms.DateTimeField(
        label=_("New start"), required=False, widget=admin_widgets.MomentInput, validators=[ui_forms.validate_year]
    )
    ends_at = forms.DateTimeField(
        label=_("New end"), required=False, widget=admin_widgets.MomentInput, validators=[ui_forms.validate_year]
    )
    online_url = forms.URLField(label=_("Online address"), required=False, assume_scheme="https")
    venue_vi = forms.CharField(label=_("New venue, in Vietnamese"), required=False, max_length=200)
    venue_en = forms.CharField(label=_("New venue, in English"), required=False, max_length=200)
    address_vi = forms.CharField(label=_("New address, in Vietnamese"), required=False, max_length=250)
    address_en = forms.CharField(label=_("New address, in English"), required=False, max_length=250)
    place = forms.ModelChoiceField(
        label=_("Commune, district or province of the new venue"),
        required=False,
        queryset=AdministrativeUnit.objects.all(),
    )
    note_vi = forms.CharField(
        label=_("What visitors should know, in Vietnamese"), required=False, max_length=400, widget=forms.Textarea
    )
    note_en = forms.CharField(
        label=_("What visitors should know, in English"), required=False, max_length=400, widget=forms.Textarea
    )

    def __init__(self, *args: Any, event: EventPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            EventStatus.POSTPONED: _("Postpone without a new date"),
            EventStatus.MOVED_ONLINE: _("Move online"),
            EventStatus.CANCELLED: _("Cancel for good; every registration is cancelled with a mail"),
        }
        present = EventStatus(event.status)
        choices = [(value, label) for value, label in words.items() if EVENT_MOVES.allows(present, value)]
        if status.is_over(event, clock.now()):
            choices = [choice for choice in choices if choice[0] not in status.TAKEN_OFF]
        if present != EventStatus.CANCELLED:
            if event.attendance_mode != AttendanceMode.ONLINE:
                choices.insert(0, (CHANGE_PLACE, _("Hold it somewhere else")))  # type: ignore[arg-type]  # not a status
            choices.insert(0, (RESCHEDULE, _("Give it a new time")))  # type: ignore[arg-type]  # not a status
        if present == EventStatus.POSTPONED:
            self.fields["action"].help_text = _(
                "A postponed event needs a new date first; then it can be moved online."
            )
        self.fields["action"].choices = choices  # type: ignore[attr-defined]  # a choice field
        typed = self.data.get("action") if self.is_bound else self.initial.get("action")
        self.chosen = next((value for value, _label in choices if value == typed), None)
        asked = () if self.chosen is None else (*FIELDS[self.chosen], *NOTES)
        for name in set(self.fields) - {"action", *asked}:
            del self.fields[name]
        if self.chosen is not None:
            self.fields["action"].widget = forms.HiddenInput()
        self.chosen_words = next((label for value, label in choices if value == self.chosen), "")

    def clean(self) -> dict[str, Any]:
        """Ask for both times of a new date, and for the venue of a new place."""
        data = super().clean() or {}
        if data.get("action") == RESCHEDULE:
            for name in ("starts_at", "ends_at"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Give the new time."))
        if data.get("action") == CHANGE_PLACE and not data.get("venue_vi") and "venue_vi" not in self.errors:
            self.add_error("venue_vi", _("Give the new venue."))
        return data

    def notes(self) -> dict[Language, str]:
        """Return the words to visitors by language."""
        data = self.cleaned_data
        return {Language.VIETNAMESE: data["note_vi"], Language.ENGLISH: data["note_en"]}

    def times(self) -> tuple[datetime, datetime]:
        """Return the new start and end."""
        return self.cleaned_data["starts_at"], self.cleaned_data["ends_at"]

    def by_language(self, name: str) -> dict[Language, str]:
        """Return a pair of fields, such as ``venue``, by language."""
        return {language: self.cleaned_data[f"{name}_{language.value}"] for language in Language}
