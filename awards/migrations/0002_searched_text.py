from django.db import migrations, models

from portal.kernel import text


def fold_what_is_there(apps, schema_editor):
    pages = apps.get_model("awards", "AwardPage").objects
    for pk, *words in pages.values_list("pk", "title", "lead", "organiser_name").iterator():
        pages.filter(pk=pk).update(folded=text.fold(" ".join(words)))


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='awardpage',
            name='folded',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.RunPython(fold_what_is_there, migrations.RunPython.noop),
    ]
