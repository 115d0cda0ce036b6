"""Give comments that were sent before what every comment has now: a reference number and the time its address counts from."""

from typing import Any

from django.db import migrations
from django.db.models import F

from portal.kernel import references


def fill(apps: Any, _schema_editor: Any) -> None:
    """Count what was accepted before as proven, and refusals by words as such."""
    comments = apps.get_model("news", "Comment").objects
    for pk, sent in comments.filter(reference=None).values_list("pk", "submitted_at"):
        comments.filter(pk=pk).update(reference=references.make(prefix="YK", year_of=sent, groups=(6,)))
    comments.filter(confirmed_at=None).exclude(state="unverified").update(confirmed_at=F("submitted_at"))
    apps.get_model("news", "CommentMove").objects.filter(target="refused", rule="").update(rule="other")


class Migration(migrations.Migration):
    dependencies = [('news', '0004_readers_opinions')]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
