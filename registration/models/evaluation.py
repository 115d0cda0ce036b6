"""What trainees think of a course, kept apart from who they are (ADR 0020)."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.models.records import Registration


class EvaluationSlip(models.Model):
    """That a trainee was asked, and whether an answer came: no moment of the answer, which could be matched with others."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="evaluation_slip", verbose_name=_("registration")
    )
    asked_at = models.DateTimeField(_("asked at"))
    is_answered = models.BooleanField(_("answered"), default=False)

    class Meta:
        verbose_name = _("request for an evaluation")
        verbose_name_plural = _("requests for evaluations")

    def __str__(self) -> str:
        return str(self.registration)


class Evaluation(models.Model):
    """One answer. It names a course and nobody, has a random key and no moment of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(_("course"), db_index=True)
    course_ended_on = models.DateField(_("the course ended on"))
    content = models.PositiveSmallIntegerField(_("content"))
    trainers = models.PositiveSmallIntegerField(_("trainers"))
    organisation = models.PositiveSmallIntegerField(_("organisation"))
    usefulness = models.PositiveSmallIntegerField(_("usefulness"))
    comment = models.TextField(_("in one's own words"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("evaluation of a course")
        verbose_name_plural = _("evaluations of courses")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    content__range=(1, 5),
                    trainers__range=(1, 5),
                    organisation__range=(1, 5),
                    usefulness__range=(1, 5),
                ),
                name="evaluation_ratings_1_to_5",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
