"""The admin's forms of programmes and their planned air times."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from news import media_permissions, permissions
from news.domain import programmes
from news.models import NewsroomPage, Programme, ProgrammeAirTime
from portal.kernel import clock, errors
from portal.ui import sentences

DROP, KEEP = "drop", "keep"


class ProgrammeForm(WagtailAdminModelForm):
    """A programme with its weekly slots; newsroom and code are chosen once."""

    newsroom = forms.ModelChoiceField(label=_("Newsroom"), queryset=NewsroomPage.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentences.name_empty_choices(self.fields)
        rooms = permissions.programme_newsrooms(self.for_user)
        field = self.fields["newsroom"]
        field.queryset = rooms
        if self.instance.pk:
            field.initial = rooms.filter(translation_key=self.instance.newsroom_key).first()
            field.disabled = True
            self.fields["code"].disabled = True
        elif len(rooms) == 1:
            field.initial = rooms[0]

    def clean_cover(self) -> Any:
        """Refuse a picture of another newsroom, whose number can be guessed."""
        cover = self.cleaned_data["cover"]
        if (
            cover is not None
            and "cover" in self.changed_data
            and not media_permissions.may_choose(self.for_user, cover)
        ):
            raise forms.ValidationError(_("Choose one from your own collection."))
        return cover

    def keep(self, *, by: Any) -> Programme:
        """Hand the programme to the domain; raises DomainError."""
        programme: Programme = self.save(commit=False)
        if not programme.pk:
            programme.newsroom_key = self.cleaned_data["newsroom"].translation_key
        return programmes.save(programme=programme, by=by, now=clock.now())


class AirTimeForm(WagtailAdminModelForm):
    """Whether a planned air time takes place."""

    decision = forms.ChoiceField(
        label=_("On air?"),
        choices=[(KEEP, _("As planned")), (DROP, _("Not on air: lists and calendars say so"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].initial = DROP if self.instance.cancelled_at else KEEP

    def keep(self, *, by: Any) -> ProgrammeAirTime:
        """Hand the decision to the domain; raises DomainError. The same decision again changes nothing."""
        row: ProgrammeAirTime = self.instance
        dropped = self.cleaned_data["decision"] == DROP
        if dropped == (row.cancelled_at is not None):
            return row
        move = programmes.cancel if dropped else programmes.restore
        return move(air_time=row, by=by, now=clock.now())


def put_refusal(form: Any, error: errors.DomainError) -> None:
    """Show a refusal beside each field that it blames, or above the form."""
    if isinstance(error, programmes.StreamsRefusedError):
        for name, said in error.refusals.items():
            form.add_error(name, str(said))
        return
    form.add_error(error.field if error.field in form.fields else None, str(error))
