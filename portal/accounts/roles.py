"""Roles as code: which groups there are and what each may do. Rooms add their own; ``sync_roles`` makes them true.

No shipped group may add or change users: in Wagtail that is the same as being superuser.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import AbstractGroupApprovalTask, Collection, GroupApprovalTask, Page, Workflow


@dataclass(frozen=True, slots=True)
class PageRight:
    """Permissions on a page and everything under it: codenames such as "add_page", "change_page", "publish_page"."""

    page: Page
    codenames: frozenset[str]


@dataclass(frozen=True, slots=True)
class CollectionRight:
    """Permissions on a collection, as "app_label.codename"."""

    collection: Collection
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class WorkflowStep:
    """A task in which members of a group approve, or of any of ``also``; ``options`` are fields of a room's own ``task``."""

    name: str
    group: str
    also: tuple[str, ...] = ()
    task: type[AbstractGroupApprovalTask] = GroupApprovalTask
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def groups(self) -> tuple[str, ...]:
        """Return every group whose members approve."""
        return (self.group, *self.also)


@dataclass(frozen=True, slots=True)
class WorkflowSpec:
    """A workflow with its steps in order, for a page and everything under it.

    ``settle`` is called after its steps were made true, for what waits in a step that is there no more.
    """

    name: str
    steps: tuple[WorkflowStep, ...]
    pages: tuple[Page, ...]
    settle: Callable[[Workflow], None] | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """One group. ``permissions`` are "app_label.codename"; the admin is open only with ``admin_access``."""

    group: str
    permissions: frozenset[str] = frozenset()
    pages: tuple[PageRight, ...] = ()
    collections: tuple[CollectionRight, ...] = ()
    admin_access: bool = True


@dataclass(frozen=True, slots=True)
class RoleSet:
    """What one room declares."""

    roles: tuple[Role, ...] = ()
    workflows: tuple[WorkflowSpec, ...] = field(default=())


RoleSource = Callable[[], RoleSet]
_SOURCES: list[RoleSource] = []

EDIT = frozenset({"add_page", "change_page"})
PUBLISH = frozenset({"add_page", "change_page", "publish_page", "lock_page", "unlock_page"})
WRITE_OWN = frozenset({"add_page"})
# Wagtail asks for the rights of its own image and document models, whichever models are in use.
IMAGES = frozenset({"wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image"})
DOCUMENTS = frozenset({"wagtaildocs.add_document", "wagtaildocs.change_document", "wagtaildocs.choose_document"})


def register(source: RoleSource) -> None:
    """Add a room's declaration; it is called each time roles are made or compared, and may read pages."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def declared() -> Iterable[RoleSet]:
    """Return what every room declares now."""
    return [source() for source in _SOURCES]
