"""The form by which editors add a file to a course."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.enums import MaterialOpening
from portal.ui import forms as ui_forms
from registration.courses import CourseFacts


class MaterialForm(ui_forms.Form):
    """A file, its titles, and from when trainees may have it."""

    title_vi = forms.CharField(label=_("Title in Vietnamese"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, Word, Excel or a picture, 25 MB at most. Only confirmed trainees and organisers can open it."
        ),
        error_messages={"required": _("Choose a file.")},
    )
    opening = forms.ChoiceField(
        label=_("Available from"), choices=MaterialOpening.choices, initial=MaterialOpening.AT_ONCE
    )
    session = forms.ChoiceField(label=_("After which session"), required=False)

    def __init__(self, *args: Any, course: CourseFacts | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions = course.sessions if course is not None else ()
        self.fields["session"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            ("", _("– only for “after a session” –")),
            *((str(session.key), session.title) for session in sessions if session.key != getattr(course, "key", None)),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the session where one is meant."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("opening") == MaterialOpening.AFTER_SESSION and not given.get("session"):
            self.add_error("session", _("Choose a session of this course."))
        return given
