"""Personal fields of mark sheets: what jurors write of entrants, and who reminded whom."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

KEPT = timedelta(days=5 * 365)
PURPOSE = gettext_noop("Judging the nomination and giving the reasons for it")

register(
    PersonalField("awards.MarkSheet", "remark", PURPOSE, KEPT, EraseAction.DELETE_RECORD),
    PersonalField("awards.MarkSheet", "note", PURPOSE, KEPT, EraseAction.DELETE_RECORD),
    PersonalField("awards.Mark", "remark", PURPOSE, KEPT, EraseAction.DELETE_RECORD),
    PersonalField(
        "awards.MarkReminder",
        "juror",
        gettext_noop("Knowing which jurors were reminded of their sheets"),
        KEPT,
        EraseAction.DELETE_RECORD,
    ),
)

keep(
    # Sheets are the edition's, whoever wrote them: a result must stay open to check.
    KeepingRule("awards.MarkSheet", "saved_at"),
    KeepingRule("awards.Mark", "sheet__saved_at"),
    KeepingRule("awards.MarkReminder", "at"),
)
