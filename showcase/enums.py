"""Choices of the showcase room, groups of states, and tables of legal moves."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.transitions import TransitionTable


class Compliance(TextChoices):
    """Where a transfer stands in the lists of the Law on Technology Transfer (articles 9, 10 and 11)."""

    UNCHECKED = "unchecked", _("Not checked yet")
    ENCOURAGED = "encouraged", _("Encouraged")
    NOT_LISTED = "not-listed", _("On no list")
    RESTRICTED = "restricted", _("Restricted: needs a transfer permit")
    PROHIBITED = "prohibited", _("Prohibited")


class Disclosure(TextChoices):
    """When the provider's contact details are given."""

    PUBLIC = "public", _("Shown to everyone")
    ON_INTEREST = "on-interest", _("Given when both sides of an enquiry agree")
    NEVER = "never", _("Never given; the portal passes messages on")


class Outcome(TextChoices):
    """How a listing ended."""

    NONE = "none", _("Still offered")
    WITHDRAWN = "withdrawn", _("Withdrawn by its owner")
    TRANSFERRED = "transferred", _("Transferred")
    REPLACED = "replaced", _("Replaced by a newer technology")


ENDED_OUTCOMES: Final = frozenset({Outcome.WITHDRAWN, Outcome.REPLACED})


class TrlBand(TextChoices):
    """The three public bands of technology readiness."""

    RESEARCH = "research", _("Research (TRL 1–3)")
    TRIAL = "trial", _("Trial (TRL 4–6)")
    READY = "ready", _("Ready to use (TRL 7–9)")


TRL_BANDS: Final = {
    TrlBand.RESEARCH: range(1, 4),
    TrlBand.TRIAL: range(4, 7),
    TrlBand.READY: range(7, 10),
}


def trl_band(level: int | None) -> TrlBand | None:
    """Return the band of a level from 1 to 9; None for anything else."""
    return next((band for band, levels in TRL_BANDS.items() if level in levels), None)


class MeasureRole(TextChoices):
    """Whether a need's figure tells how it is or how it should become."""

    BASELINE = "baseline", _("How it is now")
    TARGET = "target", _("What is wanted")


class Operator(TextChoices):
    """How a wanted figure is compared."""

    AT_MOST = "le", "≤"
    LESS = "lt", "<"
    EQUAL = "eq", "="
    MORE = "gt", ">"
    AT_LEAST = "ge", "≥"


class BudgetBand(TextChoices):
    """What a need may cost, in broad bands."""

    UNDISCLOSED = "undisclosed", _("Not disclosed")
    UNDER_200_MILLION = "under-200m", _("Under VND 200 million")
    UP_TO_1_BILLION = "200m-1b", _("VND 200 million to 1 billion")
    UP_TO_5_BILLION = "1b-5b", _("VND 1 to 5 billion")
    OVER_5_BILLION = "over-5b", _("Over VND 5 billion")


BUDGET_CEILINGS: Final = {
    BudgetBand.UNDER_200_MILLION: 200_000_000,
    BudgetBand.UP_TO_1_BILLION: 1_000_000_000,
    BudgetBand.UP_TO_5_BILLION: 5_000_000_000,
}


class Funding(TextChoices):
    """Where the money is to come from."""

    UNDECIDED = "undecided", _("Not decided yet")
    OWN = "own", _("Own capital")
    LOAN = "loan", _("Loan")
    PROVINCIAL_TASK = "provincial-task", _("Provincial science and technology task")
    NATIONAL_PROGRAMME = "national-programme", _("National programme")


class EnteredBy(TextChoices):
    """Who wrote a need down."""

    ORGANISATION = "organisation", _("The organisation itself")
    FOCAL_POINT = "focal-point", _("A local focal point, on its behalf")


class NeedStatus(TextChoices):
    """Where a published need stands."""

    OPEN = "open", _("Looking for a solution")
    IN_TALKS = "in-talks", _("In talks")
    SIGNED = "signed", _("Contract signed")
    PARTLY_MET = "partly-met", _("Partly met")
    CLOSED = "closed", _("Closed")


NEED_MOVES: Final = TransitionTable(
    {
        NeedStatus.OPEN: frozenset({NeedStatus.IN_TALKS, NeedStatus.SIGNED, NeedStatus.PARTLY_MET, NeedStatus.CLOSED}),
        NeedStatus.IN_TALKS: frozenset({NeedStatus.OPEN, NeedStatus.SIGNED, NeedStatus.PARTLY_MET, NeedStatus.CLOSED}),
        NeedStatus.PARTLY_MET: frozenset({NeedStatus.OPEN, NeedStatus.IN_TALKS, NeedStatus.SIGNED, NeedStatus.CLOSED}),
        NeedStatus.CLOSED: frozenset({NeedStatus.OPEN}),
    }
)
ANSWERABLE_NEEDS: Final = frozenset({NeedStatus.OPEN, NeedStatus.IN_TALKS, NeedStatus.PARTLY_MET})


