"""Copying the files of a course to another one: contents and titles, opened as before, each file a file of its own."""

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from events.models import CourseMaterial
from portal.media.domain import private_files
from portal.media.models import PrivateFile

logger: Final = logging.getLogger(__name__)


def copy(
    *,
    source: uuid.UUID,
    target: uuid.UUID,
    shift: timedelta,  # noqa: ARG001 -- a material opens by its session, not by a date
    sessions: Mapping[uuid.UUID, uuid.UUID],
    by: Any,
    now: datetime,
) -> int:
    """Copy the materials; return how many. Part of ``registration.domain.set_up.copy``, in its transaction.

    Each copy has bytes of its own, so that a file that is thrown away in one course stays in the other. A file whose session was
    not copied, or whose bytes are lost, is left out.
    """
    pairs: list[tuple[uuid.UUID | None, uuid.UUID | None]] = [(None, None), (source, target), *sessions.items()]
    known = dict(pairs)
    made: list[PrivateFile] = []
    count = 0
    rows = CourseMaterial.objects.filter(course_key=source).select_related("file").order_by("added_at", "pk")
    try:
        for row in rows:
            if row.session not in known:
                continue
            try:
                made.append(private_files.copy(row.file, subject=str(target), by=by, now=now))
            except FileNotFoundError:
                logger.warning("material %s is not copied: its contents are lost", row.key)
                continue
            CourseMaterial.objects.create(
                course_key=target,
                title_vi=row.title_vi,
                title_en=row.title_en,
                file=made[-1],
                opening=row.opening,
                session=known[row.session],
                added_by=by,
                added_at=now,
            )
            count += 1
    except BaseException:
        # The rows go with the transaction; nobody would find the bytes any more.
        for record in made:
            record.file.storage.delete(str(record.file.name))
        raise
    return count
