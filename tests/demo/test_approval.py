"""The demo has people who wait for an organiser's decision."""

from types import SimpleNamespace
from typing import Any

import pytest
from wagtail.models import Site

from portal.demo.builders import registrations
from portal.demo.specs.registrations import APPROVED_PLACE
from portal.kernel import clock
from registration.models import Registration
from tests.factories import events as make


@pytest.mark.django_db
def test_a_kind_of_place_of_the_demo_needs_approval_and_people_wait_for_it(site: Site) -> None:
    page = make.make_event(make.make_index(site), **make.far_ahead())
    context: Any = SimpleNamespace(
        pages={APPROVED_PLACE.event: page}, people={"organiser": make.make_operator()}, now=clock.now()
    )
    registrations.ask_for_approval(context)
    rows = Registration.objects.of_subjects([page.translation_key])
    assert {row.state for row in rows} == {"pending-approval"}
    assert rows.count() == len(APPROVED_PLACE.people)
