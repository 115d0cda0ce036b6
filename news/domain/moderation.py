"""What a newsroom does with readers' comments: show, refuse, take a decision back, leave personal data out, answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from news import permissions, tasks
from news.enums import COMMENT_MOVES, CommentAction, CommentRule, CommentState
from news.models import Comment, CommentMove
from news.models.comments import DECIDED, LONGEST_REPLY, MOST_PINNED
from portal.kernel import clock, errors, text
from portal.kernel.languages import Language

UNDO_PERIOD: Final = timedelta(minutes=10)
"""A decision can be taken back so long; the writer's mail waits as long, so that nobody is told what is not so."""
LEFT_OUT: Final = {Language.VIETNAMESE: "[đã lược bỏ]", Language.ENGLISH: "[removed]"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one comment among several: the step that was made, or the sentence why not."""

    comment: Comment
    move: CommentMove | None
    problem: str = ""


def _lock(comment: Comment, by: Any) -> Comment:
    if not permissions.may_moderate(by, comment):
        raise errors.NotAllowedError
    return Comment.objects.select_for_update().get(pk=comment.pk)


def _said(comment: Comment) -> str:
    """Tell who decided what last."""
    last = (
        comment.moves.filter(action=CommentAction.MOVED).select_related("moved_by").order_by("-moved_at", "-pk").first()
    )
    words = {"state": comment.get_state_display()}
    if last is None or last.moved_by is None:
        return _("This comment is no longer as you saw it: %(state)s.") % words
    words |= {"person": last.moved_by.get_full_name() or "–", "time": f"{clock.local(last.moved_at):%H:%M %d/%m/%Y}"}
    return _("%(person)s decided on this comment before you, at %(time)s: %(state)s.") % words


def _log(
    comment: Comment,
    by: Any,
    now: datetime,
    action: CommentAction,
    *,
    source: CommentState | None = None,
    rule: str = "",
    reason: str = "",
    words: str = "",
) -> CommentMove:
    return CommentMove.objects.create(
        comment=comment,
        action=action,
        source=source or comment.state,
        target=comment.state,
        rule=rule,
        reason=reason[:300],
        words=words,
        moved_by=by,
        moved_at=now,
    )


def _move(
    *,
    comment: Comment,
    target: CommentState,
    by: Any,
    now: datetime,
    seen: CommentState | None,
    rule: str = "",
    reason: str = "",
) -> Comment:
    with transaction.atomic():
        locked = _lock(comment, by)
        source = CommentState(locked.state)
        if (seen is not None and source != seen) or source == CommentState.UNVERIFIED:
            raise errors.IllegalMoveError(_said(locked))
        if not COMMENT_MOVES.allows(source, target):
            raise errors.IllegalMoveError(_said(locked))
        locked.state = target
        locked.decided_at = now if target in DECIDED else None
        locked.pin = None
        locked.save(update_fields=["state", "decided_at", "pin"])
        move = _log(locked, by, now, CommentAction.MOVED, source=source, rule=rule, reason=reason)
        if target in DECIDED:
            tasks.later(move.pk, UNDO_PERIOD)
    return locked


def approve(*, comment: Comment, by: Any, now: datetime, seen: CommentState | None = None) -> Comment:
    """Show a comment. ``seen`` is the state in which the person saw it.

    Raises NotAllowedError for people of other newsrooms, IllegalMoveError, saying who decided, where it is not in the state that was
    seen, is shown already, was withdrawn, or waits for its link.
    """
    return _move(comment=comment, target=CommentState.APPROVED, by=by, now=now, seen=seen)


def refuse(
    *,
    comment: Comment,
    by: Any,
    now: datetime,
    reason: str = "",
    rule: CommentRule = CommentRule.OTHER,
    seen: CommentState | None = None,
) -> Comment:
    """Refuse a comment, or take it off the page, by a rule and in words that the writer reads.

    Raises DomainError where no listed rule is named and no words are given, and as ``approve`` does.
    """
    given = text.line(reason)
    if rule == CommentRule.OTHER and not given:
        raise errors.DomainError(
            _("Say why the comment is refused: choose a rule, or write the reason."), field="reason"
        )
    return _move(comment=comment, target=CommentState.REFUSED, by=by, now=now, seen=seen, rule=rule, reason=given)


def last_decision(comment: Comment) -> CommentMove | None:
    """Return the last step that moved a comment."""
    return comment.moves.filter(action=CommentAction.MOVED).order_by("-moved_at", "-pk").first()


def undo(*, move: CommentMove, by: Any, now: datetime) -> Comment:
    """Take back one's own decision within ten minutes, so that the comment waits again; the writer has heard nothing yet.

    Raises NotAllowedError for people of other newsrooms, DomainError for another person's decision, a later one, or a late undo.
    """
    with transaction.atomic():
        locked = _lock(move.comment, by)
        last = last_decision(locked)
        if last is None or last.pk != move.pk or locked.state not in DECIDED:
            raise errors.IllegalMoveError(_said(locked))
        if last.moved_by_id != by.pk:
            raise errors.DomainError(_("Only the person who decided can take the decision back."))
        if now > last.moved_at + UNDO_PERIOD:
            raise errors.DomainError(_("The decision is more than ten minutes old. Decide anew instead."))
    return _move(comment=locked, target=CommentState.PENDING, by=by, now=now, seen=CommentState(locked.state))


def decide_many(*, comments: Iterable[Comment], decide: Callable[[Comment], Comment]) -> list[Outcome]:
    """Decide on comments one by one by ``decide``; return what became of each. One that fails holds up no other."""
    outcomes = []
    for comment in comments:
        try:
            done = decide(comment)
        except errors.DomainError as error:
            outcomes.append(Outcome(comment, None, str(error)))
        else:
            outcomes.append(Outcome(done, last_decision(done)))
    return outcomes


def strike(*, comment: Comment, passages: Sequence[str], by: Any, now: datetime) -> Comment:
    """Leave passages with personal data out of a comment; the words as they were sent are kept for the term of keeping.

    This is the only change that a newsroom can make to a reader's words. Raises DomainError where nothing is named, a passage does
    not stand in the comment, or nothing would be left.
    """
    wanted = [found for passage in passages if (found := text.line(passage))]
    if not wanted:
        raise errors.DomainError(_("Choose or write the words to leave out."), field="passage")
    with transaction.atomic():
        locked = _lock(comment, by)
        if locked.state in {CommentState.UNVERIFIED, CommentState.WITHDRAWN}:
            raise errors.IllegalMoveError(_said(locked))
        mark, words = LEFT_OUT[Language(locked.language)], locked.text
        for passage in sorted(wanted, key=len, reverse=True):
            if passage not in words:
                raise errors.DomainError(
                    _("“%(words)s” does not stand in the comment.") % {"words": passage}, field="passage"
                )
            words = words.replace(passage, mark)
        if not words.replace(mark, "").strip():
            raise errors.DomainError(_("Nothing would be left. Refuse the comment instead."), field="passage")
        locked.original_text = locked.original_text or locked.text
        locked.text, locked.struck_at = words, now
        locked.save(update_fields=["text", "original_text", "struck_at"])
        _log(locked, by, now, CommentAction.STRUCK)
    return locked


def answer(*, comment: Comment, desk: str, words: str, by: Any, now: datetime) -> Comment:
    """Answer a shown comment beneath it, in the name of a desk; the first answer is told to the writer.

    Raises DomainError without a desk or words, IllegalMoveError for a comment that is not shown.
    """
    name, given = text.line(desk), text.paragraphs(words)
    if not name:
        raise errors.DomainError(_("Say who answers: the newsroom, a desk or a body."), field="desk")
    if not given:
        raise errors.DomainError(_("Write the answer."), field="words")
    if len(given) > LONGEST_REPLY:
        raise errors.DomainError(_("The answer is too long."), field="words")
    with transaction.atomic():
        locked = _lock(comment, by)
        if locked.state != CommentState.APPROVED:
            raise errors.IllegalMoveError(_("Only a comment that is shown can be answered. Show it first."))
        is_first = not locked.reply
        if (locked.reply, locked.reply_desk) == (given, name[:120]):
            return locked
        locked.reply, locked.reply_desk = given, name[:120]
        locked.replied_at = locked.replied_at or now
        locked.save(update_fields=["reply", "reply_desk", "replied_at"])
        action = CommentAction.REPLIED if is_first else CommentAction.REPLY_CHANGED
        move = _log(locked, by, now, action, words=given)
        if is_first:
            tasks.later(move.pk, UNDO_PERIOD)
    return locked


def remove_answer(*, comment: Comment, by: Any, now: datetime) -> Comment:
    """Take the answer off; its words stay in the record of steps. Without an answer nothing changes."""
    with transaction.atomic():
        locked = _lock(comment, by)
        if not locked.reply:
            return locked
        words, locked.reply, locked.reply_desk, locked.replied_at = locked.reply, "", "", None
        locked.save(update_fields=["reply", "reply_desk", "replied_at"])
        _log(locked, by, now, CommentAction.REPLY_REMOVED, words=words)
    return locked


def pin(*, comment: Comment, by: Any, now: datetime) -> Comment:
    """Put a shown comment first on its story's page, behind those that stand there already; twice changes nothing.

    Raises NotAllowedError for people of other newsrooms, IllegalMoveError for a comment that is not shown, LimitReachedError where
    ``MOST_PINNED`` stand first. A comment that leaves the page loses its place.
    """
    try:
        with transaction.atomic():
            locked = _lock(comment, by)
            if locked.state != CommentState.APPROVED:
                raise errors.IllegalMoveError(_("Only a comment that is shown can stand first. Show it first."))
            if locked.pin is not None:
                return locked
            siblings = Comment.objects.filter(article_key=locked.article_key).exclude(pin=None)
            taken = set(siblings.values_list("pin", flat=True))
            free = [place for place in range(1, MOST_PINNED + 1) if place not in taken]
            if not free:
                raise errors.LimitReachedError(
                    _("%(number)d comments stand first on this story already. Take one of them down first.")
                    % {"number": MOST_PINNED}
                )
            locked.pin = free[0]
            locked.save(update_fields=["pin"])
            _log(locked, by, now, CommentAction.PINNED)
    except IntegrityError as error:
        raise errors.IllegalMoveError(
            _("Somebody put another comment first at this moment. Please try again.")
        ) from error
    return locked


def unpin(*, comment: Comment, by: Any, now: datetime) -> Comment:
    """Let a comment stand in its order again. Where it does, nothing changes."""
    with transaction.atomic():
        locked = _lock(comment, by)
        if locked.pin is None:
            return locked
        locked.pin = None
        locked.save(update_fields=["pin"])
        _log(locked, by, now, CommentAction.UNPINNED)
    return locked
