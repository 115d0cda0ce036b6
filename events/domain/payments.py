"""Fees of booths: what is due, and who marked it as paid. The portal takes no money."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.domain import application_steps as steps
from events.enums import ApplicationState
from events.models import FairApplication
from portal.kernel import clock, formats, text
from portal.kernel.errors import DomainError
from registration.domain import audit
from registration.organiser_enums import AuditAction


@transaction.atomic
def mark_paid(*, application: FairApplication, paid_on: date, note: str, by: Any, now: datetime) -> FairApplication:
    """Note that the fee has come in, on a day in Việt Nam; raises NotAllowedError and DomainError.

    Nothing is due, it is marked already, or the day is still to come: DomainError.
    """
    steps.require_reviewer(by)
    current = steps.locked(application)
    if not current.fee_due:
        raise DomainError(_("No fee is due for this application."))
    if current.paid_on is not None:
        raise DomainError(_("The fee is marked as paid already."))
    if paid_on > clock.local(now).date():
        raise DomainError(_("Give the day on which the money came in, not a day to come."), field="paid_on")
    current.paid_on, current.paid_note, current.paid_marked_by = paid_on, text.line(note)[:300], by
    current.save(update_fields=["paid_on", "paid_note", "paid_marked_by"])
    words = _("Fee marked as paid on %(day)s. %(note)s") % {"day": formats.short_date(paid_on), "note": text.line(note)}
    steps.log(application=current, before=current.state, by=by, now=now, note=words.strip(), is_internal=True)
    _note(current, AuditAction.FEE_MARKED, ("paid_on", None, paid_on), by, now)
    return current


@transaction.atomic
def unmark_paid(*, application: FairApplication, note: str, by: Any, now: datetime) -> FairApplication:
    """Take the mark back, saying why; raises NotAllowedError and DomainError."""
    steps.require_reviewer(by)
    current = steps.locked(application)
    if current.paid_on is None:
        raise DomainError(_("The fee is not marked as paid."))
    if not note.strip():
        raise DomainError(_("Say why the mark is taken back."), field="note")
    before = current.paid_on
    current.paid_on, current.paid_note, current.paid_marked_by = None, "", None
    current.save(update_fields=["paid_on", "paid_note", "paid_marked_by"])
    if current.state != ApplicationState.CONFIRMED:
        forget_due(application=current)
    words = _("Mark of payment taken back. %(note)s") % {"note": text.line(note)}
    steps.log(application=current, before=current.state, by=by, now=now, note=words, is_internal=True)
    _note(current, AuditAction.FEE_UNMARKED, ("paid_on", before, None), by, now)
    return current


def _note(application: FairApplication, action: AuditAction, change: audit.Change, by: Any, now: datetime) -> None:
    audit.record(
        action=action,
        by=by,
        now=now,
        subject=application.fair_key,
        about=application,
        label=application.reference,
        changes=[change],
    )


def forget_due(*, application: FairApplication) -> None:
    """Let nothing be due any more from an application that has no booth; what was paid stays on record.

    Needs the application's lock.
    """
    FairApplication.objects.filter(pk=application.pk, paid_on=None).update(fee_due=None)
