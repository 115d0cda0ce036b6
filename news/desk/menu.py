"""What the desk adds to Wagtail's admin: the menu entry with its number, the panel at home, buttons beside a story's form."""

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.pages import workflow as workflow_views
from wagtail.admin.widgets import Button
from wagtail.models import Page, WorkflowState

from news.desk import rights, topic_views, views, work
from news.models import ArticlePage, NewsroomPage
from portal.kernel import errors

SHOWN_AT_HOME = 5


class WorkMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Leads to "My work" and says how much waits there."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader works at a newsroom."""
        return work.reader_takes_part(request)

    def render_component(self, request: HttpRequest) -> Any:
        """Put the number behind the words."""
        component = super().render_component(request)
        if count := work.count_for(request.user):
            component.label = f"{component.label} ({count})"
        return component


@hooks.register("register_admin_menu_item")
def work_item() -> MenuItem:
    """Lead to what the reader has to do."""
    return WorkMenuItem(
        gettext_lazy("My work"), reverse_lazy("news_work:list"), name="my-work", icon_name="list-ul", order=50
    )


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    """Add the pages of the desk."""
    return [
        path("news/my-work/", include((views.urlpatterns, "news_work"))),
        path("news/topics/", include((topic_views.urlpatterns, "news_topics"))),
    ]


def say_what_rules_refuse() -> None:
    """Let Wagtail's view that acts on a step say the sentence of a rule that refuses, and go back to the story."""
    plain = workflow_views.WorkflowAction.post

    def post(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = plain(self, request, *args, **kwargs)
        except errors.DomainError as error:
            messages.error(request, str(error))
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                done: HttpResponse = self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
                return done
            return redirect(self.redirect_url)
        return answer

    workflow_views.WorkflowAction.post = post


say_what_rules_refuse()


class WorkPanel(Component):  # type: ignore[misc]  # Wagtail ships no types
    """The first of what waits, on the admin's home."""

    order = 50

    class Media:
        css: ClassVar = {"all": ["news/desk.css"]}

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def lists(self) -> dict[str, Any]:
        """What waits and what was returned."""
        user = self.request.user
        waiting, returned = work.waiting_for(user), work.returned_to(user)
        topics = work.topics_waiting_for(user)
        return {
            "waiting": waiting[:SHOWN_AT_HOME],
            "returned": returned[:SHOWN_AT_HOME],
            "count": len(waiting) + len(returned),
            "is_empty": not (waiting or returned or topics),
            "topics": topics,
            "stuck": work.stuck_in(user),
            "rooms": work.rooms_to_write_for(user),
        }

    def render_html(self, parent_context: Any = None) -> str:  # noqa: ARG002 -- Wagtail's signature
        """Return the panel."""
        return str(render_to_string("news/desk/panel.html", self.lists, request=self.request))


@hooks.register("construct_homepage_panels")
def work_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show people of newsrooms what waits for them."""
    if work.reader_takes_part(request):
        panels.append(WorkPanel(request))


class HandInItem(SubmitForModerationMenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Hands a story in, whichever way it takes.

    Wagtail names the workflow of the moment in which the form was loaded; the way is chosen in the form, and saving it does
    not draw the button again.
    """

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Leave the workflow's name out, unless the story goes on in the step that returned it."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = parent_context.get("page")
        state = page.current_workflow_state if page is not None and page.pk else None
        if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
            context["label"] = _("Hand in for approval")
        return context


@hooks.register("construct_page_action_menu")
def hand_in_item(items: list[Any], _request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer our way of handing in for stories."""
    page, view = context.get("page"), context["view"]
    is_story = isinstance(page, ArticlePage) if page is not None else view == "create" and _adds_story(context)
    if is_story:
        items[:] = [
            HandInItem(order=item.order) if isinstance(item, SubmitForModerationMenuItem) else item for item in items
        ]


def _adds_story(context: dict[str, Any]) -> bool:
    return issubclass(context["parent_page"].specific_class or Page, NewsroomPage)


class StopItem(ActionMenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Leads to stopping the approval, where the reason is asked for."""

    label = gettext_lazy("Stop the approval")
    name = "action-stop-approval"
    icon_name = "error"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Return whether the reader may stop it."""
        page = context.get("page")
        return (
            context["view"] == "edit"
            and isinstance(page, ArticlePage)
            and rights.may_cancel(user=context["request"].user, page=page, state=page.current_workflow_state)
        )

    def get_url(self, context: dict[str, Any]) -> str:
        """Return the story's page of work."""
        return reverse("news_work:story", args=[context["page"].pk]) + "#stop"


@hooks.register("register_page_action_menu_item")
def stop_item() -> ActionMenuItem:
    """Offer stopping the approval in the story's form."""
    return StopItem(order=60)


@hooks.register("register_page_header_buttons")
def work_button(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Lead from a story's form to where it stands."""
    if issubclass(page.specific_class or Page, ArticlePage) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Where it stands"), url=reverse("news_work:story", args=[page.pk]), icon_name="tasks", priority=5
        )


@hooks.register("before_edit_page")
def act_once(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to act in a step that is over since the form was loaded, and to return a story without a reason.

    The form names the step it was loaded in; what was typed is not lost, because the person is told before anything is saved.
    """
    if request.method != "POST" or not isinstance(page, ArticlePage) or not request.POST.get("action-workflow-action"):
        return None
    running = page.current_workflow_task_state
    loaded = request.POST.get("story_step", "")
    if running is None or (loaded and loaded != str(running.pk)):
        messages.error(
            request, _("Somebody has acted in this step already. See where the story stands; nothing was changed now.")
        )
        return redirect("news_work:story", page.pk)
    try:
        given = json.loads(request.POST.get("workflow-action-extra-data") or "{}")
    except ValueError:
        given = {}
    comment = given.get("comment", "") if isinstance(given, dict) else ""
    if request.POST.get("workflow-action-name") == "reject" and not str(comment).strip():
        messages.error(request, _("Say what should be changed."))
        return redirect("news_work:story", page.pk)
    return None
