"""Kinds of place say where their holders take part; those that events opened have it in their code."""

from typing import Any

from django.db import migrations, models

WAYS = ("on-site", "online")


def tell_ways(apps: Any, schema_editor: Any) -> None:
    """Kinds of place of whole events bear the way of taking part as their code; all others stay open to either."""
    kinds = apps.get_model("registration", "PlaceKind").objects.using(schema_editor.connection.alias)
    for way in WAYS:
        kinds.filter(code=way, session=None).update(way=way)


class Migration(migrations.Migration):

    dependencies = [
        ('registration', '0013_audit_actions'),
    ]

    operations = [
        migrations.AddField(
            model_name='placekind',
            name='way',
            field=models.CharField(choices=[('on-site', 'On site'), ('online', 'Online'), ('either', 'On site or online, as one likes')], default='either', max_length=10, verbose_name='way of taking part'),
        ),
        migrations.RunPython(tell_ways, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='placekind',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['on-site', 'online', 'either'])), name='place_kind_way_known'),
        ),
    ]
