"""Choices of the news room and the legal moves of a newsroom and of a reader's comment."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.transitions import TransitionTable


class Desk(TextChoices):
    """What a desk makes; a newsroom may have several (Press Law 2025: one agency for press, radio and television)."""

    NEWSPAPER = "newspaper", _("Newspaper")
    RADIO = "radio", _("Radio")
    TELEVISION = "television", _("Television")
    ONLINE = "online", _("Online news")


class Weekday(IntegerChoices):
    """Days of the week as Python counts them."""

    MONDAY = 0, pgettext_lazy("day of a programme", "Monday")
    TUESDAY = 1, pgettext_lazy("day of a programme", "Tuesday")
    WEDNESDAY = 2, pgettext_lazy("day of a programme", "Wednesday")
    THURSDAY = 3, pgettext_lazy("day of a programme", "Thursday")
    FRIDAY = 4, pgettext_lazy("day of a programme", "Friday")
    SATURDAY = 5, pgettext_lazy("day of a programme", "Saturday")
    SUNDAY = 6, pgettext_lazy("day of a programme", "Sunday")


class PodcastCategory(TextChoices):
    """The categories of Apple Podcasts that fit; directories read their English names (``PODCAST_NAMES``)."""

    NEWS = "news", _("News")
    BUSINESS = "business", _("Business")
    EDUCATION = "education", _("Education")
    GOVERNMENT = "government", _("Government")
    SCIENCE = "science", _("Science")
    SOCIETY = "society", _("Society and culture")
    TECHNOLOGY = "technology", _("Technology")


PODCAST_NAMES = {
    PodcastCategory.NEWS: "News",
    PodcastCategory.BUSINESS: "Business",
    PodcastCategory.EDUCATION: "Education",
    PodcastCategory.GOVERNMENT: "Government",
    PodcastCategory.SCIENCE: "Science",
    PodcastCategory.SOCIETY: "Society & Culture",
    PodcastCategory.TECHNOLOGY: "Technology",
}


class NewsroomState(TextChoices):
    """Whether a newsroom works; a newsroom without a record of it is open."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    MERGED = "merged", _("Merged")


NEWSROOM_MOVES: TransitionTable[NewsroomState] = TransitionTable(
    {
        NewsroomState.OPEN: frozenset({NewsroomState.CLOSED, NewsroomState.MERGED}),
        NewsroomState.CLOSED: frozenset({NewsroomState.OPEN, NewsroomState.MERGED}),
        NewsroomState.MERGED: frozenset({NewsroomState.OPEN}),
    }
)


class StaffRole(TextChoices):
    """What a person does in a newsroom; each role is a group of the newsroom."""

    REPORTER = "reporter", _("Reporter")
    EDITOR = "editor", _("Editor")
    CHIEF = "chief", _("Chief editor")
    LEGAL = "legal", _("Legal reviewer")


class StaffInvitationState(TextChoices):
    """What became of an invitation into a newsroom."""

    PENDING = "pending", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


STAFF_INVITATION_MOVES: TransitionTable[StaffInvitationState] = TransitionTable(
    {
        StaffInvitationState.PENDING: frozenset(
            {StaffInvitationState.ACCEPTED, StaffInvitationState.DECLINED, StaffInvitationState.WITHDRAWN}
        )
    }
)


class ArticleKind(TextChoices):
    """How a story is told."""

    STORY = "story", _("Story")
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Audio")
    GALLERY = "gallery", _("Pictures")
    LIVE = "live", _("Live broadcast")


class LiveState(TextChoices):
    """Where a live story stands; follows from the clock and is not stored."""

    BEFORE = "before", _("Starts soon")
    NOW = "now", _("Live now")
    AFTER = "after", _("Replay")


class CorrectionReason(TextChoices):
    """Why a published story was corrected."""

    FACT = "fact", _("Wrong fact")
    NAME = "name", _("Wrong name or title")
    FIGURE = "figure", _("Wrong figure")
    PICTURE = "picture", _("Wrong picture or caption")
    SOURCE = "source", _("Wrong or missing source")
    REPLY = "reply", _("Reply of those concerned")
    OTHER = "other", _("Other")


class CommentState(TextChoices):
    """What became of a reader's comment."""

    UNVERIFIED = "unverified", _("Waiting for the link in the mail")
    PENDING = "pending", _("Waiting for review")
    APPROVED = "approved", _("Shown")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn by the writer")


COMMENT_MOVES: TransitionTable[CommentState] = TransitionTable(
    {
        CommentState.UNVERIFIED: frozenset({CommentState.PENDING, CommentState.WITHDRAWN}),
        CommentState.PENDING: frozenset({CommentState.APPROVED, CommentState.REFUSED, CommentState.WITHDRAWN}),
        CommentState.APPROVED: frozenset({CommentState.REFUSED, CommentState.PENDING, CommentState.WITHDRAWN}),
        CommentState.REFUSED: frozenset({CommentState.APPROVED, CommentState.PENDING, CommentState.WITHDRAWN}),
    }
)


class NewsletterRhythm(TextChoices):
    """How often the newsletter comes, where there is something new."""

    WEEKLY = "weekly", _("Once a week")
    DAILY = "daily", _("Every day")


class SubscriptionState(TextChoices):
    """Where a subscription to the newsletter stands."""

    UNCONFIRMED = "unconfirmed", _("Waiting for confirmation")
    ACTIVE = "active", _("Subscribed")
    ENDED = "ended", _("Unsubscribed")


SUBSCRIPTION_MOVES: TransitionTable[SubscriptionState] = TransitionTable(
    {
        SubscriptionState.UNCONFIRMED: frozenset({SubscriptionState.ACTIVE}),
        SubscriptionState.ACTIVE: frozenset({SubscriptionState.ENDED}),
        SubscriptionState.ENDED: frozenset({SubscriptionState.ACTIVE}),
    }
)


class SubscriptionEnd(TextChoices):
    """Why a subscription to the newsletter ended."""

    READER = "reader", _("Ended by the reader")
    UNDELIVERABLE = "undeliverable", _("Mails could not be delivered")


class CommentRule(TextChoices):
    """Which rule for comments a refused one does not keep to."""

    OFF_TOPIC = "off_topic", _("It is not about the story")
    INSULT = "insult", _("It insults or threatens somebody")
    PERSONAL_DATA = "personal_data", _("It tells personal data of the writer or of others")
    ADVERTISING = "advertising", _("It advertises")
    UNLAWFUL = "unlawful", _("It breaks the law")
    DUPLICATE = "duplicate", _("The same comment was sent before")
    OTHER = "other", _("Another reason, in words")


class CommentAction(TextChoices):
    """What a step in the life of a comment did."""

    MOVED = "moved", _("Decided")
    STRUCK = "struck", _("Personal data left out")
    REPLIED = "replied", _("Answered")
    REPLY_CHANGED = "reply_changed", _("Answer changed")
    REPLY_REMOVED = "reply_removed", _("Answer taken off")
    PINNED = "pinned", _("Put first")
    UNPINNED = "unpinned", _("No longer first")


class HintKind(TextChoices):
    """What in a text looks like personal data."""

    PHONE = "phone", _("telephone number")
    EMAIL = "email", _("e-mail address")
    IDENTITY = "identity", _("number of an identity card")
    BANK = "bank", _("bank account")
    ADDRESS = "address", _("address of a house")
