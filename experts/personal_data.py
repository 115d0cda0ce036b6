"""Personal fields of the experts room."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

_SHOWN = gettext_noop("Letting people find an expert, with the expert's consent")
_ANSWERED = gettext_noop("Passing messages between a visitor and an expert")
_LIFE_OF_REQUESTS = timedelta(days=2 * 365)

register(
    *(
        PersonalField("experts.ExpertProfile", field, _SHOWN, None, EraseAction.DELETE_RECORD)
        for field in (
            "user",
            "name",
            "title",
            "title_en",
            "country",
            "time_zone",
            "availability",
            "summary",
            "summary_en",
            "portrait",
            "proposal",
            "proposed_portrait",
        )
    ),
    PersonalField(
        "experts.ExpertProfile",
        "consent_at",
        gettext_noop("Proving that the expert agreed to be shown"),
        None,
        EraseAction.DELETE_RECORD,
    ),
    PersonalField("experts.ExpertLanguage", "language", _SHOWN, None, EraseAction.DELETE_RECORD),
    PersonalField("experts.ExpertLink", "url", _SHOWN, None, EraseAction.DELETE_RECORD),
    *(
        PersonalField("experts.ExpertRequest", field, _ANSWERED, _LIFE_OF_REQUESTS, EraseAction.DELETE_RECORD)
        for field in ("sender", "name", "email", "company", "subject")
    ),
    PersonalField("experts.ExpertMessage", "text", _ANSWERED, _LIFE_OF_REQUESTS, EraseAction.DELETE_RECORD),
    PersonalField(
        "experts.ExpertBlock",
        "email",
        gettext_noop("Keeping messages away that an expert does not want"),
        None,
        EraseAction.DELETE_RECORD,
    ),
    PersonalField(
        "experts.ExpertLog",
        "by",
        gettext_noop("Accounting for changes to an expert's profile"),
        timedelta(days=5 * 365),
        EraseAction.BLANK,
    ),
)

_CONVERSATION = ("request__sender", "request__profile__user")

keep(
    KeepingRule("experts.ExpertProfile", "created_at", accounts=("user",)),
    KeepingRule("experts.ExpertLanguage", "profile__created_at", accounts=("profile__user",)),
    KeepingRule("experts.ExpertLink", "profile__created_at", accounts=("profile__user",)),
    KeepingRule("experts.ExpertMessage", "at", accounts=_CONVERSATION, addresses=("request__email",)),
    KeepingRule("experts.ExpertRequest", "created_at", accounts=("sender",), addresses=("email",)),
    KeepingRule("experts.ExpertBlock", "at", addresses=("email",)),
    KeepingRule("experts.ExpertLog", "at"),
)
