"""Who may do what in the news room: pure predicates."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from news.models import ArticlePage, Comment

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


def may_moderate(user: "User | Any", comment: Comment) -> bool:
    """Return whether the user may show or refuse a comment."""
    return comments_for(user).filter(pk=comment.pk).exists()


def may_feature(user: "User | Any") -> bool:
    """Return whether the user may put stories in front."""
    return bool(user.has_perm("news.add_featuredstory"))
