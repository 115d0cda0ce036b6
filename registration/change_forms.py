"""Forms of the holder: details, sessions, another kind of place, consents."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import forms as ui_forms
from portal.ui.merging import MergesMixin, SeenAtField
from registration import form_parts
from registration.domain import changing
from registration.enums import ConsentPurpose
from registration.models import PlaceKind, Registration
from registration.session_offers import SessionOffer


class DetailsForm(MergesMixin, ui_forms.Form):
    """What the holder may correct; the e-mail address is the registration's own and stays."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your full name.")},
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )
    organisation = forms.CharField(
        label=_("Your organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    party_size = forms.IntegerField(
        label=_("Number of people, you included"),
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Enter a whole number.")},
    )
    note = forms.CharField(
        label=_("Anything the organiser should know"),
        help_text=_("For example a wheelchair, or an interpreter."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        stored = changing.details_of(registration)
        initial = {name: getattr(stored, name) for name in stored.__dataclass_fields__}
        super().__init__(*args, initial={**initial, "seen_at": registration.changed_at}, **kwargs)
        if max(registration.place_kind.party_maximum, registration.party_size) == 1:
            del self.fields["party_size"]
        else:
            form_parts.add_others(self, [registration.place_kind])

    def clean_phone(self) -> str:
        """Accept what looks like a telephone number in any spelling."""
        return form_parts.checked_phone(str(self.cleaned_data["phone"]))


class SessionsForm(ui_forms.Form):
    """Which sessions the holder comes to."""

    seen_at = SeenAtField()

    def __init__(
        self,
        *args: Any,
        registration: Registration,
        offers: Sequence[SessionOffer],
        chosen: Sequence[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"seen_at": registration.changed_at}, **kwargs)
        self.sessions = form_parts.SessionsPart(self, offers, chosen=chosen)


class MoveForm(ui_forms.Form):
    """To which kind of place the holder moves."""

    place_kind = forms.ModelChoiceField(
        label=_("Move to"),
        queryset=PlaceKind.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, *args: Any, kinds: Sequence[PlaceKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place_kind"]
        field.queryset = PlaceKind.objects.filter(pk__in=[kind.pk for kind in kinds])
        if len(kinds) == 1:
            self.initial["place_kind"] = kinds[0].pk


class ConsentsForm(ui_forms.Form):
    """Which uses of their data the holder agrees to."""

    def __init__(self, *args: Any, purposes: Sequence[ConsentPurpose], given: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form_parts.add_consents(self, purposes, given)
