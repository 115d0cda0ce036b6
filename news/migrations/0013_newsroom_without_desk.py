"""The newsroom's own field of the one kind of desk goes; its desks are records."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [('news', '0012_desks_of_newsrooms')]
    operations = [
        migrations.RemoveConstraint(model_name="newsroompage", name="newsroom_desk_known"),
        migrations.RemoveField(model_name="newsroompage", name="desk"),
    ]
