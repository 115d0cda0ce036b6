"""Making groups, permissions, collections and workflows as the rooms declare them, and finding drift."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from portal.accounts import roles

ADMIN_ACCESS = "wagtailadmin.access_admin"


def _permission(name: str) -> Permission:
    label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=label, codename=codename)


def _page_permission(codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label="wagtailcore", content_type__model="page", codename=codename)


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


def _make_role(role: roles.Role) -> None:
    group, _created = Group.objects.get_or_create(name=role.group)
    group.permissions.set([_permission(name) for name in sorted(_wanted_permissions(role))])
    wanted_pages = _wanted_page_rights(role)
    for page_id, codename in _held_page_rights(group) - wanted_pages:
        GroupPagePermission.objects.filter(group=group, page_id=page_id, permission__codename=codename).delete()
    for page_id, codename in wanted_pages - _held_page_rights(group):
        GroupPagePermission.objects.create(group=group, page_id=page_id, permission=_page_permission(codename))
    wanted_collections = _wanted_collection_rights(role)
    for collection_id, name in _held_collection_rights(group) - wanted_collections:
        GroupCollectionPermission.objects.filter(
            group=group, collection_id=collection_id, permission=_permission(name)
        ).delete()
    for collection_id, name in wanted_collections - _held_collection_rights(group):
        GroupCollectionPermission.objects.create(group=group, collection_id=collection_id, permission=_permission(name))


def _make_workflow(spec: roles.WorkflowSpec) -> None:
    workflow, _created = Workflow.objects.update_or_create(name=spec.name, defaults={"active": True})
    wanted_tasks = []
    for position, step in enumerate(spec.steps):
        task, _made = GroupApprovalTask.objects.update_or_create(name=step.name, defaults={"active": True})
        task.groups.set([Group.objects.get(name=step.group)])
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": position})
        wanted_tasks.append(task.pk)
    WorkflowTask.objects.filter(workflow=workflow).exclude(task_id__in=wanted_tasks).delete()
    for page in spec.pages:
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    WorkflowPage.objects.filter(workflow=workflow).exclude(page__in=spec.pages).delete()


@transaction.atomic
def sync(*, declared: Iterable[roles.RoleSet] | None = None) -> int:
    """Make every declared group and workflow true; return the number of groups. Running it again changes nothing."""
    sets = list(declared if declared is not None else roles.declared())
    all_roles = [role for role_set in sets for role in role_set.roles]
    for role in all_roles:
        _make_role(role)
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
        covered = set(workflow.workflow_pages.values_list("page_id", flat=True))
        if covered != {page.pk for page in spec.pages}:
            found.append(f"workflow {spec.name!r} covers other pages than declared")
    return found
