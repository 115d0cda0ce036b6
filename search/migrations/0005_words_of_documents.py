"""PostgreSQL: the table of words, so that slips are looked for without asking the index for each candidate."""

from django.db import migrations

from search import engines


def create_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            engines.engine_of(schema_editor.connection).create_words(cursor)


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0004_pictures_recommendations_searches"),
    ]

    operations = [
        migrations.RunPython(create_words, migrations.RunPython.noop),
    ]
