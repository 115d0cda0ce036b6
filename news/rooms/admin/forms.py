"""Forms of the admin about newsrooms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from news.domain.closing import Grounds
from news.domain.desks import DeskNames
from news.domain.newsrooms import NewsroomContact, NewsroomTexts
from news.enums import Desk, StaffRole
from news.models import NewsroomDesk, NewsroomPage
from portal.ui.forms import Form


class DeskForm(Form):
    """A desk; chief editors get its names only."""

    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    medium = forms.ChoiceField(label=_("Medium"), choices=Desk.choices)
    position = forms.IntegerField(
        label=_("Place in the order"), min_value=1, max_value=999, help_text=_("1 comes first.")
    )

    def __init__(self, *args: Any, is_operator: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_operator:
            del self.fields["medium"], self.fields["position"]

    @staticmethod
    def initial_of(desk: NewsroomDesk) -> dict[str, Any]:
        """Return a desk as the form shows it."""
        return {name: getattr(desk, name) for name in ("name_vi", "name_en", "medium", "position")}

    def names(self) -> DeskNames:
        """Return the names that were typed."""
        return DeskNames(vi=self.cleaned_data["name_vi"], en=self.cleaned_data["name_en"])


class InviteForm(Form):
    """Whom to ask into which group."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The address of an account on this portal, exactly as it was given when signing up."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: list[StaffRole], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = [(role.value, role.label) for role in roles]
        field.initial = roles[0].value


class GroundsForm(Form):
    """Why a newsroom ends or opens again."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Kept in the record of the newsroom; readers do not see it."),
    )
    decision = forms.CharField(
        label=_("Number of the decision"), max_length=80, required=False, help_text=_("For example 12/QĐ-UBND.")
    )

    def grounds(self) -> Grounds:
        """Return what was typed."""
        return Grounds(reason=self.cleaned_data["reason"], decision=self.cleaned_data["decision"])


class MergeForm(GroundsForm):
    """Into which newsroom this one goes, and why."""

    into = forms.ChoiceField(label=_("Into which newsroom"))
    field_order = ("into", "reason", "decision")

    def __init__(self, *args: Any, rooms: list[NewsroomPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = {str(page.translation_key): page for page in rooms}
        field: Any = self.fields["into"]
        field.choices = [("", _("Choose a newsroom")), *((key, page.title) for key, page in self.rooms.items())]

    def chosen(self) -> NewsroomPage:
        """Return the newsroom that was chosen."""
        return self.rooms[self.cleaned_data["into"]]


class OpeningForm(Form):
    """A new newsroom: what it is called in both languages, and its desks."""

    title = forms.CharField(label=_("Name in Vietnamese"), max_length=200)
    publisher = forms.CharField(label=_("Publisher"), max_length=200)
    description = forms.CharField(
        label=_("Description"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    title_en = forms.CharField(
        label=_("Name in English"),
        max_length=200,
        required=False,
        help_text=_("Left empty, the newsroom gets no English page; it can be translated later."),
    )
    publisher_en = forms.CharField(label=_("Publisher in English"), max_length=200, required=False)
    description_en = forms.CharField(
        label=_("Description in English"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("Names the newsroom in addresses of feeds and filters; it never changes."),
        error_messages={"invalid": _("Use letters without marks, digits and hyphens only, such as bao-bac-ninh.")},
    )
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=60,
        help_text=_("Names its groups, collection and workflow; it never changes."),
    )
    desks = forms.MultipleChoiceField(
        label=_("Desks"),
        choices=Desk.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each is called by its medium; rename them or add others later."),
    )
    email = forms.EmailField(label=_("E-mail of the newsroom"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    licence = forms.CharField(label=_("Licence of the publisher"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a code or a short name that is taken: opening a newsroom twice would only give the first one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if NewsroomPage.objects.filter(code=cleaned.get("code", "")).exists():
            self.add_error("code", _("Another newsroom has this code."))
        if NewsroomPage.objects.filter(short_name=cleaned.get("short_name", "")).exists():
            self.add_error("short_name", _("Another newsroom has this short name."))
        return cleaned

    def vietnamese(self) -> NewsroomTexts:
        """Return the words of the Vietnamese page."""
        data = self.cleaned_data
        return NewsroomTexts(data["title"], data["publisher"], data["description"])

    def english(self) -> NewsroomTexts | None:
        """Return the words of the English page, if there is to be one."""
        data = self.cleaned_data
        if not data["title_en"]:
            return None
        return NewsroomTexts(data["title_en"], data["publisher_en"] or data["publisher"], data["description_en"])

    def contact(self) -> NewsroomContact:
        """Return how readers reach it."""
        data = self.cleaned_data
        return NewsroomContact(data["email"], data["phone"], data["licence"])
