"""Making groups, permissions, collections and workflows as the rooms declare them, and finding drift."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Manager
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from portal.accounts import roles

ADMIN_ACCESS = "wagtailadmin.access_admin"


class _Permissions:
    """The permissions that roles name, read at once: one by one, they would be most of what a newsroom costs to open."""

    def __init__(self, names: Iterable[str]) -> None:
        rows = Permission.objects.select_related("content_type").filter(
            codename__in={name.rpartition(".")[2] for name in names}
        )
        self._found: dict[str, list[Permission]] = {}
        for row in rows:
            self._found.setdefault(f"{row.content_type.app_label}.{row.codename}", []).append(row)

    def named(self, name: str) -> Permission:
        """Return the one permission with this name; raises where there is none, or more than one."""
        found = self._found.get(name, [])
        if not found:
            raise Permission.DoesNotExist(name)
        if len(found) > 1:
            raise Permission.MultipleObjectsReturned(name)
        return found[0]

    def for_pages(self, codename: str) -> Permission:
        """Return the permission on pages with this codename."""
        found = self._found.get(f"wagtailcore.{codename}", [])
        for row in found:
            if row.content_type.model == "page":
                return row
        raise Permission.DoesNotExist(codename)


def _named_by(role: roles.Role) -> set[str]:
    """Return the names of all permissions of a role: its own, on pages, on collections."""
    on_pages = {codename for right in role.pages for codename in right.codenames}
    return _wanted_permissions(role) | on_pages | {name for _pk, name in _wanted_collection_rights(role)}


def _wanted_permissions(role: roles.Role) -> set[str]:
    return set(role.permissions) | ({ADMIN_ACCESS} if role.admin_access else set())


def _held_permissions(group: Group) -> set[str]:
    return {
        f"{label}.{codename}"
        for label, codename in group.permissions.values_list("content_type__app_label", "codename")
    }


def _wanted_page_rights(role: roles.Role) -> set[tuple[int, str]]:
    return {(right.page.pk, codename) for right in role.pages for codename in right.codenames}


def _held_page_rights(group: Group) -> set[tuple[int, str]]:
    rows = GroupPagePermission.objects.filter(group=group)
    return set(rows.values_list("page_id", "permission__codename"))


def _wanted_collection_rights(role: roles.Role) -> set[tuple[int, str]]:
    return {(right.collection.pk, name) for right in role.collections for name in right.permissions}


def _held_collection_rights(group: Group) -> set[tuple[int, str]]:
    rows = GroupCollectionPermission.objects.filter(group=group).values_list(
        "collection_id", "permission__content_type__app_label", "permission__codename"
    )
    return {(collection, f"{label}.{codename}") for collection, label, codename in rows}


def _make_role(role: roles.Role, permissions: _Permissions) -> None:
    group, _created = Group.objects.get_or_create(name=role.group)
    group.permissions.set([permissions.named(name) for name in sorted(_wanted_permissions(role))])
    wanted, held = _wanted_page_rights(role), _held_page_rights(group)
    for page_id, codename in held - wanted:
        GroupPagePermission.objects.filter(group=group, page_id=page_id, permission__codename=codename).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page_id, permission=permissions.for_pages(codename))
        for page_id, codename in sorted(wanted - held)
    )
    wanted, held = _wanted_collection_rights(role), _held_collection_rights(group)
    for collection_id, name in held - wanted:
        label, codename = name.split(".")
        GroupCollectionPermission.objects.filter(
            group=group,
            collection_id=collection_id,
            permission__content_type__app_label=label,
            permission__codename=codename,
        ).delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=collection_id, permission=permissions.named(name))
        for collection_id, name in sorted(wanted - held)
    )


def _stored(rows: Manager[Any], *, values: Mapping[str, Any], **known: Any) -> Any:
    """Return the row that is known by these fields, made or changed so that it has these values; one that has them is not written."""
    row, _created = rows.get_or_create(**known, defaults=values)
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    if differing:
        row.save(update_fields=differing)
    return row


def _make_workflow(spec: roles.WorkflowSpec) -> None:
    workflow = _stored(Workflow.objects, name=spec.name, values={"active": True})
    wanted_tasks = []
    for position, step in enumerate(spec.steps):
        task = _stored(step.task.objects, name=step.name, values={"active": True, **step.options})
        task.groups.set(Group.objects.filter(name__in=step.groups))
        _stored(WorkflowTask.objects, workflow=workflow, task=task, values={"sort_order": position})
        wanted_tasks.append(task.pk)
    WorkflowTask.objects.filter(workflow=workflow).exclude(task_id__in=wanted_tasks).delete()
    for page in spec.pages:
        _stored(WorkflowPage.objects, page=page, values={"workflow_id": workflow.pk})
    WorkflowPage.objects.filter(workflow=workflow).exclude(page__in=spec.pages).delete()
    if spec.settle is not None:
        spec.settle(workflow)


def _step_drift(step: roles.WorkflowStep) -> list[str]:
    task = step.task.objects.filter(name=step.name).first()
    if task is None:
        return [f"step {step.name!r} is missing"]
    found = [] if task.active else [f"step {step.name!r} is out of use"]
    if (groups := set(task.groups.values_list("name", flat=True))) != set(step.groups):
        found.append(f"step {step.name!r} is approved by {sorted(groups)}")
    found += [
        f"step {step.name!r} has {name} {getattr(task, name)!r}"
        for name, wanted in step.options.items()
        if getattr(task, name) != wanted
    ]
    return found


@transaction.atomic
def sync(*, declared: Iterable[roles.RoleSet] | None = None) -> int:
    """Make every declared group and workflow true; return the number of groups. Running it again changes nothing."""
    sets = list(declared if declared is not None else roles.declared())
    all_roles = [role for role_set in sets for role in role_set.roles]
    permissions = _Permissions({name for role in all_roles for name in _named_by(role)})
    for role in all_roles:
        _make_role(role, permissions)
    for role_set in sets:
        for spec in role_set.workflows:
            _make_workflow(spec)
    return len(all_roles)


def drift(*, declared: Iterable[roles.RoleSet] | None = None) -> list[str]:
    """Return one line for each difference between what is declared and what the database holds."""
    found: list[str] = []
    sets = list(declared if declared is not None else roles.declared())
    for role in (role for role_set in sets for role in role_set.roles):
        group = Group.objects.filter(name=role.group).first()
        if group is None:
            found.append(f"group {role.group!r} is missing")
            continue
        for what, wanted, held in (
            ("permission", _wanted_permissions(role), _held_permissions(group)),
            ("page right", _wanted_page_rights(role), _held_page_rights(group)),
            ("collection right", _wanted_collection_rights(role), _held_collection_rights(group)),
        ):
            found += [f"group {role.group!r} lacks {what} {item}" for item in sorted(wanted - held, key=str)]  # type: ignore[operator]  # both sides hold the same kind
            found += [f"group {role.group!r} has undeclared {what} {item}" for item in sorted(held - wanted, key=str)]  # type: ignore[operator]  # both sides hold the same kind
    for spec in (spec for role_set in sets for spec in role_set.workflows):
        workflow = Workflow.objects.filter(name=spec.name, active=True).first()
        if workflow is None:
            found.append(f"workflow {spec.name!r} is missing")
            continue
        steps = tuple(workflow.workflow_tasks.order_by("sort_order").values_list("task__name", flat=True))
        if steps != tuple(step.name for step in spec.steps):
            found.append(f"workflow {spec.name!r} has steps {steps}")
        found += [line for step in spec.steps for line in _step_drift(step)]
        covered = set(workflow.workflow_pages.values_list("page_id", flat=True))
        if covered != {page.pk for page in spec.pages}:
            found.append(f"workflow {spec.name!r} covers other pages than declared")
    return found
