"""The way of a story: handed to the chief editors, approved, sent back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from news.models import ArticlePage
from portal.kernel import errors, text


def hand_in(*, article: ArticlePage, by: Any) -> None:
    """Start the newsroom's workflow with the story's latest draft.

    Raises NotAllowedError for people without the right to write in this newsroom, IllegalMoveError where the story is in
    a workflow already, DomainError where something is missing for publication.
    """
    rights = article.permissions_for_user(by)
    if not rights.can_edit():
        raise errors.NotAllowedError
    draft = article.get_latest_revision_as_object()
    if problems := draft.publication_problems():
        raise errors.DomainError(next(iter(problems.values())), field=next(iter(problems)))
    if article.workflow_in_progress:
        raise errors.IllegalMoveError(_("The story is with the chief editors already."))
    with transaction.atomic():
        if article.latest_revision is None:
            article.save_revision(user=by)
        article.get_workflow().start(article, by)


def approve(*, article: ArticlePage, by: Any, comment: str = "") -> None:
    """Approve the step in which the story is; after the last one it is published.

    Raises IllegalMoveError where it is in no workflow, NotAllowedError for people who may not approve this step.
    """
    _act(article=article, by=by, action="approve", comment=text.paragraphs(comment))


def send_back(*, article: ArticlePage, by: Any, comment: str) -> None:
    """Return the story to its author with a reason; raises DomainError without one, and as ``approve`` does."""
    words = text.paragraphs(comment)
    if not words:
        raise errors.DomainError(_("Say what should be changed."), field="comment")
    _act(article=article, by=by, action="reject", comment=words)


def _act(*, article: ArticlePage, by: Any, action: str, comment: str) -> None:
    state = article.current_workflow_task_state
    if state is None:
        raise errors.IllegalMoveError
    task = state.task.specific
    if action not in {name for name, _label, _modal in task.get_actions(article, by)}:
        raise errors.NotAllowedError
    with transaction.atomic():
        task.on_action(state, by, action, comment=comment)
