"""Papers, answers to officers, and officers' reasons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from exhibitors.domain import papers
from exhibitors.domain.verification import LONGEST_REASON
from exhibitors.enums import PaperKind
from portal.media.forms import KeepsUploadsMixin
from portal.ui import forms as ui_forms
from portal.ui import merging


class PaperForm(KeepsUploadsMixin, ui_forms.Form):
    """A paper to hand in."""

    upload_kinds = papers.KINDS

    kind = forms.ChoiceField(
        label=_("What the paper proves"),
        choices=[("", _("Choose one")), *PaperKind.choices],
        error_messages={"required": _("Choose what the paper proves.")},
    )
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_(
            "A PDF, JPEG or PNG file of at most 10 MB. Only owners and editors of the organisation and the officers who verify it can open it."
        ),
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )


class AnswerForm(ui_forms.Form):
    """What the organisation tells the officer when it gives the turn back."""

    note = forms.CharField(
        label=_("Words to the officer"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("What you have mended or handed in."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(ui_forms.Form):
    """An officer's reason, and when they read what they decide about."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        help_text=_("The organisation's owners will read it, in the mail and at their desk."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen_at = merging.SeenAtField()
