"""The figures that benches print: one JSON object a line, with a goal where there is one."""

import json
import sys


def say(
    name: str,
    value: float,
    unit: str,
    ratio_to: str = "",
    goal: float | None = None,
    *,
    at_least: bool = False,
    **more: object,
) -> None:
    """Print one figure; with a goal, whether it is met."""
    row: dict[str, object] = {"name": name, "value": round(value, 4), "unit": unit}
    if ratio_to:
        row["ratio_to"] = ratio_to
    if goal is not None:
        row |= {"goal": goal, "met": value >= goal if at_least else value <= goal}
    sys.stdout.write(json.dumps(row | more, ensure_ascii=False) + "\n")
    sys.stdout.flush()
