"""Erasing personal data by the registry: when its time of keeping is over, and when its person asks.

Blanking and deleting go by query, past the models' own ``save``: log rows that are never written again lose nothing but the
name of a person. Only counts are told, never what was erased.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from portal.kernel import clock, personal_data, tokens
from portal.kernel.models import SecretToken
from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField

BATCH: Final = 500
ERASED_DOMAIN: Final = "@erased.invalid"
"""Where an address must not be empty, or must stay unlike its neighbours, this one stands; nobody can own it (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done, or would be done, to the records of one model. ``model`` is its label."""

    model: str
    action: EraseAction
    number: int


class Sweep(Protocol):
    """Deletes what nobody can reach any more, and says how much; with ``dry_run`` it only counts."""

    def __call__(self, *, now: datetime, dry_run: bool = False) -> list[Erased]:
        """Sweep once; running again does nothing."""


_sweeps: dict[str, Sweep] = {}


def register_sweep(name: str, sweep: Sweep) -> None:
    """Have a sweep run each night after the registry's rules; ``name`` stands in the log where it fails."""
    _sweeps[name] = sweep


def sweeps() -> Mapping[str, Sweep]:
    """Return the registered sweeps by name."""
    return _sweeps


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    field = model._meta.get_field(name)  # noqa: SLF001 -- Django's public name
    assert isinstance(field, models.Field)  # noqa: S101 -- a test compares the registry with the models
    return field


def _is_account(field: "models.Field[Any, Any]") -> bool:
    target = field.remote_field.model._meta.label if field.remote_field else ""  # noqa: SLF001 -- Django's public name
    return bool(target == settings.AUTH_USER_MODEL)


def _blank(field: "models.Field[Any, Any]", rule: KeepingRule | None) -> Any:
    """Return what stands in a field after erasing."""
    if rule is not None and field.name in rule.blanks:
        return rule.blanks[field.name]
    if field.null:
        return None
    if isinstance(field, models.EmailField) and not field.blank:
        return Concat(Value("erased-"), Cast("pk", models.CharField()), Value(ERASED_DOMAIN))
    return field.get_default() if isinstance(field, models.JSONField) else ""


def _filled(field: "models.Field[Any, Any]", rule: KeepingRule | None) -> Q:
    """Return the condition of records in which a field still says something."""
    value = _blank(field, rule)
    if value is None:
        return Q(**{f"{field.name}__isnull": False})
    if rule is not None and field.name in rule.blanks:
        return ~Q(**{f"{field.name}__in": [value, ""]})
    if isinstance(value, Concat):
        return ~Q(**{f"{field.name}__endswith": ERASED_DOMAIN})
    return ~Q(**{field.name: value})


def _any(conditions: list[Q]) -> Q:
    joined = Q()
    for condition in conditions:
        joined |= condition
    return joined


def _batches(rows: "QuerySet[Any]") -> Iterator[list[Any]]:
    """Yield keys, a batch at a time, until no row is left; each batch must take itself out of ``rows``."""
    last: list[Any] = []
    while (keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])) and keys != last:
        yield keys
        last = keys


def _delete(rows: "QuerySet[Any]") -> int:
    number = 0
    for keys in _batches(rows):
        with transaction.atomic():
            rows.model._default_manager.filter(pk__in=keys).delete()  # noqa: SLF001 -- Django's public name
        number += len(keys)
    return number


def _blank_rows(rows: "QuerySet[Any]", names: list[str], rule: KeepingRule | None) -> int:
    fields = [_field(rows.model, name) for name in names]
    values = {field.name: _blank(field, rule) for field in fields}
    number = 0
    for keys in _batches(rows.filter(_any([_filled(field, rule) for field in fields]))):
        with transaction.atomic():
            rows.model._default_manager.filter(pk__in=keys).update(**values)  # noqa: SLF001 -- Django's public name
        number += len(keys)
    return number


def _over(declared: list[PersonalField], rule: KeepingRule, now: datetime) -> "QuerySet[Any]":
    model = apps.get_model(rule.model)
    oldest = now - max(field.retention for field in declared if field.retention is not None)
    since = model._meta.get_field(rule.counted_from) if "__" not in rule.counted_from else None  # noqa: SLF001 -- Django's public name
    is_day = isinstance(since, models.DateField) and not isinstance(since, models.DateTimeField)
    limit = {f"{rule.counted_from}__lt": clock.local(oldest).date() if is_day else oldest}
    rows: QuerySet[Any] = model._default_manager.filter(rule.only, **limit)  # noqa: SLF001 -- Django's public name
    return rows


