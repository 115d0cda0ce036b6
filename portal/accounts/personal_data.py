"""Personal fields of accounts."""

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

register(
    PersonalField(
        "accounts.User",
        "email",
        gettext_noop("Signing in and messages that were asked for"),
        None,
        EraseAction.DELETE_RECORD,
    ),
    PersonalField(
        "accounts.User", "full_name", gettext_noop("Naming the person to colleagues"), None, EraseAction.BLANK
    ),
)

keep(KeepingRule("accounts.User", "date_joined", accounts=("pk",)))
