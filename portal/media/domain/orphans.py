"""The nightly sweep of private files that nobody can reach any more: records without a reference, bytes without a record.

A reference is a foreign key of any model, or the same key inside a revision that Wagtail keeps: drafts and pages that an
editor can go back to must find their files.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from modelcluster.fields import ParentalKey
from wagtail.models import Revision, RevisionMixin

from portal.kernel.erasure import Erased
from portal.kernel.personal_data import EraseAction
from portal.media.domain import private_files
from portal.media.models import PrivateFile

GRACE: Final = timedelta(hours=48)
"""Files younger than this may belong to an upload or a form that is still under way."""
BATCH: Final = 500
MOST_STRAY: Final = 200
STRAY_BYTES: Final = "private files without a record"


class TooManyStraysError(RuntimeError):
    """So much has no record that the store and the database do not belong together; an operator has to look."""


def _references() -> "list[models.Field[Any, Any]]":
    """Return every column of every model that names a private file."""
    related = PrivateFile._meta.get_fields(include_hidden=True)  # noqa: SLF001 -- Django's public name
    return [
        relation.field
        for relation in related
        if isinstance(relation, models.ManyToOneRel) and relation.field.model._meta.managed  # noqa: SLF001 -- the same
    ]


def _unnamed_by_rows(before: datetime) -> "QuerySet[PrivateFile]":
    rows = PrivateFile.objects.filter(uploaded_at__lt=before)
    for field in _references():
        named = field.model._base_manager.filter(**{field.name: OuterRef("pk")})  # noqa: SLF001 -- managers may hide rows
        rows = rows.filter(~Exists(named))
    return rows


def _paths() -> list[tuple[type[models.Model], tuple[str, ...]]]:
    """Return the models whose revisions can name a private file, and the way to the key inside their content."""
    found = []
    for field in _references():
        way: tuple[str, ...] = (field.name,)
        model = field.model
        while parent := next((f for f in model._meta.get_fields() if isinstance(f, ParentalKey)), None):  # noqa: SLF001 -- Django's public name
            way = (parent.remote_field.get_accessor_name(), *way)
            model = parent.remote_field.model
        if issubclass(model, RevisionMixin):
            found.append((model, way))
    return found


def _keys(content: Any, way: tuple[str, ...]) -> Iterator[int]:
    if isinstance(content, list):
        for row in content:
            yield from _keys(row, way)
    elif isinstance(content, dict) and way:
        yield from _keys(content.get(way[0]), way[1:])
    elif not way and isinstance(content, int):
        yield content


def _named_by_revisions() -> set[int]:
    named: set[int] = set()
    for model, way in _paths():
        heirs = [heir for heir in apps.get_models() if issubclass(heir, model)]
        kinds = ContentType.objects.get_for_models(*heirs, for_concrete_models=False).values()
        contents = Revision.objects.filter(content_type__in=[kind.pk for kind in kinds]).values_list(
            "content", flat=True
        )
        for content in contents.order_by("pk").iterator(chunk_size=BATCH):
            named.update(_keys(content, way))
    return named


def _unreferenced(before: datetime) -> list[int]:
    rows = list(_unnamed_by_rows(before).order_by("pk").values_list("pk", flat=True))
    if not rows:
        return []
    named = _named_by_revisions()
    return [pk for pk in rows if pk not in named]


def _forget_records(before: datetime) -> int:
    number = 0
    for pk in _unreferenced(before):
        with transaction.atomic():
            # The lock keeps new references out; the question is asked once more behind it.
            locked = PrivateFile.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if locked is not None and _unnamed_by_rows(before).filter(pk=pk).exists():
                private_files.delete(locked)
                number += 1
    return number


def _stored(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    within = f"{folder}/" if folder else ""
    for name in sorted(files):
        yield f"{within}{name}"
    for name in sorted(folders):
        yield from _stored(storage, f"{within}{name}")


def _known(storage: Storage, names: list[str]) -> set[str]:
    """Return which of the names stand in a record, of whatever model keeps its files in this store."""
    known: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():  # noqa: SLF001 -- Django's public name
            if isinstance(field, models.FileField) and field.storage is storage:
                rows = model._base_manager.filter(**{f"{field.name}__in": names})  # noqa: SLF001 -- managers may hide rows
                known.update(rows.values_list(field.name, flat=True))
    return known


def _is_older(storage: Storage, name: str, before: datetime) -> bool:
    try:
        return storage.get_modified_time(name) < before
    except FileNotFoundError:
        return False


def _strays(storage: Storage, before: datetime) -> list[str]:
    names = list(_stored(storage))
    strays = []
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        known = _known(storage, batch)
        strays += [name for name in batch if name not in known and _is_older(storage, name, before)]
    if len(strays) > max(MOST_STRAY, len(names) // 2):
        raise TooManyStraysError(f"{len(strays)} of {len(names)} private files have no record; none was deleted.")
    return strays


def forget_orphans(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Delete records of private files that nothing refers to, with their bytes, and bytes that have no record.

    Only what is older than ``GRACE`` goes. Return what was done, or with ``dry_run`` would be done. Raises
    TooManyStraysError where the store and the database do not belong together.
    """
    before = now - GRACE
    storage = PrivateFile._meta.get_field("file").storage  # type: ignore[union-attr]  # noqa: SLF001 -- Django's public name
    # Strays first: bytes of a record that goes tonight are its own affair until that is kept.
    strays = _strays(storage, before)
    records = len(_unreferenced(before)) if dry_run else _forget_records(before)
    if not dry_run:
        for name in strays:
            transaction.on_commit(partial(storage.delete, name))
    return [
        Erased(PrivateFile._meta.label, EraseAction.DELETE_RECORD, records),  # noqa: SLF001 -- Django's public name
        Erased(STRAY_BYTES, EraseAction.DELETE_RECORD, len(strays)),
    ]
