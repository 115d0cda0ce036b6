"""What an organiser asks, frozen by version, and what people answer."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from portal.media.models import PrivateFile
from registration.blocks import QuestionStream
from registration.enums import QuestionKind
from registration.models.places import Pool
from registration.question_set import LONGEST_KEEPING_DAYS, Question, question_of


class QuestionSheet(models.Model):
    """The draft of the questions of one subject; nobody but organisers sees it before it is published as a version."""

    subject = models.UUIDField(_("event or course"), unique=True)
    draft = StreamField(QuestionStream(), verbose_name=_("questions"), blank=True)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("questions of an event or course")
        verbose_name_plural = _("questions of events and courses")
        ordering: ClassVar = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return str(self.subject)


class QuestionVersion(models.Model):
    """The questions of a subject as they were published at one moment. Rows are only ever added."""

    subject = models.UUIDField(_("event or course"))
    number = models.PositiveIntegerField(_("number"))
    questions = models.JSONField(_("questions"))
    created_at = models.DateTimeField(_("published at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    class Meta:
        verbose_name = _("version of questions")
        verbose_name_plural = _("versions of questions")
        ordering: ClassVar = ["subject", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "number"], name="question_version_number_unique_in_subject"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="question_version_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a version that exists is never written again."""
        if self.pk is not None:
            raise TypeError("Versions of questions are only ever added.")
        super().save(*args, **kwargs)

    def read(self) -> tuple[Question, ...]:
        """Return the questions in their order."""
        return tuple(question_of(each) for each in self.questions)


class Answer(models.Model):
    """What one party answered to one question. ``asked`` are the words it read, ``keep_days`` counts from the end of the subject."""

    registration = models.ForeignKey(
        "registration.Registration",
        on_delete=models.CASCADE,
        related_name="given_answers",
        verbose_name=_("registration"),
    )
    question = models.CharField(_("key of the question"), max_length=40)
    kind = models.CharField(_("kind of answer"), max_length=20, choices=QuestionKind.choices)
    asked = models.CharField(_("question"), max_length=250)
    value = models.JSONField(_("answer"), default=None, null=True, blank=True)
    refused = models.JSONField(_("options without a place left"), default=list, blank=True)
    file = models.ForeignKey(
        PrivateFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    keep_days = models.PositiveSmallIntegerField(_("days kept after the end"), default=LONGEST_KEEPING_DAYS)
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("answer of a registration")
        verbose_name_plural = _("answers of registrations")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registration", "question"], name="answer_once_per_registration_and_question"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=QuestionKind.values), name="answer_kind_known"),
            models.CheckConstraint(
                condition=models.Q(keep_days__gte=1) & models.Q(keep_days__lte=LONGEST_KEEPING_DAYS),
                name="answer_kept_one_day_to_two_years",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.question}"


class OptionPlace(models.Model):
    """Places of an option that a registration takes: the rows behind the counter of the option's pool.

    Without a registration the places stay counted, but nobody can tell any more whose they were.
    """

    registration = models.ForeignKey(
        "registration.Registration",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="option_places",
        verbose_name=_("registration"),
    )
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="option_places", verbose_name=_("option"))
    quantity = models.PositiveSmallIntegerField(_("number of places"))
    taken_at = models.DateTimeField(_("taken at"))

    class Meta:
        verbose_name = _("places of an option")
        verbose_name_plural = _("places of options")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "pool"], name="option_place_once_per_registration"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="option_place_of_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.pool_id} × {self.quantity}"
