"""Every page of the admin that only shows a record writes times on Việt Nam's clock and a dash for nothing."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.viewsets import viewsets

from portal.pages import inspecting
from registration import admin_menu
from tests.factories import events as make
from tests.factories import home as made

LONGEST = 20
"""Characters that the admin's menu shows of an entry."""


def test_every_inspect_view_shows_plain_values() -> None:
    viewsets.populate()
    inspected = [each for each in viewsets.viewsets if getattr(each, "inspect_view_enabled", False)]
    assert len(inspected) > 5
    plain = inspecting.PlainValuesMixin
    assert [type(each).__name__ for each in inspected if not issubclass(each.inspect_view_class, plain)] == []


class _Inspected:
    """Stands where Wagtail's view does."""

    object = SimpleNamespace(needs_water=False, is_open=True, note="")

    def get_field_display_value(self, field_name: str, _field: None) -> Any:
        return getattr(self.object, field_name)


class _Shown(inspecting.PlainValuesMixin, _Inspected):
    pass


def test_yes_no_and_nothing_are_told_in_words() -> None:
    shown = [_Shown().get_field_display_value(name, None) for name in ("needs_water", "is_open", "note")]
    assert shown == ["Không", "Có", "–"]


@pytest.mark.django_db
@pytest.mark.usefixtures("site")
def test_a_report_of_feedback_is_told_on_vietnams_clock(client: Client) -> None:
    report, _secret = made.report()
    client.force_login(make.make_operator())
    html = client.get(reverse("feedbackreport:inspect", args=[report.pk])).content.decode()
    assert inspecting.moment(report.received_at) in html
    assert "None" not in html.partition("<dl")[2]


def test_entries_of_the_organisers_menu_fit() -> None:
    labels = [str(item.label) for item in admin_menu.EVENTS.registered_menu_items]
    assert [label for label in labels if len(label) > LONGEST] == []
