"""Keep with each decision the prizes that it gave."""

from typing import Any

from django.db import migrations


def keep_prizes(apps: Any, _schema_editor: Any) -> None:
    """Keep what the winners of decided editions hold, also where it was revoked since."""
    nominations, prizes = apps.get_model("awards", "Nomination"), apps.get_model("awards", "DecidedPrize")
    for decision in apps.get_model("awards", "Decision").objects.order_by("pk"):
        winners = nominations.objects.filter(award_key=decision.award_key, state__in=["winner", "revoked"])
        prizes.objects.bulk_create(
            prizes(decision=decision, nomination=one, honour=one.honour) for one in winners.order_by("pk")
        )


class Migration(migrations.Migration):
    dependencies = [("awards", "0014_deciding_anew")]

    operations = [migrations.RunPython(keep_prizes, migrations.RunPython.noop)]
