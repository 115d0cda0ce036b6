"""Forms of the public: registering, and asking for one's link again."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.core import signing
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock
from portal.media.models import PrivateFile
from portal.ui import forms as ui_forms
from portal.ui.merging import MergesMixin
from registration import form_parts, form_sections
from registration.enums import ConsentPurpose
from registration.models import PlaceKind, QuestionVersion
from registration.question_fields import AsksQuestionsMixin
from registration.session_offers import SessionOffer

CONSENT_VERSION: Final = "2026-11"
SALT: Final = "registration.form"
LEAST_SECONDS: Final = 2
FORM_LIFETIME: Final = timedelta(hours=24)


def new_ticket() -> str:
    """Return a signed random key of a form and the moment it was shown."""
    return signing.dumps([uuid.uuid4().hex, clock.now().timestamp()], salt=SALT)


class GuardedForm(ui_forms.Form):
    """A form with a key of its own, a field that only machines fill in, and a least time between showing and sending."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    homepage = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ticket", new_ticket())
        self.form_key: uuid.UUID | None = None

    @property
    def shown_fields(self) -> list[BoundField]:
        """The fields that people see."""
        return [field for field in self.visible_fields() if field.name != "homepage"]

    def clean_homepage(self) -> str:
        """Refuse what only a machine would have written."""
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(
                _("This field must stay empty. If you see it, clear it and send the form again.")
            )
        return ""

    def clean_ticket(self) -> str:
        """Read the key; a form that is too old or not ours gets a new key and is sent once more."""
        ticket = str(self.cleaned_data["ticket"])
        try:
            key, shown = signing.loads(ticket, salt=SALT, max_age=FORM_LIFETIME)
        except signing.BadSignature:
            self.data = {**{name: self.data[name] for name in self.data}, "ticket": new_ticket()}
            raise forms.ValidationError(_("The form was open for too long. Please send it again.")) from None
        if clock.now() - datetime.fromtimestamp(shown, tz=clock.VIETNAM) < timedelta(seconds=LEAST_SECONDS):
            raise forms.ValidationError(_("That was very fast. Please look over your details and send the form again."))
        self.form_key = uuid.UUID(key)
        return ticket


class RegisterForm(AsksQuestionsMixin, form_parts.DetailsFields, GuardedForm):
    """What a visitor tells to get a place; only what is needed."""

    field_order = ("ticket", "homepage", "place_kind", "full_name", "email")

    place_kind = forms.ModelChoiceField(
        label=_("What do you register for?"),
        queryset=PlaceKind.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We send the confirmation and your link there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter an e-mail address such as ten@example.org."),
            "invalid": _("Enter an e-mail address such as ten@example.org."),
        },
    )
    consent = forms.BooleanField(
        label=_("The organiser may use these details to hold my place and to write to me about it."),
        error_messages={"required": _("Without this the organiser cannot keep a place for you.")},
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[PlaceKind],
        version: QuestionVersion | None = None,
        left: Mapping[str, int] | None = None,
        offers: Sequence[SessionOffer] = (),
        purposes: Sequence[ConsentPurpose] = (ConsentPurpose.NEWS,),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("party_size", 1)
        if len(kinds) == 1:
            del self.fields["place_kind"]
        else:
            self.fields["place_kind"].queryset = PlaceKind.objects.filter(pk__in=[kind.pk for kind in kinds])  # type: ignore[attr-defined]  # it is a ModelChoiceField
        self.only_kind = kinds[0] if len(kinds) == 1 else None
        largest = max(kind.party_maximum for kind in kinds)
        if largest == 1:
            del self.fields["party_size"]
        else:
            form_parts.tell_largest(self, kinds)
            form_parts.add_others(self, kinds)
        self.sessions = form_parts.SessionsPart(self, offers, after="others" if largest > 1 else "organisation")
        self.ask_questions(version=version, kinds=kinds, left=left or {}, before="consent")
        form_parts.add_consents(self, purposes)

    def clean(self) -> dict[str, Any]:
        """Check the answers to the organiser's questions once it is known what somebody registers for."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.only_kind is not None or "place_kind" in cleaned:
            self.check_answers(self.chosen_kind)
        return cleaned

    def clean_phone(self) -> str:
        """Accept what looks like a telephone number in any spelling."""
        return form_parts.checked_phone(str(self.cleaned_data["phone"]))

    @cached_property
    def shown_sections(self) -> list[form_sections.Section]:
        """The fields that people see, in sections with headings."""
        return form_sections.of(self, self.shown_fields)

    @property
    def what_is_needed(self) -> list[str]:
        """What somebody should have at hand, in sentences."""
        return form_sections.needed(self.shown_sections)

    @property
    def chosen_kind(self) -> PlaceKind:
        """The kind of place asked for; only after validation."""
        return self.only_kind or self.cleaned_data["place_kind"]


class AnswersForm(AsksQuestionsMixin, MergesMixin, ui_forms.Form):
    """The organiser's questions once more, for somebody who is registered; two windows do not overwrite each other unseen."""

    def __init__(
        self,
        *args: Any,
        place_kind: PlaceKind,
        version: QuestionVersion,
        left: Mapping[str, int],
        earlier: Mapping[str, Any],
        changed_at: datetime | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"seen_at": changed_at}, **kwargs)
        self._place_kind = place_kind
        self.ask_questions(version=version, kinds=[place_kind], left=left, earlier=earlier)

    def clean(self) -> dict[str, Any]:
        """Check the answers."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_answers(self._place_kind)
        return cleaned

    def _stored(self, name: str) -> str | list[str]:
        """Return a number as people type it, so that it is compared with what was typed."""
        field = self.fields[name]
        if isinstance(field, forms.DecimalField):
            return str(field.widget.format_value(self.get_initial_for_field(field, name)) or "")
        return super()._stored(name)

    def digests(self) -> dict[str, str]:
        """Add which files are there."""
        files = {f"q_{key}": str(value.pk) for key, value in self._earlier.items() if isinstance(value, PrivateFile)}
        return {**super().digests(), **files}

    def replaces_unseen(self, seen: Mapping[str, Any]) -> bool:
        """Return whether a file is put in where another one has come meanwhile."""
        now = self.digests()
        return any(seen.get(name, "") != now.get(name, "") for name in self.files)


class LinkAgainForm(GuardedForm):
    """Asks for the address a link was sent to."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The address that you registered with."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter an e-mail address such as ten@example.org."),
            "invalid": _("Enter an e-mail address such as ten@example.org."),
        },
    )
