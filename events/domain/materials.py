"""Files for the trainees of a course: added and removed by those who may publish its page."""

import uuid
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from events import permissions
from events.enums import MaterialOpening
from events.models import CourseMaterial, CoursePage, EventSession
from portal.kernel import text
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError
from portal.media.domain import private_files
from portal.media.enums import OFFICE_DOCUMENTS

PURPOSE: Final = "events.course-material"
LARGEST: Final = 25 * private_files.MEGABYTE
MOST: Final = 40


@transaction.atomic
def add(
    *,
    course: CoursePage,
    file: Any,
    title_vi: str,
    title_en: str,
    opening: MaterialOpening,
    session: uuid.UUID | None,
    by: Any,
    now: datetime,
) -> CourseMaterial:
    """Add a file to a course in both languages. ``session`` is meant only with AFTER_SESSION.

    Raises NotAllowedError, LimitReachedError after 40 files, and DomainError on ``title_vi``, ``session`` or ``file``.
    """
    if not permissions.can_change_status(by, course):
        raise NotAllowedError
    title = text.line(title_vi)
    if not text.words(title):
        raise DomainError(_("Enter a title."), field="title_vi")
    wanted = session if opening is MaterialOpening.AFTER_SESSION else None
    if opening is MaterialOpening.AFTER_SESSION:
        known = EventSession.objects.filter(event__translation_key=course.translation_key, translation_key=session)
        if session is None or not known.exists():
            raise DomainError(_("Choose a session of this course."), field="session")
    CoursePage.objects.select_for_update(of=("self",)).get(pk=course.pk)
    if CourseMaterial.objects.filter(course_key=course.translation_key).count() >= MOST:
        raise LimitReachedError(_("A course can have %(most)s files. Remove one first.") % {"most": MOST}, field="file")
    record = private_files.store(
        file=file,
        purpose=PURPOSE,
        subject=str(course.translation_key),
        field="file",
        by=by,
        now=now,
        kinds=OFFICE_DOCUMENTS,
        largest=LARGEST,
    )
    return CourseMaterial.objects.create(
        course_key=course.translation_key,
        title_vi=title,
        title_en=text.line(title_en),
        file=record,
        opening=opening,
        session=wanted,
        added_by=by,
        added_at=now,
    )


@transaction.atomic
def remove(*, course: CoursePage, material: CourseMaterial, by: Any) -> None:
    """Throw a file of a course away, contents included. Raises NotAllowedError, also for a file of another course."""
    if not permissions.can_change_status(by, course) or material.course_key != course.translation_key:
        raise NotAllowedError
    record = material.file
    material.delete()
    private_files.delete(record)
