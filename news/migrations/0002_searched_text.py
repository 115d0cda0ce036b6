from django.db import migrations, models

from portal.kernel import text


def fold_what_is_there(apps, schema_editor):
    pages = apps.get_model("news", "ArticlePage").objects
    for pk, *words in pages.values_list("pk", "title", "lead", "byline", "source").iterator():
        pages.filter(pk=pk).update(folded=text.fold(" ".join(words)))


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='articlepage',
            name='folded',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.RunPython(fold_what_is_there, migrations.RunPython.noop),
    ]
