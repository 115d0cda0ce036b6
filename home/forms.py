"""Forms of the home room: reporting a difficulty, finding a report again, asking for a service, officers' work."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from home.domain import feedback, services
from home.enums import FEEDBACK_MOVES, REQUEST_MOVES, FeedbackCategory, FeedbackState, ReporterKind, RequestState
from home.models import FeedbackReport, ServiceRequest
from portal.kernel import clock, errors
from portal.ui import forms as ui_forms
from portal.ui import traps

LONGEST_TEXT = 4000
SHORTEST_TEXT = 20


class PublicForm(traps.TrappedForm):
    """A form for people without an account, with a random key against sending twice."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())

    def clean_form_key(self) -> uuid.UUID:
        """Return the key; a form that came without one gets its own."""
        return self.cleaned_data.get("form_key") or uuid.uuid4()


class FeedbackForm(PublicForm):
    """A report of a difficulty; name and address are optional."""

    category = forms.ChoiceField(
        label=_("What is it about?"), choices=FeedbackCategory.choices, widget=forms.RadioSelect
    )
    reporter_kind = forms.ChoiceField(label=_("Who are you?"), choices=ReporterKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Your report"),
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        help_text=_("What happened, where and when, and what would help. Leave out other people's names and numbers."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"min_length": _("Write at least one full sentence, so that somebody can act on it.")},
    )
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    name = forms.CharField(
        label=_("Your name"), max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("For the answer. Without it you can read the answer with the link that we show you after sending."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wants_public_answer = forms.BooleanField(
        label=_("Answer me in public on this portal, without my name"), required=False
    )


class FindReportForm(ui_forms.Form):
    """Number and address, for a lost link."""

    reference = forms.CharField(
        label=_("Reference number"), max_length=20, help_text=_("It looks like this: GY-26-7K3F9M")
    )
    email = forms.EmailField(
        label=_("E-mail address given with the report"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class ServiceRequestForm(PublicForm):
    """Asking for a service."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    phone = forms.RegexField(
        label=_("Telephone"),
        regex=r"^\+?[0-9 .()-]{8,19}$",
        required=False,
        error_messages={"invalid": _("Write the number in digits, such as 0912 345 678.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    text = forms.CharField(
        label=_("What do you want?"),
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        help_text=_("What you make or do, what you want to reach, and by when."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"min_length": _("Write at least one full sentence, so that somebody can act on it.")},
    )


def _next_states(choices: Any, table: Any, state: Any) -> list[tuple[str, str]]:
    return [
        (value, label)
        for value, label in choices
        if value == state or table.allows(type(state)(state), type(state)(value))
    ]


class OfficerFeedbackForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail ships no types
    """An officer's work on a report: the next state, the answer, whether it is published."""

    publish = forms.BooleanField(label=pgettext_lazy("feedback", "Publish question and answer"), required=False)

    class Meta:
        model = FeedbackReport
        fields: ClassVar = ["state", "answer", "public_question"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = FeedbackState(self.instance.state)
        self.fields["state"].choices = _next_states(FeedbackState.choices, FEEDBACK_MOVES, state)
        self.initial["publish"] = self.instance.published_at is not None
        if not self.instance.wants_public_answer:
            self.fields["publish"].disabled = True
            self.fields["publish"].help_text = gettext("The person did not ask for an answer in public.")

    def _post_clean(self) -> None:
        """Leave the instance as it is: the domain function changes it."""

    def keep(self, *, by: Any) -> FeedbackReport:
        """Hand the work to the domain; raises DomainError."""
        return feedback.handle_report(
            report=self.instance,
            by=by,
            state=FeedbackState(self.cleaned_data["state"]),
            answer=self.cleaned_data["answer"],
            public_question=self.cleaned_data["public_question"],
            publish=self.cleaned_data["publish"],
            now=clock.now(),
        )


class OfficerRequestForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail ships no types
    """An officer's work on a request: the next state and what the person is told."""

    class Meta:
        model = ServiceRequest
        fields: ClassVar = ["state", "message"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = _next_states(
            RequestState.choices, REQUEST_MOVES, RequestState(self.instance.state)
        )

    def _post_clean(self) -> None:
        """Leave the instance as it is: the domain function changes it."""

    def keep(self, *, by: Any) -> ServiceRequest:
        """Hand the work to the domain; raises DomainError."""
        return services.handle_request(
            request=self.instance,
            by=by,
            state=RequestState(self.cleaned_data["state"]),
            message=self.cleaned_data["message"],
            now=clock.now(),
        )


def add_domain_error(form: forms.BaseForm, error: errors.DomainError) -> None:
    """Show a rule's refusal beside its field, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error.message))
