"""The organisers' form of a draft of questions in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.kernel import clock
from registration import subjects
from registration.models import PlaceKind, QuestionSheet


class QuestionSheetForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail has no types
    """The subject, chosen once, and the questions."""

    subject = forms.ChoiceField(
        label=_("Event or course"),
        error_messages={"required": _("Choose the event or course."), "invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            del self.fields["subject"]
            return
        self.fields["subject"].choices = [("", _("Choose one")), *_without_questions()]  # type: ignore[attr-defined]  # it is a ChoiceField

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """Note when the draft was changed."""
        self.instance.changed_at = clock.now()
        return super().save(commit)


def _without_questions() -> list[tuple[str, str]]:
    """Return the subjects that offer places and have no sheet of questions yet, by title."""
    taken = QuestionSheet.objects.values("subject")
    keys = list(PlaceKind.objects.exclude(subject__in=taken).order_by().values_list("subject", flat=True).distinct())
    known = subjects.info_for(keys)
    return sorted(((str(key), known[key].title) for key in keys if key in known), key=lambda choice: choice[1])
