"""Personal fields of the showcase room."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

ENQUIRY_PURPOSE = gettext_noop("Letting the owner of a technology or need answer the person who asked")
ENQUIRY_RETENTION = timedelta(days=730)
MESSAGE_PURPOSE = gettext_noop("Passing messages between the two sides of an enquiry")
SHARE_PURPOSE = gettext_noop("Recording which contact details were shared with whom, as both sides agreed")
BLOCK_PURPOSE = gettext_noop("Keeping enquiries away that an organisation does not want")
ABUSE_PURPOSE = gettext_noop("Letting the officer decide on a report of abuse")
DEAL_PURPOSE = gettext_noop("Counting what came of enquiries, as both sides confirm it")
DEAL_RETENTION = timedelta(days=5 * 365)
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
            "decline_note",
        )
    ),
    PersonalField("showcase.EnquiryMessage", "text", MESSAGE_PURPOSE, ENQUIRY_RETENTION, EraseAction.DELETE_RECORD),
    PersonalField("showcase.EnquiryMessage", "author", MESSAGE_PURPOSE, ENQUIRY_RETENTION, EraseAction.BLANK),
    *(
        PersonalField("showcase.ContactShare", field, SHARE_PURPOSE, ENQUIRY_RETENTION, EraseAction.DELETE_RECORD)
        for field in ("name", "organisation_name", "email", "phone", "offered_by")
    ),
    *(
        PersonalField("showcase.SenderBlock", field, BLOCK_PURPOSE, ENQUIRY_RETENTION, EraseAction.DELETE_RECORD)
        for field in ("name", "email")
    ),
    PersonalField("showcase.SenderBlock", "made_by", AUTHOR_PURPOSE, ENQUIRY_RETENTION, EraseAction.BLANK),
    PersonalField("showcase.EnquiryLog", "by", AUTHOR_PURPOSE, ENQUIRY_RETENTION, EraseAction.BLANK),
    PersonalField("showcase.AbuseReport", "text", ABUSE_PURPOSE, ENQUIRY_RETENTION, EraseAction.DELETE_RECORD),
    PersonalField("showcase.AbuseReport", "reported_by", ABUSE_PURPOSE, ENQUIRY_RETENTION, EraseAction.BLANK),
    PersonalField("showcase.AbuseReport", "handled_by", ABUSE_PURPOSE, ENQUIRY_RETENTION, EraseAction.BLANK),
    PersonalField("showcase.Deal", "partner_name", DEAL_PURPOSE, DEAL_RETENTION, EraseAction.BLANK),
    PersonalField("showcase.Deal", "partner_email", DEAL_PURPOSE, DEAL_RETENTION, EraseAction.BLANK),
    PersonalField("showcase.DealVersion", "note", DEAL_PURPOSE, DEAL_RETENTION, EraseAction.BLANK),
    PersonalField("showcase.DealVersion", "evidence", DEAL_PURPOSE, DEAL_RETENTION, EraseAction.BLANK),
    PersonalField("showcase.DealVersion", "made_by", DEAL_PURPOSE, DEAL_RETENTION, EraseAction.BLANK),
    PersonalField("showcase.DealLog", "by", DEAL_PURPOSE, DEAL_RETENTION, EraseAction.BLANK),
    PersonalField("showcase.Enquiry", "answered_by", AUTHOR_PURPOSE, ENQUIRY_RETENTION, EraseAction.BLANK),
    PersonalField("showcase.TechnologyPage", "inventors", INVENTOR_PURPOSE, None, EraseAction.BLANK),
    PersonalField("showcase.TechnologyPage", "ip_holder", INVENTOR_PURPOSE, None, EraseAction.BLANK),
    PersonalField("showcase.TechnologyPage", "compliance_checked_by", AUTHOR_PURPOSE, None, EraseAction.BLANK),
    PersonalField("showcase.NeedPage", "entered_by_user", AUTHOR_PURPOSE, None, EraseAction.BLANK),
    *(
        PersonalField(f"showcase.{model}", field, AUTHOR_PURPOSE, None, EraseAction.BLANK)
        for model, field in (
            ("ReviewRound", "sent_by"),
            ("ReviewRound", "decided_by"),
            ("ListingLog", "by"),
            ("TransferList", "loaded_by"),
        )
    ),
)

CONSENT_PURPOSE = gettext_noop(
    "Proving that an organisation agreed to a need which a focal point entered for it, and asking it whether "
    "the need is still true"
)
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

keep(
    KeepingRule("showcase.Enquiry", "created_at", accounts=("sender",), addresses=("email",)),
    # What hangs on an enquiry goes with it; on its own it goes when it is as old.
    KeepingRule("showcase.EnquiryMessage", "sent_at"),
    KeepingRule("showcase.EnquiryLog", "at"),
    KeepingRule("showcase.ContactShare", "offered_at", accounts=("offered_by",), addresses=("email",)),
    KeepingRule("showcase.SenderBlock", "made_at", addresses=("email",)),
    KeepingRule("showcase.AbuseReport", "reported_at"),
    # Figures outlive names: a partner whose name is blanked counts as one party with all others like it.
    KeepingRule("showcase.Deal", "reported_at", addresses=("partner_email",)),
    KeepingRule("showcase.DealVersion", "made_at"),
    KeepingRule("showcase.DealLog", "at"),
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
