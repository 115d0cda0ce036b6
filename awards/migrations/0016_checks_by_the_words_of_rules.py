"""Let what was said of a line of "Who can take part" be found by the line's words, not by its number."""

import hashlib
import re
from typing import Any

from django.db import migrations

NUMBERED = re.compile(r"eligibility-(\d{1,3})")


def _keys(rules: Any) -> list[str]:
    lines = [line.strip() for line in rules["eligibility"]["vi"].splitlines() if line.strip()]
    found = []
    for place, line in enumerate(lines):
        key = f"eligibility-{hashlib.sha256(line.encode()).hexdigest()[:12]}"
        again = lines[:place].count(line)
        found.append(f"{key}-{again + 1}" if again else key)
    return found


def key_by_words(apps: Any, _schema_editor: Any) -> None:
    """Give each check the key of the line that had its number when it was saved."""
    checks = apps.get_model("awards", "ScreeningCheck").objects
    for edition in apps.get_model("awards", "AwardEdition").objects.exclude(rules=None):
        amendments = list(edition.amendments.order_by("at", "number").values_list("at", "rules_before"))
        rows = checks.filter(nomination__award_key=edition.award_key, key__startswith="eligibility-")
        for check in rows.order_by("pk"):
            found = NUMBERED.fullmatch(check.key)
            rules = next((before for at, before in amendments if check.at < at), edition.rules)
            keys = _keys(rules)
            if found is None or not 1 <= int(found[1]) <= len(keys):
                continue
            check.key = keys[int(found[1]) - 1]
            check.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("awards", "0015_prizes_of_decisions")]

    operations = [migrations.RunPython(key_by_words, migrations.RunPython.noop)]
