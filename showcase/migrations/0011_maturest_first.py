from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("showcase", "0010_values_in_order")]

    operations = [
        migrations.AddIndex(
            model_name="technologypage",
            index=models.Index(fields=["-trl", "sort_key", "page_ptr"], name="technology_maturest_first"),
        ),
    ]
