"""Personal fields of registrations."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

PURPOSE = gettext_noop("Keeping a place at an event or course, and messages about it")
RETENTION = timedelta(days=730)

register(
    *(
        PersonalField("registration.Registration", field, PURPOSE, RETENTION, EraseAction.BLANK)
        for field in ("full_name", "email", "phone", "organisation", "note", "answers", "user")
    ),
    PersonalField(
        "registration.RegistrationLog",
        "by",
        gettext_noop("Telling who decided on a registration"),
        RETENTION,
        EraseAction.BLANK,
    ),
    PersonalField(
        "registration.Announcement",
        "by",
        gettext_noop("Telling who decided on a change"),
        RETENTION,
        EraseAction.BLANK,
    ),
    PersonalField(
        "registration.Device",
        "added_by",
        gettext_noop("Telling who connected a phone to a gate"),
        RETENTION,
        EraseAction.BLANK,
    ),
    PersonalField(
        "registration.Scan",
        "undone_by",
        gettext_noop("Telling who took back the reading of a ticket"),
        RETENTION,
        EraseAction.BLANK,
    ),
    PersonalField(
        "registration.Hold",
        "owner",
        gettext_noop("Telling for whom places are kept"),
        timedelta(days=30),
        EraseAction.BLANK,
    ),
)

keep(
    KeepingRule("registration.Registration", "changed_at", accounts=("user",), addresses=("email",)),
    KeepingRule("registration.RegistrationLog", "at"),
    KeepingRule("registration.Announcement", "at", accounts=("by",)),
    KeepingRule("registration.Device", "added_at"),
    KeepingRule("registration.Scan", "received_at"),
    # A hold without a registration must say whose it is; the places that it counts are the seat engine's business.
    KeepingRule("registration.Hold", "expires_at", blanks={"owner": "-"}),
)
