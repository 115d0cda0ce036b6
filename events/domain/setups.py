"""How a fair takes exhibitors in: its set-up, its questions and documents."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from events import fair_queries as fairs
from events.booth_enums import AllocationMode
from events.domain import application_steps as steps
from events.domain import booths
from events.enums import OPEN_APPLICATIONS, ApplicationState
from events.models import FairAnswer, FairApplication, FairRequirement, FairSetup
from portal.kernel.errors import DomainError
from registration.domain import audit
from registration.organiser_enums import AuditAction

NOT_TOLD: Final = ("fair_key", "draft_lead_since", "offer_lead_since")
UNDECIDED: Final = OPEN_APPLICATIONS | {ApplicationState.CHANGES_ASKED}


@transaction.atomic
def save(*, setup: FairSetup, by: Any, now: datetime) -> FairSetup:
    """Keep a set-up; the same sent twice at one instant is one set-up.

    When the time of setting up changes, its place in exhibitors' calendars gets a higher SEQUENCE.

    Raises NotAllowedError, ReservedForDrawError for another mode while a draw is announced, and DomainError where one person
    alone shall decide while applications wait for two.
    """
    steps.require_reviewer(by)
    before = _standing(setup)
    _require_possible(setup=setup, before=before)
    _note_what_changes(setup=setup, before=before, now=now)
    if before is None and not _is_first(setup):
        before = _standing(setup)
        _require_possible(setup=setup, before=before)
        _note_what_changes(setup=setup, before=before, now=now)
    stood = audit.values_of(before, without=NOT_TOLD)
    if before is not None:
        setup.pk = before.pk
        setup.save()
    changes = audit.differences(stood, audit.values_of(setup, without=NOT_TOLD))
    if changes:
        audit.record(
            action=AuditAction.SETUP_CHANGED, by=by, now=now, subject=setup.fair_key, about=setup, changes=changes
        )
    return setup


def _note_what_changes(*, setup: FairSetup, before: FairSetup | None, now: datetime) -> None:
    """Count a new time of setting up, and remember since when each rule for reminders holds."""
    known = (before.builds_from, before.builds_until) if before is not None else (None, None)
    setup.builds_revision = before.builds_revision if before is not None else 0
    if known != (setup.builds_from, setup.builds_until):
        setup.builds_revision += 1
        setup.builds_changed_at = now
    for name in ("draft_lead", "offer_lead"):
        if getattr(setup, name) is None:
            setattr(setup, f"{name}_since", None)
        elif before is None or getattr(before, name) != getattr(setup, name):
            # What was due by a rule that is new is past: nobody is reminded of it now.
            setattr(setup, f"{name}_since", now)


def _standing(setup: FairSetup) -> FairSetup | None:
    """Return the set-up as it stands, locked."""
    return FairSetup.objects.select_for_update().filter(fair_key=setup.fair_key).first()


def _is_first(setup: FairSetup) -> bool:
    """Add the first set-up of a fair; False where somebody has added one a moment before, which this one then changes."""
    try:
        with transaction.atomic():
            setup.save(force_insert=True)
    except IntegrityError:
        if not FairSetup.objects.filter(fair_key=setup.fair_key).exists():
            raise
        return False
    return True


def _require_possible(*, setup: FairSetup, before: FairSetup | None) -> None:
    """Refuse a set-up that does not fit what goes on at the fair."""
    if before is not None and before.needs_two_people and not setup.needs_two_people:
        waiting = FairApplication.objects.filter(fair_key=setup.fair_key, state__in=UNDECIDED)
        if waiting.exists():
            raise DomainError(
                _("Applications wait for the decision of two people. Decide on them before you change this."),
                field="needs_two_people",
            )
    if setup.mode != AllocationMode.DRAW and fairs.announced_draw(setup.fair_key) is not None:
        raise booths.ReservedForDrawError(field="mode")


@transaction.atomic
def save_requirements(
    *, fair_key: uuid.UUID, kept: Sequence[FairRequirement], removed: Sequence[FairRequirement], by: Any, now: datetime
) -> None:
    """Write and remove what exhibitors are asked for; raises NotAllowedError, and DomainError for one that was answered."""
    steps.require_reviewer(by)
    # By key, whatever the order of the form: two who save it at once do not wait for each other.
    touched = [requirement.pk for requirement in (*kept, *removed) if requirement.pk is not None]
    rows = FairRequirement.objects.select_for_update(of=("self",)).filter(pk__in=touched, fair_key=fair_key)
    standing = {row.pk: row for row in rows.order_by("pk")}
    answered = set(FairAnswer.objects.filter(requirement__in=removed).values_list("requirement_id", flat=True))
    for requirement in removed:
        if requirement.pk in answered:
            raise DomainError(
                _("“%(text)s” was answered already and stays. Make it optional instead.") % {"text": requirement.text}
            )
        _note(
            requirement=requirement,
            action=AuditAction.REQUIREMENT_REMOVED,
            changes=[("text_vi", requirement.text_vi, None)],
            by=by,
            now=now,
        )
        requirement.delete()
    for requirement in kept:
        requirement.fair_key = fair_key
        before = standing.get(requirement.pk)
        stood = audit.values_of(before, without=["fair_key"])
        requirement.save()
        changes = audit.differences(stood, audit.values_of(requirement, without=["fair_key"]))
        action = AuditAction.REQUIREMENT_ADDED if before is None else AuditAction.REQUIREMENT_CHANGED
        if changes:
            _note(requirement=requirement, action=action, changes=changes, by=by, now=now)


def _note(
    *, requirement: FairRequirement, action: AuditAction, changes: list[audit.Change], by: Any, now: datetime
) -> None:
    audit.record(
        action=action,
        by=by,
        now=now,
        subject=requirement.fair_key,
        about=requirement,
        label=requirement.text_vi,
        changes=changes,
    )
