"""Needs and technologies that match, and refusals, for tests."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from portal.kernel import clock
from showcase.domain import matches as match_domain
from showcase.enums import MeasureRole, Operator
from showcase.match_enums import Unsuitability
from showcase.models import (
    MatchRefusal,
    NeedMeasure,
    NeedPage,
    TechnologyPage,
    TechnologySpecification,
)
from tests.factories import showcase as factory


def offer(market: SimpleNamespace, **values: Any) -> TechnologyPage:
    """Publish a technology that answers ``want``."""
    filled: dict[str, Any] = {
        "title": "Máy sấy tỏi bằng bơm nhiệt",
        "specifications": [TechnologySpecification(name="Điện năng", value="0,52", unit="kWh/kg")],
    }
    return factory.publish_technology(market, **{**filled, **values})


def want(market: SimpleNamespace, **values: Any) -> NeedPage:
    """Publish a need of the buyer that ``offer`` answers."""
    target = NeedMeasure(
        role=MeasureRole.TARGET, name="Điện năng", operator=Operator.AT_MOST, value=Decimal("0.6"), unit="kWh/kg"
    )
    filled: dict[str, Any] = {
        "title": "Giảm điện khi sấy tỏi",
        "organisation": market.buyer,
        "trl_minimum": 7,
        "measures": [target],
    }
    return factory.publish_need(market, **{**filled, **values})


def refuse(page: Any, other: Any, by: Any, **values: Any) -> MatchRefusal:
    """Say for the owner of a page that another one does not fit."""
    reason = values.pop("reason", Unsuitability.SCALE)
    return match_domain.refuse(page=page, other=other.translation_key, reason=reason, by=by, now=clock.now(), **values)
