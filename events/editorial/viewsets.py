"""Festivals of places in the admin."""

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from events.models import Festival


class FestivalViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Festivals that editors add; reached from the editorial calendar."""

    model = Festival
    name = "festivals"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Festivals")
    add_to_admin_menu = False
    copy_view_enabled = False
    list_per_page = 50
    form_fields = ("name_vi", "name_en", "calendar", "day", "month", "days", "place", "source")
    list_display = (
        "name_vi",
        Column("get_calendar_display", label=gettext_lazy("Calendar")),
        "day",
        "month",
        Column("place", label=gettext_lazy("Place")),
    )
    search_fields = ("name_vi", "name_en")
