"""Personal fields of the exhibitors room."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

register(
    PersonalField(
        "exhibitors.Organisation",
        "email",
        gettext_noop("Contact that the organisation publishes"),
        None,
        EraseAction.BLANK,
    ),
    PersonalField(
        "exhibitors.Organisation",
        "phone",
        gettext_noop("Contact that the organisation publishes"),
        None,
        EraseAction.BLANK,
    ),
    PersonalField(
        "exhibitors.Organisation",
        "tax_code",
        gettext_noop("Telling organisations apart; 12 digits identify a person and are never shown"),
        None,
        EraseAction.BLANK,
    ),
    PersonalField(
        "exhibitors.Organisation",
        "created_by",
        gettext_noop("Knowing who made the organisation"),
        None,
        EraseAction.BLANK,
    ),
    PersonalField(
        "exhibitors.Membership",
        "user",
        gettext_noop("Working for an organisation on the portal"),
        None,
        EraseAction.DELETE_RECORD,
    ),
    PersonalField(
        "exhibitors.Invitation",
        "email",
        gettext_noop("Sending an invitation to join an organisation"),
        timedelta(days=180),
        EraseAction.DELETE_RECORD,
    ),
    PersonalField(
        "exhibitors.Invitation",
        "invited_by",
        gettext_noop("Telling the invited person who asks"),
        timedelta(days=180),
        EraseAction.BLANK,
    ),
    PersonalField(
        "exhibitors.JoinRequest",
        "user",
        gettext_noop("Telling owners who asks to join their organisation"),
        timedelta(days=180),
        EraseAction.DELETE_RECORD,
    ),
    PersonalField(
        "exhibitors.JoinRequest",
        "note",
        gettext_noop("Telling owners why the person asks"),
        timedelta(days=180),
        EraseAction.DELETE_RECORD,
    ),
    PersonalField(
        "exhibitors.JoinRequest",
        "answered_by",
        gettext_noop("Accounting for who let a person in"),
        timedelta(days=180),
        EraseAction.BLANK,
    ),
    PersonalField(
        "exhibitors.Paper",
        "file",
        gettext_noop("Proving to an officer who the organisation is"),
        timedelta(days=2 * 365),
        EraseAction.DELETE_RECORD,
    ),
    PersonalField(
        "exhibitors.OrganisationLink",
        "proposed_by",
        gettext_noop("Accounting for changes to an organisation"),
        None,
        EraseAction.BLANK,
    ),
    PersonalField(
        "exhibitors.OrganisationLink",
        "answered_by",
        gettext_noop("Accounting for changes to an organisation"),
        None,
        EraseAction.BLANK,
    ),
    PersonalField(
        "exhibitors.OrganisationLog",
        "by",
        gettext_noop("Accounting for changes to an organisation"),
        timedelta(days=5 * 365),
        EraseAction.BLANK,
    ),
)

keep(
    KeepingRule("exhibitors.Membership", "joined_at", accounts=("user",)),
    KeepingRule("exhibitors.Invitation", "created_at", addresses=("email",)),
    KeepingRule("exhibitors.JoinRequest", "created_at", accounts=("user",)),
    # A paper is the organisation's; when its time is over its file goes with it.
    KeepingRule("exhibitors.Paper", "file__uploaded_at"),
    KeepingRule("exhibitors.OrganisationLog", "at"),
)
