"""What the room knows about persons."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.enums import SubscriptionState
from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

KEPT = timedelta(days=365)
UNTIL_TOLD = timedelta(days=30)
INVITED = timedelta(days=180)
WORKED = timedelta(days=5 * 365)
REQUESTS_KEPT = timedelta(days=3 * 365)

register(
    PersonalField("news.Comment", "name", _("Shown with the reader's comment"), KEPT, EraseAction.DELETE_RECORD),
    PersonalField(
        "news.Comment",
        "email",
        _("Proving that the comment is its writer's, and telling what becomes of it; never shown"),
        KEPT,
        EraseAction.DELETE_RECORD,
    ),
    PersonalField("news.Comment", "text", _("The reader's own words"), KEPT, EraseAction.DELETE_RECORD),
    PersonalField(
        "news.WorkNotice",
        "recipient",
        _("Whom the next daily mail of the newsroom tells; deleted as it is sent"),
        UNTIL_TOLD,
        EraseAction.DELETE_RECORD,
    ),
)

register(
    PersonalField(
        "news.NewsletterSubscription",
        "email",
        _("Sending the newsletter that was asked for and confirmed"),
        timedelta(days=30),
        EraseAction.DELETE_RECORD,
    ),
)

# Counted from the end: one that runs is kept as long as it runs; one that nobody confirms goes after three days (domain.newsletter).
keep(
    KeepingRule("news.NewsletterSubscription", "ended_at", addresses=("email",), only=Q(state=SubscriptionState.ENDED))
)

register(
    *(
        PersonalField("news.Comment", field, _("The reader's own words"), KEPT, EraseAction.DELETE_RECORD)
        for field in ("original_text", "author")
    ),
)

keep(KeepingRule("news.Comment", "submitted_at", accounts=("author",), addresses=("email",)))
keep(KeepingRule("news.WorkNotice", "happened_at", accounts=("recipient",)))

register(
    PersonalField(
        "news.StaffInvitation", "email", _("Asking a person into a newsroom"), INVITED, EraseAction.DELETE_RECORD
    ),
    PersonalField(
        "news.StaffInvitation", "invited_by", _("Telling the invited person who asks"), INVITED, EraseAction.BLANK
    ),
    PersonalField(
        "news.StaffChange", "person", _("Knowing who worked in a newsroom and since when"), WORKED, EraseAction.BLANK
    ),
)

keep(KeepingRule("news.StaffInvitation", "invited_at", addresses=("email",)))
keep(KeepingRule("news.StaffChange", "changed_at", accounts=("person",)))

register(
    PersonalField("news.ReviewLink", "name", _("Whom the newsroom shows a draft to"), KEPT, EraseAction.DELETE_RECORD),
    PersonalField("news.ReviewLink", "email", _("Sending the link to the draft"), KEPT, EraseAction.DELETE_RECORD),
    PersonalField("news.ReviewLink", "note", _("What the reviewer is asked"), KEPT, EraseAction.DELETE_RECORD),
    PersonalField(
        "news.ReviewRemark", "text", _("What the reviewer remarks on the draft"), KEPT, EraseAction.DELETE_RECORD
    ),
)
keep(
    KeepingRule("news.ReviewLink", "expires_at", addresses=("email",)),
    KeepingRule("news.ReviewRemark", "link__expires_at", addresses=("link__email",)),
)

register(
    *(
        PersonalField("news.ReplyRequest", name, purpose, REQUESTS_KEPT, EraseAction.DELETE_RECORD)
        for name, purpose in (
            ("name", _("Who asks for a correction or a reply")),
            ("on_behalf_of", _("Who asks for a correction or a reply")),
            ("email", _("Confirming and answering the request")),
            ("phone", _("Questions about the request")),
            ("passage", _("What the request is about")),
            ("wrong", _("What the request is about")),
            ("evidence", _("What the request is about")),
            ("papers", _("What the request is about")),
            ("answer", _("What the requester was told")),
        )
    )
)
keep(KeepingRule("news.ReplyRequest", "closed_at", addresses=("email",), only=~Q(closed_at=None)))
