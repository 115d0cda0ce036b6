"""Announcements to those alone who chose a session, and of another address to take part online."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registration', '0015_audit_of_forms_and_trainers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='announcement',
            name='registration_announcement_kind_known',
        ),
        migrations.AddField(
            model_name='announcement',
            name='sessions',
            field=models.JSONField(blank=True, default=list, verbose_name='only for those who chose these sessions'),
        ),
        migrations.AlterField(
            model_name='announcement',
            name='kind',
            field=models.CharField(choices=[('postponed', 'Postponed'), ('moved-online', 'Moved online'), ('rescheduled', 'New time'), ('place-changed', 'New place'), ('joining-changed', 'New address to take part online'), ('sessions-dropped', 'Sessions taken out of the programme'), ('cancelled', 'Cancelled')], max_length=20, verbose_name='what happened'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['postponed', 'moved-online', 'rescheduled', 'place-changed', 'joining-changed', 'sessions-dropped', 'cancelled'])), name='registration_announcement_kind_known'),
        ),
    ]
