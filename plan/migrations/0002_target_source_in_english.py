from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plan', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicatortarget',
            name='source_en',
            field=models.CharField(blank=True, max_length=200, verbose_name='source in English'),
        ),
    ]
