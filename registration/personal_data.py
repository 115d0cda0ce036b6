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
    *(
        PersonalField(
            model, "changed_by", gettext_noop("Telling who set the mails of an event"), RETENTION, EraseAction.BLANK
        )
        for model in ("registration.MailWords", "registration.ReminderRule")
    ),
    *(
        PersonalField(
            "registration.ReminderSent",
            field,
            gettext_noop("Reminding nobody twice"),
            RETENTION,
            EraseAction.DELETE_RECORD,
        )
        for field in ("registration", "person")
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
    KeepingRule("registration.MailWords", "changed_at", accounts=("changed_by",)),
    KeepingRule("registration.ReminderRule", "since", accounts=("changed_by",)),
    KeepingRule("registration.ReminderSent", "at", accounts=("person",)),
    # A hold without a registration must say whose it is; the places that it counts are the seat engine's business.
    KeepingRule("registration.Hold", "expires_at", blanks={"owner": "-"}),
)
