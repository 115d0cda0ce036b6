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


class DetailsForm(MergesMixin, form_parts.DetailsFields):
    """What the holder may correct; the e-mail address is the registration's own and stays."""

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        stored = changing.details_of(registration)
        initial = {name: getattr(stored, name) for name in stored.__dataclass_fields__}
        super().__init__(*args, initial={**initial, "seen_at": registration.changed_at}, **kwargs)
        if max(registration.place_kind.party_maximum, registration.party_size) == 1:
            del self.fields["party_size"]
        else:
            form_parts.tell_largest(self, [registration.place_kind])
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
