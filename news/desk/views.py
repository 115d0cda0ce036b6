"""The admin's pages of the desk: "My work", and one story in its approval. They need no script."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import TaskState, WorkflowState

from news import editing
from news.broadcasts import playing
from news.desk import forms, rights, rooms, work
from news.desk.enums import Priority
from news.domain import assignments, preferences, stories, stuck
from news.enums import LiveState
from news.models import ArticlePage, StoryTask
from portal.kernel import errors

PER_PAGE = 20


class WorkListView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """What waits for the reader, by part and priority."""

    template_name = "news/desk/work.html"
    page_title = gettext_lazy("My work")
    header_icon = "list-ul"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Leave out people who work at no newsroom."""
        super().setup(request, *args, **kwargs)
        if not work.reader_takes_part(request):
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the admin's home."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chosen part of the work and the numbers of all parts."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.request.user
        lists: dict[work.View, list[Any]] = {
            work.View.WAITING: work.waiting_for(user),
            work.View.RETURNED: work.returned_to(user),
            work.View.MINE: work.stories_of(user),
            work.View.RUNNING: work.running_in(user),
            work.View.TOPICS: list(work.topics_for(user)[: work.MOST]),
        }
        lists[work.View.LATE] = work.late_of(
            [*lists[work.View.RUNNING], *lists[work.View.MINE], *lists[work.View.WAITING]]
        )
        asked = self.request.GET.get("show", "")
        first = work.View.RETURNED if lists[work.View.RETURNED] and not lists[work.View.WAITING] else work.View.WAITING
        shown = work.View(asked) if asked in set(work.View) else first
        priority = self.request.GET.get("priority", "")
        items = lists[shown]
        if priority in Priority.values and shown is not work.View.TOPICS:
            items = [item for item in items if item.priority == priority]
        page = Paginator(items, PER_PAGE).get_page(self.request.GET.get("page"))
        runs = rooms.run_by(user).exists()
        return context | {
            "parts": [
                {"view": view.value, "label": label, "count": len(lists[view]), "is_shown": view is shown}
                for view, label in work.LABELS.items()
                if view is not work.View.RUNNING or runs
            ],
            "shown": shown.value,
            "label": work.LABELS[shown],
            "priorities": Priority.choices,
            "priority": priority,
            "items": page,
            "may_propose": rooms.written_by(user).exists(),
            "rooms": work.rooms_to_write_for(user),
            "stuck": work.stuck_in(user),
            "is_daily": preferences.is_daily(user),
        }


