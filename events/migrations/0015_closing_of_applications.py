"""What counts the changes of the end of applications stands with the identities of the calendar."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0014_calendar_fragments'),
    ]

    operations = [
        migrations.AlterField(
            model_name='calendaridentity',
            name='subject',
            field=models.CharField(choices=[('event', 'Event'), ('session', 'Session'), ('day', 'Day of a fair'), ('deadline', 'Deadline'), ('broadcast', 'Live broadcast'), ('closing', 'End of applications for stands')], max_length=10, verbose_name='kind of entry'),
        ),
    ]
