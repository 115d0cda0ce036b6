"""Choices and tables of legal moves of the experts room."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.transitions import TransitionTable

CONSENT_VERSION: Final = "2026-11"
"""Version of the words in ``experts/parts/consent.html``; a test holds the two together (Law 91/2025/QH15)."""


class ProfileState(TextChoices):
    """Whether everyone can see the profile."""

    DRAFT = "draft", _("Not shown yet")
    PUBLISHED = "published", _("Shown to everyone")
    WITHDRAWN = "withdrawn", _("Withdrawn by the expert")
    BLOCKED = "blocked", _("Taken down by an officer")


PROFILE_MOVES = TransitionTable(
    {
        ProfileState.DRAFT: frozenset({ProfileState.PUBLISHED, ProfileState.BLOCKED}),
        ProfileState.PUBLISHED: frozenset(
            {ProfileState.PUBLISHED, ProfileState.WITHDRAWN, ProfileState.BLOCKED}  # approved again after changes
        ),
        ProfileState.WITHDRAWN: frozenset({ProfileState.PUBLISHED, ProfileState.BLOCKED}),
        ProfileState.BLOCKED: frozenset({ProfileState.WITHDRAWN}),
    }
)


class ReviewState(TextChoices):
    """Where the words that the expert wrote last stand; the live profile stays as it is meanwhile."""

    WRITING = "writing", _("Being written")
    WAITING = "waiting", _("Waiting for review")
    RETURNED = "returned", _("Returned with remarks")
    APPROVED = "approved", pgettext_lazy("of an expert's words", "Approved")


REVIEW_MOVES = TransitionTable(
    {
        ReviewState.WRITING: frozenset({ReviewState.WRITING, ReviewState.WAITING}),
        ReviewState.WAITING: frozenset({ReviewState.WRITING, ReviewState.APPROVED, ReviewState.RETURNED}),
        ReviewState.RETURNED: frozenset({ReviewState.WRITING, ReviewState.WAITING}),
        ReviewState.APPROVED: frozenset({ReviewState.WRITING, ReviewState.WAITING}),
    }
)


class Help(TextChoices):
    """What an expert can help with."""

    ADVICE = "advice", _("Advice")
    TEACHING = "teaching", _("Teaching and training")
    EVALUATION = "evaluation", _("Evaluating technologies")
    RESEARCH = "research", _("Joint research")
    MENTORING = "mentoring", _("Mentoring start-ups")


class Availability(TextChoices):
    """When an expert could begin."""

    NOW = "now", _("Can begin now")
    SOON = "soon", _("Within three months")
    AGREEMENT = "agreement", _("By agreement")
    PAUSED = "paused", _("Takes no requests at present")


class SpokenLanguage(TextChoices):
    """Languages that experts work in, by ISO 639-1."""

    VIETNAMESE = "vi", _("Vietnamese")
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    GERMAN = "de", _("German")
    RUSSIAN = "ru", _("Russian")
    CHINESE = "zh", _("Chinese")
    JAPANESE = "ja", _("Japanese")
    KOREAN = "ko", _("Korean")
    SPANISH = "es", _("Spanish")
    PORTUGUESE = "pt", _("Portuguese")
    ITALIAN = "it", _("Italian")
    CZECH = "cs", _("Czech")
    POLISH = "pl", _("Polish")
    SWEDISH = "sv", _("Swedish")
    DUTCH = "nl", _("Dutch")
    THAI = "th", _("Thai")
    LAO = "lo", _("Lao")
    KHMER = "km", _("Khmer")
    INDONESIAN = "id", _("Indonesian")
    HINDI = "hi", _("Hindi")


class LanguageLevel(TextChoices):
    """How well an expert works in a language."""

    NATIVE = "native", _("Mother tongue")
    FLUENT = "fluent", _("Fluent")
    WORKING = "working", _("Enough to work in")
    BASIC = "basic", _("Basic")


class RequestState(TextChoices):
    """Where a message to an expert stands."""

    UNCONFIRMED = "unconfirmed", _("Waiting for the sender to confirm the address")
    DELIVERED = "delivered", _("Delivered, not answered yet")
    ANSWERED = "answered", pgettext_lazy("of a message to an expert", "Answered")
    DECLINED = "declined", pgettext_lazy("of a message to an expert", "Declined")
    CLOSED = "closed", pgettext_lazy("of a message to an expert", "Closed")


REQUEST_MOVES = TransitionTable(
    {
        RequestState.UNCONFIRMED: frozenset({RequestState.DELIVERED}),
        RequestState.DELIVERED: frozenset({RequestState.ANSWERED, RequestState.DECLINED, RequestState.CLOSED}),
        # Back to waiting when the sender writes again.
        RequestState.ANSWERED: frozenset(
            {RequestState.ANSWERED, RequestState.DELIVERED, RequestState.DECLINED, RequestState.CLOSED}
        ),
    }
)
# A conversation begins when the sender's address is proven: what is unconfirmed takes nobody's place.
OPEN_STATES = frozenset({RequestState.DELIVERED, RequestState.ANSWERED})
READABLE_STATES = frozenset(RequestState) - {RequestState.UNCONFIRMED}


class DeclineReason(TextChoices):
    """Why an expert declines; the sender reads it."""

    FIELD = "field", _("It lies outside my field")
    TIME = "time", _("I have no time for it at present")
    CONFLICT = "conflict", _("A conflict of interest")
    UNCLEAR = "unclear", _("I do not see what is asked")
    OTHER = "other", _("Another reason")


class Side(TextChoices):
    """Who wrote a message."""

    SENDER = "sender", pgettext_lazy("of a message", "The person who asked")
    EXPERT = "expert", pgettext_lazy("of a message", "The expert")


class LogAction(TextChoices):
    """What happened to a profile."""

    SAVED = "saved", _("Words saved")
    SUBMITTED = "submitted", _("Sent for review, with consent")
    APPROVED = "approved", _("Approved and shown")
    RETURNED = "returned", _("Returned with remarks")
    WITHDRAWN = "withdrawn", _("Withdrawn by the expert")
    BLOCKED = "blocked", _("Taken down by an officer")
    UNBLOCKED = "unblocked", _("Taking down was lifted")
