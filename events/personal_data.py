"""Personal fields of the events room."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

APPLYING: Final = gettext_noop("Deciding on an application for a place at a fair, and messages about it")
TEACHING: Final = gettext_noop("Naming those who teach and speak, with their consent")
STAFFING: Final = gettext_noop("Letting those in who work at a booth")
RETENTION: Final = timedelta(days=5 * 365)
TRAVELLING: Final = gettext_noop("Preparing a trip of a delegation; files are deleted 90 days after its end")
DECIDING: Final = gettext_noop("Telling who decided on a delegation")
DELEGATION_RETENTION: Final = timedelta(days=2 * 365)
STAFF_RETENTION: Final = timedelta(days=365)
"""Passes are given out from the confirmation of a booth on, months before the fair."""


def declare() -> None:
    """Tell the registry what is held of persons."""
    register(
        *(
            PersonalField("events.FairApplication", field, APPLYING, RETENTION, EraseAction.BLANK)
            for field in ("contact_user", "contact_phone", "note", "decided_by")
        ),
        PersonalField(
            "events.FairApplicationLog",
            "by",
            gettext_noop("Telling who decided on an application"),
            RETENTION,
            EraseAction.BLANK,
        ),
        *(
            PersonalField("events.FairApplication", field, APPLYING, RETENTION, EraseAction.BLANK)
            for field in ("proposed_by", "paid_marked_by")
        ),
        *(
            PersonalField("events.StaffPass", field, STAFFING, STAFF_RETENTION, EraseAction.BLANK)
            for field in ("full_name", "email", "given_by")
        ),
        *(
            PersonalField("events.FairAnswer", field, APPLYING, RETENTION, EraseAction.DELETE_RECORD)
            for field in ("words", "file")
        ),
        PersonalField(
            "events.BoothLog", "by", gettext_noop("Telling who gave a booth away"), RETENTION, EraseAction.BLANK
        ),
        *(
            PersonalField(
                "events.BoothDraw", field, gettext_noop("Telling who held a draw"), RETENTION, EraseAction.BLANK
            )
            for field in ("announced_by", "drawn_by")
        ),
        *(
            PersonalField("events.CourseTrainer", field, TEACHING, RETENTION, EraseAction.DELETE_RECORD)
            for field in ("name", "role", "organisation", "biography", "picture")
        ),
        PersonalField("events.EventSession", "speakers", TEACHING, RETENTION, EraseAction.BLANK),
        *(
            PersonalField(
                "events.EventPage",
                field,
                gettext_noop("Reaching the office that organises an event"),
                None,
                EraseAction.BLANK,
            )
            for field in ("contact_email", "contact_phone")
        ),
    )
    register(
        *(
            PersonalField("events.DelegationMember", field, TRAVELLING, DELEGATION_RETENTION, EraseAction.DELETE_RECORD)
            for field in ("full_name", "function", "passport", "visa")
        ),
        PersonalField("events.DelegationPaper", "file", TRAVELLING, DELEGATION_RETENTION, EraseAction.DELETE_RECORD),
        PersonalField("events.DelegationLog", "by", DECIDING, DELEGATION_RETENTION, EraseAction.BLANK),
        PersonalField("events.DelegationLog", "note", DECIDING, DELEGATION_RETENTION, EraseAction.BLANK),
        PersonalField("events.DelegationInvitation", "invited_by", DECIDING, DELEGATION_RETENTION, EraseAction.BLANK),
        PersonalField("events.DelegationReport", "changed_by", DECIDING, DELEGATION_RETENTION, EraseAction.BLANK),
        PersonalField(
            "events.CourseMaterial",
            "added_by",
            gettext_noop("Telling who added a file for trainees"),
            RETENTION,
            EraseAction.BLANK,
        ),
    )
    keep(
        KeepingRule("events.DelegationMember", "changed_at"),
        KeepingRule("events.DelegationPaper", "file__uploaded_at"),
        KeepingRule("events.DelegationLog", "at", accounts=("by",)),
        KeepingRule("events.DelegationInvitation", "invited_at", accounts=("invited_by",)),
        KeepingRule("events.DelegationReport", "changed_at", accounts=("changed_by",)),
        KeepingRule("events.CourseMaterial", "added_at", accounts=("added_by",)),
        KeepingRule("events.FairApplication", "submitted_at", accounts=("contact_user",)),
        KeepingRule("events.FairApplicationLog", "at"),
        # The pass itself stays, without a name: the application counts it.
        KeepingRule("events.StaffPass", "given_at", addresses=("email",)),
        KeepingRule("events.FairAnswer", "application__submitted_at"),
        KeepingRule("events.BoothLog", "at"),
        KeepingRule("events.BoothDraw", "announced_at"),
        KeepingRule("events.CourseTrainer", "course__ends_at"),
        KeepingRule("events.EventSession", "ends_at"),
    )
