"""Personal fields of registrations."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

ERASED_NAME: Final = "-"
"""What stands in a certificate whose holder was erased; its public page is gone then."""
PURPOSE = gettext_noop("Keeping a place at an event or course, and messages about it")
RETENTION = timedelta(days=730)
AUDIT_RETENTION = timedelta(days=1825)
CERTIFYING = gettext_noop("Proving that somebody attended a course, for as long as the certificate is shown to others")
CERTIFICATE_RETENTION = timedelta(days=10 * 365)
ATTENDING = gettext_noop("Telling who attended which session, for the certificate")
EVALUATING = gettext_noop("Making courses better; kept apart from the names of those who answer")

register(
    *(
        PersonalField("registration.Registration", field, PURPOSE, RETENTION, EraseAction.BLANK)
        for field in ("full_name", "email", "phone", "organisation", "note", "answers", "user")
    ),
    *(
        PersonalField(
            "registration.Answer",
            field,
            gettext_noop("What the organiser asks; the form says why, and may keep it for a shorter time"),
            RETENTION,
            EraseAction.DELETE_RECORD,
        )
        for field in ("asked", "value", "file")
    ),
    PersonalField(
        "registration.OptionPlace",
        "registration",
        gettext_noop("Telling whose places of an option are taken"),
        RETENTION,
        EraseAction.BLANK,
    ),
    PersonalField(
        "registration.QuestionVersion",
        "by",
        gettext_noop("Telling who published questions"),
        RETENTION,
        EraseAction.BLANK,
    ),
    PersonalField(
        "registration.PartyMember",
        "full_name",
        gettext_noop("A ticket of their own for each person of a party"),
        RETENTION,
        EraseAction.DELETE_RECORD,
    ),
    PersonalField(
        "registration.RegistrationLog",
        "by",
        gettext_noop("Telling who decided on a registration"),
        RETENTION,
        EraseAction.BLANK,
    ),
    PersonalField(
        "registration.RegistrationLog",
        "remark",
        gettext_noop("Telling why a registration was decided on so"),
        RETENTION,
        EraseAction.BLANK,
    ),
    *(
        PersonalField(
            "registration.Consent",
            field,
            gettext_noop("Telling what the person agreed to, and when"),
            RETENTION,
            EraseAction.DELETE_RECORD,
        )
        for field in ("purpose", "version", "given_at", "withdrawn_at")
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
    *(
        PersonalField(
            "registration.SessionPlace",
            field,
            gettext_noop("Keeping places in single sessions, and who waits for them"),
            RETENTION,
            EraseAction.NAMELESS,
        )
        for field in ("place_kind", "state", "joined_at")
    ),
    *(
        PersonalField(
            "registration.Scan",
            field,
            gettext_noop("Letting in everybody once, and knowing who is inside"),
            RETENTION,
            EraseAction.NAMELESS,
        )
        for field in ("gate", "at", "direction", "result")
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
    PersonalField("registration.SessionAttendance", "state", ATTENDING, RETENTION, EraseAction.DELETE_RECORD),
    *(
        PersonalField("registration.SessionAttendanceLog", field, ATTENDING, RETENTION, EraseAction.BLANK)
        for field in ("by", "trainer")
    ),
    *(
        PersonalField("registration.ExamMark", field, ATTENDING, RETENTION, EraseAction.DELETE_RECORD)
        for field in ("mark", "by")
    ),
    *(
        PersonalField(
            "registration.TrainerLink",
            field,
            gettext_noop("Telling which trainer keeps the attendance of a course"),
            RETENTION,
            EraseAction.BLANK,
        )
        for field in ("name", "created_by")
    ),
    *(
        PersonalField("registration.Certificate", field, CERTIFYING, CERTIFICATE_RETENTION, EraseAction.BLANK)
        for field in ("holder_name", "issued_by")
    ),
    PersonalField("registration.CertificateLog", "by", CERTIFYING, CERTIFICATE_RETENTION, EraseAction.BLANK),
    PersonalField("registration.CertificateLog", "reason", CERTIFYING, CERTIFICATE_RETENTION, EraseAction.BLANK),
    PersonalField("registration.EvaluationSlip", "is_answered", EVALUATING, RETENTION, EraseAction.DELETE_RECORD),
    PersonalField("registration.Evaluation", "comment", EVALUATING, RETENTION, EraseAction.BLANK),
)

keep(
    KeepingRule("registration.Registration", "changed_at", accounts=("user",), addresses=("email",)),
    KeepingRule(
        "registration.Answer", "given_at", accounts=("registration__user",), addresses=("registration__email",)
    ),
    KeepingRule("registration.OptionPlace", "taken_at"),
    KeepingRule("registration.QuestionVersion", "created_at"),
    KeepingRule(
        "registration.PartyMember",
        "registration__changed_at",
        accounts=("registration__user",),
        addresses=("registration__email",),
    ),
    KeepingRule(
        "registration.RegistrationLog", "at", accounts=("registration__user",), addresses=("registration__email",)
    ),
    KeepingRule(
        "registration.Consent",
        "registration__changed_at",
        accounts=("registration__user",),
        addresses=("registration__email",),
    ),
    KeepingRule("registration.Announcement", "at", accounts=("by",)),
    KeepingRule("registration.MailWords", "changed_at", accounts=("changed_by",)),
    KeepingRule("registration.ReminderRule", "since", accounts=("changed_by",)),
    KeepingRule("registration.ReminderSent", "at", accounts=("person",)),
    KeepingRule("registration.Device", "added_at"),
    KeepingRule(
        "registration.SessionPlace",
        "changed_at",
        accounts=("registration__user",),
        addresses=("registration__email",),
    ),
    KeepingRule(
        "registration.Scan",
        "received_at",
        accounts=("ticket__registration__user",),
        addresses=("ticket__registration__email",),
    ),
    # A hold without a registration must say whose it is; the places that it counts are the seat engine's business.
    KeepingRule("registration.Hold", "expires_at", blanks={"owner": "-"}),
    KeepingRule(
        "registration.SessionAttendance",
        "at",
        accounts=("registration__user",),
        addresses=("registration__email",),
    ),
    KeepingRule("registration.SessionAttendanceLog", "at"),
    KeepingRule("registration.ExamMark", "at", accounts=("registration__user",), addresses=("registration__email",)),
    KeepingRule("registration.TrainerLink", "expires_at", accounts=("created_by",), blanks={"name": "-"}),
    KeepingRule(
        "registration.Certificate",
        "issued_at",
        accounts=("registration__user",),
        addresses=("registration__email",),
        blanks={"holder_name": ERASED_NAME},
    ),
    KeepingRule("registration.CertificateLog", "at"),
    KeepingRule(
        "registration.EvaluationSlip",
        "asked_at",
        accounts=("registration__user",),
        addresses=("registration__email",),
    ),
    KeepingRule("registration.Evaluation", "course_ended_on"),
)

register(
    PersonalField(
        "registration.OrganiserNote",
        "text",
        gettext_noop("What organisers must know about a participant, such as an arrangement made by telephone"),
        RETENTION,
        EraseAction.DELETE_RECORD,
    ),
    PersonalField(
        "registration.OrganiserNote",
        "by",
        gettext_noop("Telling who wrote a note"),
        RETENTION,
        EraseAction.DELETE_RECORD,
    ),
    *(
        PersonalField(f"registration.{model}", field, purpose, RETENTION, EraseAction.BLANK)
        for model, field, purpose in (
            ("BulkRun", "by", gettext_noop("Telling who decided on registrations")),
            ("GroupMail", "created_by", gettext_noop("Telling who wrote a mail to a group")),
            ("GroupMail", "sent_by", gettext_noop("Telling who sent a mail to a group")),
            ("BadgeSheets", "by", gettext_noop("Telling who asked for badges")),
        )
    ),
    PersonalField(
        "registration.AuditRow",
        "by",
        gettext_noop("Telling who changed what, so that a change can be accounted for"),
        AUDIT_RETENTION,
        EraseAction.KEEP_BY_LAW,
    ),
)

keep(
    # A note is about the person of the registration: it goes with what that person asks for, and into their export.
    KeepingRule(
        "registration.OrganiserNote", "at", accounts=("registration__user",), addresses=("registration__email",)
    ),
    KeepingRule("registration.BulkRun", "at", accounts=("by",)),
    KeepingRule("registration.GroupMail", "created_at", accounts=("created_by", "sent_by")),
    KeepingRule("registration.BadgeSheets", "at", accounts=("by",)),
    KeepingRule("registration.AuditRow", "at"),
)
