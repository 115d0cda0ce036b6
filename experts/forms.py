"""Forms of the experts room. They check what is typed; the rules stand in the domain."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exhibitors import enums as exhibitor_enums
from experts import time_zones
from experts.domain import details as expert_details
from experts.domain import request as requests
from experts.domain.details import ExpertDetails
from experts.domain.request import RequestDetails
from experts.enums import Availability, DeclineReason, Help, LanguageLevel, SpokenLanguage
from experts.models import ExpertProfile
from portal.kernel import errors
from portal.kernel.languages import Language
from portal.media.forms import KeepsUploadsMixin
from portal.ui import forms as ui_forms
from portal.ui import merging, traps
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode

_FORM_NAMES = {"fields": "technology_fields", "languages": "language_1", "links": "link_1"}
_LANGUAGE_ROWS = range(1, expert_details.MOST_LANGUAGES + 1)
_LINK_ROWS = range(1, expert_details.MOST_LINKS + 1)
# Who begins a profile has seen none: one that another window made meanwhile is newer.
_NEVER = datetime.min.replace(tzinfo=UTC)


def add_domain_error(form: ui_forms.Form, error: errors.DomainError) -> None:
    """Show a rule's sentence as ``portal.ui.forms.add_domain_error`` does, by the names of this room's forms."""
    ui_forms.add_domain_error(form, error, names=_FORM_NAMES)


class ProfileForm(merging.MergesMixin, KeepsUploadsMixin, ui_forms.Form):
    """Everything that an expert says; five rows for languages, three for links, empty rows are left out."""

    together = (
        tuple(f"{part}_{number}" for number in _LANGUAGE_ROWS for part in ("language", "level")),
        tuple(f"link_{number}" for number in _LINK_ROWS),
    )

    name = forms.CharField(
        label=_("Your name"),
        max_length=expert_details.LONGEST_NAME,
        help_text=_("Family name first if you are Vietnamese; without titles."),
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    title = forms.CharField(
        label=_("Title and position"),
        max_length=expert_details.LONGEST_TITLE,
        required=False,
        help_text=_("For example: Associate professor, materials science, University of …"),
    )
    title_en = forms.CharField(
        label=_("Title and position in English"), max_length=expert_details.LONGEST_TITLE, required=False
    )
    country = forms.ChoiceField(label=_("Country where you live"), choices=exhibitor_enums.country_choices)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    availability = forms.ChoiceField(
        label=_("Availability"),
        choices=Availability.choices,
        initial=Availability.AGREEMENT,
        widget=forms.RadioSelect,
        help_text=_("While you take no requests the profile stays, but nobody can write to you."),
    )
    technology_fields = forms.MultipleChoiceField(
        label=pgettext_lazy("of science and technology", "Fields"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Eight at most."),
    )
    helps = forms.MultipleChoiceField(
        label=_("What you can help with"), choices=Help.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    summary = forms.CharField(
        label=_("In a few sentences"),
        max_length=expert_details.LONGEST_SUMMARY,
        required=False,
        help_text=_("What you have done and whom you can help. Leave addresses and telephone numbers out."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    summary_en = forms.CharField(
        label=_("In a few sentences, in English"),
        max_length=expert_details.LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    photo_file = forms.FileField(
        label=_("Photo"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "A PNG, JPEG, WebP or GIF picture of at most 5 MB. It is cut to a square; place and camera data are removed."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )
    remove_photo = forms.BooleanField(label=_("Remove the present photo"), required=False)

    def __init__(self, *args: Any, profile: ExpertProfile | None, name: str = "", **kwargs: Any) -> None:
        held = expert_details.from_json(profile.proposal) if profile else ExpertDetails(name=name)
        initial = {key: getattr(held, key) for key in ExpertDetails.__slots__}
        initial["technology_fields"] = initial.pop("fields")
        for number, (language, level) in enumerate(initial.pop("languages"), start=1):
            initial |= {f"language_{number}": language, f"level_{number}": level}
        for number, link in enumerate(initial.pop("links"), start=1):
            initial[f"link_{number}"] = link
        initial["seen_at"] = profile.updated_at if profile else _NEVER
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zones.choices()  # type: ignore[attr-defined]  # a choice field
        self.fields["technology_fields"].choices = vocabulary_queries.term_choices(VocabularyCode.FIELD)  # type: ignore[attr-defined]  # the same
        self._add_rows()
        for english in ("title_en", "summary_en"):
            self.fields[english].widget.attrs["lang"] = Language.ENGLISH.value
        if profile is None or not (profile.portrait_id or profile.proposed_portrait_id):
            del self.fields["remove_photo"]

    def _add_rows(self) -> None:
        languages = [("", pgettext_lazy("no language", "None")), *SpokenLanguage.choices]
        levels = [("", _("Choose one")), *LanguageLevel.choices]
        for number in _LANGUAGE_ROWS:
            self.fields[f"language_{number}"] = forms.ChoiceField(
                label=_("Language %(number)d") % {"number": number}, choices=languages, required=False
            )
            self.fields[f"level_{number}"] = forms.ChoiceField(
                label=_("Level of language %(number)d") % {"number": number}, choices=levels, required=False
            )
        for number in _LINK_ROWS:
            self.fields[f"link_{number}"] = forms.CharField(
                label=_("Link %(number)d") % {"number": number},
                required=False,
                max_length=expert_details.LONGEST_LINK,
                widget=forms.TextInput(attrs={"inputmode": "url"}),
            )

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The visible fields under their headings."""
        rows = [name for number in _LANGUAGE_ROWS for name in (f"language_{number}", f"level_{number}")]
        groups = (
            (_("Who you are"), ("name", "title", "title_en", "photo_file", "remove_photo")),
            (_("Where you are"), ("country", "time_zone", "availability")),
            (_("What you can do"), ("technology_fields", "helps", "summary", "summary_en")),
            (_("Languages you work in"), rows),
            (_("Pages that say more about your work"), [f"link_{number}" for number in _LINK_ROWS]),
        )
        return [(legend, [self[name] for name in names if name in self.fields]) for legend, names in groups]

    def clean(self) -> dict[str, Any]:
        """Ask for a level beside every language."""
        cleaned = super().clean() or {}
        for number in _LANGUAGE_ROWS:
            if cleaned.get(f"language_{number}") and not cleaned.get(f"level_{number}"):
                self.add_error(f"level_{number}", _("Say how well you work in this language."))
        return cleaned

    def details(self) -> ExpertDetails:
        """Return what was typed, for the domain."""
        typed = self.cleaned_data
        plain = ("name", "title", "title_en", "country", "time_zone", "availability", "summary", "summary_en")
        return ExpertDetails(
            **{name: typed[name] for name in plain},
            fields=tuple(typed["technology_fields"]),
            helps=tuple(typed["helps"]),
            languages=tuple(
                (typed[f"language_{number}"], typed[f"level_{number}"])
                for number in _LANGUAGE_ROWS
                if typed[f"language_{number}"]
            ),
            links=tuple(typed[f"link_{number}"] for number in _LINK_ROWS if typed[f"link_{number}"]),
        )


