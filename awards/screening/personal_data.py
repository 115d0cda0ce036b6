"""Personal fields of the check of eligibility, and of the look for names in versions without them."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

KEPT: Final = timedelta(days=5 * 365)
CHECKING: Final = gettext_noop("Checking whether a dossier may take part, and being able to show how")
NAMES: Final = gettext_noop("Keeping names out of what the jury reads")

register(
    PersonalField("awards.ScreeningCheck", "note", CHECKING, KEPT, EraseAction.DELETE_RECORD),
    PersonalField("awards.ScreeningCheck", "by", CHECKING, KEPT, EraseAction.BLANK),
    PersonalField("awards.CureRequest", "words", CHECKING, KEPT, EraseAction.DELETE_RECORD),
    PersonalField("awards.CureRequest", "asked_by", CHECKING, KEPT, EraseAction.BLANK),
    PersonalField("awards.LeakReport", "findings", NAMES, KEPT, EraseAction.DELETE_RECORD),
    PersonalField("awards.LeakReport", "note", NAMES, KEPT, EraseAction.DELETE_RECORD),
    PersonalField("awards.LeakReport", "accepted_by", NAMES, KEPT, EraseAction.BLANK),
)

keep(
    # They are the dossier's, whoever of the secretariat wrote them.
    KeepingRule("awards.ScreeningCheck", "at"),
    KeepingRule("awards.CureRequest", "asked_at"),
    KeepingRule("awards.LeakReport", "checked_at"),
)
