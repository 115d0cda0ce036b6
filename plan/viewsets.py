"""The admin's lists of indicators and measures, for those who follow the plan."""

from typing import ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from plan.models import Indicator, Measure


def _on_front_page(indicator: Indicator) -> str:
    return gettext("Yes") if indicator.on_front_page else gettext("No")


class IndicatorViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Indicators with their targets and yearly values."""

    model = Indicator
    icon = "decimal"
    menu_label = _("Indicators")
    list_display: ClassVar = [
        "__str__",
        "clause",
        "unit",
        Column("on_front_page", label=_("on the front page"), accessor=_on_front_page, sort_key="on_front_page"),
    ]
    list_filter: ClassVar = ["unit", "on_front_page"]
    search_fields: ClassVar = ["name_vi", "name_en", "code"]
    ordering: ClassVar = ["position", "code"]


class MeasureViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """The plan's duties by clause."""

    model = Measure
    icon = "list-ul"
    menu_label = _("Measures of the plan")
    list_display: ClassVar = [
        "clause",
        Column("text", label=_("duty")),
        Column("body", label=_("responsible body")),
    ]
    search_fields: ClassVar = ["clause", "text_vi", "text_en", "body_vi"]
    ordering: ClassVar = ["position", "clause"]


class PlanGroup(SnippetViewSetGroup):  # type: ignore[misc]  # Wagtail ships no types
    """One menu for both."""

    menu_label = _("Plan monitoring")
    menu_icon = "clipboard-list"
    menu_order = 260
    items = (IndicatorViewSet, MeasureViewSet)
