"""Personal fields of jurors and of conflicts of interest."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

KEPT: Final = timedelta(days=5 * 365)
ASKED: Final = gettext_noop("Asking somebody to judge an award")
PROVED: Final = gettext_noop("Proving who judged an award, and that conflicts of interest were told")

register(
    PersonalField("awards.Juror", "full_name", PROVED, KEPT, EraseAction.KEEP_BY_LAW),
    PersonalField("awards.Juror", "declaration", PROVED, KEPT, EraseAction.KEEP_BY_LAW),
    PersonalField("awards.Juror", "user", PROVED, KEPT, EraseAction.BLANK),
    PersonalField("awards.Juror", "workplace", ASKED, KEPT, EraseAction.BLANK),
    PersonalField("awards.Juror", "position", ASKED, KEPT, EraseAction.BLANK),
    PersonalField("awards.Juror", "affiliations", PROVED, KEPT, EraseAction.BLANK),
    PersonalField("awards.Juror", "released_because", PROVED, KEPT, EraseAction.BLANK),
    PersonalField("awards.Juror", "email", ASKED, KEPT, EraseAction.BLANK),
    PersonalField("awards.Conflict", "reason", PROVED, KEPT, EraseAction.KEEP_BY_LAW),
    PersonalField("awards.HintNote", "note", PROVED, KEPT, EraseAction.KEEP_BY_LAW),
)
keep(
    KeepingRule("awards.Juror", "invited_at", accounts=("user",), addresses=("email",)),
    KeepingRule("awards.Conflict", "at", accounts=("juror__user",)),
    KeepingRule("awards.HintNote", "at", accounts=("juror__user",)),
)
