"""Forms of the gate for browsers without script, and of the organisers who set gates up."""

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel import clock, slugs
from portal.ui import forms as ui_forms
from registration import gate_answers
from registration.enums import Audience, Direction, GateDirection
from registration.form_parts import NamesField
from registration.models import Gate, PlaceKind, QuestionVersion
from registration.question_fields import AsksQuestionsMixin

LONGEST_CODE: Final = 200
WINDOW: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\s+(\d{1,2})[:h](\d{2})\s*[-–]\s*(\d{1,2})[:h](\d{2})")


class ConnectForm(ui_forms.Form):
    """The code by which a phone connects."""

    code = forms.CharField(
        label=gettext_lazy("Code for this phone"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Type the code that the organiser gave you.")},
    )


class ScanForm(ui_forms.Form):
    """One ticket, typed; the hidden key makes a form that is sent twice one reading."""

    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=gate_answers.new_nonce)
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"), choices=Direction.choices, widget=forms.RadioSelect, initial=Direction.ENTRY
    )
    text = forms.CharField(
        label=gettext_lazy("Code of the ticket"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Type the code that stands on the ticket.")},
    )


class SearchForm(ui_forms.Form):
    """What somebody at the gate says of themselves."""

    words = forms.CharField(
        label=gettext_lazy("Name, organisation, reference number or code"),
        help_text=gettext_lazy("Marks are not needed."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class WalkInForm(AsksQuestionsMixin, ui_forms.Form):
    """Somebody who came without a ticket; the hidden key makes a form that is sent twice one registration."""

    walk_in_nonce = forms.UUIDField(widget=forms.HiddenInput, initial=gate_answers.new_nonce)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of place"), widget=forms.RadioSelect)
    full_name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    party_size = forms.IntegerField(
        label=gettext_lazy("Number of people"),
        min_value=1,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Enter a whole number.")},
    )
    others = NamesField(
        label=gettext_lazy("Names of the others"),
        help_text=gettext_lazy("One name on each line. Whoever is named gets a ticket of their own."),
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "The person agrees that the organiser uses these details to hold the place and to write about it."
        ),
        error_messages={"required": gettext_lazy("Without this the organiser cannot keep a place for the person.")},
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[PlaceKind],
        version: QuestionVersion | None,
        left: Mapping[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._kinds = {kind.code: kind for kind in kinds}
        self.fields["kind"].choices = [(kind.code, kind.name) for kind in kinds]  # type: ignore[attr-defined]  # it is a ChoiceField
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0].code
        self.ask_questions(version=version, kinds=kinds, left=left, before="consent")

    def clean(self) -> dict[str, Any]:
        """Check the answers once it is known what somebody comes for."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") in self._kinds:
            self.check_answers(self._kinds[cleaned["kind"]])
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        """The answers by the key of the question; only after validation."""
        return dict(self.answered.values) if self.answered is not None else {}


class GateForm(ui_forms.Form):
    """A gate and its rules."""

    name_vi = forms.CharField(label=gettext_lazy("Name in Vietnamese"), max_length=150)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=150, required=False)
    area = forms.SlugField(
        label=gettext_lazy("Area"),
        max_length=60,
        initial="main",
        help_text=gettext_lazy(
            "Gates with the same area share who is inside: two doors of one hall. A hall inside the grounds has another area."
        ),
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"),
        choices=GateDirection.choices,
        widget=forms.RadioSelect,
        initial=GateDirection.BOTH,
    )
    place_kinds = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Kinds of place that are let in"),
        help_text=gettext_lazy("None chosen, here and below: everybody with a ticket."),
        queryset=PlaceKind.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("Audiences that are let in"),
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    windows = forms.CharField(
        label=gettext_lazy("Times"),
        help_text=gettext_lazy(
            "One line each, for example 25/12/2026 07:30 - 17:00. Empty: open whenever a phone is connected."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    reentry_allowed = forms.BooleanField(
        label=gettext_lazy("People who left may come in again"), required=False, initial=True
    )
    admits_unlisted = forms.BooleanField(
        label=gettext_lazy("Without network, let in signed tickets that are not on the list yet"),
        help_text=gettext_lazy("They were issued after the phone last fetched its list."),
        required=False,
        initial=True,
    )

    session = forms.TypedChoiceField(
        label=gettext_lazy("Door of one session"),
        help_text=gettext_lazy(
            "Where people get places in the session, only those who have one are let in. Readings are kept for the session."
        ),
        coerce=uuid.UUID,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, kinds: Any, sessions: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sessions:
            self.fields["session"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
                ("", _("No, of the whole event")),
                *sessions,
            ]
        else:
            del self.fields["session"]
        self.fields["place_kinds"].queryset = kinds  # type: ignore[attr-defined]  # it is a ModelMultipleChoiceField

    def clean_windows(self) -> list[tuple[datetime, datetime]]:
        """Read the lines; one that cannot be read is named."""
        windows = []
        for line in filter(None, (one.strip() for one in self.cleaned_data["windows"].splitlines())):
            found = WINDOW.fullmatch(line)
            try:
                if found is None:
                    raise ValueError
                day, month, year, *times = (int(part) for part in found.groups())
                begins = datetime(year, month, day, times[0], times[1], tzinfo=clock.VIETNAM)
                ends = datetime(year, month, day, times[2], times[3], tzinfo=clock.VIETNAM)
            except ValueError:
                raise ValidationError(
                    _("“%(line)s” cannot be read. Write it as 25/12/2026 07:30 - 17:00."), params={"line": line[:60]}
                ) from None
            windows.append((begins, ends))
        return windows

    @staticmethod
    def initial_of(gate: Gate) -> dict[str, Any]:
        """Return what the form shows of a gate."""
        lines = []
        for window in gate.windows.all():
            begins, ends = clock.local(window.opens_at), clock.local(window.closes_at)
            lines.append(f"{begins:%d/%m/%Y %H:%M} - {ends:%H:%M}")
        names = (
            "name_vi",
            "name_en",
            "area",
            "direction",
            "audiences",
            "reentry_allowed",
            "admits_unlisted",
            "session",
        )
        return {
            **{name: getattr(gate, name) for name in names},
            "place_kinds": gate.place_kinds.all(),
            "windows": "\n".join(lines),
        }

    def code(self) -> str:
        """Return a code for a new gate, made from its name."""
        return slugs.slug(self.cleaned_data["name_vi"])[:60]


class DeviceForm(ui_forms.Form):
    """The name by which an organiser knows a phone."""

    name = forms.CharField(
        label=gettext_lazy("Name of the phone"),
        help_text=gettext_lazy("For example: North gate, phone 2. No names of people are needed."),
        max_length=80,
        error_messages={"required": gettext_lazy("Name the phone, so that you know it in the list.")},
    )
