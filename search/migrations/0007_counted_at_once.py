"""What documents are filtered by in a line of their own; indexes that find, order and count without reading the documents."""

from django.db import migrations, models

from search import engines

# The order is that of Python's ``sorted``, whatever the collation of the database.
FILL = {
    "postgresql": """
        UPDATE search_searchdocument SET filters = lines.line FROM (
            SELECT document_id, string_agg(name || ':' || code, E'\\n' ORDER BY name COLLATE "C", code COLLATE "C") AS line
            FROM search_searchfacet WHERE name NOT IN ('identifier', 'file') GROUP BY document_id
        ) AS lines WHERE lines.document_id = search_searchdocument.id
    """,
    "sqlite": """
        UPDATE search_searchdocument SET filters = COALESCE((
            SELECT group_concat(name || ':' || code, char(10)) FROM (
                SELECT name, code FROM search_searchfacet
                WHERE document_id = search_searchdocument.id AND name NOT IN ('identifier', 'file') ORDER BY name, code
            )
        ), '')
    """,
}


def drop_index(apps, schema_editor):
    """SQLite may copy the table and lose the triggers; PostgreSQL stores the vectors anew, in the rows themselves."""
    engines.engine_of(schema_editor.connection).drop(schema_editor.connection)


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FILL[schema_editor.connection.vendor])


def create_index(apps, schema_editor):
    engines.engine_of(schema_editor.connection).create(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0006_saved_searches"),
    ]

    operations = [
        migrations.RunPython(drop_index, migrations.RunPython.noop),
        migrations.AddField(
            model_name="searchdocument",
            name="filters",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(create_index, migrations.RunPython.noop),
    ]
