"""Forms of a review: the reviewer's remark and answer, and the editor's link."""

import uuid
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from news.domain import review_links
from news.models import ArticlePage
from news.models.reviews import LONGEST_REMARK
from news.reviews.enums import ReviewAnswer, ReviewRole
from news.reviews.passages import Passage
from portal.blocks import text as block_text
from portal.ui import forms as ui_forms

LONGEST_CHOICE: Final = 90
MOST_VERSIONS: Final = 10


class RemarkForm(ui_forms.Form):
    """One remark, on a numbered passage or on the whole draft."""

    passage = forms.ChoiceField(label=_("On which passage"), required=False)
    text = forms.CharField(
        label=_("Your remark"),
        max_length=LONGEST_REMARK,
        help_text=_(
            "Plain text of at most 2,000 characters. You can write several remarks and change them until you send."
        ),
        widget=forms.Textarea({"rows": 6}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, passages: list[Passage], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"form_key": uuid.uuid4(), **(initial or {})})
        self.fields["passage"].choices = [  # type: ignore[attr-defined]  # a field with choices
            ("", _("On the whole story")),
            *((one.key, f"{one.number}. {block_text.shorten(one.words, length=LONGEST_CHOICE)}") for one in passages),
        ]

    @property
    def key(self) -> uuid.UUID:
        """The key of the form; a new one where a browser sent none."""
        given: uuid.UUID | None = self.cleaned_data.get("form_key")
        return given or uuid.uuid4()


class ChangeRemarkForm(ui_forms.Form):
    """Other words for a remark that is not sent."""

    text = forms.CharField(label=_("Your remark"), max_length=LONGEST_REMARK, widget=forms.Textarea({"rows": 8}))


class AnswerForm(ui_forms.Form):
    """What the reviewer thinks of the whole; sends all remarks."""

    answer = forms.ChoiceField(
        label=_("What do you think of the draft?"),
        choices=[(one.value, one.label) for one in ReviewAnswer if one],
        widget=forms.RadioSelect,
    )


class _VersionField(forms.ModelChoiceField[Revision]):
    def label_from_instance(self, obj: Any) -> str:
        """Name a version by its time and headline."""
        from portal.pages.inspecting import moment  # noqa: PLC0415 -- needs the active language

        return f"{moment(obj.created_at)} – {obj.object_str}"


class ReviewLinkForm(ui_forms.Form):
    """For whom a link is made, to which version, and how long it lasts."""

    revision = _VersionField(
        label=_("Version"),
        queryset=Revision.objects.none(),
        empty_label=None,
        help_text=_("The link shows this version for as long as it lasts, whatever is written later."),
    )
    name = forms.CharField(label=_("Name of the reviewer"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=ReviewRole.choices)
    email = forms.EmailField(
        label=_("E-mail of the reviewer"),
        required=False,
        help_text=_(
            "The link is sent there. Left empty, you copy the link yourself. Name and address are deleted after a year."
        ),
    )
    note = forms.CharField(
        label=_("What the reviewer is asked"),
        max_length=500,
        required=False,
        help_text=_("For example: please check your quotations and the figures."),
        widget=forms.Textarea({"rows": 3}),
    )
    days = forms.IntegerField(
        label=_("Days until it ends"),
        min_value=1,
        max_value=review_links.MOST_DAYS,
        initial=review_links.DEFAULT_DAYS,
        help_text=_("From one to thirty."),
    )

    def __init__(self, data: Any = None, *, article: ArticlePage) -> None:
        super().__init__(data)
        versions = article.revisions.order_by("-created_at", "-pk")
        newest = list(versions.values_list("pk", flat=True)[:MOST_VERSIONS])
        field: Any = self.fields["revision"]
        field.queryset = versions.filter(pk__in=newest)
        field.initial = newest[0] if newest else None
