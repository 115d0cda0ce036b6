"""Choices of the news room and the legal moves of a reader's comment."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class Desk(TextChoices):
    """What a newsroom makes; one publisher may have several (Press Law 2025: one agency for press, radio and television)."""

    NEWSPAPER = "newspaper", _("Newspaper")
    RADIO = "radio", _("Radio")
    TELEVISION = "television", _("Television")
    ONLINE = "online", _("Online news")


class ArticleKind(TextChoices):
    """How a story is told."""

    STORY = "story", _("Story")
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Audio")
    GALLERY = "gallery", _("Pictures")
    LIVE = "live", _("Live broadcast")


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

    PENDING = "pending", _("Waiting for review")
    APPROVED = "approved", _("Shown")
    REFUSED = "refused", _("Refused")


COMMENT_MOVES: TransitionTable[CommentState] = TransitionTable(
    {
        CommentState.PENDING: frozenset({CommentState.APPROVED, CommentState.REFUSED}),
        CommentState.APPROVED: frozenset({CommentState.REFUSED}),
        CommentState.REFUSED: frozenset({CommentState.APPROVED}),
    }
)
