"""Proposing a link with another intermediary."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exhibitors import network
from exhibitors.enums import LinkKind
from exhibitors.models import Organisation
from portal.ui import forms as ui_forms


class LinkForm(ui_forms.Form):
    """A link to propose; the other organisation is chosen among the public intermediaries."""

    target = forms.ChoiceField(label=_("Other organisation"))
    kind = forms.ChoiceField(label=_("Kind of link"), choices=LinkKind.choices, widget=forms.RadioSelect)
    since = forms.IntegerField(
        label=_("Since the year"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-short": ""}),
        error_messages={"invalid": _("Write a year that has begun, such as 2024.")},
    )
    services = forms.CharField(
        label=_("Services you offer together"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )
    services_en = forms.CharField(
        label=_("Services you offer together, in English"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2, "lang": "en"}),
    )

    def __init__(self, *args: Any, source: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(row.slug, row.display_name) for row in network.intermediaries() if row.pk != source.pk]
        self.fields["target"].choices = [("", gettext("Choose one")), *offered]  # type: ignore[attr-defined]  # a choice field
