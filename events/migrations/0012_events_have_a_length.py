"""An event ends after it starts: one without a length cannot stand in a calendar (RFC 5545, 3.8.2.2)."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import F


def lengthen(apps, _editor):
    """Give events that end when they start one minute."""
    apps.get_model("events", "EventPage").objects.filter(ends_at__lte=F("starts_at")).update(
        ends_at=F("starts_at") + timedelta(minutes=1)
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0011_reminders_to_exhibitors")]

    operations = [
        migrations.RemoveConstraint(model_name="eventpage", name="event_ends_after_start"),
        migrations.RunPython(lengthen, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="eventpage",
            constraint=models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_start"
            ),
        ),
    ]
