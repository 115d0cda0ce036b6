"""Forms of the admin beside the story: featuring stories."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from news import queries
from news.domain import featuring
from news.models import ArticlePage, FeaturedStory
from portal.kernel import clock, errors


class FeaturedStoryForm(WagtailAdminModelForm):
    """The department's choice of a story, which was picked on the page before; an existing choice keeps its story."""

    article = forms.ModelChoiceField(
        label=_("Story"), queryset=ArticlePage.objects.none(), widget=forms.HiddenInput, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["article"]
        field.queryset = queries.featurable()

    def clean(self) -> dict[str, Any]:
        """Ask for a story where a new one is featured, and for hours that make sense: the database would only name its rule."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk is None and not cleaned.get("article"):
            self.add_error(None, _("Choose a published story first."))
        try:
            featuring.check(self._showing(), clock.now())
        except errors.DomainError as error:
            if error.field in cleaned:
                self.add_error(error.field, str(error))
        return cleaned

    def _showing(self) -> featuring.Showing:
        data = self.cleaned_data
        position = data.get("position")
        return featuring.Showing(
            starts_at=data.get("starts_at"),
            until=data.get("until"),
            position=1 if position is None else position,
            note=data.get("note", ""),
        )

    def keep(self, *, by: Any) -> FeaturedStory:
        """Hand the choice to the domain; raises DomainError."""
        showing = self._showing()
        if self.instance.pk is not None:
            story = FeaturedStory.objects.get(pk=self.instance.pk)
            return featuring.change(story=story, by=by, now=clock.now(), showing=showing)
        return featuring.feature(article=self.cleaned_data["article"], by=by, now=clock.now(), showing=showing)
