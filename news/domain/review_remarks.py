"""Remarks on a draft by its reviewer: written, changed and taken back until they are sent; then editors' comments that are settled."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy
from wagtail.models import Comment as EditorComment

from news.domain import review_links
from news.models import ArticlePage, ReviewLink, ReviewRemark
from news.models.reviews import LONGEST_PASSAGE, LONGEST_REMARK
from news.reviews import emails, passages
from news.reviews.enums import ReviewAnswer
from portal.blocks import text as block_text
from portal.kernel import errors, text

_ = gettext_lazy
MOST_REMARKS: Final = 60
"""Remarks by one link: more than a long story has paragraphs."""
MOST_AN_HOUR: Final = 40
HOUR: Final = timedelta(hours=1)


def _words(given: str) -> str:
    words = text.paragraphs(given)
    if not words:
        raise errors.DomainError(_("Write your remark."), field="text")
    if len(words) > LONGEST_REMARK:
        raise errors.DomainError(_("A remark has at most 2,000 characters."), field="text")
    return words


def write(
    *, link: ReviewLink, article: ArticlePage, words: str, passage: str, form_key: uuid.UUID, now: datetime
) -> ReviewRemark:
    """Keep a remark on the whole draft, or on the passage with a key; the same form sent twice gives the first remark again.

    Raises DomainError for no words, too many, or an unknown passage; LimitReachedError after sixty remarks or forty in an hour.
    """
    known = ReviewRemark.objects.filter(form_key=form_key, link=link).first()
    if known is not None:
        return known
    cleaned = _words(words)
    found = passages.find(article, passage) if passage else None
    if passage and found is None:
        raise errors.DomainError(_("Choose a passage of the draft, or none."), field="passage")
    rows = ReviewRemark.objects.filter(link=link)
    if rows.count() >= MOST_REMARKS or rows.filter(written_at__gt=now - HOUR).count() >= MOST_AN_HOUR:
        raise errors.LimitReachedError(
            _("You have written very many remarks. Please send the others by mail or telephone.")
        )
    try:
        with transaction.atomic():
            return ReviewRemark.objects.create(
                link=link,
                passage=found.key if found else "",
                number=found.number if found else 0,
                quote=block_text.shorten(found.words, length=LONGEST_PASSAGE) if found else "",
                text=cleaned,
                form_key=form_key,
                written_at=now,
            )
    except IntegrityError as error:
        again = ReviewRemark.objects.filter(form_key=form_key, link=link).first()
        if again is None:
            raise errors.DomainError from error
        return again


def _unsent(remark: ReviewRemark) -> ReviewRemark:
    locked = ReviewRemark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    if locked.sent_at is not None:
        raise errors.IllegalMoveError(_("This remark is sent already. Write another one instead."))
    return locked


@transaction.atomic
def change(*, remark: ReviewRemark, words: str) -> ReviewRemark:
    """Replace the words of a remark that is not sent. Raises IllegalMoveError for a sent one, DomainError as ``write`` does."""
    locked = _unsent(remark)
    locked.text = _words(words)
    locked.save(update_fields=["text"])
    return locked


@transaction.atomic
def take_back(*, remark: ReviewRemark) -> None:
    """Delete a remark that is not sent. Raises IllegalMoveError for a sent one."""
    _unsent(remark).delete()


@transaction.atomic
def send(*, link: ReviewLink, article: ArticlePage, answer: ReviewAnswer, now: datetime) -> int:
    """Hand the remarks written so far to the newsroom as editors' comments, with the answer; return how many there were.

    Pressing again without new remarks and with the same answer changes nothing and mails nobody. Raises DomainError without an answer.
    """
    if answer is ReviewAnswer.NONE:
        raise errors.DomainError(_("Choose what you think of the draft."), field="answer")
    locked = ReviewLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    waiting = list(ReviewRemark.objects.filter(link=locked, sent_at=None))
    if not waiting and locked.answer == answer:
        return 0
    for remark in waiting:
        remark.sent_at = now
        remark.comment = _comment(locked, remark, article)
        remark.save(update_fields=["sent_at", "comment"])
    locked.answer, locked.answered_at = answer, now
    locked.save(update_fields=["answer", "answered_at"])
    for person in _concerned(locked):
        emails.answered(link=locked, person=person, title=article.title, remarks=len(waiting))
    return len(waiting)


def _concerned(link: ReviewLink) -> list[Any]:
    """Return who made the link and whose story it is, as far as they still work on it."""
    page = link.page
    people = {person.pk: person for person in (link.created_by, page.owner if page else None) if person is not None}
    return [person for person in people.values() if person.is_active and page and review_links.may_send(person, page)]


def _comment(link: ReviewLink, remark: ReviewRemark, article: ArticlePage) -> EditorComment | None:
    """Return a new comment beside the passage; Wagtail's comments belong to users, so it stands under the editor who made the link."""
    author = link.created_by
    if author is None or link.page_id is None:
        return None
    found = passages.find(article, remark.passage) if remark.passage else None
    with translation.override(author.language):
        intro = gettext("Remark of the reviewer %(name)s (%(role)s)") % {
            "name": link.name,
            "role": link.get_role_display(),
        }
        about = gettext("on “%(passage)s”") % {"passage": remark.quote} if found else gettext("on the whole story")
    comment = EditorComment(
        page_id=link.page_id,
        user=author,
        text=f"{intro} {about}:\n{remark.text}",
        contentpath=found.path if found else passages.TITLE,
        position=found.position if found else "",
        revision_created_id=link.revision_id,
    )
    comment.save(update_position=True)
    return comment


@transaction.atomic
def settle(*, remark: ReviewRemark, by: Any, now: datetime) -> ReviewRemark:
    """Mark a sent remark as settled, and its comment in the editor with it; doing it twice changes nothing.

    Raises NotAllowedError for people who may not change the story, IllegalMoveError for a remark that is not sent.
    """
    page = remark.link.page
    if page is None or not review_links.may_send(by, page):
        raise errors.NotAllowedError
    locked = ReviewRemark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    if locked.sent_at is None:
        raise errors.IllegalMoveError
    if locked.resolved_at is None:
        locked.resolved_at, locked.resolved_by = now, by
        locked.save(update_fields=["resolved_at", "resolved_by"])
        EditorComment.objects.filter(pk=locked.comment_id, resolved_at=None).update(resolved_at=now, resolved_by=by)
    return locked


def follow_comment(*, comment: EditorComment) -> None:
    """Take over what became of the comment in the editor: settled there is settled here, opened again is open again."""
    ReviewRemark.objects.filter(comment_id=comment.pk).exclude(resolved_at=comment.resolved_at).update(
        resolved_at=comment.resolved_at, resolved_by=comment.resolved_by_id
    )


def erase_comment(*, remark: ReviewRemark) -> None:
    """Delete the editor's comment of a remark that is gone: it holds the same words and the reviewer's name."""
    EditorComment.objects.filter(pk=remark.comment_id).delete()