class EnquirySubject(TextChoices):
    """What an enquiry is about."""

    TECHNOLOGY = "technology", _("Technology")
    NEED = "need", _("Need")


class EnquiryState(TextChoices):
    """Where an enquiry stands."""

    UNCONFIRMED = "unconfirmed", _("Waiting for the e-mail address to be confirmed")
    NEW = "new", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Ended without an answer")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn by its sender")


ENQUIRY_MOVES: Final = TransitionTable(
    {
        EnquiryState.UNCONFIRMED: frozenset({EnquiryState.NEW, EnquiryState.EXPIRED, EnquiryState.WITHDRAWN}),
        EnquiryState.NEW: frozenset(
            {
                EnquiryState.ANSWERED,
                EnquiryState.DECLINED,
                EnquiryState.EXPIRED,
                EnquiryState.CLOSED,
                EnquiryState.WITHDRAWN,
            }
        ),
        EnquiryState.ANSWERED: frozenset({EnquiryState.CLOSED, EnquiryState.WITHDRAWN}),
    }
)
# What reached the organisation and went no further than that, or did.
DELIVERED_ENQUIRIES: Final = frozenset({EnquiryState.NEW, EnquiryState.ANSWERED, EnquiryState.DECLINED})
RUNNING_ENQUIRIES: Final = frozenset({EnquiryState.UNCONFIRMED, EnquiryState.NEW, EnquiryState.ANSWERED})


class ReviewState(TextChoices):
    """Where a page of an exhibitor stands on its way to the public; read from Wagtail, stored nowhere."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    RETURNED = "returned", _("Returned with comments")
    LIVE = "live", _("On the portal")
    CHANGED = "changed", _("Published, with changes not yet sent")
    ARCHIVED = "archived", _("Taken down")
    REFUSED = "refused", _("Refused")


class ReviewDecision(TextChoices):
    """How one round of review ended."""

    OPEN = "open", _("Waiting for the reviewer")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned with reasons")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Review stopped")


DECISIONS_WITH_REASON: Final = frozenset({ReviewDecision.RETURNED, ReviewDecision.REFUSED})


class ListingState(TextChoices):
    """Where a published listing stands in its life; read from dates, outcome and status, stored nowhere."""

    OFFERED = "offered", _("Offered")
    ARCHIVED = "archived", _("Archived: nobody confirmed it in time")
    WITHDRAWN = "withdrawn", _("Withdrawn by its owner")
    TRANSFERRED = "transferred", _("Transferred")
    REPLACED = "replaced", _("Replaced by a newer technology")
    # A need that was met or closed: its status says which, and only a change of the status leads back.
    ENDED = "ended", _("Ended")


LISTING_MOVES: Final = TransitionTable(
    {
        ListingState.OFFERED: frozenset(set(ListingState) - {ListingState.ENDED}),
        ListingState.ARCHIVED: frozenset(
            {ListingState.OFFERED, ListingState.WITHDRAWN, ListingState.TRANSFERRED, ListingState.REPLACED}
        ),
        ListingState.WITHDRAWN: frozenset({ListingState.OFFERED, ListingState.TRANSFERRED, ListingState.REPLACED}),
        ListingState.TRANSFERRED: frozenset({ListingState.OFFERED}),
        ListingState.REPLACED: frozenset({ListingState.OFFERED}),
    }
)


class ListingAction(TextChoices):
    """What happened to a listing, for its log."""

    SENT = "sent", _("Sent for review")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned with reasons")
    REFUSED = "refused", _("Refused")
    RENEWED = "renewed", _("Confirmed as still valid")
    ARCHIVED = "archived", _("Archived")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TRANSFERRED = "transferred", _("Transferred")
    REPLACED = "replaced", _("Replaced")
    OFFERED_AGAIN = "offered-again", _("Offered again")
    COMPLIANCE = "compliance", _("Compared with the lists of transfer")


class FileDisclosure(TextChoices):
    """Who may open a file of a technology."""

    PUBLIC = "public", _("Everyone")
    AFTER_INTEREST = "after-interest", _("Those whose interest you answered")
    NEVER = "never", _("Reviewers only")


class TextGroup(TextChoices):
    """The groups of texts that an exhibitor may also give in English."""

    IDENTITY = "identity", _("Title and summary")
    SOLUTION = "solution", _("Problem and solution")
    EVIDENCE = "evidence", _("Evidence, environment and safety")
    DEAL = "deal", _("Transfer and what the receiver needs")
    ROWS = "rows", _("Figures, pictures and files")


class EnglishState(TextChoices):
    """Where the English of one group of texts stands."""

    NONE = "none", _("Not written")
    DRAFT = "draft", _("Draft")
    CURRENT = "current", pgettext_lazy("of a translation", "Current")
    OUTDATED = "outdated", _("Out of date: the Vietnamese has changed")
