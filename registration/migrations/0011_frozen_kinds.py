from django.db import migrations, models
from django.db.models import Exists, OuterRef


def _freeze_where_all_are_closed(apps, schema_editor):
    """Take a subject of which every kind is closed as closed together: until now reopening opened every one."""
    kinds = apps.get_model("registration", "PlaceKind").objects.using(schema_editor.connection.alias)
    is_open_somewhere = Exists(kinds.filter(subject=OuterRef("subject"), is_open=True))
    closed = kinds.filter(~is_open_somewhere, is_open=False).order_by().values_list("pk", flat=True)
    kinds.filter(pk__in=list(closed)).update(is_frozen=True)


class Migration(migrations.Migration):

    dependencies = [
        ("registration", "0010_choices"),
    ]

    operations = [
        migrations.AddField(
            model_name="placekind",
            name="is_frozen",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="On: it was closed together with all others, as by a postponement, and opens together with them.",
                verbose_name="closed with the whole",
            ),
        ),
        migrations.RunPython(_freeze_where_all_are_closed, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="placekind",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_open", False), ("is_frozen", False), _connector="OR"),
                name="place_kind_frozen_is_closed",
            ),
        ),
    ]
