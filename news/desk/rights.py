"""Who may act on a story, stop its approval and publish it: pure predicates, and the rights that Wagtail's views ask for.

Authors of a story are its owner, whoever handed it in, and everybody who wrote a version while no step was running. Whoever
changes words within a step, as a reviewer, is no author by that. What was published before counts no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page, PagePermissionTester, Revision, TaskState, WorkflowState

from portal.accounts.models import User

if TYPE_CHECKING:
    from news.models.desk import StoryTask


@dataclass(slots=True)
class Hands:
    """Who wrote a story, and who approved the step before the running one."""

    authors: set[int] = field(default_factory=set)
    approver: int | None = None


def hands_of(pages: "Iterable[Any]") -> dict[int, Hands]:
    """Return the hands that each story went through, by its key; three queries for any number of stories."""
    stories = {page.pk: page for page in pages}
    found = {key: Hands({page.owner_id} if page.owner_id else set()) for key, page in stories.items()}
    about = {
        "base_content_type": ContentType.objects.get_for_model(Page),
        "object_id__in": [str(key) for key in stories],
    }
    states = {}
    for state in WorkflowState.objects.filter(**about).only("object_id", "requested_by_id", "status"):
        states[state.pk] = state
        if state.is_active and state.requested_by_id:
            found[int(state.object_id)].authors.add(state.requested_by_id)
    running: dict[int, list[TaskState]] = {key: [] for key in stories}
    for step in TaskState.objects.filter(workflow_state__in=states).order_by("finished_at", "pk"):
        state = states[step.workflow_state_id]
        running[int(state.object_id)].append(step)
        if step.status == TaskState.STATUS_APPROVED and state.status == WorkflowState.STATUS_IN_PROGRESS:
            found[int(state.object_id)].approver = step.finished_by_id
    versions = (
        Revision.objects.filter(**about).exclude(user=None).values_list("pk", "object_id", "user_id", "created_at")
    )
    for key, object_id, user_id, created_at in versions:
        page = stories[int(object_id)]
        is_read_already = page.live and page.live_revision_id and key <= page.live_revision_id
        is_reviewed = any(
            step.started_at <= created_at and (step.finished_at is None or created_at <= step.finished_at)
            for step in running[page.pk]
        )
        if not is_read_already and not is_reviewed:
            found[page.pk].authors.add(user_id)
    return found


def is_among(user: Any, hands: Hands, *, asks_for_another: bool) -> bool:
    """Return whether the user wrote the story, or approved the step before where another person is asked for."""
    return user.pk in hands.authors or (asks_for_another and hands.approver == user.pk)


def may_act(*, user: Any, page: Any, task: "StoryTask") -> bool:
    """Return whether the user may approve or return the story in this step: of its groups or an operator, no author, another if asked for."""
    if not user.is_active:
        return False
    if not user.is_superuser and not task.is_for(user):
        return False
    return not is_among(user, hands_of([page])[page.pk], asks_for_another=task.asks_for_another)


def may_be_assigned(*, page: Any, task: "StoryTask") -> "QuerySet[Any]":
    """Return the people who may act on the story in this step."""
    hands = hands_of([page])[page.pk]
    refused = hands.authors | ({hands.approver} if task.asks_for_another and hands.approver else set())
    return (
        User.objects.filter(is_active=True, groups__in=task.groups.all())
        .exclude(pk__in=refused)
        .distinct()
        .order_by("full_name", "pk")
    )


def may_assign(*, user: Any, page: Any) -> bool:
    """Return whether the user says who is on the story: editors and chiefs of its newsroom."""
    return bool(user.is_active and (user.is_superuser or "change" in page.permissions_for_user(user).permissions))


def may_cancel(*, user: Any, page: Any, state: WorkflowState | None) -> bool:
    """Return whether the user may stop the approval: who handed it in, the owner, editors and chiefs of the newsroom."""
    if state is None or not state.is_active or not user.is_active:
        return False
    if user.is_superuser or user.pk in {state.requested_by_id, page.owner_id}:
        return True
    return may_assign(user=user, page=page)


class StoryPermissionTester(PagePermissionTester):  # type: ignore[misc]  # Wagtail ships no types
    """A story is first published by its last approval only; a live one's changes by a chief who did not write it.

    The translation of a story that is public already, which went through its steps, needs one more person: a chief who is
    not its translator.
    """

    def can_publish(self) -> bool:
        """Return whether the user may publish without approval."""
        if not super().can_publish():
            return False
        if self.user.is_superuser:
            return True
        if self.page.workflow_in_progress:
            return False
        if self.page.live:
            return self.user.pk not in authors_of_live(self.page)
        is_translation = Page.objects.filter(translation_key=self.page.translation_key, live=True).exists()
        return is_translation and self.user.pk not in hands_of([self.page])[self.page.pk].authors

    def is_chief(self) -> bool:
        """Return whether the user publishes in this newsroom at all, whoever wrote the story and wherever it stands."""
        return bool(super().can_publish())

    def can_unschedule(self) -> bool:
        """Return whether the user may take back a planned publication: every chief, also before the first one."""
        return self.is_chief()

    def can_set_view_restrictions(self) -> bool:
        """Return whether the user may say who reads the page: every chief."""
        return self.is_chief()


class NewsroomPermissionTester(PagePermissionTester):  # type: ignore[misc]  # Wagtail ships no types
    """Nothing is made or copied into a newsroom as published."""

    def can_publish_subpage(self) -> bool:
        """Return whether a story may be published as it is made: for operators only."""
        return bool(self.user.is_superuser and super().can_publish_subpage())


def authors_of_live(page: Any) -> set[int]:
    """Return whose story a live one is: its owner and whoever handed in what readers see."""
    last = page.workflow_states.filter(status=WorkflowState.STATUS_APPROVED).order_by("-created_at", "-pk").first()
    return {key for key in (page.owner_id, last.requested_by_id if last else None) if key is not None}


def close_cancelling_without_reason() -> None:
    """Take Wagtail's own way of stopping the approval from stories: it asks for no reason and leaves editors out."""
    plain = WorkflowState.user_can_cancel

    def user_can_cancel(self: WorkflowState, user: Any) -> bool:
        from news.models import ArticlePage  # noqa: PLC0415 -- apps must be ready

        kind = self.content_type.model_class()
        return not (kind is not None and issubclass(kind, ArticlePage)) and bool(plain(self, user))

    WorkflowState.user_can_cancel = user_can_cancel
