"""Personal fields of votes, and of alarms about them."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

UNTIL_ERASURE = gettext_noop("until the edition's dossiers are erased")

register(
    PersonalField(
        "awards.PublicVote",
        "user",
        gettext_noop("One vote for each account, which its person can change"),
        None,
        EraseAction.DELETE_RECORD,
        UNTIL_ERASURE,
    ),
    PersonalField(
        "awards.PublicVote",
        "nomination",
        gettext_noop("Counting the votes"),
        None,
        EraseAction.DELETE_RECORD,
        UNTIL_ERASURE,
    ),
    PersonalField(
        "awards.PublicVote",
        "connection",
        gettext_noop("Seeing that many votes came from one connection"),
        None,
        EraseAction.DELETE_RECORD,
        gettext_noop("until the votes are counted"),
    ),
    PersonalField(
        "awards.VoteAlarm",
        "handled_by",
        gettext_noop("Telling who looked at an alarm about votes"),
        timedelta(days=5 * 365),
        EraseAction.BLANK,
    ),
)

keep(
    KeepingRule("awards.PublicVote", "at", accounts=("user",)),
    KeepingRule("awards.VoteAlarm", "found_at"),
)
