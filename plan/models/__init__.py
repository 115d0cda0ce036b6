"""Models of the plan room."""

from plan.models.pages import PlanPage
from plan.models.records import Indicator, IndicatorTarget, IndicatorValue, Measure

__all__ = ["Indicator", "IndicatorTarget", "IndicatorValue", "Measure", "PlanPage"]
