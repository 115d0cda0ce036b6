"""Who is told what about stories and topics: at once by mail, or once a day for those who wish so."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from news.desk import rights, rooms
from news.desk.enums import NoticeKind
from news.models import ArticlePage, StepAssignment, StoryTask, TopicProposal, WorkNotice, WorkPreference
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail

ADMIN_ACCESS: Final = "wagtailadmin.access_admin"
WAITS: Final = frozenset({NoticeKind.WAITING, NoticeKind.ASSIGNED})
"""What is only so while the step runs."""


def step_began(*, assignment: StepAssignment, article: ArticlePage, by: Any) -> None:
    """Tell those who may act in a step that a story waits: the one who is on it, else everybody of the step."""
    state = assignment.task_state
    task = state.task.specific
    people = [assignment.assignee] if assignment.assignee else rights.may_be_assigned(page=article, task=task)
    _tell(people, kind=NoticeKind.WAITING, article=article, step=task.name, by=by, due_at=assignment.due_at)


def assigned(*, assignment: StepAssignment, article: ArticlePage, by: Any) -> None:
    """Tell a person that a step was given to them."""
    _tell(
        [assignment.assignee],
        kind=NoticeKind.ASSIGNED,
        article=article,
        step=assignment.task_state.task.name,
        by=by,
        due_at=assignment.due_at,
    )


def stuck(*, article: ArticlePage, step: str, by: Any) -> None:
    """Tell the chief editors of a story's newsroom, operators where it has none, that nobody can do a step."""
    people = list(rooms.chiefs(article.get_parent().specific)) or User.objects.filter(is_active=True, is_superuser=True)
    _tell(people, kind=NoticeKind.STUCK, article=article, step=step, by=by)


def step_ended(*, task_state: TaskState, by: Any) -> None:
    """Tell the author and whoever handed in what became of a step: returned with the reason, approved with a comment, published."""
    state = WorkflowState.objects.get(pk=task_state.workflow_state_id)
    if task_state.status == TaskState.STATUS_REJECTED:
        kind = NoticeKind.RETURNED
    elif state.status == WorkflowState.STATUS_APPROVED:
        kind = NoticeKind.PUBLISHED
    elif task_state.comment:
        kind = NoticeKind.APPROVED
    else:
        return
    tell_authors(state=state, kind=kind, step=task_state.task.name, by=by, words=task_state.comment)


def tell_authors(*, state: WorkflowState, kind: NoticeKind, step: str, by: Any, words: str = "") -> None:
    """Tell the owner of a story and whoever handed it in."""
    article = _story(state)
    _tell([article.owner, state.requested_by], kind=kind, article=article, step=step, by=by, words=words)


def tell_reviewers(*, task_state: TaskState, kind: NoticeKind, by: Any, words: str = "") -> None:
    """Tell those in whose step the story was: the one who was on it, else everybody who might have acted."""
    article = _story(task_state.workflow_state)
    task = task_state.task.specific
    assignment = StepAssignment.objects.filter(task_state=task_state).select_related("assignee").first()
    if assignment and assignment.assignee:
        people: Iterable[Any] = [assignment.assignee]
    else:
        people = rights.may_be_assigned(page=article, task=task) if isinstance(task, StoryTask) else []
    authors = {article.owner_id, task_state.workflow_state.requested_by_id}
    _tell(
        [person for person in people if person.pk not in authors],
        kind=kind,
        article=article,
        step=task.name,
        by=by,
        words=words,
    )


def topic_moved(*, topic: TopicProposal, kind: NoticeKind, people: Iterable[Any], by: Any, words: str = "") -> None:
    """Tell people of a topic's newsroom what became of it."""
    _tell(people, kind=kind, topic=topic, by=by, words=words, due_at=topic.due_at)


def _story(state: WorkflowState) -> ArticlePage:
    story: ArticlePage = ArticlePage.objects.select_related("owner").get(pk=state.object_id)
    return story


def _tell(
    people: Iterable[Any],
    *,
    kind: NoticeKind,
    by: Any,
    article: ArticlePage | None = None,
    topic: TopicProposal | None = None,
    step: str = "",
    words: str = "",
    due_at: Any = None,
) -> None:
    """Tell each person once, never the one who acted, nobody who has left the desk."""
    readers = {person.pk: person for person in people if person is not None and person.is_active}
    readers.pop(getattr(by, "pk", None), None)
    daily = set(WorkPreference.objects.filter(user__in=readers, is_daily=True).values_list("user_id", flat=True))
    for key in sorted(readers):
        person = readers[key]
        if not person.has_perm(ADMIN_ACCESS):
            continue
        notice = WorkNotice(
            recipient=person,
            kind=kind,
            article=article,
            topic=topic,
            step=step,
            words=words,
            told_by=by,
            happened_at=clock.now(),
        )
        if key in daily:
            notice.save()
            continue
        with translation.override(person.language):
            mail.queue(
                kind=f"news/emails/{kind.value}",
                recipient=person.email,
                language=Language(person.language),
                context={"recipient_name": person.get_full_name(), "due_at": due_at, **_context(notice)},
            )


