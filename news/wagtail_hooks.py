"""What editors see and do in the admin: only what is their newsroom's, or public as it stands."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from news import (
    admin_choosers,
    admin_guards,
    media_permissions,
    people,
    permissions,
    story_hooks,  # noqa: F401 -- registers what editors see at a story
)
from news.broadcasts.viewsets import AirTimeViewSet, ProgrammeViewSet
from news.checking import views as check_views
from news.desk import menu  # noqa: F401 -- registers the desk's own hooks
from news.domain import stuck
from news.featuring_viewset import FeaturedStoryViewSet
from news.help import menu as help_menu  # noqa: F401 -- registers the help
from news.models import ArticlePage, NewsroomPage
from news.newsletter import admin_views as newsletter_admin
from news.opinions.viewset import CommentViewSet
from news.reports import admin as reports_admin
from news.rooms.admin import rooms
from news.rooms.admin import urls as room_urls
from news.rooms.admin.base import NAMESPACE

admin_guards.close_side_doors()
admin_choosers.close_side_doors()
people.narrow_filters()


@hooks.register("construct_page_chooser_queryset")
def choose_only_visible_pages(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """Offer public pages and one's own, no draft of another newsroom, neither its title above the list."""
    parent = request.resolver_match.kwargs.get("parent_page_id") if request.resolver_match else None
    if parent and not permissions.linkable_pages(request.user, Page.objects.filter(pk=parent)).exists():
        raise Http404
    return permissions.linkable_pages(request.user, pages)


@hooks.register("construct_explorer_page_queryset")
def explore_only_own_pages(parent: Page, pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """List one's own pages and the way to them, nothing under other pages."""
    if (
        parent is not None
        and not permissions.explorable_pages(request.user, Page.objects.filter(pk=parent.pk)).exists()
    ):
        raise Http404
    return permissions.explorable_pages(request.user, pages)


@hooks.register("construct_image_chooser_queryset")
def choose_only_own_images(images: "QuerySet[Any]", request: HttpRequest) -> "QuerySet[Any]":
    """Offer images of one's own collections."""
    return images.filter(pk__in=media_permissions.own_images(request.user).values("pk"))


@hooks.register("construct_document_chooser_queryset")
def choose_only_own_documents(documents: "QuerySet[Any]", request: HttpRequest) -> "QuerySet[Any]":
    """Offer documents of one's own collections."""
    return documents.filter(pk__in=media_permissions.own_documents(request.user).values("pk"))


@hooks.register("before_move_page")
def move_only_own_pages(request: HttpRequest, page: Page, destination: Page) -> None:
    """Refuse to show the confirmation of a move that would be refused."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise Http404


@hooks.register("before_delete_page")
def keep_newsrooms(request: HttpRequest, page: Page) -> None:
    """Leave the deletion of a whole newsroom to operators."""
    if issubclass(page.specific_class or Page, NewsroomPage) and not request.user.is_superuser:
        raise PermissionDenied(_("Only an operator may delete a newsroom."))


@hooks.register("construct_reports_menu")
def hide_page_types_report(request: HttpRequest, items: list[Any]) -> None:
    """Leave out the report that only people with every right may read."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name != "page-types-usage"]


@hooks.register("register_admin_urls", order=-100)
def register_guards() -> list[URLPattern]:
    """Put the guarded addresses before those of the packages."""
    return admin_guards.urls()


@hooks.register("register_admin_urls")
def register_checks() -> list[URLPattern]:
    """Add the checks of a story's text."""
    return [
        path("news/checks/<int:page_id>/", check_views.check, name="news_checks"),
        path("news/checks/<int:page_id>/mend/", check_views.mend, name="news_checks_mend"),
    ]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_findings_at_hand_in(request: HttpRequest, page: Page) -> None:
    """Name what the checks still find when a story is handed in, and a step that nobody can do."""
    if isinstance(page, ArticlePage) and request.POST.get("action-submit"):
        check_views.remind_at_hand_in(request, page)
        if sentence := stuck.said_of(ArticlePage.objects.get(pk=page.pk)):
            messages.warning(request, sentence)


@hooks.register("construct_admin_api", order=100)
def narrow_api(router: Any) -> None:
    """Serve only one's own images and documents to the admin's scripts."""
    router.register_endpoint("images", admin_guards.OwnImagesViewSet)
    router.register_endpoint("documents", admin_guards.OwnDocumentsViewSet)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Add comments, featured stories, programmes and their air times to the admin's menu."""
    return [
        CommentViewSet("news_comments"),
        FeaturedStoryViewSet("news_featured"),
        ProgrammeViewSet("news_programmes"),
        AirTimeViewSet("news_air_times"),
    ]


@hooks.register("register_admin_urls")
def register_newsrooms() -> list[URLResolver]:
    """Add the pages about newsrooms."""
    return [path("newsrooms/", include((room_urls.urlpatterns(), NAMESPACE), namespace=NAMESPACE))]


class NewsroomsItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """An entry for those who lead a newsroom."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader finds anything there."""
        return bool(permissions.led_newsrooms(request.user)) or permissions.may_run_newsrooms(request.user)


@hooks.register("register_admin_menu_item")
def newsrooms_item() -> MenuItem:
    """Lead operators and chief editors to their newsrooms."""
    return NewsroomsItem(
        gettext_lazy("Newsrooms"), reverse_lazy(f"{NAMESPACE}:index"), name="newsrooms", icon_name="group", order=215
    )


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_was_made(request: HttpRequest, page: Page) -> None:
    """Tell who published a newsroom for the first time what was made with it and what comes next."""
    if not isinstance(page, NewsroomPage) or "action-publish" not in request.POST:
        return
    made = NewsroomPage.objects.get(pk=page.pk)
    if made.live and made.first_published_at == made.last_published_at and permissions.may_run_newsrooms(request.user):
        address = reverse(f"{NAMESPACE}:room", args=[made.translation_key])
        button = messages.button(address, _("Desks and people"))
        messages.success(request, rooms.made_words(made), buttons=[button])


@hooks.register("register_admin_urls")
def register_reports() -> list[URLPattern | URLResolver]:
    """Add the addresses of the newsrooms' reports."""
    return reports_admin.urls()


@hooks.register("register_admin_urls")
def register_newsletter() -> list[URLPattern | URLResolver]:
    """Add the newsletter's figures and the look at its next issue."""
    return newsletter_admin.urls()


@hooks.register("register_reports_menu_item")
def newsletter_item() -> Any:
    """Add the newsletter to the menu of reports."""
    return newsletter_admin.menu_item()


@hooks.register("register_reports_menu_item")
def reports_item() -> Any:
    """Add the newsrooms' figures to the menu of reports."""
    return reports_admin.menu_item()
