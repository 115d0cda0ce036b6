"""Personal fields of the showcase room."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

ENQUIRY_PURPOSE = gettext_noop("Letting the owner of a technology or need answer the person who asked")
ENQUIRY_RETENTION = timedelta(days=730)
AUTHOR_PURPOSE = gettext_noop("Knowing who wrote or checked what an organisation shows")
INVENTOR_PURPOSE = gettext_noop("Naming the inventors of a technology, as its owner asks")

register(
    *(
        PersonalField("showcase.Enquiry", field, ENQUIRY_PURPOSE, ENQUIRY_RETENTION, EraseAction.DELETE_RECORD)
        for field in (
            "sender",
            "name",
            "email",
            "phone",
            "company",
            "interest",
            "contribution",
            "question",
            "timing",
            "answer",
        )
    ),
    PersonalField("showcase.Enquiry", "answered_by", AUTHOR_PURPOSE, ENQUIRY_RETENTION, EraseAction.BLANK),
    PersonalField("showcase.TechnologyPage", "inventors", INVENTOR_PURPOSE, None, EraseAction.BLANK),
    PersonalField("showcase.TechnologyPage", "ip_holder", INVENTOR_PURPOSE, None, EraseAction.BLANK),
    PersonalField("showcase.TechnologyPage", "compliance_checked_by", AUTHOR_PURPOSE, None, EraseAction.BLANK),
    PersonalField("showcase.NeedPage", "entered_by_user", AUTHOR_PURPOSE, None, EraseAction.BLANK),
)

keep(KeepingRule("showcase.Enquiry", "created_at", accounts=("sender",), addresses=("email",)))