def _context(notice: WorkNotice) -> dict[str, Any]:
    if notice.topic is not None:
        title, url = notice.topic.title, reverse("news_topics:topic", args=[notice.topic.pk])
    else:
        story: Any = notice.article
        title, url = story.draft_title, reverse("news_work:story", args=[story.pk])
    return {
        "title": title,
        "label": notice.get_kind_display(),
        "step": notice.step,
        "words": _words(notice),
        "writer": notice.topic.assignee.get_full_name() if notice.topic and notice.topic.assignee else "",
        "who": notice.told_by.get_full_name() if notice.told_by else "",
        "is_live": bool(notice.article and notice.article.live),
        "goes_live_at": notice.article.go_live_at if notice.article else None,
        "url": mail.absolute_url(url),
    }


def _words(notice: WorkNotice) -> str:
    """Return what a person wrote; of a step that nobody can do what the portal says, in the language of whoever reads it."""
    if notice.kind != NoticeKind.STUCK:
        return notice.words
    return _(
        "Its people wrote the story, approved the step before, or have left. It waits there until you ask somebody into the "
        "newsroom, or an operator does the step."
    )


def _is_over(notice: WorkNotice) -> bool:
    """Return whether a notice says what is no longer so: a step waits, or nobody can do it."""
    if notice.article is None or notice.kind not in {*WAITS, NoticeKind.STUCK}:
        return False
    running = notice.article.current_workflow_task_state
    if running is None or running.status != TaskState.STATUS_IN_PROGRESS:
        return True
    if notice.kind == NoticeKind.STUCK:
        # The notice may name a step that comes after the running one.
        return bool(getattr(getattr(running, "story_assignment", None), "stuck_step", "") != notice.step)
    return bool(running.task.name != notice.step)


def _due(notice: WorkNotice) -> Any:
    """Return until when the step or the draft that a notice tells of is due by now; None for what is done or has no time."""
    if notice.topic is not None:
        return notice.topic.due_at if notice.kind == NoticeKind.TOPIC_ACCEPTED else None
    if notice.article is None or notice.kind not in WAITS:
        return None
    return getattr(getattr(notice.article.current_workflow_task_state, "story_assignment", None), "due_at", None)


def send_digests() -> int:
    """Queue one mail for each person for whom something was kept, and forget what it tells; return the number of mails.

    A person who wants to be told at once by now gets what was kept before, too. Nothing is told twice: what a mail tells is
    deleted in its transaction, and with it what is no longer so: a step that waited and is done by now, or that somebody can do again.
    """
    sent = 0
    waiting = WorkNotice.objects.order_by("recipient_id").values_list("recipient_id", flat=True).distinct()
    for key in list(waiting):
        with transaction.atomic():
            person = User.objects.select_for_update().get(pk=key)
            kept = list(WorkNotice.objects.filter(recipient=person).select_related("article", "topic", "told_by"))
            WorkNotice.objects.filter(pk__in=[notice.pk for notice in kept]).delete()
            told = [notice for notice in kept if not _is_over(notice)]
            given = {(notice.article_id, notice.step) for notice in told if notice.kind == NoticeKind.ASSIGNED}
            # A step that was given to the person meanwhile is told once, as theirs.
            told = [
                notice
                for notice in told
                if notice.kind != NoticeKind.WAITING or (notice.article_id, notice.step) not in given
            ]
            if not told or not person.is_active or not person.has_perm(ADMIN_ACCESS):
                continue
            with translation.override(person.language):
                lines = [{**_context(notice), "due_at": _due(notice)} for notice in told]
                mail.queue(
                    kind="news/emails/work_digest",
                    recipient=person.email,
                    language=Language(person.language),
                    context={
                        "recipient_name": person.get_full_name(),
                        "lines": lines,
                        "count": len(lines),
                        "url": mail.absolute_url(reverse("news_work:list")),
                        "mails_url": mail.absolute_url(reverse("news_work:mails")),
                    },
                )
            sent += 1
    return sent
