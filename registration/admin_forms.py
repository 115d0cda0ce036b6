"""Forms of the organisers in the admin."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import forms as ui_forms
from registration.courses import CourseFacts


class DecisionForm(ui_forms.Form):
    """The reason, where the person will read one."""

    why = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads this in the mail."),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TrainerLinkForm(ui_forms.Form):
    """Whom a link is for, and which sessions."""

    name = forms.CharField(
        label=_("Name of the trainer"), max_length=150, error_messages={"required": _("Enter the name of the trainer.")}
    )
    session = forms.TypedChoiceField(label=_("Session"), coerce=uuid.UUID, empty_value=None, required=False)

    def __init__(self, *args: Any, course: CourseFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            ("", _("All sessions")),
            *((str(session.key), session.title) for session in course.sessions),
        ]


class CertificateForm(ui_forms.Form):
    """Why a certificate is revoked or replaced, and by which name."""

    holder_name = forms.CharField(
        label=_("Corrected name"),
        max_length=150,
        help_text=_("As it shall stand on the new certificate; the registration gets it too."),
        error_messages={"required": _("Enter the full name.")},
    )
    why = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept in the log, and the person reads it in the mail."),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )
