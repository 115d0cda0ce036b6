"""Synonyms; one spelling of i and y in the columns of words; marks in titles told from marks elsewhere (PostgreSQL)."""

from django.db import migrations, models

from portal.kernel import text
from search import engines
from search.domain import abbreviations

COLUMNS = ("title_folded", "lead_folded", "body_folded", "title_accented", "text_accented")
BATCH = 500


def spell_one_way(apps, schema_editor):
    """Write the words of existing documents in the spelling that queries are read in, so that nothing need be rebuilt."""
    engine = engines.engine_of(schema_editor.connection)
    engine.drop(schema_editor.connection)
    documents = apps.get_model("search", "SearchDocument").objects
    keys = list(documents.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        changed = []
        for row in documents.filter(pk__in=keys[start : start + BATCH]).only(*COLUMNS):
            spelt = {column: text.one_spelling(getattr(row, column)) for column in COLUMNS}
            if any(getattr(row, column) != words for column, words in spelt.items()):
                row.__dict__.update(spelt)
                changed.append(row)
        documents.bulk_update(changed, COLUMNS)
    engine.create(schema_editor.connection)


def load_synonyms(apps, schema_editor):
    abbreviations.load_shipped_synonyms(apps.get_model("search", "Synonym"))


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0002_kind_of_experts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.CharField(
                        error_messages={"unique": "This row is already in the list."},
                        help_text="Divided by commas, with their marks: máy sấy, thiết bị sấy, lò sấy.",
                        max_length=300,
                        unique=True,
                        verbose_name="words that mean the same",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of synonyms",
                "verbose_name_plural": "synonyms",
                "ordering": ["words"],
            },
        ),
        migrations.RunPython(spell_one_way, migrations.RunPython.noop),
        migrations.RunPython(load_synonyms, migrations.RunPython.noop),
    ]
