"""Changing one's answers, and the organiser's look at a form that is not published yet."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.ui import forms as ui_forms
from registration import drafts, permissions, question_queries, subjects
from registration.answered import value_of
from registration.domain import answers, links
from registration.forms import AnswersForm, RegisterForm
from registration.models import PlaceKind, QuestionSheet, QuestionVersion, Registration
from registration.question_set import frozen
from registration.views.base import PersonalView


class AnswersView(PersonalView):
    """The questions once more, for the holder of the link, until registration closes."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Show what was answered."""
        registration, version = self._opened(secret)
        if not answers.may_change(registration=registration, now=clock.now()):
            return self._too_late(request, secret)
        return self._page(request, registration, secret, self._form(registration, version))

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Change the answers, or show what is wrong beside them."""
        registration, version = self._opened(secret)
        now = clock.now()
        if not answers.may_change(registration=registration, now=now):
            return self._too_late(request, secret)
        form = self._form(registration, version, request.POST, request.FILES)
        if form.is_valid() and form.answered is not None and self._change(registration, form):
            messages.success(request, _("Your answers are changed."))
            return redirect("registration:manage", secret=secret)
        form.ask_for_files_again()
        return self._page(request, registration, secret, form)

    def _opened(self, secret: str) -> tuple[Registration, QuestionVersion]:
        registration = links.registration_of(purpose=links.MANAGE, secret=secret, now=clock.now())
        version = question_queries.current(registration.place_kind.subject) if registration is not None else None
        if registration is None or version is None:
            raise Http404
        return registration, version

    def _form(self, registration: Registration, version: QuestionVersion, *sent: Any) -> AnswersForm:
        given = registration.given_answers.select_related("file")
        return AnswersForm(
            *sent,
            place_kind=registration.place_kind,
            version=version,
            left=question_queries.left_by_option(version, clock.now()),
            earlier={answer.question: value_of(answer) for answer in given},
            changed_at=registration.changed_at,
        )

    def _change(self, registration: Registration, form: AnswersForm) -> bool:
        """Return whether the answers were changed; the form says why not."""
        assert form.answered is not None  # noqa: S101 -- the caller has looked
        answered = None
        try:
            answered = answers.store_files(answered=form.answered, by=None, now=clock.now())
            answers.change(
                registration=registration,
                answered=answered,
                seen_at=form.cleaned_data["seen_at"],
                now=clock.now(),
            )
        except DomainError as refusal:
            answers.throw_away(answered=answered)
            ui_forms.add_domain_error(form, refusal)
            return False
        return True

    def _too_late(self, request: HttpRequest, secret: str) -> HttpResponse:
        messages.error(request, _("The answers can no longer be changed."))
        return redirect("registration:manage", secret=secret)

    def _page(self, request: HttpRequest, registration: Registration, secret: str, form: AnswersForm) -> HttpResponse:
        return self.page(
            request,
            "answers",
            info=subjects.info(registration.place_kind.subject),
            title=_("Change my answers"),
            form=form,
            form_has_errors=form.is_bound,
            registration=registration,
            secret=secret,
            submit_text=_("Save"),
        )


class PreviewQuestionsView(PersonalView):
    """The form as visitors would see it with the present draft; only for organisers, and it cannot be sent."""

    def get(self, request: HttpRequest, subject: uuid.UUID) -> HttpResponse:
        """Show the form with the draft's questions, or the sentence that says what is not ready."""
        user = request.user
        if not user.is_authenticated or not permissions.may_edit_questions(user):
            raise Http404
        sheet = QuestionSheet.objects.filter(subject=subject).first()
        kinds = list(PlaceKind.objects.of(subject).filter(session=None))
        if sheet is None or not kinds:
            raise Http404
        problem = ""
        try:
            content = [frozen(question) for question in drafts.read(sheet.draft, kinds)]
        except DomainError as refusal:
            problem, content = str(refusal), []
        draft = QuestionVersion(subject=subject, number=1, questions=content)
        return self.page(
            request,
            "preview",
            info=subjects.info(subject),
            title=_("Preview of the form"),
            form=RegisterForm(kinds=kinds, version=draft, left=_places(draft)),
            problem=problem,
        )


def _places(draft: QuestionVersion) -> dict[str, int]:
    return {
        option.key: option.places
        for question in draft.read()
        for option in question.options
        if option.places is not None
    }
