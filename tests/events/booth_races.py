"""A database of its own with every table of the portal, for races in which real threads commit."""

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper


def make_all_tables(wrapper: BaseDatabaseWrapper) -> None:
    """Make the tables of every model with all constraints; indexes that only migrations know are left out."""
    with wrapper.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF" if wrapper.vendor == "sqlite" else "SELECT 1")
    with wrapper.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
    with wrapper.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=ON" if wrapper.vendor == "sqlite" else "SELECT 1")
