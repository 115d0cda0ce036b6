"""A newsroom gets its collection and roles, a story that moves leaves its desk, and what editors settle is settled for reviewers too."""

from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Comment as EditorComment
from wagtail.models import WorkflowTask
from wagtail.signals import copy_for_translation_done, page_published, post_page_move

from news.domain import desks, newsrooms, review_remarks, step_changes, stuck
from news.models import ArticlePage, NewsroomPage, ReviewRemark, StoryTask
from portal.accounts.models import User


@receiver(page_published, sender=NewsroomPage)
def furnish_published(instance: NewsroomPage, **_kwargs: Any) -> None:
    """Furnish a newsroom that was made in the admin."""
    newsrooms.furnish(newsroom=instance)


@receiver(copy_for_translation_done)
def furnish_translated(target_obj: Any, **_kwargs: Any) -> None:
    """Give the newsroom's people rights on its page in the other language."""
    if isinstance(target_obj, NewsroomPage):
        newsrooms.furnish(newsroom=target_obj)


@receiver(post_page_move, sender=ArticlePage)
def leave_desk(instance: Any, parent_page_after: Any, **_kwargs: Any) -> None:
    """A story that comes to another newsroom belongs to no desk until one there is chosen."""
    desks.leave(article=instance, newsroom_key=parent_page_after.translation_key)


@receiver(m2m_changed, sender=User.groups.through)
def leave_group(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_kwargs: Any) -> None:  # noqa: FBT001 -- Django's signature
    """Look at the steps in approval where people left a group that does one, or came into it."""
    if action in {"post_add", "post_remove", "post_clear"}:
        # Which groups a person had is not told once they are gone.
        groups = {instance.pk} if reverse else pk_set
        transaction.on_commit(lambda: stuck.review_of_groups(groups), robust=True)


@receiver(post_save, sender=User)
def leave_office(instance: Any, *, created: bool, raw: bool = False, **_kwargs: Any) -> None:
    """Look at them where somebody may sign in no more."""
    if not raw and not created and not instance.is_active:
        transaction.on_commit(stuck.review, robust=True)


@receiver(post_delete, sender=WorkflowTask)
def leave_step(instance: WorkflowTask, **_kwargs: Any) -> None:
    """Move stories on that wait in a step which an operator took out of a way in the admin."""
    if StoryTask.objects.filter(pk=instance.task_id).exists():
        # One form may take a step out and put it in again; what counts is the way as it was saved.
        workflow = instance.workflow_id
        transaction.on_commit(lambda: step_changes.settle_again(workflow), robust=True)


@receiver(post_save, sender=EditorComment)
def follow_comment(instance: EditorComment, *, raw: bool = False, **_kwargs: Any) -> None:
    """Take over in a reviewer's remark what became of its comment in the editor."""
    if not raw:
        review_remarks.follow_comment(comment=instance)


@receiver(post_delete, sender=ReviewRemark)
def erase_comment(instance: ReviewRemark, **_kwargs: Any) -> None:
    """Let the editor's comment go with the remark: it holds the same words and the reviewer's name."""
    review_remarks.erase_comment(remark=instance)
