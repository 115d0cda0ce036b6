"""Newsrooms of a person, and the people of a newsroom."""

import uuid
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from news import roles
from news.models import NewsroomPage
from news.rooms import standing
from portal.accounts.models import User
from portal.kernel.languages import Language


def newsroom(key: uuid.UUID) -> NewsroomPage | None:
    """Return a newsroom by its translation key, in the language it was opened in."""
    found: NewsroomPage | None = NewsroomPage.objects.filter(translation_key=key, alias_of=None).order_by("pk").first()
    return found


def written_by(user: Any) -> "QuerySet[NewsroomPage]":
    """Return the newsrooms, each once, for which a person writes and proposes topics."""
    return _with_right(user, {"add", "change", "publish"})


def run_by(user: Any) -> "QuerySet[NewsroomPage]":
    """Return the newsrooms, each once, in which a person assigns steps and decides on topics."""
    return _with_right(user, {"change", "publish"})


def _with_right(user: Any, actions: set[str]) -> "QuerySet[NewsroomPage]":
    own = PagePermissionPolicy().instances_user_has_any_permission_for(user, actions)
    found: QuerySet[NewsroomPage] = NewsroomPage.objects.filter(
        pk__in=own.values("pk"), locale__language_code=Language.VIETNAMESE, alias_of=None
    ).order_by("title", "pk")
    return found


def writers(room: NewsroomPage) -> "QuerySet[Any]":
    """Return the people who may write for a newsroom."""
    return _members(roles.reporters_group(room), roles.editors_group(room), roles.chiefs_group(room))


def deciders(room: NewsroomPage) -> "QuerySet[Any]":
    """Return its editors and chiefs."""
    return _members(roles.editors_group(room), roles.chiefs_group(room))


def chiefs(room: NewsroomPage) -> "QuerySet[Any]":
    """Return its chief editors, those of the newsroom that it went into where it has ended."""
    known = standing.ended()
    heir = standing.heir(room.translation_key, known)
    found = newsroom(heir) if heir != room.translation_key else room
    return _members(roles.chiefs_group(found or room))


def _members(*groups: str) -> "QuerySet[Any]":
    people = User.objects.filter(is_active=True, groups__name__in=groups)
    return people.distinct().order_by("full_name", "pk")
