"""Changing facts on every language of an event at once, without publishing anybody's unfinished draft."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from modelcluster.models import get_all_child_relations
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

from events.models import EventPage
from portal.pages import completeness

Change = Callable[[EventPage], bool]


@transaction.atomic
def change(*, page: EventPage, apply: Change, by: Any = None) -> bool:
    """Apply a change to a page as the public sees it and to its draft; return whether anything changed.

    ``apply`` changes an instance and returns whether it did. A page without unpublished changes gets a published
    revision; otherwise the public row and the draft are changed side by side and the draft stays a draft.
    """
    live = page.specific_class.objects.get(pk=page.pk)
    if not live.has_unpublished_changes and live.live:
        if not apply(live):
            return False
        live.save_revision(user=by).publish(user=by)
        return True
    changed = apply(live)
    if changed:
        live.save()
    draft = live.get_latest_revision_as_object()
    if live.latest_revision_id is not None and apply(draft):
        draft.save_revision(user=by, changed=True)
        changed = True
    return changed


def _shared_names(model: type[Any]) -> list[str]:
    return [
        item.field_name
        for item in get_translatable_fields(model)
        if isinstance(item, SynchronizedField) and hasattr(model._meta.get_field(item.field_name), "attname")  # noqa: SLF001 -- the public way to read fields
    ]


def _copy_values(source: Any, target: Any, names: list[str]) -> bool:
    changed = False
    for name in names:
        column = source._meta.get_field(name)  # noqa: SLF001 -- the public way to read fields
        if column.many_to_many:
            wanted = sorted(item.pk for item in getattr(source, name).all())
            if wanted != sorted(item.pk for item in getattr(target, name).all()):
                setattr(target, name, list(getattr(source, name).all()))
                changed = True
        elif getattr(source, column.attname) != getattr(target, column.attname):
            setattr(target, column.attname, getattr(source, column.attname))
            changed = True
    return changed


def _copy_rows(source: EventPage, target: EventPage, relation: Any) -> bool:
    model, name = relation.related_model, relation.get_accessor_name()
    existing = {row.translation_key: row for row in getattr(target, name).all()}
    rows, changed = [], False
    for original in getattr(source, name).all():
        row = existing.pop(original.translation_key, None)
        if row is None:
            values = {
                column.attname: getattr(original, column.attname)
                for column in model._meta.concrete_fields  # noqa: SLF001 -- the public way to read fields
                if not column.primary_key and column.name not in {"locale", relation.field.name}
            }
            row, changed = model(**values, locale=target.locale), True
        else:
            changed |= _copy_values(original, row, ["sort_order", *_shared_names(model)])
        rows.append(row)
    if changed or existing:
        setattr(target, name, rows)
    return bool(changed or existing)


def share_facts(*, source: EventPage, by: Any = None) -> int:
    """Bring everything that is not text from the Vietnamese page to its translations; return how many changed.

    Rows of sessions, halls and the like follow by their translation keys: new ones are copied with the Vietnamese words
    until somebody translates them, removed ones go. Facts are those that the models declare as synchronised.
    """

    def apply(target: EventPage) -> bool:
        changed = _copy_values(source, target, _shared_names(type(source)))
        for relation in get_all_child_relations(type(source)):
            if issubclass(relation.related_model, TranslatableMixin):
                changed |= _copy_rows(source, target, relation)
        return changed

    others = type(source).objects.filter(translation_key=source.translation_key, alias_of=None).exclude(pk=source.pk)
    with completeness.unasked():
        return sum(change(page=other, apply=apply, by=by) for other in others.order_by("pk"))
