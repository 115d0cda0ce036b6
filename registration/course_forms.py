"""Forms of trainees and of those who check a certificate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import forms as ui_forms
from registration.course_enums import RATINGS, EvaluationQuestion


class CodeForm(ui_forms.Form):
    """The code on the trainer's screen, typed."""

    code = forms.CharField(
        label=_("Code on the trainer's screen"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code that the screen shows.")},
    )


class WhoForm(ui_forms.Form):
    """A trainee without an account: the reference number, and the address that only they and the organiser know."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    reference = forms.CharField(
        label=_("Reference number"),
        max_length=20,
        help_text=_("It stands in the mail that confirmed your place, for example DK-7K3M-9QXD."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Enter your reference number.")},
    )
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


class EvaluationForm(ui_forms.Form):
    """Four ratings with words, and one's own."""

    comment = forms.CharField(
        label=_("In your own words"),
        help_text=_("What was good, what should be different? Do not name yourself or others."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = {
            question.value: forms.TypedChoiceField(
                label=question.label,
                choices=RATINGS,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the five answers.")},
            )
            for question in EvaluationQuestion
        }
        self.fields = {**questions, "comment": self.fields["comment"]}

    @property
    def ratings(self) -> dict[EvaluationQuestion, int]:
        """What was chosen; only after validation."""
        return {question: self.cleaned_data[question.value] for question in EvaluationQuestion}


class CheckCertificateForm(ui_forms.Form):
    """Number and code as they are printed."""

    number = forms.CharField(
        label=_("Number of the certificate"),
        max_length=30,
        help_text=_("For example CN-2026-000123."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Enter the number.")},
    )
    code = forms.CharField(
        label=_("Verification code"),
        max_length=40,
        help_text=_("Sixteen letters and digits beside the square code."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code.")},
    )

    def clean_code(self) -> str:
        """Accept small letters, and hyphens or spaces wherever they stand."""
        signs = "".join(sign for sign in str(self.cleaned_data["code"]).upper() if sign.isalnum())
        return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))

    def clean_number(self) -> str:
        """Accept small letters and surrounding space."""
        return str(self.cleaned_data["number"]).strip().upper()
