"""What is asked when a story is approved or returned in Wagtail's own views."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import forms as ui_forms

LONGEST = 2000


class ReturnForm(ui_forms.Form):
    """The reason, which goes to the author."""

    comment = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Say what should be changed. The author gets it by mail."),
    )


class ApproveForm(ui_forms.Form):
    """A comment, which goes to the author where there is one."""

    comment = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The author gets it by mail. It may stay empty."),
    )
