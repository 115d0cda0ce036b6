"""What applicants answer to the fair's questions, and the documents they hand in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from events.booth_enums import RequirementKind
from events.models import FairAnswer, FairApplication, FairRequirement
from portal.kernel import text
from portal.kernel.errors import DomainError
from portal.media.domain import private_files
from portal.media.enums import OFFICE_DOCUMENTS

PURPOSE: Final = "events.application"
Given = Mapping[int, "str | UploadedFile[Any] | None"]


def field_name(requirement_id: int) -> str:
    """Return what the form calls the field of a question or document."""
    return f"answer_{requirement_id}"


def keep(*, application: FairApplication, given: Given, by: Any, now: datetime) -> None:
    """Keep what was answered; ``given`` has words or a file by the number of the requirement.

    A document that was not chosen again stays the one that is there. Raises DomainError for a file that cannot be taken.
    Needs a transaction.
    """
    requirements = FairRequirement.objects.filter(fair_key=application.fair_key, pk__in=list(given))
    known = {answer.requirement_id: answer for answer in application.answers.select_related("file")}
    for requirement in requirements:
        value = given[requirement.pk]
        answer = known.get(requirement.pk) or FairAnswer(application=application, requirement=requirement)
        answer.asked = requirement.text_vi
        if requirement.kind == RequirementKind.QUESTION:
            answer.words = text.paragraphs(value) if isinstance(value, str) else ""
            answer.save()
        elif isinstance(value, UploadedFile):
            former = answer.file
            answer.file = private_files.store(
                file=value,
                purpose=PURPOSE,
                subject=application.reference,
                field=field_name(requirement.pk),
                by=by,
                now=now,
                kinds=OFFICE_DOCUMENTS,
            )
            answer.save()
            if former is not None:
                private_files.delete(former)


def require_complete(*, application: FairApplication) -> None:
    """Raise DomainError on the first compulsory question or document that is missing."""
    done = {answer.requirement_id for answer in application.answers.all() if answer.words or answer.file_id is not None}
    for requirement in FairRequirement.objects.filter(fair_key=application.fair_key, is_required=True):
        if requirement.pk in done:
            continue
        words = (
            _("Choose the file for: %(name)s.")
            if requirement.kind == RequirementKind.DOCUMENT
            else _("Answer the question: %(name)s.")
        )
        raise DomainError(words % {"name": requirement.text.rstrip(".?")}, field=field_name(requirement.pk))
