"""Indexes of the table of all pages that Wagtail does not make.

They are looked after whenever tables were made, not once: when a later Wagtail changes its table, SQLite builds that anew with the
indexes that Wagtail knows of.
"""

from typing import Any, Final

from django.apps import AppConfig
from django.db import connections
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In
from django.db.models.signals import post_migrate
from django.db.models.sql import Query
from wagtail.models import Page

_PARENT: Final = 'SUBSTR("wagtailcore_page"."path", 1, LENGTH("wagtailcore_page"."path") - 4)'
"""The path of the page above, as both databases know it from the index: written out, because a parameter is not the same."""
_NEWEST: Final = {"sqlite": "DESC", "postgresql": "DESC NULLS LAST"}
_INDEXES: Final = {
    # The explorer shows what stands below a page, what was edited last first.
    "pages_below_by_edit": "(SUBSTR(path, 1, LENGTH(path) - 4), latest_revision_created_at {newest}, path, depth)",
    # Every page of the admin asks for the root of the tree by its depth.
    "pages_by_depth": "(depth, path)",
    # The first page of the admin: what the person locked, and what is to go offline.
    "pages_locked": "(locked_by_id) WHERE locked",
    "pages_to_expire": "(expire_at) WHERE expire_at IS NOT NULL",
}


def below(parent: Page, pages: "QuerySet[Page]") -> "QuerySet[Page]":
    """Return pages that are right below one, said so that they can be read in the order in which they were edited.

    Of lists of keys that a person may see, each row is looked up by itself: a database would begin with the list, of all pages.
    """
    pages = pages.alias(parent_path=RawSQL(_PARENT, [], output_field=CharField())).filter(parent_path=parent.path)  # noqa: S611 -- a constant
    lists = [found for found in pages.query.where.children if isinstance(found, In) and isinstance(found.rhs, Query)]
    pages.query.where.children = [found for found in pages.query.where.children if found not in lists]
    for found in lists:
        allowed = Page._base_manager.all()  # noqa: SLF001 -- Django's public name
        allowed.query = found.rhs.clone()
        pages = pages.filter(Exists(allowed.filter(pk=OuterRef("pk"))))
    return pages


def ensure(using: str, **_kwargs: Any) -> None:
    """Receive ``post_migrate``: make the indexes that are missing in a database (``using`` is its alias)."""
    connection = connections[using]
    table = Page._meta.db_table  # noqa: SLF001 -- Django's public name
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return
        for name, columns in _INDEXES.items():
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {name} ON {table} {columns.format(newest=_NEWEST[connection.vendor])}"
            )


def register(sender: AppConfig) -> None:
    """Look after the indexes each time that the tables of ``sender`` were made."""
    post_migrate.connect(ensure, sender=sender, dispatch_uid="pages.indexes")