class ConsentForm(ui_forms.Form):
    """The consent that goes with sending for review; the box is never ticked beforehand."""

    consents = forms.BooleanField(
        label=_("I have read this and agree that the portal shows my profile to everyone."), required=False
    )


class _MessageForm(ui_forms.Form):
    """Words with a random key that makes a second sending harmless."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=requests.LONGEST,
        error_messages={"required": _("Write your message.")},
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class ReplyForm(_MessageForm):
    """One more message in a conversation."""


class AskForm(_MessageForm, traps.TrappedForm):
    """The first message to an expert."""

    field_order = ("help", "subject", "text", "name", "company", "email", "submission_key")

    help = forms.ChoiceField(label=_("What you look for"), widget=forms.RadioSelect)
    subject = forms.CharField(
        label=pgettext_lazy("of a message to an expert", "Subject"),
        max_length=150,
        error_messages={"required": _("Say in a few words what it is about.")},
    )
    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    company = forms.CharField(
        label=_("Your organisation"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a link there first, then the expert's answer. The expert does not see the address."),
        error_messages={"invalid": _("Write an e-mail address in the form name@example.vn.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, profile: ExpertProfile, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(row.kind, row.get_kind_display()) for row in profile.helps.all()]
        self.fields["help"].choices = offered  # type: ignore[attr-defined]  # a choice field
        if user.is_authenticated:
            del self.fields["email"]
            self.fields["name"].initial = user.full_name

    def details(self) -> RequestDetails:
        """Return what was written."""
        cleaned = self.cleaned_data
        return RequestDetails(
            name=cleaned["name"],
            email=cleaned.get("email", ""),
            help=cleaned["help"],
            subject=cleaned["subject"],
            text=cleaned["text"],
            company=cleaned["company"],
        )


class DeclineForm(ui_forms.Form):
    """Why an expert declines, and whether more messages from the same person are wanted."""

    reason = forms.ChoiceField(label=_("Reason"), choices=DeclineReason.choices, widget=forms.RadioSelect)
    block = forms.BooleanField(label=_("Take no more messages from this person"), required=False)


class DecisionForm(ui_forms.Form):
    """An officer's reason, and when they read what they decide about."""

    reason = forms.CharField(
        label=_("Reason or remarks"),
        required=False,
        max_length=1000,
        help_text=_("The expert will read it, in the mail and at their desk."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen_at = merging.SeenAtField()
