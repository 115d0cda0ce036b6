"""The key of the form from which a version of an outcome was written; versions from before have none."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("showcase", "0005_review_of_needs_without_account")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="dealversion",
            name="submission_key",
            field=models.UUIDField(blank=True, null=True, unique=True, verbose_name="key of the form"),
        )
    ]
