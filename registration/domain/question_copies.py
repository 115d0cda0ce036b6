"""Copying the questions of one subject to another: the draft, and published again where the old ones are in force."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from portal.accounts.models import User
from portal.kernel.errors import DomainError
from registration import permissions, question_queries
from registration.domain import questions
from registration.models import QuestionSheet


def copy(
    *,
    source: uuid.UUID,
    target: uuid.UUID,
    shift: timedelta,  # noqa: ARG001 -- questions hold no instants
    sessions: Mapping[uuid.UUID, uuid.UUID],  # noqa: ARG001 -- the same
    by: User | None,
    now: datetime,
) -> bool:
    """Copy the questions; return whether there were some. Part of ``set_up.copy``.

    A draft that cannot be published as it is stays a draft, as does one that the person may not publish.
    """
    sheet = QuestionSheet.objects.filter(subject=source).first()
    if sheet is None or QuestionSheet.objects.filter(subject=target).exists():
        return False
    QuestionSheet.objects.create(subject=target, draft=sheet.draft.raw_data, changed_at=now)
    if by is not None and permissions.may_edit_questions(by) and question_queries.current(source) is not None:
        try:
            with transaction.atomic():
                questions.publish(subject=target, by=by, now=now)
        except DomainError:
            return True
    return True
