"""Who may do what in the news room: pure predicates."""

import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from news import roles
from news.models import ArticlePage, Comment, NewsroomPage, Programme
from news.rooms import standing
from portal.kernel.languages import Language

if TYPE_CHECKING:
    from portal.accounts.models import User

HOME_DEPTH = 2
WRITING = frozenset({"add", "change", "publish"})


def own_pages(user: "User | Any") -> "QuerySet[Any]":
    """Return every page that the user may add to, change or publish."""
    pages: QuerySet[Any] = PagePermissionPolicy().instances_user_has_any_permission_for(user, set(WRITING))
    return pages


def linkable_pages(user: "User | Any", pages: "QuerySet[Page]") -> "QuerySet[Page]":
    """Narrow pages to those whose titles the user may see: what is public as it stands, and one's own.

    A live page with a changed draft title is left out, because the admin shows the draft's title.
    """
    if user.is_superuser:
        return pages
    public_as_it_stands = Q(live=True, has_unpublished_changes=False)
    way_to_pages = Q(depth__lte=HOME_DEPTH)
    own = Q(pk__in=own_pages(user).values("pk"))
    visible = Page.objects.filter(public_as_it_stands | way_to_pages | own)
    # One condition on the key alone: the chooser's search refuses conditions on fields it does not index.
    return pages.filter(pk__in=visible.values_list("pk", flat=True))


def explorable_pages(user: "User | Any", pages: "QuerySet[Page]") -> "QuerySet[Page]":
    """Narrow pages to the user's own and the way to them."""
    if user.is_superuser:
        return pages
    return pages.filter(pk__in=PagePermissionPolicy().explorable_instances(user).values("pk"))


def comments_for(user: "User | Any") -> "QuerySet[Comment]":
    """Return the comments on stories of the user's newsrooms."""
    if user.is_superuser:
        return Comment.objects.all()
    if not user.has_perm("news.change_comment"):
        return Comment.objects.none()
    keys = ArticlePage.objects.filter(pk__in=own_pages(user).values("pk")).values("translation_key")
    return Comment.objects.filter(article_key__in=keys)


def may_see_queue(user: "User | Any") -> bool:
    """Return whether the user moderates comments at all."""
    return bool(user.is_active and user.has_perm("news.change_comment"))


def may_moderate(user: "User | Any", comment: Comment) -> bool:
    """Return whether the user may show or refuse a comment."""
    return comments_for(user).filter(pk=comment.pk).exists()


def may_feature(user: "User | Any") -> bool:
    """Return whether the user may put stories in front."""
    return bool(user.has_perm("news.add_featuredstory"))


def may_see_newsletter(user: "User | Any") -> bool:
    """Return whether the user sees figures and the next issue of the newsletter: who writes for a newsroom, or features stories."""
    if not user.is_active:
        return False
    if user.is_superuser or may_feature(user):
        return True
    return bool(NewsroomPage.objects.filter(pk__in=own_pages(user).values("pk")).exists())


def programme_newsrooms(user: "User | Any") -> "QuerySet[NewsroomPage]":
    """Return the Vietnamese pages of the newsrooms whose programmes the user may make: one's own."""
    rooms: QuerySet[NewsroomPage] = NewsroomPage.objects.filter(
        alias_of=None, locale__language_code=Language.VIETNAMESE
    ).order_by("title", "pk")
    if user.is_superuser:
        return rooms
    may = user.has_perm("news.change_programme")
    own: QuerySet[NewsroomPage] = rooms.filter(pk__in=own_pages(user).values("pk")) if may else rooms.none()
    return own


def programmes_for(user: "User | Any") -> "QuerySet[Programme]":
    """Return the programmes of the user's newsrooms."""
    rooms = programme_newsrooms(user).values("translation_key")
    programmes: QuerySet[Programme] = Programme.objects.filter(newsroom_key__in=rooms)
    return programmes


def may_make_programmes(user: "User | Any", newsroom_key: uuid.UUID) -> bool:
    """Return whether the user may make and change programmes of a newsroom."""
    return programme_newsrooms(user).filter(translation_key=newsroom_key).exists()


def may_run_newsrooms(user: "User | Any") -> bool:
    """Return whether the user opens, closes and merges newsrooms: operators only."""
    return bool(user.is_active and user.is_superuser)


def led_newsrooms(user: "User | Any") -> set[uuid.UUID]:
    """Return the translation keys of the newsrooms that the user leads: all for operators, else as chief editor.

    Chief editors lead what went into their newsroom, too. Two queries for chief editors.
    """
    if not user.is_active:
        return set()
    pages = NewsroomPage.objects.filter(alias_of=None)
    if user.is_superuser:
        return set(pages.values_list("translation_key", flat=True))
    names = set(user.groups.values_list("name", flat=True))
    known = standing.ended()
    chief_of = {page.translation_key for page in pages if roles.chiefs_group(page) in names}
    return {
        page.translation_key for page in pages if standing.heir(page.translation_key, known) in chief_of - set(known)
    }


def may_lead(user: "User | Any", newsroom_key: uuid.UUID) -> bool:
    """Return whether the user leads this newsroom."""
    return newsroom_key in led_newsrooms(user)
