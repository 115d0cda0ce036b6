"""Marks of an examination, entered by the organiser."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from registration import errors, permissions
from registration.course_enums import CertificateState
from registration.domain import audit
from registration.enums import PLACE_HOLDING_STATES
from registration.models import Certificate, ExamMark, Registration
from registration.organiser_enums import AuditAction

HIGHEST: Final = Decimal(10)


@transaction.atomic
def enter(*, registration: Registration, mark: Decimal | None, by: User, now: datetime) -> ExamMark | None:
    """Keep a trainee's mark, 0 to 10; None takes it away. The same mark again changes nothing.

    Raises NotAllowedError, IllegalMoveError for somebody without a place, FrozenError under a valid certificate, and DomainError on
    ``mark`` for a number out of range.
    """
    if not permissions.may_certify(by):
        raise NotAllowedError
    if mark is not None and not 0 <= mark <= HIGHEST:
        raise DomainError(_("Enter a mark from 0 to 10."), field="mark")
    current = Registration.objects.select_for_update().get(pk=registration.pk)
    if current.state not in PLACE_HOLDING_STATES:
        raise IllegalMoveError
    before = ExamMark.objects.filter(registration=current).first()
    if (before.mark if before else None) == mark:
        return before
    if Certificate.objects.filter(registration=current, state=CertificateState.ISSUED).exists():
        raise errors.FrozenError
    audit.record(
        action=AuditAction.MARK_CHANGED,
        by=by,
        now=now,
        subject=current.place_kind.subject,
        about=before or ExamMark(),
        label=current.reference,
        changes=[("mark", str(before.mark) if before else None, None if mark is None else str(mark))],
    )
    if mark is None:
        ExamMark.objects.filter(registration=current).delete()
        return None
    row, _made = ExamMark.objects.update_or_create(registration=current, defaults={"mark": mark, "by": by, "at": now})
    return row
