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

CONSENT_PURPOSE = gettext_noop("Proving that an organisation agreed to a need which a focal point entered for it")
CONSENT_RETENTION = timedelta(days=1825)
OFFICE_PURPOSE = gettext_noop("Knowing for which office and places a person enters needs")
REFUSAL_PURPOSE = gettext_noop("Not suggesting again what an owner said does not fit")
DIGEST_PURPOSE = gettext_noop(
    "Sending the mail about new matches at most once a week, and not to those who switched it off"
)

register(
    *(
        PersonalField("showcase.NeedConsent", field, CONSENT_PURPOSE, CONSENT_RETENTION, EraseAction.BLANK)
        for field in ("contact_name", "contact_email", "contact_phone", "note", "recorded_by")
    ),
    *(
        PersonalField("showcase.FocalPoint", field, OFFICE_PURPOSE, None, EraseAction.BLANK)
        for field in ("user", "email", "phone")
    ),
    PersonalField("showcase.FocalPoint", "appointed_by", OFFICE_PURPOSE, None, EraseAction.BLANK),
    PersonalField("showcase.MatchRefusal", "refused_by", REFUSAL_PURPOSE, None, EraseAction.BLANK),
    PersonalField("showcase.MatchRefusal", "note", REFUSAL_PURPOSE, None, EraseAction.BLANK),
    PersonalField("showcase.MatchDigest", "user", DIGEST_PURPOSE, None, EraseAction.DELETE_RECORD),
)

keep(KeepingRule("showcase.Enquiry", "created_at", accounts=("sender",), addresses=("email",)))
keep(
    KeepingRule(
        "showcase.NeedConsent",
        "created_at",
        addresses=("contact_email",),
        # A consent stays a consent: who gave it is forgotten, that somebody did is not.
        blanks={"contact_name": "–", "contact_email": "erased@erased.invalid"},
    ),
    KeepingRule("showcase.FocalPoint", "appointed_at", accounts=("user",)),
    KeepingRule("showcase.MatchRefusal", "refused_at", accounts=("refused_by",)),
    KeepingRule("showcase.MatchDigest", "last_sent_at", accounts=("user",)),
)
