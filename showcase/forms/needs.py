"""The form in which a need is described, group by group; exhibitors and focal points use the same."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import ClusterForm

from portal.kernel import clock, errors
from portal.ui import forms as ui_forms
from showcase.domain import need as needs
from showcase.enums import NeedStatus
from showcase.forms.fields import DraftForm, FigureField, rows
from showcase.forms.technologies import DAY_HINT
from showcase.models import NeedPage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class MeasureForm(ui_forms.TidyDataMixin, ClusterForm):  # type: ignore[misc]  # modelcluster ships no types
    """One figure: its value is typed as people write numbers."""

    value = FigureField(label=_("value"))


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together under a heading; the rows of figures follow the group that says so."""

    title: "_StrPromise"
    names: tuple[str, ...]
    hint: "_StrPromise | str" = ""
    with_rows: bool = False


GROUPS: Final = (
    Group(_("The result you want"), ("title", "summary", "field", "further_fields")),
    Group(
        _("How it is today, and what it should become"),
        ("situation", "scale"),
        _("Figures make good matches: below, one row for how it is now and one for what you want."),
        with_rows=True,
    ),
    Group(_("Limits"), ("constraint_space", "constraint_power", "constraint_standard", "trl_minimum")),
    Group(_("Cooperation and money"), ("cooperation", "budget_band", "funding", "absorption", "ip_expectations")),
    Group(_("Time and place"), ("needed_by", "decision_on", "place")),
    Group(
        _("Who sees what"),
        ("is_anonymous", "disclosure"),
        _("An unnamed need appears without the name of the organisation everywhere on the portal."),
    ),
    Group(_("Words that help to find it"), ("keywords", "product_chain", "ipc_codes")),
)


class NeedForm(DraftForm):
    """Everything about a need."""

    class Meta:
        model = NeedPage
        fields: ClassVar = [name for group in GROUPS for name in group.names]
        widgets: ClassVar = {"summary": forms.Textarea}
        field_classes: ClassVar = {"needed_by": ui_forms.DateField, "decision_on": ui_forms.DateField}
        help_texts: ClassVar = {"needed_by": DAY_HINT, "decision_on": DAY_HINT}
        formsets: ClassVar = {"measures": rows(["role", "name", "operator", "value", "unit"], 4, form=MeasureForm)}

    def clean_needed_by(self) -> date | None:
        """Refuse a day that has passed; unfinished work may hold one."""
        day: date | None = self.cleaned_data["needed_by"]
        if not self.is_relaxed:
            try:
                needs.check_needed_by(day=day, today=clock.today())
            except errors.DomainError as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return day

    def groups(self) -> list[dict[str, Any]]:
        """Return the groups with their bound fields, for the template."""
        return [
            {
                "anchor": f"group-{number}",
                "title": group.title,
                "hint": group.hint,
                "fields": [self[name] for name in group.names],
                "formset": self.formsets["measures"] if group.with_rows else None,
            }
            for number, group in enumerate(GROUPS, start=1)
        ]

    def contents(self) -> list[dict[str, Any]]:
        """Return the titles of the groups with their addresses on the page."""
        return [{"text": group["title"], "href": f"#{group['anchor']}"} for group in self.groups()]


class NewNeedForm(NeedForm):
    """A need that is not kept yet. Its key keeps a form that is sent twice from making two drafts."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta(NeedForm.Meta):
        pass


class StatusForm(ui_forms.Form):
    """Where a published need stands."""

    status = forms.ChoiceField(label=_("Status"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=250,
        help_text=_("Needed where the need is closed; it is not shown"),
    )

    def __init__(self, *args: Any, moves: list[NeedStatus], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["status"]
        field.choices = [(state.value, state.label) for state in moves]
