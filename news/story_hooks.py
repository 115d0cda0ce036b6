"""What editors see at a story beside its form: reviews, corrections, taking it down, and requests of those concerned."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail_localize.models import Translation

from news import editing
from news.broadcasts import playing
from news.corrections import admin_views as correction_admin_views
from news.corrections.enums import ChangeDecision
from news.desk import rights
from news.domain import stuck, takedowns
from news.enums import LiveState
from news.models import ArticlePage, StoryChange
from news.replies import admin_views as reply_admin_views
from news.replies import home_panel
from news.reviews import admin_views as review_admin_views
from news.takedowns import admin_views as takedown_admin_views


@hooks.register("register_admin_urls")
def story_urls() -> list[URLPattern]:
    """Add the pages about one story: its reviews, its corrections, taking it down."""
    return [
        path("news/reviews/<int:page_id>/", review_admin_views.reviews, name="news_reviews"),
        path("news/corrections/<int:page_id>/", correction_admin_views.story_corrections, name="news_corrections"),
        path("news/desk/", reply_admin_views.desk, name="news_desk"),
        path("news/desk/<id:number>/", reply_admin_views.reply, name="news_reply"),
        path("news/desk/<id:number>/papers/", reply_admin_views.papers, name="news_reply_papers"),
        path("news/takedown/<int:page_id>/", takedown_admin_views.story_takedown, name="news_takedown"),
    ]


@hooks.register("after_publish_page")
def ask_what_changed(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask whoever published other words of a public story what kind of change that was; readers see it until then."""
    waiting = StoryChange.objects.filter(page_id=page.pk, decision=ChangeDecision.OPEN)
    if not isinstance(page.specific, ArticlePage) or not waiting.exists():
        return None
    messages.warning(request, _("Published. The words of a public story changed: say what kind of change this was."))
    return redirect("news_corrections", page.pk)


@hooks.register("before_edit_page")
def tell_what_stands(request: HttpRequest, page: Page) -> None:
    """Say in the editor that the story is taken down, that a change of it waits, that another language's embargo holds it."""
    if request.method != "GET" or not issubclass(page.specific_class or Page, ArticlePage):
        return
    if takedowns.active(page.translation_key) is not None:
        button = messages.button(reverse("news_takedown", args=[page.pk]), _("See the takedown"))
        messages.warning(request, _("This story is taken down and cannot be published."), buttons=[button])
    elif StoryChange.objects.filter(article_key=page.translation_key, decision=ChangeDecision.OPEN).exists():
        button = messages.button(reverse("news_corrections", args=[page.pk]), _("Decide"))
        messages.warning(
            request,
            _("Published words of this story changed; nobody has said yet what kind of change it was."),
            buttons=[button],
        )
    running = page.current_workflow_task_state
    step = getattr(getattr(running, "story_assignment", None), "stuck_step", "") if running is not None else ""
    if step:
        messages.warning(request, stuck.sentence(page.specific, step))
    draft = page.specific.get_latest_revision_as_object()
    if (
        page.live
        and playing.live_state(page.specific) is LiveState.NOW
        and rights.may_assign(user=request.user, page=page)
    ):
        button = messages.button(reverse("news_work:story", args=[page.pk]), _("End the broadcast now"))
        messages.info(request, _("This broadcast is on air."), buttons=[button])
    _lead_to_hand_in(request, page, is_running=running is not None)
    held = draft.held()
    if held is not None and held.by is not None:
        # The form of a translation has no panel of notices.
        messages.warning(request, editing.embargo_sentence(draft, held))


def _lead_to_hand_in(request: HttpRequest, page: Page, *, is_running: bool) -> None:
    """Say where a translation is handed in: its form has no button for it, only one that publishes."""
    may = page.permissions_for_user(request.user)
    waits = not is_running and (not page.live or page.has_unpublished_changes)
    is_translated = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )
    if waits and may.can_edit() and not may.can_publish() and is_translated.exists():
        button = messages.button(reverse("news_work:story", args=[page.pk]), _("Go to the approval"))
        messages.info(request, _("When the translation is finished, hand it in for approval."), buttons=[button])


@hooks.register("register_log_actions")
def story_log_actions(actions: Any) -> None:
    """Name in the history of a story what was done about its words."""
    actions.register_action("news.correct", gettext_lazy("Correction note"), gettext_lazy("Wrote a correction note"))
    actions.register_action(
        "news.typing_error", gettext_lazy("Typing error"), gettext_lazy("Kept a change as a typing error")
    )
    actions.register_action(
        "news.remove_correction", gettext_lazy("Note removed"), gettext_lazy("Took a correction note off the page")
    )
    actions.register_action(
        "news.take_down", gettext_lazy("Taken down"), gettext_lazy("Took the story down in every language")
    )
    actions.register_action(
        "news.end_broadcast", gettext_lazy("Broadcast ended"), gettext_lazy("Ended the live broadcast")
    )
    actions.register_action("news.restore", gettext_lazy("Put back"), gettext_lazy("Put the story back as it was"))


@hooks.register("register_page_header_buttons")
def story_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001 -- Wagtail's hook
    """Offer in the head of a story what may be done with it beside writing."""
    if not issubclass(page.specific_class or Page, ArticlePage) or not page.permissions_for_user(user).can_edit():
        return
    yield Button(_("Show to a reviewer"), reverse("news_reviews", args=[page.pk]), icon_name="view", priority=21)
    yield Button(_("Corrections"), reverse("news_corrections", args=[page.pk]), icon_name="edit", priority=22)
    if page.specific.permissions_for_user(user).is_chief():
        yield Button(
            _("Take down in every language"), reverse("news_takedown", args=[page.pk]), icon_name="warning", priority=61
        )


class DeskItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Shown to those who work in a newsroom."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person does."""
        return reply_admin_views.may_see_desk(request.user)


@hooks.register("register_admin_menu_item")
def desk_item() -> MenuItem:
    """Add the desk for corrections and replies to the admin's menu."""
    return DeskItem(gettext_lazy("Corrections and replies"), reverse("news_desk"), icon_name="edit", order=221)


@hooks.register("construct_homepage_panels")
def waiting_panel(_request: HttpRequest, panels: list[Any]) -> None:
    """Tell on the admin's first page what waits for one's own newsrooms, late requests first."""
    panels.append(home_panel.WaitingPanel())
