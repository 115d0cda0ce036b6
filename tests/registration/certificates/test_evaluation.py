"""Evaluations of a course, kept apart from names."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError, IllegalMoveError
from registration import course_emails, evaluation_results
from registration.course_enums import EvaluationQuestion
from registration.courses import CourseFacts
from registration.domain import evaluations, links
from registration.models import (
    Evaluation,
    EvaluationSlip,
    PlaceKind,
    Registration,
)
from tests.factories import courses as make
from tests.registration.certificates.issuing import attend

pytestmark = pytest.mark.django_db


RATINGS = dict.fromkeys(EvaluationQuestion, 4)


class TestEvaluation:
    """What trainees think, apart from their names."""

    def test_everybody_who_came_is_asked_once(
        self, course: CourseFacts, kind: PlaceKind, trainee: Registration, organiser: User, monkeypatch: Any
    ) -> None:
        make.trainee(kind)
        attend(trainee, course, 1, organiser)
        asked_at = course.ends + evaluations.ASKED_AFTER
        monkeypatch.setattr(clock, "now", lambda: asked_at)
        assert evaluations.invite(now=asked_at - timedelta(seconds=1)) == 0
        assert evaluations.invite(now=asked_at) == 1
        assert evaluations.invite(now=asked_at) == 0
        assert outbox.outbox[-1].to == [trainee.email]
        out = io.StringIO()
        call_command("ask_for_evaluations", stdout=out)
        assert out.getvalue().startswith("0 ")
        assert not course_emails.send_evaluation(slip_id=0)

    def test_answer_is_kept_once_and_names_nobody(
        self, client: Client, course: CourseFacts, trainee: Registration, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = make.after(course)
        monkeypatch.setattr(clock, "now", lambda: now)
        url = reverse("registration:course-evaluation", args=[links.issue_manage(registration=trainee, now=now)])
        given = {**{question.value: "5" for question in EvaluationQuestion}, "comment": "Nên có thêm thực hành."}
        page = client.post(url, {**given, "content": ""})
        assert "content" in page.context["form"].errors
        assert "Nên có thêm thực hành." in page.content.decode()
        assert client.post(url, given).status_code == 302
        client.post(url, given)
        answer = Evaluation.objects.get()
        names = {field.name for field in Evaluation._meta.get_fields()}
        assert names == {
            "id",
            "subject",
            "course_ended_on",
            "content",
            "trainers",
            "organisation",
            "usefulness",
            "comment",
        }
        assert answer.comment == "Nên có thêm thực hành."
        assert EvaluationSlip.objects.get().is_answered
        assert "answered_at" not in {field.name for field in EvaluationSlip._meta.get_fields()}

    def test_form_is_open_from_the_end_for_45_days(self, course: CourseFacts, trainee: Registration) -> None:
        for now in (course.ends - timedelta(seconds=1), course.ends + evaluations.OPEN_FOR):
            with pytest.raises(IllegalMoveError):
                evaluations.answer(registration=trainee, ratings=RATINGS, comment="", now=now)
        with pytest.raises(DomainError):
            evaluations.answer(
                registration=trainee,
                ratings={**RATINGS, EvaluationQuestion.CONTENT: 6},
                comment="",
                now=course.ends,
            )
        evaluations.answer(registration=trainee, ratings=RATINGS, comment="", now=course.ends)

    def test_results_wait_for_five_and_hide_small_cells(self, course: CourseFacts, kind: PlaceKind) -> None:
        def answer(rating: int) -> None:
            evaluations.answer(
                registration=make.trainee(kind),
                ratings=dict.fromkeys(EvaluationQuestion, rating),
                comment="Lời riêng",
                now=make.after(course),
            )

        for _number in range(4):
            answer(5)
        results = evaluation_results.of(course.key)
        assert (results.answered, results.questions, results.comments) == (4, (), ())
        answer(5)
        (first, *_others) = evaluation_results.of(course.key).questions
        assert (first.mean, first.counts) == (Decimal("5.0"), {5: 5, 4: 0, 3: 0, 2: 0, 1: 0})
        answer(1)
        (first, *_others) = evaluation_results.of(course.key).questions
        assert (first.mean, first.counts) == (Decimal("4.3"), None)

    def test_the_database_takes_ratings_from_1_to_5_only(self, course: CourseFacts, trainee: Registration) -> None:
        evaluations.answer(registration=trainee, ratings=RATINGS, comment="", now=make.after(course))
        with pytest.raises(IntegrityError), transaction.atomic():
            Evaluation.objects.update(content=6)
