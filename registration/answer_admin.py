"""Changing somebody's answers in the admin: the form with a reason, and the button that leads to it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.widgets import Button

from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.ui.forms import add_domain_error
from registration import permissions, question_queries
from registration.answered import value_of
from registration.decisions import URL_NAMESPACE
from registration.domain import answer_corrections, answers
from registration.forms import AnswersForm
from registration.models import QuestionVersion, Registration
from registration.one_registration import OneRegistrationMixin


class CorrectAnswersForm(AnswersForm):
    """The questions as they were answered, and why something is changed."""

    why = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The person reads this in the mail, and it stands in the audit."),
        max_length=answer_corrections.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write why: the person reads it, and it stands in the audit.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"] = self.fields.pop("why")  # behind the questions


def buttons(registration: Registration, user: Any) -> list[Button]:
    """Return the way to changing the answers, for those who may decide."""
    if not permissions.may_decide(user) or not answer_corrections.is_open(registration):
        return []
    address = reverse(f"{URL_NAMESPACE}:answers", args=[registration.pk])
    return [Button(_("Change the answers"), url=address, icon_name="edit", priority=60)]


class CorrectAnswersView(OneRegistrationMixin, FormView):  # type: ignore[misc,type-arg]  # Wagtail has no types
    """Shows the answers of one registration and changes them; everybody but organisers finds nothing."""

    form_class = CorrectAnswersForm
    page_title = gettext_lazy("Change the answers")
    related = ("place_kind", "question_version")

    def is_open(self, registration: Registration) -> bool:
        """Return whether the state of the registration allows it."""
        return answer_corrections.is_open(registration)

    @cached_property
    def version(self) -> QuestionVersion:
        """The questions that were answered."""
        found = answer_corrections.version_for(self.registration)
        assert found is not None  # noqa: S101 -- asked in setup
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begin with what was answered."""
        given = self.registration.given_answers.select_related("file")
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial", None)
        return {
            **kwargs,
            "place_kind": self.registration.place_kind,
            "version": self.version,
            "left": question_queries.left_by_option(self.version, clock.now()),
            "earlier": {answer.question: value_of(answer) for answer in given},
            "changed_at": self.registration.changed_at,
        }

    def form_valid(self, form: CorrectAnswersForm) -> HttpResponse:
        """Change them, and go back to the registration."""
        assert form.answered is not None  # noqa: S101 -- the form checks its answers
        by: Any = self.request.user
        answered = None
        try:
            answered = answers.store_files(answered=form.answered, by=by, now=clock.now())
            answer_corrections.correct(
                registration=self.registration,
                answered=answered,
                why=form.cleaned_data["why"],
                by=by,
                seen_at=form.cleaned_data["seen_at"],
                now=clock.now(),
            )
        except DomainError as refusal:
            add_domain_error(form, refusal)
            return self.form_invalid(form)
        finally:
            # Refused, or given up by the database: what no answer refers to is thrown away.
            answers.throw_away(answered=answered)
        messages.success(self.request, _("The answers are changed; the person gets a mail that says what and why."))
        return redirect(f"{URL_NAMESPACE}:inspect", self.registration.pk)

    def form_invalid(self, form: CorrectAnswersForm) -> HttpResponse:
        """Say which files must be chosen again."""
        form.ask_for_files_again()
        return super().form_invalid(form)
