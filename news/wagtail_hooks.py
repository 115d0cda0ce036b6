"""What editors see and do in the admin: only what is their newsroom's, or public as it stands."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from news import admin_guards, media_permissions, people, permissions
from news.models import NewsroomPage
from news.viewsets import CommentViewSet, FeaturedStoryViewSet

admin_guards.close_side_doors()
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


@hooks.register("construct_admin_api", order=100)
def narrow_api(router: Any) -> None:
    """Serve only one's own images and documents to the admin's scripts."""
    router.register_endpoint("images", admin_guards.OwnImagesViewSet)
    router.register_endpoint("documents", admin_guards.OwnDocumentsViewSet)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Add the queue of comments and the featured stories to the admin's menu."""
    return [CommentViewSet("news_comments"), FeaturedStoryViewSet("news_featured")]
