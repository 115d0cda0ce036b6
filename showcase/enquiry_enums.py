"""Choices of conversations about enquiries: sides, reasons, steps."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.transitions import TransitionTable


class Side(TextChoices):
    """The two sides of an enquiry."""

    OWNER = "owner", pgettext_lazy("side of an enquiry", "The organisation")
    SENDER = "sender", pgettext_lazy("side of an enquiry", "The sender")

    @property
    def other(self) -> "Side":
        """The side that one talks to."""
        return Side.SENDER if self is Side.OWNER else Side.OWNER


class DeclineReason(TextChoices):
    """Why an organisation declines: nine reasons, so that refusals can be counted and learned from."""

    TOO_EARLY = "too-early", _("It is too early: the technology or the plan is not ready")
    NO_FIT = "no-fit", _("It does not fit our field or use")
    BENEFIT_UNCLEAR = "benefit-unclear", _("The benefit is not clear")
    NO_EVIDENCE = "no-evidence", _("Figures or evidence are missing or do not suffice")
    TERMS = "terms", _("Price or terms do not suit")
    NO_CAPACITY = "no-capacity", _("We have no capacity for it now")
    RIGHTS = "rights", _("The rights are not free for this use or territory")
    TAKEN = "taken", _("It is already promised to somebody else")
    UNCLEAR = "unclear", _("The enquiry is too unclear to be answered")


class AbuseReason(TextChoices):
    """Why somebody reports the other side to the officer."""

    SPAM = "spam", _("Advertising or mass mail")
    INSULT = "insult", _("Insults or threats")
    FRAUD = "fraud", _("Suspected fraud, or somebody else's identity")
    DATA = "data", _("Somebody's personal data or trade secrets")
    OTHER = "other", _("Something else")


class ReportState(TextChoices):
    """Where a report to the officer stands."""

    OPEN = "open", _("Waiting for the officer")
    UPHELD = "upheld", _("Upheld: the enquiry was closed")
    DISMISSED = "dismissed", _("Dismissed")


REPORT_MOVES: Final = TransitionTable({ReportState.OPEN: frozenset({ReportState.UPHELD, ReportState.DISMISSED})})


class EnquiryStep(TextChoices):
    """What happened to an enquiry; the rows of its log."""

    SENT = "sent", _("Enquiry sent")
    CONFIRMED = "confirmed", _("E-mail address confirmed")
    DELIVERED = "delivered", _("Handed to the organisation")
    REMINDED = "reminded", _("Organisation reminded of the answer")
    ALERTED = "alerted", _("Officers told that the answer is late")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Ended without an answer")
    MESSAGE = "message", _("Message sent")
    CONTACT_OFFERED = "contact-offered", _("Ready to share contact details")
    CONTACT_TAKEN_BACK = "contact-taken-back", _("No longer ready to share contact details")
    DISCLOSED = "disclosed", _("Contact details shared with each other")
    BLOCKED = "blocked", _("Further enquiries of this sender refused")
    REPORTED = "reported", _("Reported to the officer")
    REPORT_HANDLED = "report-handled", _("Report dealt with by the officer")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn by its sender")
