"""Personal fields of nominations."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, PersonalField, register

register(
    PersonalField(
        "awards.Nomination",
        "nominee_name",
        gettext_noop("Judging the nomination and publishing the result"),
        timedelta(days=5 * 365),
        EraseAction.KEEP_BY_LAW,
    ),
    PersonalField(
        "awards.NominationPage",
        "recipient",
        gettext_noop("Judging the nomination and publishing the result"),
        timedelta(days=5 * 365),
        EraseAction.KEEP_BY_LAW,
    ),
)
