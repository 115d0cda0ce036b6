"""What a page names by its lists of terms: read by one statement instead of one a list, and left where Django looks for it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model
from modelcluster.fields import ParentalManyToManyField

from portal.page_cache import collecting, parts, tags
from portal.vocabularies.models import Term


def terms() -> Mapping[int, Term]:
    """Return every term by its key, in the order of the vocabularies; kept while no term changes."""
    return parts.read("vocabularies:terms", lambda: {term.pk: term for term in Term.objects.all()})


def hold(page: Any, *children: str) -> None:
    """Read all lists of terms of a page together, and rows of it (``children``, by their relation) with the terms that they name.

    Only while a public page is drawn from parts: what is held counts as edited where a page is saved. What is held already, as in a
    preview, stays.
    """
    if not parts.are_in_use() or page.pk is None:
        return
    held: dict[str, list[Any]] = page.__dict__.setdefault("_cluster_related_objects", {})
    known = terms()
    kind: type[Model] = type(page)
    lists = _lists(kind)
    missing = [field for field in lists if field.name not in held]
    if missing:
        held.update(_read(page, missing, known))
    for name in children:
        if name not in held:
            held[name] = [_with_terms(row, known) for row in getattr(page, name).all()]
    # Named also where another part of the page read it: each part is dropped by itself.
    tables = [field.m2m_db_table() for field in lists]
    tables += [page._meta.get_field(name).related_model._meta.db_table for name in children]  # noqa: SLF001 -- Django's public name
    collecting.depends_on(*(tags.table(table) for table in tables))


@cache
def _lists(kind: type[Model]) -> tuple[Any, ...]:
    return tuple(
        field
        for field in kind._meta.many_to_many  # noqa: SLF001 -- Django's public name
        if isinstance(field, ParentalManyToManyField) and field.related_model is Term
    )


def _read(page: Any, lists: list[Any], known: Mapping[int, Term]) -> dict[str, list[Term]]:
    quote = connection.ops.quote_name
    statement = " UNION ALL ".join(
        f"SELECT {place}, {quote(field.m2m_reverse_name())} FROM {quote(field.m2m_db_table())}"  # noqa: S608 -- names of our own models
        f" WHERE {quote(field.m2m_column_name())} = %s"
        for place, field in enumerate(lists)
    )
    keys: list[set[int]] = [set() for _field in lists]
    with connection.cursor() as cursor:
        cursor.execute(statement, [page.pk] * len(lists))
        for place, key in cursor.fetchall():
            keys[place].add(key)
    # What was named between the two statements.
    new = set().union(*keys) - known.keys()
    known = {**known, **Term.objects.in_bulk(new)} if new else known
    return {
        field.name: [term for key, term in known.items() if key in wanted]
        for field, wanted in zip(lists, keys, strict=True)
    }


def _with_terms(row: Model, known: Mapping[int, Term]) -> Model:
    for field in row._meta.concrete_fields:  # noqa: SLF001 -- Django's public name
        if field.related_model is Term and (term := known.get(getattr(row, field.attname))) is not None:
            setattr(row, field.name, term)
    return row
