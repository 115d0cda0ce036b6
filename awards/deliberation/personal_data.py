"""What the council's work tells about people."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_noop

from awards.deliberation.enums import CASE_OPEN
from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

KEPT = timedelta(days=5 * 365)

register(
    PersonalField(
        "awards.Objection", "full_name", gettext_noop("Examining and answering an objection"), KEPT, EraseAction.BLANK
    ),
    PersonalField(
        "awards.Objection", "email", gettext_noop("Examining and answering an objection"), KEPT, EraseAction.BLANK
    ),
    # Objection and answer belong to the file of the decision; without name and address they tell of nobody who wrote them.
    PersonalField(
        "awards.Objection", "text", gettext_noop("Examining and answering an objection"), KEPT, EraseAction.NAMELESS
    ),
    PersonalField(
        "awards.Appeal", "by", gettext_noop("Examining and answering an appeal on procedure"), KEPT, EraseAction.BLANK
    ),
    PersonalField(
        "awards.Appeal",
        "text",
        gettext_noop("Examining and answering an appeal on procedure"),
        KEPT,
        EraseAction.NAMELESS,
    ),
    PersonalField(
        "awards.Attendance", "reason", gettext_noop("Minutes of the council's meetings"), KEPT, EraseAction.BLANK
    ),
    PersonalField(
        "awards.MotionVote", "reason", gettext_noop("Minutes of the council's meetings"), KEPT, EraseAction.KEEP_BY_LAW
    ),
    PersonalField(
        "awards.Meeting", "minutes", gettext_noop("Minutes of the council's meetings"), KEPT, EraseAction.KEEP_BY_LAW
    ),
    PersonalField(
        "awards.Decision",
        "signed_by",
        gettext_noop("Naming who signed a public decision"),
        KEPT,
        EraseAction.KEEP_BY_LAW,
    ),
)

keep(
    KeepingRule(
        "awards.Objection",
        "received_at",
        addresses=("email",),
        only=~Q(state__in=sorted(CASE_OPEN)),
    ),
    KeepingRule("awards.Appeal", "filed_at", accounts=("by",), only=~Q(state__in=sorted(CASE_OPEN))),
    KeepingRule("awards.Attendance", "meeting__held_at", accounts=("juror__user",)),
)
