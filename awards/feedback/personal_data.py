"""Personal fields of what entrants are told."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

WITH_THE_DOSSIER = gettext_noop("without a prize: until the day that the edition's rules name after its end")

register(
    PersonalField(
        "awards.ReleasedRemark",
        "text",
        gettext_noop("Telling entrants what the jury thought of the dossier"),
        timedelta(days=5 * 365),
        EraseAction.DELETE_RECORD,
        WITH_THE_DOSSIER,
    ),
    PersonalField(
        "awards.ReleasedRemark",
        "edited_by",
        gettext_noop("Telling who edited a remark"),
        timedelta(days=5 * 365),
        EraseAction.BLANK,
    ),
    PersonalField(
        "awards.FeedbackRelease",
        "released_by",
        gettext_noop("Telling who released scores and remarks"),
        timedelta(days=5 * 365),
        EraseAction.BLANK,
    ),
)

keep(KeepingRule("awards.ReleasedRemark", "edited_at"), KeepingRule("awards.FeedbackRelease", "released_at"))
