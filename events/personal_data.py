"""Personal fields of the events room."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

APPLYING: Final = gettext_noop("Deciding on an application for a place at a fair, and messages about it")
TEACHING: Final = gettext_noop("Naming those who teach and speak, with their consent")
STAFFING: Final = gettext_noop("Letting those in who work at a booth")
RETENTION: Final = timedelta(days=5 * 365)
STAFF_RETENTION: Final = timedelta(days=180)


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
            PersonalField("events.StaffPass", field, STAFFING, STAFF_RETENTION, EraseAction.DELETE_RECORD)
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
    keep(
        KeepingRule("events.FairApplication", "submitted_at", accounts=("contact_user",)),
        KeepingRule("events.FairApplicationLog", "at"),
        KeepingRule("events.StaffPass", "given_at"),
        KeepingRule("events.FairAnswer", "application__submitted_at"),
        KeepingRule("events.BoothLog", "at"),
        KeepingRule("events.BoothDraw", "announced_at"),
        KeepingRule("events.CourseTrainer", "course__ends_at"),
        KeepingRule("events.EventSession", "ends_at"),
    )
