"""Each air time gets a key of its own, the same in every language of its story; short tables, no lock of note."""

import uuid

from django.db import migrations


def give_keys(apps, schema_editor):
    rows = apps.get_model("news", "ArticleAirTime").objects.select_related("article").order_by("pk")
    for row in rows.iterator():
        words = f"{row.starts_at.isoformat()} {row.channel} {row.sort_order}"
        row.key = uuid.uuid5(row.article.translation_key, words)
        row.save(update_fields=["key"])


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0009_programmes'),
    ]

    operations = [
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
