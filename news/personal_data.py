"""What the room knows about persons."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

KEPT = timedelta(days=365)

register(
    PersonalField("news.Comment", "name", _("Shown with the reader's comment"), KEPT, EraseAction.DELETE_RECORD),
    PersonalField(
        "news.Comment",
        "email",
        _("The newsroom's questions about the comment; never shown"),
        KEPT,
        EraseAction.DELETE_RECORD,
    ),
    PersonalField("news.Comment", "text", _("The reader's own words"), KEPT, EraseAction.DELETE_RECORD),
)

keep(KeepingRule("news.Comment", "submitted_at", addresses=("email",)))
