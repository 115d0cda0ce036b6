"""Forms of the admin beside the story: deciding on comments, featuring stories."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser

from news.domain import comments, featuring
from news.enums import CommentState
from news.models import ArticlePage, Comment, FeaturedStory
from portal.kernel import clock


class CommentDecisionForm(WagtailAdminModelForm):
    """The newsroom's decision on a reader's comment."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (CommentState.APPROVED.value, _("Show the comment")),
            (CommentState.REFUSED.value, _("Refuse the comment")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Needed for a refusal; kept in the record.")
    )

    def keep(self, *, by: Any) -> Comment:
        """Hand the decision to the domain; raises DomainError."""
        comment: Comment = self.instance
        if self.cleaned_data["decision"] == CommentState.APPROVED:
            return comments.approve(comment=comment, by=by, now=clock.now())
        return comments.refuse(comment=comment, by=by, now=clock.now(), reason=self.cleaned_data["reason"])


class FeaturedStoryForm(WagtailAdminModelForm):
    """The department's choice of a story."""

    article = forms.ModelChoiceField(
        label=_("Story"),
        queryset=ArticlePage.objects.filter(live=True),
        widget=AdminPageChooser(target_models=[ArticlePage]),
    )

    def keep(self, *, by: Any) -> FeaturedStory:
        """Hand the choice to the domain; raises DomainError."""
        return featuring.feature(
            article=self.cleaned_data["article"], by=by, now=clock.now(), until=self.cleaned_data.get("until")
        )