def erase_expired_of(rule: KeepingRule, *, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Erase what of one model is past its time of keeping; return what was done. Running again does nothing.

    Fields that are kept by law, or as long as the account lives, stay.
    """
    done: list[Erased] = []
    declared = [field for field in personal_data.fields_of(rule.model) if field.retention is not None]
    label = apps.get_model(rule.model)._meta.label  # noqa: SLF001 -- Django's public name
    if doomed := [field for field in declared if field.on_erase is EraseAction.DELETE_RECORD]:
        rows = _over(doomed, rule, now)
        done.append(Erased(label, EraseAction.DELETE_RECORD, rows.count() if dry_run else _delete(rows)))
    by_time: dict[Any, list[PersonalField]] = {}
    for field in declared:
        if field.on_erase is EraseAction.BLANK:
            by_time.setdefault(field.retention, []).append(field)
    for fields in by_time.values():
        rows, names = _over(fields, rule, now), [field.field for field in fields]
        if dry_run:
            filled = _any([_filled(_field(rows.model, name), rule) for name in names])
            done.append(Erased(label, EraseAction.BLANK, rows.filter(filled).count()))
        else:
            done.append(Erased(label, EraseAction.BLANK, _blank_rows(rows, names, rule)))
    return done


def forget_dead_tokens(*, now: datetime, dry_run: bool = False) -> Erased:
    """Delete tokens that no longer open anything."""
    kept = tokens.remembered()
    dead = Q(expires_at__lte=now) | Q(revoked_at__isnull=False) & ~Q(purpose__in=kept)
    for purpose, period in kept.items():
        dead |= Q(purpose=purpose, revoked_at__lte=now - period)
    rows = SecretToken.objects.filter(dead)
    label = SecretToken._meta.label  # noqa: SLF001 -- Django's public name
    return Erased(label, EraseAction.DELETE_RECORD, rows.count() if dry_run else _delete(rows))


def belonging_to(rule: KeepingRule, *, user: Any, addresses: list[str]) -> "QuerySet[Any]":
    """Return the records of a model that belong to a person; ``addresses`` are proven to be theirs."""
    model = apps.get_model(rule.model)
    wanted = [Q(**{lookup: user.pk}) for lookup in rule.accounts]
    wanted += [Q(**{f"{lookup}__iexact": address}) for lookup in rule.addresses for address in addresses]
    rows: QuerySet[Any] = model._default_manager.all()  # noqa: SLF001 -- Django's public name
    return rows.filter(_any(wanted)).distinct() if wanted else rows.none()


def _must_stay_unlinked(user: Any) -> None:
    """Take the account out of every declared field that names it: who decided, who wrote, who asked."""
    for declared in personal_data.registered():
        field = _field(apps.get_model(declared.model), declared.field)
        if _is_account(field) and field.null and declared.on_erase is not EraseAction.KEEP_BY_LAW:
            field.model._default_manager.filter(**{field.name: user.pk}).update(**{field.name: None})  # noqa: SLF001 -- Django's public name


def _belongings(*, user: Any, addresses: list[str]) -> list[tuple[KeepingRule, list[Any]]]:
    """Return the keys of everything that belongs to a person, by rule.

    They are read before anything is erased: many records are known as a person's by a field of another one that is blanked.
    """
    found = []
    for rule in personal_data.rules():
        if rule.model.lower() != settings.AUTH_USER_MODEL.lower():
            keys = list(belonging_to(rule, user=user, addresses=addresses).values_list("pk", flat=True))
            found += [(rule, keys)] if keys else []
    return found


@transaction.atomic
def erase_person(*, user: Any, addresses: list[str]) -> list[Erased]:
    """Delete or blank what belongs to a person, and unlink the account everywhere else; the account itself stays.

    Part of the caller's transaction, which lets the rooms say what stands in the way first.
    """
    done: list[Erased] = []
    for rule, keys in _belongings(user=user, addresses=addresses):
        declared = personal_data.fields_of(rule.model)
        model = apps.get_model(rule.model)
        whole: QuerySet[Any] = model._default_manager.filter(pk__in=keys)  # noqa: SLF001 -- Django's public name
        label = model._meta.label  # noqa: SLF001 -- Django's public name
        if any(field.on_erase is EraseAction.DELETE_RECORD for field in declared):
            done.append(Erased(label, EraseAction.DELETE_RECORD, _delete(whole)))
            continue
        names = [
            field.field
            for field in declared
            if field.on_erase is EraseAction.BLANK
            and (field.field in rule.accounts or not _is_account(_field(model, field.field)))
        ]
        done.append(Erased(label, EraseAction.BLANK, _blank_rows(whole, names, rule) if names else 0))
    _must_stay_unlinked(user)
    return done


def export_person(*, user: Any, addresses: list[str]) -> list[dict[str, Any]]:
    """Return every declared field of every record that belongs to a person, by model, with the purpose of each field."""
    found: list[dict[str, Any]] = []
    for rule in personal_data.rules():
        declared = personal_data.fields_of(rule.model)
        rows = belonging_to(rule, user=user, addresses=addresses).order_by("pk")
        model = rows.model._meta  # noqa: SLF001 -- Django's public name
        names = [
            field.field
            for field in declared
            if field.field in rule.accounts or not _is_account(_field(rows.model, field.field))
        ]
        records = [{"since": since, **values} for since, values in _values(rows, rule.counted_from, names)]
        if records:
            purposes = {field.field: str(field.purpose) for field in declared if field.field in names}
            found.append({"kind": model.label, "name": str(model.verbose_name), "why": purposes, "records": records})
    return found


def _values(rows: "QuerySet[Any]", counted_from: str, names: list[str]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Return the moment and the declared fields of each record; other records are told by their name, in one query for each field."""
    fields = {name: _field(rows.model, name) for name in names}
    found = list(rows.values(counted_from, *names))
    titles = {
        name: field.remote_field.model._default_manager.in_bulk({row[name] for row in found if row[name] is not None})  # noqa: SLF001 -- Django's public name
        for name, field in fields.items()
        if field.remote_field is not None and not _is_account(field)
    }
    for row in found:
        values = {name: row[name] for name in names}
        for name, records in titles.items():
            if values[name] in records:
                values[name] = str(records[values[name]])
        yield row[counted_from], values
