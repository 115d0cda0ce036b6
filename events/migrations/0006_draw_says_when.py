from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_halls_and_booths"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="boothdraw", name="booth_draw_not_before_its_time"),
        migrations.AddConstraint(
            model_name="boothdraw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "drawn"), _negated=True),
                    models.Q(("drawn_at__gte", models.F("draws_at")), ("drawn_at__isnull", False)),
                    _connector="OR",
                ),
                name="booth_draw_not_before_its_time",
            ),
        ),
    ]
