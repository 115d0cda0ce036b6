"""A digest with the stored entries of calendars, and the revision since which everything is joined anew."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0015_closing_of_applications'),
    ]

    operations = [
        migrations.AddField(
            model_name='calendarfragment',
            name='digest',
            field=models.CharField(blank=True, max_length=64, verbose_name='digest of the entries'),
        ),
        migrations.AddField(
            model_name='calendarfeedstate',
            name='whole_since',
            field=models.PositiveIntegerField(default=0, verbose_name='joined anew since revision'),
        ),
    ]
