"""Staff passes within an allowance. The counter on the application is the gate, as ``Pool.taken`` is for seats (ADR 0003)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from events import emails
from events.domain import application_steps as steps
from events.enums import ApplicationState
from events.models import FairApplication, StaffPass
from portal.kernel import references, text
from portal.kernel.errors import DomainError, LimitReachedError
from registration.domain import tickets


class AllowanceUsedError(LimitReachedError):
    """Every pass of the booth is given out."""

    default_message = _("All staff passes of your booth are given out. Revoke one to name somebody else.")


@transaction.atomic
def give(*, application: FairApplication, full_name: str, email: str, by: Any, now: datetime) -> StaffPass:
    """Name a person who works at the booth, who is told by mail; one statement checks and takes from the allowance.

    Raises NotAllowedError, AllowanceUsedError, and DomainError for a missing name, a wrong address, a person who has a pass
    already, and an application without a confirmed booth; FairOverError after the fair.
    """
    steps.require_applicant(by, application)
    steps.require_before_end(application, now)
    full_name, email = text.line(full_name), text.line(email).lower()
    if not full_name:
        raise DomainError(_("Write the person's name."), field="full_name")
    try:
        validate_email(email)
    except ValidationError:
        raise DomainError(_("Write an e-mail address such as ten@example.org."), field="email") from None
    gate = FairApplication.objects.filter(
        pk=application.pk, state=ApplicationState.CONFIRMED, passes_taken__lt=F("pass_allowance")
    )
    if not gate.update(passes_taken=F("passes_taken") + 1):
        if not FairApplication.objects.filter(pk=application.pk, state=ApplicationState.CONFIRMED).exists():
            raise DomainError(_("Passes are given out once the booth is confirmed."))
        raise AllowanceUsedError
    try:
        with transaction.atomic():
            made = StaffPass.objects.create(
                application=application,
                number=references.make(prefix=tickets.STAFF_PREFIX, groups=(4, 4)),
                full_name=full_name[:150],
                email=email,
                given_at=now,
                given_by=by,
            )
    except IntegrityError:
        raise DomainError(_("This person has a pass already."), field="email") from None
    emails.pass_given(staff_pass=made)
    return made


@transaction.atomic
def revoke(*, staff_pass: StaffPass, by: Any, now: datetime) -> StaffPass:
    """Take a pass back, which frees its place, and tell the person and the exhibitor; a second time changes nothing.

    Gates refuse it from now on, phones without network from their next list. Raises NotAllowedError.
    """
    steps.require_applicant(by, staff_pass.application)
    steps.locked(staff_pass.application)  # before the pass, as whoever frees the booth does
    if StaffPass.objects.filter(pk=staff_pass.pk, revoked_at=None).update(revoked_at=now):
        FairApplication.objects.filter(pk=staff_pass.application_id).update(passes_taken=F("passes_taken") - 1)
        emails.passes_revoked(application=staff_pass.application, revoked=[staff_pass], by=by)
    staff_pass.refresh_from_db()
    return staff_pass


def revoke_all(*, application: FairApplication, now: datetime) -> None:
    """Take every pass of an application back that loses its booth, and tell all concerned; needs the application's lock."""
    held = list(StaffPass.objects.filter(application=application, revoked_at=None).order_by("pk"))
    StaffPass.objects.filter(pk__in=[row.pk for row in held]).update(revoked_at=now)
    FairApplication.objects.filter(pk=application.pk).update(passes_taken=0, pass_allowance=0)
    emails.passes_revoked(application=application, revoked=held)


def counters_match_rows() -> list[str]:
    """Return the references of applications whose counter is not what their passes say."""
    wrong = []
    for row in FairApplication.objects.filter(passes_taken__gt=0).order_by("pk"):
        if row.passes.filter(revoked_at=None).count() != row.passes_taken:
            wrong.append(row.reference)
    return wrong
