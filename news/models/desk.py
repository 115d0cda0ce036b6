"""A step of approval, and who is on it until when."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from news.desk.enums import Priority

ACTIONS = (
    ("reject", _("Return with a reason"), True),
    ("approve", _("Approve"), False),
    ("approve", _("Approve with a comment"), True),
)


class StoryTask(AbstractGroupApprovalTask):
    """A step that the members of its groups approve, never those who wrote the story.

    ``asks_for_another`` refuses whoever approved the step before; ``is_reading_only`` lets nobody change words meanwhile.
    Operators (superusers) may always act, and the log names them.
    """

    asks_for_another = models.BooleanField(_("asks for another person than the step before"), default=False)
    is_reading_only = models.BooleanField(_("nobody changes the text in this step"), default=False)
    minutes = models.PositiveIntegerField(_("minutes until it is late"), default=240)

    admin_form_fields: ClassVar = [
        *AbstractGroupApprovalTask.admin_form_fields,
        "asks_for_another",
        "is_reading_only",
        "minutes",
    ]

    class Meta:
        verbose_name = _("step of a story's approval")
        verbose_name_plural = _("steps of a story's approval")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(minutes__gt=0), name="story_task_takes_time"),
        ]

    @classmethod
    def get_description(cls) -> str:
        """Say in the admin what the step does."""
        return str(_("Members of the groups approve or return stories of others, with a reason"))

    def get_actions(self, obj: Any, user: Any) -> list[tuple[Any, Any, bool]]:
        """Return what the user may do with the story in this step."""
        from news.desk import rights  # noqa: PLC0415 -- reads this model

        return list(ACTIONS) if rights.may_act(user=user, page=obj, task=self) else []

    def get_form_for_action(self, action: str) -> Any:
        """Ask for a reason where a story is returned, for a comment where it is approved."""
        from news.desk import step_forms  # noqa: PLC0415 -- forms need ready apps

        return step_forms.ReturnForm if action == "reject" else step_forms.ApproveForm

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Open the editor to those who act; not in a step that changes no words."""
        return bool(user.is_superuser or (not self.is_reading_only and self.get_actions(obj, user)))

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Keep the words as they are for everybody but those who may act: what was read is what goes on."""
        return not user.is_superuser and (self.is_reading_only or not self.get_actions(obj, user))

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """Let those who act lock the story for others."""
        return bool(self.get_actions(obj, user))

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:  # noqa: ARG002 -- Wagtail's signature
        """Return none: stories wait in "My work", where assignments and authorship count."""
        return TaskState.objects.none()

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Start the step with its time of delivery and tell those who act."""
        from news.domain import assignments  # noqa: PLC0415 -- reads this model

        state: TaskState = super().start(workflow_state, user=user)
        assignments.begin(task_state=state, task=self, by=user)
        return state

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve or return as the domain allows; raises DomainError where somebody has acted already or the reason is missing."""
        from news.domain import stories  # noqa: PLC0415 -- reads this model

        stories.act(task_state=task_state, by=user, action=action_name, comment=kwargs.get("comment", ""))

    def deactivate(self, user: Any = None) -> None:
        """Take the step out of use; stories that wait in it go on as ``step_changes.deactivate`` says."""
        from news.domain import step_changes  # noqa: PLC0415 -- reads this model

        step_changes.deactivate(task=self, by=user)

    def is_for(self, user: Any) -> bool:
        """Return whether the user is in one of the step's groups."""
        return bool(self._user_in_groups(user))

    @property
    def allowed_time(self) -> timedelta:
        """How long the step may take."""
        return timedelta(minutes=self.minutes)


class StepAssignment(models.Model):
    """Who is to act in a running step, until when, and how much it presses. Each start of a step has its own."""

    task_state = models.OneToOneField(
        "wagtailcore.TaskState", verbose_name=_("step"), on_delete=models.CASCADE, related_name="story_assignment"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who is on it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due_at = models.DateTimeField(_("due"))
    priority = models.CharField(_("priority"), max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    assigned_at = models.DateTimeField(_("assigned at"))
    stuck_step = models.CharField(
        _("step that nobody can do"),
        max_length=255,
        blank=True,
        help_text=_("This step or one after it, as the rule of the desk found it last."),
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes: ClassVar = [models.Index(fields=["assignee", "due_at"], name="assignment_of_person")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(priority__in=Priority.values), name="assignment_priority_known"),
        ]

    def __str__(self) -> str:
        return f"{self.task_state_id}: {self.due_at:%Y-%m-%d %H:%M}"
