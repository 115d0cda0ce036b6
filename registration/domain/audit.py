"""Writing the audit: called in the transaction of the change, by the function that makes it (ADR 0021)."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import models

from portal.accounts.models import User
from portal.kernel import personal_data
from portal.kernel.erasure import Erased
from portal.kernel.personal_data import EraseAction
from registration.audit_remarks import HIDDEN, first_letter, hidden
from registration.models import AuditRow
from registration.organiser_enums import AuditAction, Capacity
from registration.personal_data import AUDIT_RETENTION

Value = str | int | float | bool | list[Any] | None
Change = tuple[str, Any, Any]
LONGEST: Final = 200


def masked(value: Any) -> Any:
    """Return a personal value by its first letter only, so that a reader sees that it changed and not to what."""
    return first_letter(value) if isinstance(value, str) else HIDDEN if value else value


def _plain(value: Any) -> Value:
    """Return a value as JSON can hold it: instants in ISO form, records by their key, long texts cut."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}{HIDDEN}"


def values_of(record: models.Model | None, *, without: Collection[str] = ()) -> dict[str, Any]:
    """Return what the columns of a record hold, except its key and those that are named; nothing of one that is not there."""
    if record is None:
        return {}
    return {
        field.name: getattr(record, field.attname)
        for field in record._meta.concrete_fields  # noqa: SLF001 -- Django's public name
        if not field.primary_key and field.name not in without
    }


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return (name, before, after) of everything that differs; a name that was not there before has None."""
    return [
        (name, before.get(name), value) for name, value in after.items() if _plain(before.get(name)) != _plain(value)
    ]


def _is_personal(record: models.Model | None, name: str) -> bool:
    return record is not None and personal_data.is_registered(record._meta.label, name)  # noqa: SLF001 -- Django's public name


def _known(record: models.Model | None) -> list[str]:
    """Return the words of a record that say who somebody is."""
    found = (value for name, value in values_of(record).items() if _is_personal(record, name))
    return [value for value in found if isinstance(value, str)]


def record(
    *,
    action: AuditAction,
    by: User | None,
    now: datetime,
    subject: uuid.UUID | None = None,
    about: models.Model | None = None,
    label: str = "",
    changes: Iterable[Change] = (),
    capacity: Capacity | None = None,
    behalf_name: str = "",
    remark: str = "",
) -> AuditRow:
    """Add a row; return it. ``about`` is the record that was changed, ``label`` how people know it (no personal name).

    ``changes`` are (name, before, after); values of fields that the registry of personal data knows are masked, and in ``remark``
    those of ``about``, addresses and numbers. Without
    ``by`` the portal itself acted, unless ``capacity`` says otherwise.
    """
    return AuditRow.objects.create(
        at=now,
        by=by,
        capacity=capacity or (Capacity.ORGANISER if by is not None else Capacity.SYSTEM),
        behalf_name=behalf_name[:200],
        action=action,
        subject=subject,
        object_kind=about._meta.label_lower if about is not None else "",  # noqa: SLF001 -- Django's public name
        object_key=str(about.pk) if about is not None and about.pk is not None else "",
        object_label=label[:120],
        changes=[
            [name, *(masked(value) if _is_personal(about, name) else _plain(value) for value in (before, after))]
            for name, before, after in changes
        ],
        remark=hidden(remark, known=_known(about))[:250],
    )


def forget_people(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Take the person out of rows that are past their time of keeping; what was done stays. A nightly sweep."""
    rows = AuditRow.objects.filter(at__lt=now - AUDIT_RETENTION, by__isnull=False)
    number = rows.count() if dry_run else rows.update(by=None)
    return [Erased(AuditRow._meta.label, EraseAction.BLANK, number)]  # noqa: SLF001 -- Django's public name
