"""Reading a plan's indicators, targets and measures from a TOML file into the database."""

import tomllib
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from plan.models import Indicator, IndicatorTarget, Measure

PLAN_149: Final = Path(__file__).resolve().parent.parent / "data" / "plan149.toml"


@transaction.atomic
def load(*, path: Path = PLAN_149) -> tuple[int, int]:
    """Make the file's indicators, targets and measures true and return how many indicators and measures it holds.

    Values that were entered stay. Loading again changes nothing.
    """
    content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    indicators, measures = content.get("indicator", []), content.get("measure", [])
    for entry in indicators:
        fields = dict(entry)
        targets = fields.pop("targets", [])
        indicator, _made = Indicator.objects.update_or_create(code=fields.pop("code"), defaults=fields)
        for target in targets:
            values = dict(target)
            key = {"indicator": indicator, "level": values.pop("level"), "year": values.pop("year")}
            IndicatorTarget.objects.update_or_create(**key, defaults=values)
    for entry in measures:
        fields = dict(entry)
        Measure.objects.update_or_create(clause=fields.pop("clause"), defaults=fields)
    return len(indicators), len(measures)
