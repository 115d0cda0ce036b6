"""Inviting people, asking to join, roles."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exhibitors.domain.join_request import LONGEST_NOTE
from exhibitors.enums import MemberRole
from portal.ui import forms as ui_forms


class InvitationForm(ui_forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("E-mail address of the person"),
        error_messages={
            "required": _("Write the e-mail address of the person."),
            "invalid": _("Write an e-mail address in the form name@example.vn."),
        },
    )
    role = forms.ChoiceField(
        label=pgettext_lazy("in an organisation", "Role"),
        choices=[
            (MemberRole.EDITOR.value, _("Editor: writes the profile, technologies and needs")),
            (MemberRole.VIEWER.value, _("Viewer: reads everything, changes nothing")),
            (MemberRole.OWNER.value, _("Owner: also invites and removes people")),
        ],
        initial=MemberRole.EDITOR,
        widget=forms.RadioSelect,
    )


class RoleForm(ui_forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=pgettext_lazy("in an organisation", "Role"), choices=MemberRole.choices)


class JoinForm(ui_forms.Form):
    """Words to the owners of an organisation that was found by its profile."""

    note = forms.CharField(
        label=_("Words to the owners"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_(
            "For example: I look after your exhibition stand. The owners also read your name and e-mail address."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class JoinByCodeForm(JoinForm):
    """The same to the owners of the organisation that has a tax code."""

    tax_code = forms.CharField(
        label=_("Tax code of the organisation"),
        max_length=40,
        help_text=_("10 digits, 13 for a branch, 12 for a person or household."),
        error_messages={"required": _("Write the tax code of the organisation.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-short": ""}),
    )
    field_order = ("tax_code", "note")
