"""Choices of the home room and the legal moves of its records."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.transitions import TransitionTable


class DocumentType(TextChoices):
    """Types of documents in the policy library (Law 64/2025 on legal documents; Decree 30/2020 for the others)."""

    LAW = "law", pgettext_lazy("document type", "Law")
    RESOLUTION = "resolution", pgettext_lazy("document type", "Resolution")
    DECREE = "decree", pgettext_lazy("document type", "Decree")
    DECISION = "decision", pgettext_lazy("document type", "Decision")
    CIRCULAR = "circular", pgettext_lazy("document type", "Circular")
    DIRECTIVE = "directive", pgettext_lazy("document type", "Directive")
    PLAN = "plan", pgettext_lazy("document type", "Plan")
    PROGRAMME = "programme", pgettext_lazy("document type", "Programme")
    REPORT = "report", pgettext_lazy("document type", "Report")
    GUIDANCE = "guidance", pgettext_lazy("document type", "Guidance")
    LETTER = "letter", pgettext_lazy("document type", "Official letter")


class Validity(TextChoices):
    """Whether a document is in force."""

    IN_FORCE = "in-force", pgettext_lazy("validity", "In force")
    PARTLY = "partly", pgettext_lazy("validity", "Partly in force")
    NOT_YET = "not-yet", pgettext_lazy("validity", "Not yet in force")
    EXPIRED = "expired", pgettext_lazy("validity", "No longer in force")


class Relation(TextChoices):
    """What another document is to a document."""

    BASIS = "basis", _("Basis")
    AMENDS = "amends", _("Amends")
    REPLACES = "replaces", _("Replaces")
    GUIDES = "guides", _("Guides")
    RELATED = "related", _("See also")


class ReporterKind(TextChoices):
    """Who reports a difficulty (plan 149/KH-UBND, last paragraph of section V)."""

    CITIZEN = "citizen", _("A citizen")
    ENTERPRISE = "enterprise", _("An enterprise or household business")
    INSTITUTE = "institute", _("An institute, university or school")
    INTERMEDIARY = "intermediary", _("An intermediary or association")
    AUTHORITY = "authority", _("A department or local authority")


class FeedbackCategory(TextChoices):
    """What a report is about."""

    DIFFICULTY = "difficulty", _("A difficulty in carrying out the plan")
    PROPOSAL = "proposal", _("A proposal")
    LISTING = "listing", _("Something wrong in a listing or news item")
    PORTAL = "portal", _("A problem with this portal")
    OTHER = "other", pgettext_lazy("feedback", "Something else")


class FeedbackState(TextChoices):
    """Where a report stands."""

    RECEIVED = "received", pgettext_lazy("feedback", "Received")
    IN_PROGRESS = "in-progress", pgettext_lazy("feedback", "Being dealt with")
    ANSWERED = "answered", pgettext_lazy("feedback", "Answered")
    CLOSED = "closed", pgettext_lazy("feedback", "Closed without an answer")


FEEDBACK_MOVES = TransitionTable(
    {
        FeedbackState.RECEIVED: frozenset({FeedbackState.IN_PROGRESS, FeedbackState.ANSWERED, FeedbackState.CLOSED}),
        FeedbackState.IN_PROGRESS: frozenset({FeedbackState.ANSWERED, FeedbackState.CLOSED}),
        FeedbackState.ANSWERED: frozenset({FeedbackState.IN_PROGRESS}),
        FeedbackState.CLOSED: frozenset({FeedbackState.IN_PROGRESS}),
    }
)


class RequestState(TextChoices):
    """Where a request for a service stands."""

    RECEIVED = "received", pgettext_lazy("service request", "Received")
    IN_PROGRESS = "in-progress", pgettext_lazy("service request", "Being dealt with")
    NEEDS_MORE = "needs-more", pgettext_lazy("service request", "More is needed from you")
    DONE = "done", pgettext_lazy("service request", "Done")
    DECLINED = "declined", pgettext_lazy("service request", "Declined")


_OPEN = frozenset({RequestState.IN_PROGRESS, RequestState.NEEDS_MORE, RequestState.DONE, RequestState.DECLINED})
REQUEST_MOVES = TransitionTable(
    {
        RequestState.RECEIVED: _OPEN,
        RequestState.IN_PROGRESS: _OPEN - {RequestState.IN_PROGRESS},
        RequestState.NEEDS_MORE: _OPEN - {RequestState.NEEDS_MORE},
    }
)
