"""The way of a story: handed in, approved step by step, returned with a reason, stopped."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState

from news.broadcasts import playing
from news.desk import rights
from news.desk.enums import NoticeKind
from news.domain import notices
from news.enums import LiveState
from news.models import ArticlePage
from portal.kernel import clock, errors, text
from portal.pages import completeness

APPROVE, RETURN = "approve", "reject"


def hand_in(*, article: ArticlePage, by: Any) -> WorkflowState:
    """Start the newsroom's workflow for the story's way with its latest draft, or go on where it was returned.

    Raises NotAllowedError for people without the right to write this story, IllegalMoveError where it is in a workflow
    already, DomainError where something is missing for publication or the way is out of use.
    """
    if not article.permissions_for_user(by).can_edit():
        raise errors.NotAllowedError
    draft = article.get_latest_revision_as_object()
    completeness.ask(draft)
    with transaction.atomic():
        _lock(article)
        state = article.workflow_states.active().first()
        if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
            raise errors.IllegalMoveError(_("The story has been handed in already."))
        workflow = draft.get_workflow()
        if workflow is None or not workflow.workflow_tasks.filter(task__active=True).exists():
            raise errors.DomainError(
                _("This way to publication is out of use. Choose another one, or ask an operator."), field="process"
            )
        if article.latest_revision is None:
            article.save_revision(user=by)
        if state is not None and _may_go_on(state, workflow):
            state.resume(by)
            return state
        if state is not None:
            state.cancel(user=by)
        started: WorkflowState = workflow.start(article, by)
        return started


def _may_go_on(state: WorkflowState, workflow: Any) -> bool:
    """Return whether a returned story goes on in the step that returned it: same way, and the step is still in use."""
    left = state.current_task_state
    return (
        state.workflow_id == workflow.pk
        and left is not None
        and workflow.workflow_tasks.filter(task_id=left.task_id, task__active=True).exists()
    )


def approve(*, article: ArticlePage, by: Any, comment: str = "", step: int | None = None) -> None:
    """Approve the step in which the story is; after the last one it is published. A comment goes to the author.

    ``step`` is the running step that the person saw. Raises IllegalMoveError where the story is in no workflow or has left
    that step, NotAllowedError for people who may not approve it.
    """
    act(task_state=_running(article, step), by=by, action=APPROVE, comment=comment)


def send_back(*, article: ArticlePage, by: Any, comment: str, step: int | None = None) -> None:
    """Return the story to its author with a reason; raises DomainError without one, and as ``approve`` does."""
    act(task_state=_running(article, step), by=by, action=RETURN, comment=comment)


def act(*, task_state: TaskState, by: Any, action: str, comment: str) -> None:
    """Approve or return in one running step; whoever comes second is told and changes nothing.

    Raises DomainError for a return without reason, IllegalMoveError where the step is over, NotAllowedError for people who
    may not act in it, whichever page they name.
    """
    words = text.paragraphs(comment)
    with transaction.atomic():
        article = ArticlePage.objects.get(pk=task_state.workflow_state.object_id)
        _lock(article)
        state = TaskState.objects.select_related("workflow_state", "task").get(pk=task_state.pk).specific
        if state.status != TaskState.STATUS_IN_PROGRESS:
            raise errors.IllegalMoveError(_already(state))
        if action not in {name for name, _label, _modal in state.task.specific.get_actions(article, by)}:
            raise errors.NotAllowedError
        if action == RETURN:
            if not words:
                raise errors.DomainError(_("Say what should be changed."), field="comment")
            state.reject(user=by, comment=words)
        else:
            state.approve(user=by, comment=words)
        notices.step_ended(task_state=state, by=by)


def cancel(*, article: ArticlePage, by: Any, reason: str) -> None:
    """Stop the approval; the story stays a draft with all its words. Those concerned are told the reason.

    For whoever handed it in, its owner, editors and chiefs. Raises NotAllowedError, IllegalMoveError where nothing runs,
    DomainError without a reason.
    """
    words = text.paragraphs(reason)
    with transaction.atomic():
        _lock(article)
        state = article.workflow_states.active().first()
        if state is None:
            raise errors.IllegalMoveError(_("The story is in no approval any more."))
        if not rights.may_cancel(user=by, page=article, state=state):
            raise errors.NotAllowedError
        if not words:
            raise errors.DomainError(_("Say why the approval is stopped."), field="reason")
        running = state.current_task_state
        state.cancel(user=by)
        TaskState.objects.filter(pk=running.pk, status=TaskState.STATUS_CANCELLED).update(comment=words)
        notices.tell_authors(state=state, kind=NoticeKind.CANCELLED, step=running.task.name, by=by, words=words)
        notices.tell_reviewers(task_state=running, kind=NoticeKind.CANCELLED, by=by, words=words)


def end_broadcast(*, article: ArticlePage, by: Any) -> None:
    """End a live broadcast at this moment, in every language, published and as drafted; no words change, so nothing is approved.

    For editors and chiefs. Raises NotAllowedError, IllegalMoveError where the story is not on air.
    """
    if not rights.may_assign(user=by, page=article):
        raise errors.NotAllowedError
    with transaction.atomic():
        _lock(article)
        now = clock.now()
        stored = ArticlePage.objects.get(pk=article.pk)
        if not stored.live or playing.live_state(stored, now) is not LiveState.NOW:
            raise errors.IllegalMoveError(_("This broadcast is not on air. Nothing was changed."))
        for page in ArticlePage.objects.filter(translation_key=stored.translation_key, live_starts_at__lt=now):
            ArticlePage.objects.filter(pk=page.pk).update(live_ends_at=now)
            for revision in Revision.page_revisions.filter(
                pk__in=[pk for pk in (page.live_revision_id, page.latest_revision_id) if pk]
            ):
                revision.content["live_ends_at"] = now.isoformat()
                revision.save(update_fields=["content"])
        log(instance=stored, action="news.end_broadcast", user=by)


def _running(article: ArticlePage, step: int | None) -> TaskState:
    state = article.workflow_states.filter(status=WorkflowState.STATUS_IN_PROGRESS).first()
    running = state.current_task_state if state else None
    if step is not None and (running is None or running.pk != step):
        seen = TaskState.objects.for_instance(article).filter(pk=step).first()
        raise errors.IllegalMoveError(_already(seen) if seen else None)
    if running is None:
        raise errors.IllegalMoveError
    return running


def _already(state: TaskState) -> Any:
    """Say what became of a step that somebody wants to act in."""
    name = state.finished_by.get_full_name() if state.finished_by else ""
    if state.status == TaskState.STATUS_APPROVED:
        return _("This step was approved already by %(name)s. Nothing was changed now.") % {"name": name}
    if state.status == TaskState.STATUS_REJECTED:
        return _("The story was returned already by %(name)s. Nothing was changed now.") % {"name": name}
    return _("This step is over: the approval was stopped or its steps changed. The text is kept.")


def _lock(article: ArticlePage) -> None:
    """Let two people act on a story one after the other."""
    Page.objects.select_for_update().only("pk").get(pk=article.pk)
