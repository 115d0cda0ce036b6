"""Mails to the writers of comments. No subject says what was written."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from news import queries
from news.domain import comment_links, moderation
from news.enums import CommentAction, CommentRule, CommentState
from news.models import Comment, CommentMove
from news.opinions import reads
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail


def _url(name: str, language: Language | str, *args: Any) -> str:
    with translation.override(language):
        return mail.absolute_url(reverse(name, args=args))


def _send(kind: str, comment: Comment, **context: Any) -> None:
    mail.queue(
        kind=f"news/emails/{kind}",
        recipient=comment.email,
        language=comment.language,
        context={"recipient_name": comment.name, "reference": comment.reference or "", **context},
    )


def confirm(*, comment: Comment, story: str, secret: str) -> None:
    """Ask the address whether the comment is its own. The words stay out: anybody can type anybody's address."""
    _send("comment_confirm", comment, story=story, url=_url("news:comment-confirm", comment.language, secret))


def received(*, comment: Comment, secret: str) -> None:
    """Say that the comment waits for the newsroom, with the link to its own page."""
    _send("comment_received", comment, story=_story(comment), url=_url("news:comment-own", comment.language, secret))


def _story(comment: Comment) -> str:
    return queries.story_title(comment.article_key, Language(comment.language))


def _stands(move: CommentMove) -> str:
    """Return the kind of the mail that a step deserves now, "" where something later has overtaken it."""
    comment = move.comment
    if move.action == CommentAction.REPLIED:
        return "comment_replied" if comment.reply and comment.state == CommentState.APPROVED else ""
    last = moderation.last_decision(comment)
    if last is None or last.pk != move.pk:
        return ""
    if move.target == CommentState.REFUSED:
        return "comment_refused"
    # One mail is enough where an answer came with the decision.
    return "comment_approved" if move.target == CommentState.APPROVED and not comment.reply else ""


def tell(*, move_id: int) -> bool:
    """Queue the mail about one step, if it still stands; return whether there was something to tell."""
    with transaction.atomic():
        move = CommentMove.objects.select_related("comment").filter(pk=move_id).first()
        kind = _stands(move) if move is not None else ""
        if move is None or not kind:
            return False
        comment, language = move.comment, Language(move.comment.language)
        with translation.override(language):
            rule = str(CommentRule(move.rule).label) if move.rule and move.rule != CommentRule.OTHER else ""
        article = queries.commented_story(comment.article_key, language)
        place = reads.places(comment.article_key).get(comment.pk, "")
        _send(
            kind,
            comment,
            story=article.title if article else "",
            rule=rule,
            reason=move.reason,
            desk=comment.reply_desk,
            words=comment.reply,
            story_url=mail.absolute_url(f"{article.get_url()}{place}") if article else "",
            url=_url("news:comment-own", language, comment_links.writer_secret(comment, clock.now())),
        )
    return True