class PreferenceView(View):
    """Keeps whether the reader is told at once or once a day."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead to the choice, which stands below the work: mails link here."""
        if not work.reader_takes_part(request):
            raise Http404
        return redirect(f"{reverse('news_work:list')}#desk-mails")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the choice and go back to the work."""
        if not work.reader_takes_part(request):
            raise Http404
        preferences.choose(user=request.user, is_daily=request.POST.get("is_daily") == "1")
        messages.success(request, _("Your choice of mails is kept."))
        return redirect("news_work:list")


class StoryView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """One story in its approval: where it stands, who is on it, what the reader may do."""

    template_name = "news/desk/story.html"
    header_icon = "doc-full"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the story; whoever neither writes nor approves it finds nothing."""
        super().setup(request, *args, **kwargs)
        self.story = get_object_or_404(ArticlePage, pk=kwargs["page_id"])
        self.running = self.story.current_workflow_task_state
        task = self.running.task.specific if self.running else None
        self.task = task if isinstance(task, StoryTask) else None
        self.may_act = self.task is not None and rights.may_act(user=request.user, page=self.story, task=self.task)
        self.may_edit = self.story.permissions_for_user(request.user).can_edit()
        if not (self.may_act or self.may_edit):
            raise Http404
        self.state = self.story.workflow_states.active().first()
        self.may_cancel = rights.may_cancel(user=request.user, page=self.story, state=self.state)
        self.may_assign = self.task is not None and rights.may_assign(user=request.user, page=self.story)
        self.page_title = self.story.draft_title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the work."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("news_work:list"), "label": _("My work")},
            {"url": "", "label": self.story.draft_title},
        ]

    def _forms(self, data: Any = None, action: str = "") -> dict[str, Any]:
        found: dict[str, Any] = {}
        step = {"step": self.running.pk} if self.running else {}
        if self.may_act or action in {"approve", "return"}:
            found["act_form"] = forms.ActForm(data if action in {"approve", "return"} else None, initial=step)
        if self.may_cancel or action == "cancel":
            found["cancel_form"] = forms.CancelForm(data if action == "cancel" else None)
        if self.may_assign and self.running is not None and self.task is not None:
            assignment = getattr(self.running, "story_assignment", None)
            initial = step | (
                {"assignee": assignment.assignee_id, "due_at": assignment.due_at, "priority": assignment.priority}
                if assignment
                else {}
            )
            people = rights.may_be_assigned(page=self.story, task=self.task)
            found["assign_form"] = forms.AssignForm(
                data if action == "assign" else None, initial=initial, people=people
            )
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the steps, what happened, and the forms that the reader may use."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        draft = self.story.get_latest_revision_as_object()
        last = self.state or self.story.workflow_states.order_by("-created_at", "-pk").first()
        return {
            **self._forms(),
            **context,
            "story": draft,
            "stuck": stuck.said_of(self.story) if self.running else "",
            "embargo": editing.embargo_sentence(draft),
            "state": self.state,
            "steps": last.all_tasks_with_state() if last else [],
            "running": self.running,
            "assignment": getattr(self.running, "story_assignment", None) if self.running else None,
            "is_returned": bool(self.state and self.state.status == WorkflowState.STATUS_NEEDS_CHANGES),
            "history": TaskState.objects.for_instance(self.story)
            .exclude(status=TaskState.STATUS_IN_PROGRESS)
            .select_related("task", "finished_by")
            .order_by("-finished_at", "-pk"),
            "translations": [
                page
                for page in self.story.get_translations().select_related("locale")
                if page.permissions_for_user(self.request.user).can_edit()
            ],
            "may_act": self.may_act,
            "may_edit": self.may_edit,
            "may_end": self.story.live
            and playing.live_state(self.story) is LiveState.NOW
            and rights.may_assign(user=self.request.user, page=self.story),
            "may_hand_in": self.may_edit and not self.running and (not draft.live or draft.has_unpublished_changes),
            "preview_url": reverse("wagtailadmin_pages:workflow_preview", args=[self.story.pk, self.task.pk])
            if self.may_act and self.task
            else (reverse("wagtailadmin_pages:view_draft", args=[self.story.pk]) if self.may_edit else ""),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do one thing, or say beside the field why not."""
        action = request.POST.get("action", "")
        given = self._forms(request.POST, action)
        form = {
            "approve": given.get("act_form"),
            "return": given.get("act_form"),
            "cancel": given.get("cancel_form"),
            "assign": given.get("assign_form"),
        }.get(action)
        if action == "hand_in":
            return self._tried(lambda: stories.hand_in(article=self.story, by=request.user), _("Handed in."), None)
        if action == "end_broadcast":
            ended = _("The broadcast has ended. Readers see it within a minute.")
            return self._tried(lambda: stories.end_broadcast(article=self.story, by=request.user), ended, None)
        if form is None:
            messages.error(request, _("This step is over meanwhile. Nothing was changed."))
            return redirect("news_work:story", self.story.pk)
        if not form.is_valid():
            return self._again(form, action)
        values = form.cleaned_data
        does = {
            "approve": lambda: stories.approve(
                article=self.story, by=request.user, comment=values["comment"], step=values["step"]
            ),
            "return": lambda: stories.send_back(
                article=self.story, by=request.user, comment=values["comment"], step=values["step"]
            ),
            "cancel": lambda: stories.cancel(article=self.story, by=request.user, reason=values["reason"]),
            "assign": lambda: assignments.assign(
                article=self.story,
                by=request.user,
                assignee=values["assignee"],
                due_at=values["due_at"],
                priority=Priority(values["priority"]),
                step=values["step"],
            ),
        }
        said = {
            "approve": _("Approved."),
            "return": _("Returned. The author gets your reason."),
            "cancel": _("The approval was stopped. The story is a draft again."),
            "assign": _("Kept."),
        }
        return self._tried(does[action], said[action], form, action)

    def _tried(self, do: Any, said: str, form: Any, action: str = "") -> HttpResponse:
        try:
            do()
        except errors.DomainError as error:
            if form is not None and error.field in form.fields:
                form.add_error(error.field, str(error))
                return self._again(form, action)
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, f"{self.story.draft_title}: {said}")
        # Whoever acted may not see the story any more: then the list of work says that it is done.
        story = ArticlePage.objects.get(pk=self.story.pk)
        task = story.current_workflow_task
        if task is not None and (sentence := stuck.said_of(story)):
            messages.warning(self.request, sentence)
        still = story.permissions_for_user(self.request.user).can_edit() or (
            task is not None and task.get_actions(story, self.request.user)
        )
        return redirect("news_work:story", story.pk) if still else redirect("news_work:list")

    def _again(self, form: Any, action: str) -> HttpResponse:
        name = {"approve": "act_form", "return": "act_form", "cancel": "cancel_form", "assign": "assign_form"}[action]
        return self.render_to_response(self.get_context_data(**{name: form}), status=422)


urlpatterns = [
    path("", WorkListView.as_view(), name="list"),
    path("mails/", PreferenceView.as_view(), name="mails"),
    path("<int:page_id>/", StoryView.as_view(), name="story"),
]
